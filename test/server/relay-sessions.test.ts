import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Answers, type CompiledDefinition, enrolmentsIn } from "../../engine/index.ts";
import { noteAttendance } from "../../server/commands/note-attendance.ts";
import { openEntry } from "../../server/commands/open-entry.ts";
import { sendEvent } from "../../server/commands/send-event.ts";
import { entryDocuments } from "../../server/store/documents.ts";
import { findEntry } from "../../server/store/entries.ts";
import { sumRelated } from "../../server/store/related-counts.ts";
import { drain } from "../../server/worker/worker.ts";
import { shipped } from "../definitions/shipped.ts";
import { agent, citizen } from "../helpers/actors.ts";
import { offer } from "../helpers/offer.ts";
import { childminder } from "../helpers/samples.ts";
import { MEMBER } from "./town-places.ts";
import { openTown, type Town } from "./whole-town.ts";

const IDS = [
  ...["relais/famille", "relais/enfant", "relais/assistante-maternelle", "relais/temps-collectif"],
  ...["relais/participation", "relais/professionnalisation", "relais/participation-professionnelle"],
];
const RELAY = agent({ units: ["relais"] });

let town: Town;
let definitions: ReadonlyMap<string, CompiledDefinition>;
let sylvie: string;

beforeAll(async () => {
  town = await openTown();
  definitions = new Map(await Promise.all(IDS.map(async (id) => [id, await shipped(id)] as const)));
  for (const definition of definitions.values()) await offer(town.ctx, definition);
  sylvie = await opened("relais/assistante-maternelle", childminder());
});
afterAll(() => town.stop());

const the = (id: string): CompiledDefinition => {
  const found = definitions.get(id);
  if (!found) throw new Error(id);
  return found;
};
const open = (id: string, answers: Answers, actor = RELAY) =>
  openEntry(town.ctx, { member: MEMBER, definition: the(id), actor, answers });

async function opened(id: string, answers: Answers): Promise<string> {
  const outcome = await open(id, answers);
  if (!outcome.ok) throw new Error(JSON.stringify(outcome.problem));
  return outcome.value.view.id;
}
const refusals = async (...args: Parameters<typeof open>) => {
  const outcome = await open(...args);
  return outcome.ok ? [] : outcome.problem.issues.map(({ code, message }) => `${code} ${message}`);
};

const SESSION = {
  ...{
    nom: "Éveil musical",
    categorie: "musique",
    lieu: "Salle des fêtes",
    placesAdultes: 2,
    placesEnfants: 3,
    attente: 4,
  },
  ...{ dates: [{ jour: "2026-05-05", de: "09:30", a: "11:00" }], publics: ["assistante", "garde"] },
};
const morning = (more: Answers = {}) => opened("relais/temps-collectif", { ...SESSION, ...more });
const child = (prenom: string, more: Answers = {}) => ({
  ...{ prenom, naissance: "2024-02-01", autorisation: true, photo: false, ...more },
});
const comes = (seance: string, more: Answers = {}): Answers => ({
  ...{ qualite: "assistante", nom: "Lecanu", prenom: "Sylvie", commune: "La Hague (50)" },
  ...{ courriel: "sylvie@exemple.fr", attestation: true, enfants: [child("Lina")] },
  place: { seance, attente: true },
  ...more,
});
const state = async (id: string) => (await findEntry(town.ctx, MEMBER, id))?.state;

async function notes(definition: string, sitting: string, id: string, presence: string, day = "2026-05-05") {
  const entry = await findEntry(town.ctx, MEMBER, id);
  if (!entry) throw new Error(id);
  const [enrolment = ""] = enrolmentsIn(the(entry.definition).form, entry.answers).values();
  const said = new Map([[enrolment, presence]]);
  await noteAttendance(town.ctx, RELAY, { member: MEMBER, definition, sitting, day, said });
}

