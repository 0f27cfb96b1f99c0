import { describe, expect, test } from "vitest";
import {
  type Actor,
  type Answers,
  apply,
  available,
  type CompiledDefinition,
  type Entry,
  open,
  relationProblems,
  SYSTEM,
  submit,
} from "../../engine/index.ts";
import { loadShipped } from "../../server/definition-files.ts";
import { AGENT, done, NOW, shipped } from "./shipped.ts";

const ID = "0198c0de-0000-7000-8000-00000000000a";
const RELAY: Actor = { ...AGENT, member: "la-hague", offices: ["la-hague/relais"] };

const codes = (definition: CompiledDefinition, answers: Answers) => {
  const result = submit(definition.form, answers, { now: NOW });
  return result.ok ? [] : result.issues.map(({ code, pointer }) => `${pointer} ${code}`);
};
const opened = (definition: CompiledDefinition, answers: Answers): Entry =>
  done(
    open(definition, {
      ...{ id: ID, reference: "X7K4-QP9M", member: "la-hague", holder: null, answers, actor: RELAY, now: NOW },
      about: { member: "La Hague", title: definition.title, service: "Relais", contact: "" },
    }),
  ).entry;
const sent = (
  definition: CompiledDefinition,
  entry: Entry,
  type: string,
  answers?: Answers,
  actor = RELAY,
  now = NOW,
) =>
  done(
    apply(definition, entry, { type, ...(answers && { answers }) }, actor, now, {
      ...{ member: "La Hague", title: definition.title, service: "Relais", contact: "" },
    }),
  );

const HOUSE = {
  nom: "Les Embruns",
  adresse: { voie: "1 quai", codePostal: "50100", commune: "Cherbourg-en-Cotentin" },
  assistantesPresentes: 3,
  places: 12,
  equipe: [{ assistante: ID, depuis: "2024-01-01" }],
};

describe("a house of childminders (article L. 424-1)", () => {
  test("holds six of them, four present and twenty children at the same time, no more", async () => {
    const house = await shipped("relais/mam");
    const team = (size: number, more: object = {}) =>
      Array.from({ length: size }, () => ({ assistante: ID, depuis: "2024-01-01", ...more }));
    expect(codes(house, HOUSE)).toEqual([]);
    expect(codes(house, { ...HOUSE, assistantesPresentes: 4, places: 20, equipe: team(6) })).toEqual([]);
    expect(codes(house, { ...HOUSE, assistantesPresentes: 5 })).toEqual(["/assistantesPresentes mam-presentes"]);
    expect(codes(house, { ...HOUSE, places: 21 })).toEqual(["/places mam-places"]);
    expect(codes(house, { ...HOUSE, equipe: team(7) })).toEqual(["/equipe mam-equipe"]);
  });

  test("counts those who work there today: who left no longer does", async () => {
    const house = await shipped("relais/mam");
    const gone = { assistante: ID, depuis: "2020-01-01", jusqua: "2025-06-30" };
    const here = { assistante: ID, depuis: "2024-01-01" };
    const equipe = [gone, here, here, here, here, here, here];
    const result = submit(house.form, { ...HOUSE, equipe }, { now: NOW });
    expect(result.ok && result.value["nombreAssistantes"]).toBe(6);
  });
});

const CONTACT = { jour: "2026-03-02", canal: "telephone", public: "famille", sujets: ["recherche"] };

describe("a contact", () => {
  test("may be anonymous, is over at once, and stays with its relay", async () => {
    const contact = await shipped("relais/contact");
    expect(opened(contact, CONTACT)).toMatchObject({ state: "clos", keptBy: "la-hague/relais" });
    expect(opened(contact, { ...CONTACT, partage: true })).not.toHaveProperty("keptBy");
  });

  test("waits when something is left to do, until it is done", async () => {
    const contact = await shipped("relais/contact");
    const waiting = opened(contact, { ...CONTACT, suite: true, rappelerLe: "2026-03-09" });
    expect(contact.workflow.states.get(waiting.state)).toMatchObject({ id: "suite", task: true });
    expect(sent(contact, waiting, "faire", { faitLe: "2026-03-05" }).entry.state).toBe("fait");
    expect(sent(contact, opened(contact, CONTACT), "prevoir", { avant: "2026-03-20" }).entry).toMatchObject({
      state: "suite",
      answers: { suite: true, rappelerLe: "2026-03-20" },
    });
  });

  test("is not of tomorrow", async () => {
    expect(codes(await shipped("relais/contact"), { ...CONTACT, jour: "2026-03-04" })).toEqual(["/jour jour-passe"]);
  });
});

