import { beforeAll, describe, expect, test } from "vitest";
import {
  type Answers,
  apply,
  available,
  type CompiledDefinition,
  confirmedOf,
  dueReminders,
  type Entry,
  open,
  submit,
  type Transition,
} from "../../engine/index.ts";
import { childminder } from "../helpers/samples.ts";
import { AGENT, CITIZEN, done, LECTEUR, NOW, shipped } from "./shipped.ts";

const AGREMENT = {
  numero: "50-2024-118",
  departement: "50",
  debut: "2024-01-15",
  fin: "2029-01-14",
  capacite: 4,
  derogation: false,
};
const DEROGATION = {
  ...AGREMENT,
  derogation: true,
  derogationNombre: 2,
  derogationDebut: "2026-02-01",
  derogationFin: "2026-06-30",
  derogationMotif: "Fratrie",
};

let definition: CompiledDefinition;

beforeAll(async () => {
  definition = await shipped("relais/assistante-maternelle");
});

const codes = (changes: Answers) => {
  const result = submit(definition.form, childminder(changes), { now: NOW });
  return result.ok ? [] : result.issues.map(({ code, pointer }) => `${pointer} ${code}`);
};

describe("the limits of article L. 421-4", () => {
  test("accept four children, two agréments one after the other", () => {
    const earlier = { ...AGREMENT, debut: "2019-01-15", fin: "2024-01-14", capacite: 2 };
    expect(codes({ agrements: [earlier, AGREMENT] })).toEqual([]);
  });

  test("refuse a fifth child on an agrément", () => {
    expect(codes({ agrements: [{ ...AGREMENT, capacite: 5 }] })).toEqual(["/agrements/0/capacite agrement-capacite"]);
  });

  test.each<[string, Answers, string]>([
    ["a seventh minor under eleven", { mineursOnzeAns: 7 }, "/mineursOnzeAns limite-onze-ans"],
    ["a fifth child under three", { mineursOnzeAns: 6, mineursTroisAns: 5 }, "/mineursTroisAns limite-trois-ans"],
    [
      "more under three than under eleven",
      { mineursOnzeAns: 1, mineursTroisAns: 2 },
      "/mineursTroisAns ages-coherents",
    ],
    ["more free places than the agrément has", { placesLibres: 5 }, "/placesLibres places-libres"],
  ])("refuse %s", (_, changes, issue) => {
    expect(codes(changes)).toEqual([issue]);
  });

  test("allow two more children while an exemption runs, never a fifth under three", () => {
    expect(codes({ agrements: [DEROGATION], mineursOnzeAns: 8 })).toEqual([]);
    expect(codes({ agrements: [DEROGATION], mineursOnzeAns: 9 })).toEqual(["/mineursOnzeAns limite-onze-ans"]);
    expect(codes({ agrements: [DEROGATION], mineursOnzeAns: 8, mineursTroisAns: 5 })).toEqual([
      "/mineursTroisAns limite-trois-ans",
    ]);
    const past = { ...DEROGATION, derogationFin: "2026-02-28" };
    expect(codes({ agrements: [past], mineursOnzeAns: 8 })).toEqual(["/mineursOnzeAns limite-onze-ans"]);
  });

  test("want an exemption counted, dated, reasoned and within the agrément", () => {
    const { derogationDebut: _, derogationMotif: __, ...vague } = DEROGATION;
    expect(codes({ agrements: [vague] })).toEqual([
      "/agrements/0/derogationDebut required",
      "/agrements/0/derogationMotif required",
    ]);
    expect(codes({ agrements: [{ ...DEROGATION, derogationNombre: 3 }] })).toEqual([
      "/agrements/0/derogationNombre derogation-nombre",
    ]);
    expect(codes({ agrements: [{ ...DEROGATION, derogationFin: "2030-01-01" }] })).toEqual([
      "/agrements/0/derogationDebut derogation-periode",
    ]);
  });

  test("refuse an agrément that ends before it begins, or overlaps another", () => {
    expect(codes({ agrements: [{ ...AGREMENT, fin: "2023-01-14" }], placesLibres: 0 })).toEqual([
      "/agrements/0/fin agrement-dates",
    ]);
    const overlapping = { ...AGREMENT, debut: "2028-01-15", fin: "2033-01-14" };
    expect(codes({ agrements: [AGREMENT, overlapping] })).toEqual([
      "/agrements/0/debut agrement-chevauchement",
      "/agrements/1/debut agrement-chevauchement",
    ]);
  });

  test("offer no free place once the last agrément has ended", () => {
    const ended = { ...AGREMENT, debut: "2020-01-15", fin: "2025-01-14" };
    expect(codes({ agrements: [ended] })).toEqual(["/placesLibres places-libres"]);
    expect(codes({ agrements: [ended], placesLibres: 0 })).toEqual([]);
  });

  test("say what the law says, where it says it", () => {
    const result = submit(definition.form, childminder({ mineursOnzeAns: 7 }), { now: NOW });
    expect(result.ok ? "" : result.issues[0]?.message).toContain("L. 421-4");
  });
});