describe("a relay's session", () => {
  test("counts adults and children apart: a third child too many waits though an adult place is free", async () => {
    const session = await morning();
    const first = await opened("relais/participation", comes(session, { enfants: [child("Lina"), child("Malo")] }));
    const second = await opened(
      "relais/participation",
      comes(session, { nom: "Mauger", enfants: [child("Tom"), child("Zoé")] }),
    );
    const alone = await opened("relais/participation", comes(session, { nom: "Yon", enfants: [] }));
    expect(await Promise.all([first, second, alone].map(state))).toEqual(["inscrite", "en-attente", "en-attente"]);
  });

  test("takes no child without the written authorisation of the parents, and asks of photos apart", async () => {
    const session = await morning();
    const without = comes(session, { enfants: [child("Lina"), child("Malo", { autorisation: false })] });
    expect(await refusals("relais/participation", without)).toEqual([
      "autorisation Cet enfant ne peut pas venir sans l’autorisation écrite de ses parents.",
    ]);
  });

  test("refuses the fiche of a child whose parents did not authorise, in the words of the definition", async () => {
    const session = await morning();
    const famille = await opened("relais/famille", {
      ...{ nom: "Hébert", prenom: "Marie", accordDonnees: true },
      adresse: { voie: "1 quai", codePostal: "50440", commune: "La Hague" },
    });
    const kid = { famille, arrivee: "ne", nom: "Hébert", naissance: "2024-02-01" };
    const [yes, no] = [
      await opened("relais/enfant", { ...kid, prenom: "Lina", autorisationTemps: true }),
      await opened("relais/enfant", { ...kid, prenom: "Malo" }),
    ];
    expect(
      await refusals("relais/participation", comes(session, { fiches: [{ enfant: yes }, { enfant: no }] })),
    ).toEqual([
      "reference-unsuited Les parents de cet enfant n’ont pas autorisé sa venue aux temps collectifs. Complétez d’abord sa fiche.",
    ]);
    expect(await refusals("relais/participation", comes(session, { fiches: [{ enfant: yes }] }))).toEqual([]);
  });

  test("is for those it says: a parent is refused where parents are not admitted", async () => {
    const session = await morning();
    expect(await refusals("relais/participation", comes(session, { qualite: "parent" }))).toHaveLength(1);
    const open = await morning({ publics: ["assistante", "parent"] });
    const parent = comes(open, { qualite: "parent", enfants: [child("Lina", { autorisation: false })] });
    expect(await refusals("relais/participation", parent)).toEqual([]);
  });

  test("opens first to the communes it names, then to all", async () => {
    const session = await morning({
      ...{ priorite: "2026-03-01", ouverture: "2026-04-01" },
      communes: [{ commune: "La Hague (50)" }],
    });
    const outside = comes(session, { nom: "Mauger", commune: "Valognes (50)" });
    expect((await refusals("relais/participation", outside))[0]).toContain("1er avril");
    expect(await refusals("relais/participation", comes(session))).toEqual([]);
  });

  test("flags a place given back late", async () => {
    const [far, near] = [await morning(), await morning({ dates: [{ jour: "2026-03-05", de: "09:30", a: "11:00" }] })];
    for (const [session, expected] of [
      [far, "annulee"],
      [near, "annulee-tard"],
    ] as const) {
      const id = await opened("relais/participation", comes(session));
      const event = { member: MEMBER, definitionId: "relais/participation", id, actor: RELAY, type: "renoncer" };
      await sendEvent(town.ctx, { ...event, revision: null });
      expect(await state(id)).toBe(expected);
    }
  });

  test("notes who came on the entry itself, changes it, and takes it back", async () => {
    const session = await morning();
    const id = await opened("relais/participation", comes(session));
    const register = "relais/temps-collectif";
    const seen = [];
    for (const presence of ["present", "present", "excused", "absent", ""]) {
      await notes(register, session, id, presence);
      seen.push(await state(id));
    }
    expect(seen).toEqual(["presente", "presente", "excusee", "absente", "inscrite"]);
    expect((await findEntry(town.ctx, MEMBER, id))?.revision).toBe(5);
  });

  test("tells nobody of another session, nor of who only waits", async () => {
    const [session, other] = [await morning({ placesAdultes: 0 }), await morning()];
    const waiting = await opened("relais/participation", comes(session));
    const elsewhere = await opened("relais/participation", comes(other));
    await notes("relais/temps-collectif", session, waiting, "present");
    await notes("relais/temps-collectif", session, elsewhere, "present");
    expect(await Promise.all([waiting, elsewhere].map(state))).toEqual(["en-attente", "inscrite"]);
  });

  test("is signed up for by the childminder herself, who cannot write to the fiche of another", async () => {
    const session = await morning();
    const outcome = await open("relais/participation", comes(session, { assistante: sylvie }), citizen("sylvie"));
    if (!outcome.ok) throw new Error(JSON.stringify(outcome.problem));
    const entry = await findEntry(town.ctx, MEMBER, outcome.value.view.id);
    expect([entry?.state, entry?.answers["assistante"]]).toEqual(["inscrite", undefined]);
  });
});