describe("a loan, made with definitions alone", () => {
  const LOAN = { objet: "Poussette", aQui: "famille", famille: ID, debut: "2026-03-01", retourPrevu: "2026-03-20" };

  test("is late the day after it was due, unless it came back or was prolonged", async () => {
    const loan = await shipped("relais/pret-materiel");
    const lent = opened(loan, { ...LOAN, courriel: "a@exemple.fr" });
    const late = sent(loan, lent, "depasser", undefined, SYSTEM, "2026-03-21T06:00:00.000Z");
    expect([late.entry.state, late.effects.map(({ type }) => type)]).toEqual([
      "en-retard",
      expect.arrayContaining(["mail"]),
    ]);
    expect(sent(loan, late.entry, "prolonger", { jusqua: "2026-04-10" }).entry).toMatchObject({
      state: "prete",
      answers: { retourPrevu: "2026-04-10" },
    });
    const back = { renduLe: "2026-03-18", etatRetour: "bon" };
    expect(sent(loan, lent, "rendre", back).entry.state).toBe("rendu");
    expect(available(loan, lent, SYSTEM, NOW).map(({ type }) => type)).not.toContain("depasser");
  });

  test("asks only for whom it was lent to", async () => {
    const loan = await shipped("relais/pret-materiel");
    expect(codes(loan, { ...LOAN, aQui: "mam" })).toEqual(["/mam required"]);
    expect(codes(loan, { ...LOAN, retourPrevu: "2026-12-01" })).toEqual(["/retourPrevu pret-court"]);
  });
});

test("a placement ends on the day it says, and a week goes forward", async () => {
  const placement = await shipped("relais/accueil");
  const semaine = [{ jours: ["lundi"], de: "08:00", a: "17:00" }];
  const answers = {
    ...{ assistante: ID, prenom: "Lou", naissance: "2025-01-10", nature: "regulier", debut: "2026-01-05", semaine },
  };
  expect(codes(placement, answers)).toEqual([]);
  expect(codes(placement, { ...answers, semaine: [{ jours: ["lundi"], de: "17:00", a: "08:00" }] })).toEqual([
    "/semaine/0/a horaire-ordre",
  ]);
  const ended = sent(placement, opened(placement, answers), "terminer", { dernierJour: "2026-07-31", motif: "ecole" });
  expect(ended.entry).toMatchObject({ state: "termine", answers: { fin: "2026-07-31" } });
});

const SEARCH = {
  ...{ arrivee: "ne", naissance: "2025-11-04", commune: "Brix", debut: "2026-09-01", modes: ["assistante"] },
  semaine: [{ jours: ["lundi"], de: "08:00", a: "17:30" }],
  ...{ nom: "Martin", prenom: "Ana", courriel: "ana.martin@courriel.example" },
};

describe("a search of a family", () => {
  test("is acknowledged, ends found or given up, and may begin again", async () => {
    const search = await shipped("relais/demande-accueil");
    const begun = opened(search, SEARCH);
    expect(begun).toMatchObject({ state: "en-cours", answers: { origine: "portail", arriveLe: NOW.slice(0, 10) } });
    const known = opened(search, { ...SEARCH, parvenuePar: "telephone", parvenueLe: "2026-02-27" });
    expect(known.answers).toMatchObject({ origine: "telephone", arriveLe: "2026-02-27" });
    const found = sent(search, begun, "trouver", { mode: "mam", trouveLe: "2026-03-02" });
    expect(found.entry.state).toBe("trouve");
    expect(found.effects).toMatchObject([{ type: "mail", to: "ana.martin@courriel.example" }]);
    expect(sent(search, found.entry, "reprendre").entry.state).toBe("en-cours");
  });

  test("tells the family what the relay wrote to her, and not which fiches it noted", async () => {
    const search = await shipped("relais/demande-accueil");
    const message = "Lucie Quesnel, à Brix, au 02 61 91 01 20.";
    const proposed = sent(search, opened(search, SEARCH), "proposer", { propositions: [{ assistante: ID }], message });
    expect(proposed.entry.state).toBe("propositions");
    const [mail] = proposed.effects;
    expect(mail).toMatchObject({ type: "mail", body: expect.stringContaining(message) });
    expect(JSON.stringify(mail)).not.toContain(ID);
  });

  test("is closed by the placement that is recorded for it, closed already or not", async () => {
    const placement = await shipped("relais/accueil");
    const recorded = open(placement, {
      ...{ id: ID, reference: "X7K4-QP9M", member: "la-hague", holder: null, actor: RELAY, now: NOW },
      answers: {
        ...{
          assistante: ID,
          prenom: "Lou",
          naissance: "2025-11-04",
          nature: "regulier",
          debut: "2026-09-01",
          demande: ID,
        },
        semaine: SEARCH.semaine,
      },
    });
    const event = {
      event: "accueil-enregistre",
      answers: { mode: "assistante", trouveLe: "2026-09-01", parRelais: true },
    };
    expect(done(recorded).effects).toMatchObject([{ type: "update-entry", entry: ID, ifTaken: true, ...event }]);
    expect(done(recorded).entry.state).toBe("en-cours");
    const search = await shipped("relais/demande-accueil");
    const closed = sent(search, opened(search, SEARCH), "accueil-enregistre", event.answers, SYSTEM);
    expect(closed.entry.state).toBe("trouve");
    expect(sent(search, closed.entry, "accueil-enregistre", event.answers, SYSTEM).entry.state).toBe("trouve");
  });
});

test("every tab of the registers leads to a field that refers back, and to columns that are there", async () => {
  const loaded = await loadShipped();
  if (!loaded.ok) throw new Error(loaded.issues[0]?.message);
  const known = new Map(loaded.definitions.map((definition) => [definition.id, definition]));
  const wrong = loaded.definitions.flatMap(({ id, relations }) =>
    relations.flatMap((relation) => {
      const other = known.get(relation.definition);
      return other ? relationProblems(id, relation, other) : [];
    }),
  );
  expect(wrong).toEqual([]);
  expect(known.get("relais/famille")?.relations.map(({ id }) => id)).toContain("enfants");
});