describe("the file of a childminder", () => {
  test("asks for the house only of those who work in one", () => {
    expect(codes({ lieuExercice: "mam" })).toEqual([
      "/mam/nom required",
      "/mam/voie required",
      "/mam/codePostal required",
      "/mam/commune required",
    ]);
    const kept = submit(
      definition.form,
      childminder({ mam: { nom: "Les Embruns", voie: "1 quai", codePostal: "50100", commune: "Cherbourg" } }),
      { now: NOW },
    );
    expect(kept.ok && Object.keys(kept.value)).not.toContain("mam");
  });

  test("knows when the latest agrément ends", () => {
    const later = { ...AGREMENT, debut: "2029-01-15", fin: "2034-01-14" };
    const result = submit(definition.form, childminder({ agrements: [later, AGREMENT] }), { now: NOW });
    expect(result.ok && result.value["finAgrement"]).toBe("2034-01-14");
  });

  test("does not publish a home address without a yes to publishing", () => {
    const result = submit(definition.form, childminder({ coordonneesPubliees: false, adressePubliee: true }), {
      now: NOW,
    });
    expect(result.ok && Object.keys(result.value)).not.toContain("adressePubliee");
  });
});

const ABOUT = { member: "La Hague", title: "Assistantes maternelles", service: "Relais petite enfance", contact: "" };

const created = (changes: Answers = {}): Transition =>
  done(
    open(definition, {
      id: "018f0000-0000-7000-8000-000000000002",
      reference: "AM21-KM7W",
      member: "mulhouse",
      holder: null,
      answers: childminder({ agrements: [AGREMENT], ...changes }),
      actor: AGENT,
      now: NOW,
      about: ABOUT,
    }),
  );

const send = (entry: Entry, type: string, answers?: Answers, actor = AGENT, now = NOW) =>
  apply(definition, entry, { type, ...(answers && { answers }) }, actor, now, ABOUT);

