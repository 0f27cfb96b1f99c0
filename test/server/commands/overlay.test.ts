import { afterAll, beforeAll, expect, test } from "vitest";
import { type CompiledDefinition, compile, type Json } from "../../../engine/index.ts";
import { type Catalogue, openCatalogue } from "../../../server/catalogue.ts";
import { openEntry } from "../../../server/commands/open-entry.ts";
import { publish } from "../../../server/commands/publish.ts";
import { publishOverlay } from "../../../server/commands/publish-overlay.ts";
import { adopt } from "../../../server/store/definitions.ts";
import { listEntries } from "../../../server/store/entry-list.ts";
import { buildDefinition } from "../../helpers/definitions.ts";
import { type DemoInstallation, installDemo } from "../../helpers/demo-installation.ts";

const ID = "essai/sejour";
const agent = {
  id: "11111111-1111-4111-8111-111111111111",
  name: "Ada",
  email: "ada@mulhouse.example",
  member: "mulhouse",
  assignments: [],
};

type Changes = Readonly<Record<string, Json>>;

let installation: DemoInstallation;
/** Another process on the same base. */
let elsewhere: Catalogue;

const base = (version: number, properties: Changes = {}, required: readonly string[] = ["nom"]): CompiledDefinition => {
  const all = {
    nom: { type: "string", title: "Nom" },
    surnom: { type: "string", title: "Surnom" },
    ...properties,
  };
  return buildDefinition({
    id: ID,
    properties: all,
    required,
    definition: {
      version,
      steps: [{ id: "demande", title: "Votre demande", fields: Object.keys(all) }],
      list: ["nom", "surnom"],
      search: ["nom"],
    },
  });
};

beforeAll(async () => {
  installation = await installDemo("mulhouse", new Date("2026-03-03T09:30:00.000Z"));
  const { ctx } = installation;
  await publish(ctx.db, [base(1)]);
  await publish(ctx.db, [base(3)]);
  for (const member of ["mulhouse", "rixheim"]) await adopt(ctx.db, member, ID);
  await ctx.catalogue.reload();
  elsewhere = await openCatalogue(ctx.db);
});

afterAll(() => installation.stop());

const personalise = (member: string, changes: Changes, baseVersion: number) =>
  publishOverlay(installation.ctx, {
    member,
    definition: ID,
    overlay: { of: ID, base: baseVersion, ...changes },
    agent: { ...agent, member },
  });

async function file(member: string, answers: Changes): Promise<string> {
  const { ctx } = installation;
  const definition = ctx.catalogue.definition(member, ID);
  if (!definition) throw new Error(`${member} does not offer ${ID}`);
  const actor = { kind: "agent", id: agent.id, member, roles: ["agent"], units: [], holders: [] } as const;
  const outcome = await openEntry(ctx, { member, definition, actor, answers });
  if (!outcome.ok) throw new Error(JSON.stringify(outcome.problem));
  return `${outcome.value.view.version}`;
}

const titleOf = (definition: CompiledDefinition | null, key: string) =>
  definition?.form.order.find((field) => field.key === key)?.title;

test("a member's own versions start above those of the base, and only that member sees them", async () => {
  const { catalogue } = installation.ctx;
  expect(await file("mulhouse", { nom: "Avant", surnom: "Zed" })).toBe("3");
  expect(await personalise("mulhouse", { fields: { nom: { title: "Nom de l’enfant" } } }, 3)).toMatchObject({
    ok: true,
  });
  expect(catalogue.definition("mulhouse", ID)?.version).toBe(4);
  expect(titleOf(catalogue.definition("mulhouse", ID), "nom")).toBe("Nom de l’enfant");
  expect([catalogue.definition("rixheim", ID)?.version, titleOf(catalogue.definition("rixheim", ID), "nom")]).toEqual([
    3,
    "Nom",
  ]);
  expect(await file("mulhouse", { nom: "Après", surnom: "Aa" })).toBe("4");
});

test("entries of before keep the version they were opened with", async () => {
  const { catalogue } = installation.ctx;
  expect(titleOf(await catalogue.version("mulhouse", ID, 3), "nom")).toBe("Nom");
  expect(titleOf(await catalogue.version("mulhouse", ID, 4), "nom")).toBe("Nom de l’enfant");
  await expect(catalogue.version("rixheim", ID, 4)).rejects.toThrow("No version 4");
});

test("a number of the base and the same number of a member are two things, each for its own", async () => {
  const { ctx } = installation;
  const published = await publish(ctx.db, [base(4, { taille: { type: "integer", title: "Taille" } })]);
  expect(published).toMatchObject({ ok: true, left: [] });
  await ctx.catalogue.reload();
  expect(titleOf(await ctx.catalogue.version("rixheim", ID, 4), "taille")).toBe("Taille");
  expect(titleOf(await ctx.catalogue.version("mulhouse", ID, 4), "taille")).toBeUndefined();
});

test("the base's new version reached the member by itself, under its words, as its next version", async () => {
  const mine = installation.ctx.catalogue.definition("mulhouse", ID);
  expect([mine?.version, titleOf(mine, "nom"), titleOf(mine, "taille")]).toEqual([5, "Nom de l’enfant", "Taille"]);
});

test("another process, which had cached the base, follows once it is told", async () => {
  expect(titleOf(elsewhere.definition("mulhouse", ID), "nom")).toBe("Nom");
  expect(titleOf(await elsewhere.version("mulhouse", ID, 5), "taille")).toBe("Taille");
  await elsewhere.reload();
  expect(elsewhere.definition("mulhouse", ID)?.version).toBe(5);
});

