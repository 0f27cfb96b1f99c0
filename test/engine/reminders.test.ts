import { describe, expect, test } from "vitest";
import { type Answers, confirmedOf, dueReminders, reminderWindows, roundOn } from "../../engine/index.ts";
import { buildDefinition } from "../helpers/definitions.ts";

const REGISTER = buildDefinition({
  id: "essai/fiche",
  definition: {
    kind: "register",
    list: ["nom"],
    holder: { title: "Ma fiche", email: "courriel", fields: ["nom", "courriel", "fin", "places"] },
    templates: { rappel: { subject: "Rappel", body: "Bonjour." } },
    confirm: {
      title: "Places",
      event: "confirmer",
      on: "confirmee",
      states: ["ouverte"],
      before: ["06-01", "12-01"],
      opens: "P2M",
      remind: ["P7D", "P30D"],
      mail: "rappel",
    },
    reminders: [
      {
        id: "fin",
        title: "Fin",
        date: "fin",
        before: "P4M",
        states: ["ouverte"],
        to: ["holder", "unit"],
        mail: "rappel",
      },
      {
        id: "bilan",
        title: "Bilan",
        yearly: "12-31",
        before: "P1M",
        when: "nom != 'Exempte'",
        states: ["ouverte"],
        to: ["unit"],
      },
    ],
    steps: [{ id: "fiche", title: "Fiche", fields: ["nom", "courriel", "places", "fin"] }],
  },
  properties: {
    nom: { type: "string", title: "Nom" },
    courriel: { type: "string", format: "email", title: "Courriel" },
    places: { type: "integer", title: "Places" },
    fin: { type: "string", format: "date", title: "Fin" },
    confirmee: { type: "string", format: "date", title: "Confirmée le", "x-assigned": true },
  },
  workflow: {
    id: "instruction",
    title: "Vie d’une fiche",
    opened: "Fiche créée",
    initial: "ouverte",
    states: {
      ouverte: {
        meta: { label: "Ouverte", sentence: "La fiche est ouverte." },
        on: {
          confirmer: {
            actions: [{ type: "assign", params: { set: { confirmee: "today" } } }],
            meta: { label: "Confirmer", edit: true, who: ["holder"], fields: ["places"] },
          },
          fermer: { target: "fermee", meta: { label: "Fermer" } },
        },
      },
      fermee: { type: "final", meta: { label: "Fermée", sentence: "La fiche est fermée." } },
    },
  },
});

const due = (today: string, answers: Answers, state = "ouverte") =>
  dueReminders(REGISTER, { state, answers }, today, { now: `${today}T08:00:00Z` }).map(({ id, day, mail }) => [
    id,
    day,
    mail,
  ]);

const DAY = 86_400_000;
const FIRST_DAY = Date.parse("2026-01-01");

/** Whether a base that reads the windows alone would find the entry whose end is this one, on a day when it has something due. */
function isWithin(today: string, fin: string): boolean {
  const { dates, unconfirmed, any } = reminderWindows(REGISTER, today);
  const windows = new Map<string, boolean>([
    ["fin", dates.some(({ from, to }) => from <= fin && fin <= to)],
    ["confirmer", unconfirmed !== null],
    ["bilan", any],
  ]);
  return due(today, { fin }).every(([id]) => windows.get(String(id).split(" ")[0] ?? "") === true);
}

const CONFIRMED = { confirmee: "2026-11-02" };

describe("a round of confirmation", () => {
  test.each([
    ["2026-09-30", "2026-06-01"],
    ["2026-10-01", "2026-12-01"],
    ["2026-12-24", "2026-12-01"],
    ["2027-03-31", "2026-12-01"],
    ["2027-04-01", "2027-06-01"],
  ])("on %s is the one before %s", (today, by) => {
    expect(REGISTER.confirmation && roundOn(REGISTER.confirmation, today).by).toBe(by);
  });

  test.each([
    ["never confirmed", {}, true],
    ["confirmed before the round opened", { confirmee: "2026-09-30" }, true],
    ["confirmed in its first hour", { confirmee: "2026-10-01" }, false],
  ])("is still wanted of an entry %s: %s", (_, answers, wanted) => {
    const found = confirmedOf(REGISTER, { state: "ouverte", answers }, "2026-11-23", { now: "2026-11-23T08:00:00Z" });
    expect(found?.wanted).toBe(wanted);
  });

  test("asks nothing of an activity that ended", () => {
    expect(confirmedOf(REGISTER, { state: "fermee", answers: {} }, "2026-11-23", { now: "" })).toBeNull();
    expect(due("2026-11-23", { fin: "2027-01-10" }, "fermee")).toEqual([]);
  });
});

describe("what is due", () => {
  test("reminds of a confirmation by the last of its days that has come", () => {
    expect(due("2026-10-31", {})).toEqual([]);
    expect(due("2026-11-01", {})).toEqual([["confirmer P30D", "2026-12-01", "rappel"]]);
    expect(due("2026-11-23", {})).toEqual([["confirmer P30D", "2026-12-01", "rappel"]]);
    expect(due("2026-11-24", {})).toEqual([["confirmer P7D", "2026-12-01", "rappel"]]);
    expect(due("2026-11-24", CONFIRMED)).toEqual([]);
  });

  test("no longer reminds of a confirmation once its day is past", () => {
    expect(due("2026-12-01", { nom: "Lecanu" })).toEqual([["bilan", "2026-12-31", null]]);
  });

  test("reminds of a date from its day on, and writes to nobody once it is past", () => {
    const fin = { ...CONFIRMED, fin: "2027-03-31" };
    expect(due("2026-11-29", fin)).toEqual([]);
    expect(due("2026-11-30", fin)).toEqual([["fin", "2027-03-31", "rappel"]]);
    expect(due("2027-03-31", fin)[0]).toEqual(["fin", "2027-03-31", "rappel"]);
    expect(due("2027-04-01", fin)[0]).toEqual(["fin", "2027-03-31", null]);
    expect(due("2028-04-01", fin).map(([id]) => id)).not.toContain("fin");
  });

  test("reminds every year of those concerned", () => {
    expect(due("2026-12-02", { ...CONFIRMED, nom: "Exempte" })).toEqual([]);
    expect(due("2026-12-02", { ...CONFIRMED, nom: "Lecanu" })).toEqual([["bilan", "2026-12-31", null]]);
  });

  test("lies within the windows that the base is asked for", () => {
    const days = Array.from({ length: 800 }, (_, index) =>
      new Date(FIRST_DAY + index * DAY).toISOString().slice(0, 10),
    );
    const ends = ["2026-02-28", "2026-08-31", "2027-01-31", "2027-06-30"];
    const outside = days.flatMap((today) =>
      ends.filter((fin) => !isWithin(today, fin)).map((fin) => `${today} ${fin}`),
    );
    expect(outside).toEqual([]);
  });
});
