import { describe, expect, test } from "vitest";
import {
  type Answers,
  apply,
  type CompiledDefinition,
  composeDocument,
  decode,
  displayAnswers,
  type Entry,
  open,
  renew,
  renewable,
  renewalFailed,
  standing,
} from "../../engine/index.ts";
import { agent, citizen } from "../helpers/actors.ts";
import { cardDefinition } from "./validity.definition.ts";

const CARD = cardDefinition();
const NOW = "2026-03-03T09:30:00.000Z";
const ID = "01900000-0000-7000-8000-000000000001";
const BEFORE = "01900000-0000-7000-8000-000000000002";
const ANSWERS: Answers = { nom: "Weber", courriel: "weber@courriel.example", zone: "nord", attestation: true };
const SYSTEM = { kind: "system", id: "system", roles: [], units: [], holders: [] } as const;
const AGENT = agent();
const CITIZEN = citizen();

function opened(answers: Answers = ANSWERS, assigned?: Answers, definition: CompiledDefinition = CARD): Entry {
  const result = open(definition, {
    ...{ id: ID, reference: "AAAA-BBBB", member: "mulhouse", holder: CITIZEN.id, answers, actor: CITIZEN, now: NOW },
    ...(assigned && { assigned }),
  });
  if (!result.ok) throw new Error(JSON.stringify(result));
  return result.entry;
}

function sent(entry: Entry, type: string, now = NOW) {
  const actor = ["accorder", "refuser", "retirer"].includes(type) ? AGENT : SYSTEM;
  const result = apply(CARD, entry, { type }, actor, now);
  if (!result.ok) throw new Error(JSON.stringify(result));
  return result;
}

const granted = (assigned?: Answers) => sent(opened(ANSWERS, assigned), "accorder").entry;

describe("what is granted for a time", () => {
  test("has its last day written as it begins to hold, before the mails and the timers that quote it", () => {
    const { entry, effects } = sent(opened(), "accorder");
    expect(entry.answers["fin"]).toBe("2027-03-03");
    const mail = effects.find((effect) => effect.type === "mail");
    expect(mail).toMatchObject({ subject: "Prête jusqu’au 3 mars 2027" });
    const timers = effects.flatMap((effect) => (effect.type === "timer" ? [[effect.event, effect.runAt]] : []));
    expect(timers).toEqual([
      ["prevenir", "2027-01-31T23:00:00.000Z"],
      ["expirer", "2027-03-03T23:00:00.000Z"],
    ]);
  });

  test("keeps that day while it holds, whatever happens then", () => {
    const later = sent(granted(), "prevenir", "2027-02-01T09:00:00.000Z").entry;
    expect(later.answers["fin"]).toBe("2027-03-03");
  });

  test("never takes its days from whoever files, asks or edits", () => {
    expect(opened({ ...ANSWERS, fin: "2099-12-31", avant: BEFORE }).answers).toEqual(ANSWERS);
    const post = new Map([["root[fin]", ["2099-12-31"]]]);
    expect(decode(CARD.form.order, post)).not.toHaveProperty("fin");
    expect(CARD.form.steps.flatMap(({ fields }) => fields.map(({ key }) => key))).not.toContain("fin");
  });

  test("counts from the end of what it renews when that is to come", () => {
    expect(granted({ avant: BEFORE, finAvant: "2026-03-20" }).answers["fin"]).toBe("2027-03-20");
    expect(granted({ avant: BEFORE, finAvant: "2026-02-20" }).answers["fin"]).toBe("2027-03-03");
  });

  test("tells the entry it replaces, and only once it holds", () => {
    const waiting = opened(ANSWERS, { avant: BEFORE, finAvant: "2026-03-20" });
    const { effects } = sent(waiting, "accorder");
    const told = { type: "update-entry", definition: "essai/carte", entry: BEFORE, event: "remplacer", ifTaken: true };
    expect(effects).toContainEqual({ ...told, answers: {} });
    expect(sent(waiting, "refuser").effects.filter(({ type }) => type === "update-entry")).toEqual([]);
  });

  test("says nothing of days nobody has written yet", () => {
    const rows = displayAnswers(CARD.form, opened().answers, { now: NOW }).flatMap((section) => section.rows);
    expect(rows.map(({ field }) => field.key)).not.toContain("fin");
  });
});