describe("the life of a file", () => {
  test("is opened and kept by the agents of the relay alone", () => {
    const opening = {
      id: "018f0000-0000-7000-8000-000000000003",
      reference: "AM21-KM7W",
      member: "mulhouse",
      holder: null,
    };
    const answers = childminder();
    for (const actor of [CITIZEN, LECTEUR]) {
      expect(open(definition, { ...opening, answers, actor, now: NOW })).toMatchObject({
        ok: false,
        code: "not-allowed",
      });
    }
    expect(available(definition, created().entry, LECTEUR, NOW)).toEqual([]);
  });

  test("is suspended, resumed and stopped, each with its date and reason", () => {
    const { entry } = created();
    expect(send(entry, "suspendre", { dateSuspension: "2026-03-01" })).toMatchObject({ ok: false, code: "invalid" });
    const suspended = done(send(entry, "suspendre", { dateSuspension: "2026-03-01", motif: "maternite" }));
    expect(suspended.entry.state).toBe("suspension");
    const resumed = done(send(suspended.entry, "reprendre", { dateReprise: "2026-09-01" }));
    expect(resumed.entry.state).toBe("en-activite");
    const stopped = done(send(resumed.entry, "arreter", { dateArret: "2026-12-31", motif: "retraite" }));
    expect(stopped.entry.state).toBe("arret");
    expect(done(send(stopped.entry, "reprendre", { dateReprise: "2027-01-15" })).entry.state).toBe("en-activite");
  });

  test("offers no place any more while suspended", () => {
    const { entry } = created();
    const suspended = done(send(entry, "suspendre", { dateSuspension: "2026-03-01", motif: "conge" }));
    expect(suspended.entry.answers["placesLibres"]).toBe(0);
    expect(suspended.entry.answers["joursDisponibles"]).toBeUndefined();
  });

  test("refuses a return planned before the suspension", () => {
    const answers = { dateSuspension: "2026-03-01", motif: "conge", retourPrevu: "2026-02-01" };
    expect(send(created().entry, "suspendre", answers)).toMatchObject({
      ok: false,
      issues: [{ code: "retour-avant-suspension", pointer: "/retourPrevu" }],
    });
  });

  test("records what an edit changed", () => {
    const { entry } = created();
    const edited = done(send(entry, "modifier", { ...entry.answers, telephone: "+33233010203" }));
    expect(edited.event.data.changes).toEqual([{ field: "telephone", before: "+33612345678", after: "+33233010203" }]);
    expect(edited.entry.state).toBe("en-activite");
  });

  test("recalls the end of the agrément at least four months before, of the agrément that ends last", () => {
    const { entry } = created();
    const due = (answers: Answers, today: string) =>
      dueReminders(definition, { ...entry, answers }, today, { now: `${today}T05:00:00.000Z` }).map(
        ({ id, day }) => `${id} ${day}`,
      );
    expect(due(entry.answers, "2028-08-13")).toEqual([]);
    expect(due(entry.answers, "2028-08-14")).toEqual(["fin-agrement 2029-01-14"]);
    const renewed = [AGREMENT, { ...AGREMENT, debut: "2029-01-15", fin: "2039-01-14" }];
    const edited = done(send(entry, "modifier", { ...entry.answers, agrements: renewed }));
    expect(due(edited.entry.answers, "2028-08-14")).toEqual([]);
  });

  test("has places confirmed before 1 June and 1 December, but of those who work for an institution only", () => {
    const { entry } = created();
    const asked = (answers: Answers) =>
      confirmedOf(definition, { ...entry, answers }, "2026-11-23", { now: "2026-11-23T08:00:00.000Z" });
    expect(asked(entry.answers)).toMatchObject({ on: null, wanted: true, round: { by: "2026-12-01" } });
    expect(asked({ ...entry.answers, employeur: "personne-morale" })).toBeNull();
    const { placesLibres, agesAcceptes, joursDisponibles } = entry.answers;
    const holder = { ...AGENT, kind: "citizen" as const, holders: ["elle"], roles: [], units: [] };
    const held = { ...entry, holder: "elle" };
    const same = {
      placesLibres: placesLibres ?? 0,
      agesAcceptes: agesAcceptes ?? [],
      joursDisponibles: joursDisponibles ?? [],
    };
    const said = apply(
      definition,
      held,
      { type: "confirmer-disponibilites", answers: same },
      holder,
      "2026-11-23T08:00:00.000Z",
    );
    expect(said).toMatchObject({ ok: true, entry: { answers: { disponibilitesConfirmees: "2026-11-23" } } });
    const agreed = { placesLibres: 5, agesAcceptes: ["un-trois-ans"], joursDisponibles: ["lundi"] };
    const refused = apply(
      definition,
      held,
      { type: "confirmer-disponibilites", answers: agreed },
      holder,
      "2026-11-23T08:00:00.000Z",
    );
    expect(refused).toMatchObject({ ok: false, issues: [{ pointer: "/placesLibres" }] });
  });
});
