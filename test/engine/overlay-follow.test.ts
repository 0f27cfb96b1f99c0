import { expect, test } from "vitest";
import { type CompiledDefinition, type Decision, followBase, type Json, type OverlayFile } from "../../engine/index.ts";
import { buildDefinition } from "../helpers/definitions.ts";

type Changes = Readonly<Record<string, Json>>;

const PROPERTIES: Changes = {
  nom: { type: "string", title: "Nom" },
  surnom: { type: "string", title: "Surnom" },
  formule: {
    type: "string",
    title: "Formule",
    oneOf: [
      { const: "journee", title: "Journée" },
      { const: "nuit", title: "Nuit" },
    ],
  },
};

const base = (
  version: number,
  properties: Changes = {},
  parts: { required?: string[]; definition?: Changes; workflow?: Changes } = {},
) => {
  const all = Object.fromEntries(
    Object.entries({ ...PROPERTIES, ...properties }).filter(([, value]) => value !== null),
  );
  const steps = [{ id: "demande", title: "La demande", fields: Object.keys(all) }];
  return buildDefinition({
    id: "jeunesse/sejour",
    properties: all,
    required: parts.required ?? [],
    definition: { version, steps, list: ["nom"], ...parts.definition },
    ...(parts.workflow && { workflow: parts.workflow }),
  });
};

const FIRST = base(1);

const follow = (changes: Changes, now: CompiledDefinition, decisions: Readonly<Record<string, Decision>> = {}) =>
  followBase(
    {
      overlay: { of: "jeunesse/sejour", base: 1, ...changes } as unknown as OverlayFile,
      before: FIRST,
      now,
      version: 9,
      decisions: new Map(Object.entries(decisions)),
    },
    new Map(),
  );

const conflictsOf = (changes: Changes, now: CompiledDefinition) => {
  const followed = follow(changes, now);
  return followed.ok ? [] : followed.conflicts.map(({ pointer, reason, keep }) => ({ pointer, reason, keep }));
};

const HELP = { fields: { nom: { description: "Comme sur le livret de famille." } } };

test("a change of the base elsewhere is received, and the member's words are kept", () => {
  const followed = follow(
    HELP,
    base(2, { surnom: { type: "string", title: "Petit nom" }, taille: { type: "integer", title: "Taille" } }),
  );
  if (!followed.ok) throw new Error(JSON.stringify(followed.conflicts));
  const { definition, overlay } = followed;
  expect(overlay).toEqual({ of: "jeunesse/sejour", base: 2, ...HELP });
  expect(definition.version).toBe(9);
  expect(definition.form.order.map(({ title, hint }) => [title, hint])).toEqual([
    ["Nom", "Comme sur le livret de famille."],
    ["Petit nom", undefined],
    ["Formule", undefined],
    ["Taille", undefined],
  ]);
});

test("both changed the same title: the base before, the base now, and ours are shown, and either can be kept", () => {
  const ours = { fields: { nom: { title: "Nom de l’enfant" } } };
  const now = base(2, { nom: { type: "string", title: "Nom de naissance" } });
  expect(follow(ours, now)).toEqual({
    ok: false,
    conflicts: [
      {
        pointer: "/fields/nom/title",
        reason: "changed",
        before: "Nom",
        now: "Nom de naissance",
        ours: "Nom de l’enfant",
        keep: true,
      },
    ],
  });
  const kept = follow(ours, now, { "/fields/nom/title": "ours" });
  expect(kept.ok && kept.definition.form.order[0]?.title).toBe("Nom de l’enfant");
  const taken = follow(ours, now, { "/fields/nom/title": "base" });
  expect(taken.ok && [taken.definition.form.order[0]?.title, taken.overlay]).toEqual([
    "Nom de naissance",
    { of: "jeunesse/sejour", base: 2 },
  ]);
});

test("the base says now what the member said already: no conflict", () => {
  const same = base(2, { nom: { type: "string", title: "Nom de l’enfant" } });
  expect(conflictsOf({ fields: { nom: { title: "Nom de l’enfant" } } }, same)).toEqual([]);
});

test("a field the member reworded is gone, or of another type", () => {
  const ours = { fields: { surnom: { title: "Petit nom" } } };
  expect(conflictsOf(ours, base(2, { surnom: null }))).toEqual([
    { pointer: "/fields/surnom/title", reason: "gone", keep: false },
  ]);
  expect(conflictsOf(ours, base(2, { surnom: { type: "integer", title: "Surnom" } }))).toEqual([
    { pointer: "/fields/surnom/title", reason: "type", keep: false },
  ]);
});

test("a field the member hid and the base removed needs nobody", () => {
  const followed = follow({ fields: { surnom: { hidden: true } } }, base(2, { surnom: null }));
  expect(followed.ok && followed.overlay).toEqual({ of: "jeunesse/sejour", base: 2 });
});

test("a hidden field became required, or is read now", () => {
  const ours = { fields: { surnom: { hidden: true } } };
  expect(conflictsOf(ours, base(2, {}, { required: ["surnom"] }))).toEqual([
    { pointer: "/fields/surnom/hidden", reason: "needed", keep: false },
  ]);
  const read = base(2, { formule: { type: "string", title: "Formule", "x-when": "surnom != ''" } });
  expect(conflictsOf(ours, read)).toEqual([{ pointer: "/fields/surnom/hidden", reason: "refused", keep: false }]);
  const given = follow(ours, read, { "/fields/surnom/hidden": "base" });
  expect(given.ok && given.definition.form.order.map(({ key }) => key)).toContain("surnom");
});

test("the base took the name of an added question, or an added choice", () => {
  const field = { type: "string", title: "Taille" };
  expect(conflictsOf({ add: { taille: { step: "demande", field } } }, base(2, { taille: field }))).toEqual([
    { pointer: "/add/taille", reason: "taken", keep: false },
  ]);
  const ours = { fields: { formule: { addChoices: [{ const: "semaine", title: "Une semaine" }] } } };
  const choices = (title: string) =>
    base(2, {
      formule: {
        type: "string",
        title: "Formule",
        oneOf: [
          { const: "journee", title: "Journée" },
          { const: "nuit", title: "Nuit" },
          { const: "semaine", title },
        ],
      },
    });
  expect(conflictsOf(ours, choices("Sept jours"))).toEqual([
    { pointer: "/fields/formule/addChoices/0", reason: "taken", keep: false },
  ]);
  expect(conflictsOf(ours, choices("Une semaine"))).toEqual([]);
});

test("the step of an added question is gone: giving the question up follows the base", () => {
  const field = { type: "string", title: "Taille" };
  const ours = { add: { taille: { step: "demande", field } } };
  const now = base(
    2,
    {},
    { definition: { steps: [{ id: "autre", title: "Autre", fields: Object.keys(PROPERTIES) }] } },
  );
  expect(conflictsOf(ours, now)).toEqual([{ pointer: "/add/taille", reason: "refused", keep: false }]);
  expect(follow(ours, now, { "/add/taille": "base" }).ok).toBe(true);
});

test("a state the member reworded is gone", () => {
  const ours = { states: { instruction: { label: "En commission" } } };
  const states = FIRST.workflowSource["states"] as Changes;
  const renamed = JSON.parse(JSON.stringify(states).replaceAll('"instruction"', '"etude"'));
  expect(conflictsOf(ours, base(2, {}, { workflow: { states: renamed } }))).toEqual([
    { pointer: "/states/instruction/label", reason: "gone", keep: false },
  ]);
});