describe("its standing", () => {
  test.each([
    ["2027-03-03", "valid"],
    ["2027-03-04", "expired"],
  ] as const)("on %s, whatever the timers did, is %s", (today, expected) => {
    expect(standing(CARD, granted(), today)).toBe(expected);
  });

  test("is lost when it is withdrawn, replaced, or was never granted", () => {
    expect(standing(CARD, sent(granted(), "retirer").entry, "2026-04-01")).toBe("withdrawn");
    expect(standing(CARD, sent(granted(), "remplacer").entry, "2026-04-01")).toBe("withdrawn");
    expect(standing(CARD, opened(), "2026-04-01")).toBe("none");
    expect(standing(CARD, sent(granted(), "expirer", "2027-03-04T00:00:00.000Z").entry, "2027-03-05")).toBe("expired");
  });
});

describe("renewing", () => {
  const entry = granted();
  test.each([
    ["2026-04-01", { kind: "change" }],
    ["2027-01-31", { kind: "change" }],
    ["2027-02-01", { kind: "renew" }],
    ["2027-03-03", { kind: "renew" }],
    ["2027-05-02", { kind: "renew" }],
    ["2027-05-03", { kind: "none", why: "late" }],
  ] as const)("on %s may be begun, changed or not", (today, expected) => {
    expect(renewable(CARD, entry, today)).toEqual(expected);
  });

  test("says from when, where nothing may be changed before", () => {
    const strict = cardDefinition({
      validity: { renewal: { of: "avant", opens: "P2M" } },
    });
    expect(renewable(strict, entry, "2026-04-01")).toEqual({ kind: "none", why: "early", from: "2027-01-03" });
    expect(renewable(strict, entry, "2027-03-04")).toEqual({ kind: "none", why: "late" });
  });

  test("is not offered for what was withdrawn or not granted", () => {
    expect(renewable(CARD, sent(entry, "retirer").entry, "2027-03-01")).toMatchObject({ why: "other" });
    expect(renewable(CARD, opened(), "2027-03-01")).toMatchObject({ why: "other" });
  });

  test("may be tried again only after one that was never granted", () => {
    expect(renewalFailed(CARD, sent(opened(), "refuser").entry)).toBe(true);
    expect(renewalFailed(CARD, opened())).toBe(false);
    expect(renewalFailed(CARD, entry)).toBe(false);
    expect(renewalFailed(CARD, sent(entry, "retirer").entry)).toBe(false);
  });

  test("begins with the last answers: an attestation is sworn again, notes of the service stay behind", () => {
    const last = { ...ANSWERS, note: "à surveiller", photo: BEFORE, preuves: [ID], fin: "2027-03-03", avant: BEFORE };
    expect(renew(CARD, CARD, { answers: last })).toEqual({
      answers: { nom: "Weber", courriel: "weber@courriel.example", zone: "nord", preuves: [ID] },
      dropped: [],
      again: ["Photo"],
    });
  });

  test("names the answers that the form of today no longer takes", () => {
    const today = cardDefinition({
      version: 2,
      properties: { zone: { type: "string", title: "Quartier", oneOf: [{ const: "est", title: "Est" }] } },
    });
    const { nom: _, ...others } = { ...ANSWERS };
    expect(renew(CARD, today, { answers: ANSWERS })).toMatchObject({ dropped: ["Zone"] });
    expect(renew(CARD, today, { answers: others }).answers).toEqual({ courriel: "weber@courriel.example" });
  });
});

test("a card says whose it is and until when, in the words of its document", () => {
  const { entry, event } = sent(opened(), "accorder");
  const template = CARD.documents.get("carte");
  if (!template) throw new Error("no card");
  const history = [event];
  const about = { member: "Mulhouse", title: "Carte" };
  const composed = composeDocument(CARD, template, { entry, history, seq: event.seq, about, labels: new Map() });
  expect(composed.blocks).toContainEqual({
    kind: "card",
    card: {
      title: "Carte d’essai",
      until: "2027-03-03",
      lines: [[{ text: "Weber", bold: true }], [{ text: "Zone " }, { text: "Nord" }]],
    },
  });
});