describe("the training of a childminder", () => {
  const training = (more: Answers = {}) =>
    opened("relais/professionnalisation", {
      ...{
        nom: "Éveil par le jeu",
        categorie: "formation",
        lieu: "Valognes",
        places: 8,
        attente: 0,
        organisme: "Petits Pas",
      },
      dates: [
        { jour: "2026-03-10", de: "09:00", a: "12:00" },
        { jour: "2026-03-11", de: "13:30", a: "17:00" },
      ],
      ...more,
    });
  const trains = (more: Answers): Answers => ({
    ...{ qualite: "assistante", nom: "Lecanu", prenom: "Sylvie", commune: "La Hague (50)", assistante: sylvie },
    ...{ courriel: "sylvie@exemple.fr", attestation: true },
    ...more,
  });
  const elsewhere = (more: Answers = {}) =>
    opened("relais/participation-professionnelle", {
      ...trains({
        cadre: "ailleurs",
        intitule: "Signes",
        organisme: "Petits Pas",
        le: "2026-02-10",
        heuresAilleurs: 7,
      }),
      ...more,
    });
  const sum = (year: string) =>
    sumRelated(
      town.ctx,
      {
        ...{ definition: "relais/participation-professionnelle", field: "assistante", members: [MEMBER] },
        ...{ number: "heures", day: "jour", states: ["presente", "comptee"], year },
      },
      sylvie,
    );
  const send = (id: string, type: string) =>
    sendEvent(town.ctx, {
      ...{
        member: MEMBER,
        definitionId: "relais/participation-professionnelle",
        id,
        actor: RELAY,
        type,
        revision: null,
      },
    });

  test("adds up the hours of the year that count, and no other", async () => {
    const session = await training();
    const id = await opened(
      "relais/participation-professionnelle",
      trains({ cadre: "relais", place: { seance: session } }),
    );
    expect(await sum("2026")).toBe(0);
    await notes("relais/professionnalisation", session, id, "present", "2026-03-11");
    expect((await findEntry(town.ctx, MEMBER, id))?.answers["heures"]).toBe(6.5);
    const [counted, , last] = [await elsewhere(), await elsewhere(), await elsewhere({ le: "2025-11-10" })];
    for (const each of [counted, last]) expect((await send(each, "compter")).ok).toBe(true);
    expect([await sum("2026"), await sum("2025")]).toEqual([13.5, 7]);
  });

  test("ends with a certificate for who came, and for nobody else", async () => {
    const session = await training();
    const id = await opened(
      "relais/participation-professionnelle",
      trains({ cadre: "relais", place: { seance: session } }),
    );
    expect((await send(id, "attester")).ok).toBe(false);
    await notes("relais/professionnalisation", session, id, "present", "2026-03-11");
    expect((await send(id, "attester")).ok).toBe(true);
    await drain(town.ctx);
    expect((await entryDocuments(town.ctx, MEMBER, id)).made.map(({ title }) => title)).toEqual([
      "Attestation de formation",
    ]);
  });
});