test("a conflict keeps the member on its last version", async () => {
  const { ctx } = installation;
  const next = base(5, {
    nom: { type: "string", title: "Nom de naissance" },
    taille: { type: "integer", title: "Taille" },
  });
  expect(await publish(ctx.db, [next])).toMatchObject({ ok: true, left: [{ member: "mulhouse", definition: ID }] });
  await ctx.catalogue.reload();
  expect(ctx.catalogue.definition("mulhouse", ID)?.version).toBe(5);
  expect(ctx.catalogue.definition("rixheim", ID)?.version).toBe(5);
  expect(titleOf(ctx.catalogue.definition("rixheim", ID), "nom")).toBe("Nom de naissance");
});

test("an overlay on a version that is not the base's latest is refused, and so is one that says nothing new", async () => {
  const codes = async (changes: Changes, version: number) => {
    const outcome = await personalise("mulhouse", changes, version);
    return outcome.ok ? [] : outcome.issues.map(({ code, file }) => [code, file]);
  };
  expect(await codes({}, 4)).toEqual([["overlay-base", "personnalisation.json"]]);
  expect(await codes({ fields: { nom: { hidden: true } } }, 5)).toEqual([["overlay-hidden", "personnalisation.json"]]);
  expect(await codes({ fields: { nom: { title: "Nom de l’enfant" } } }, 5)).toEqual([]);
  expect(await codes({ fields: { nom: { title: "Nom de l’enfant" } } }, 5)).toEqual([
    ["overlay-same", "personnalisation.json"],
  ]);
});

test("columns of the member sort its entries of before, and leave the others' lists alone", async () => {
  const { ctx } = installation;
  await file("rixheim", { nom: "Zoé", surnom: "Ariel" });
  expect(await personalise("mulhouse", { list: ["surnom"] }, 5)).toMatchObject({ ok: true });
  await file("mulhouse", { nom: "Abel", surnom: "Zaza" });
  const names = async (member: string, sort: string) => {
    const definition = ctx.catalogue.definition(member, ID);
    if (!definition) throw new Error("not offered");
    const { items } = await listEntries(ctx, { member, definition, sort, limit: 10 });
    return items.map(({ answers }) => answers["nom"]);
  };
  expect(await names("mulhouse", "surnom")).toEqual(["Après", "Abel", "Avant"]);
  await expect(names("mulhouse", "nom")).rejects.toThrow();
  expect(await names("rixheim", "nom")).toEqual(["Zoé"]);
});

test("what a member did not adopt cannot be personalised", async () => {
  const outcome = await personalise("wittenheim", {}, 5);
  expect(outcome.ok ? [] : outcome.issues.map(({ code }) => code)).toEqual(["not-adopted"]);
});

test("a definition is its owner's: nobody else publishes a version of it", async () => {
  const { ctx } = installation;
  const own = (version: number) => buildDefinition({ id: "essai/fete", definition: { version } });
  expect(await publish(ctx.db, [own(1)], "mulhouse")).toMatchObject({ ok: true });
  expect(await publish(ctx.db, [own(2)], "mulhouse")).toMatchObject({ ok: true });
  for (const other of ["rixheim", null]) {
    expect(await publish(ctx.db, [own(3)], other)).toMatchObject({
      issues: [{ code: "definition-owner", pointer: "/$id" }],
    });
  }
  expect(await publish(ctx.db, [base(6)], "mulhouse")).toMatchObject({ issues: [{ code: "definition-owner" }] });
});

const caller = (event: string, definition = "essai/cible") =>
  buildDefinition({
    id: "essai/appelant",
    properties: {
      nom: { type: "string", title: "Nom" },
      cible: { type: "string", format: "uuid", title: "Cible", "x-ref": "essai/cible" },
    },
    workflow: {
      states: {
        deposee: {
          meta: { label: "Déposée", sentence: "Déposée." },
          on: {
            accepter: {
              target: "close",
              meta: { label: "Accepter" },
              actions: [{ type: "update-entry", params: { definition, entry: "cible", event } }],
            },
          },
        },
        close: { type: "final", meta: { label: "Close", sentence: "Close." } },
      },
    },
  });

test("an event that another definition keeps from the platform cannot be sent to it", async () => {
  const { ctx } = installation;
  expect(await publish(ctx.db, [buildDefinition({ id: "essai/cible" }), caller("accepter")])).toEqual({
    ok: false,
    issues: [
      expect.objectContaining({
        code: "event-system",
        file: "instruction.json",
        pointer: "/states/deposee/on/accepter/actions/0/params/event",
      }),
    ],
  });
  const misspelt = await publish(ctx.db, [buildDefinition({ id: "essai/cible" }), caller("acepter")]);
  expect(misspelt).toMatchObject({ issues: [{ code: "event-unknown" }] });
});

test("a target cannot take back an event that others send to it", async () => {
  const { ctx } = installation;
  const target = (version: number, who: readonly string[]) => {
    const first = buildDefinition({ id: "essai/cible", definition: { version } });
    const workflow = JSON.parse(
      JSON.stringify(first.workflowSource).replace(
        '"label":"Accepter","who":["agent"]',
        `"label":"Accepter","who":${JSON.stringify(who)}`,
      ),
    );
    const compiled = compile({ file: "c.json", schema: first.schema, workflowFile: "w.json", workflow }, new Map(), {
      published: true,
    });
    if (!compiled.ok) throw new Error(JSON.stringify(compiled.issues));
    return compiled.value;
  };
  expect(await publish(ctx.db, [target(1, ["agent", "system"]), caller("accepter")])).toMatchObject({ ok: true });
  expect(await publish(ctx.db, [target(2, ["agent"])])).toMatchObject({
    issues: [{ code: "event-system", file: "essai/cible.json" }],
  });
});
