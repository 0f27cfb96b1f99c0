import { describe, expect, test } from "vitest";
import { apply, display, open, reservationOf, wantedSlot } from "../../engine/index.ts";
import { agent, citizen } from "../helpers/actors.ts";
import { VISIT } from "../helpers/agenda.ts";
import { NOW } from "../helpers/definitions.ts";

/** A slot as the server writes it, reminded two hours before. */
const slot = (reservation: string, debut: string, lieu = "Mairie annexe") => ({
  ...{ reservation, place: "1", lieu, debut, fin: debut },
  jour: debut.slice(0, 10),
  rappel: new Date(Date.parse(debut) - 2 * 3_600_000).toISOString(),
});
const NINE = slot("0190a000-0000-7000-8000-000000000001", "2026-12-03T09:00:00.000Z");
const LATER = slot("0190a000-0000-7000-8000-000000000002", "2026-12-04T09:30:00.000Z");
const field = VISIT.form.order.find(({ key }) => key === "rendezVous");

function opened() {
  const answers = { nom: "Weber", courriel: "weber@exemple.fr", motif: "depot", rendezVous: NINE };
  const actor = citizen("weber");
  const opening = { id: "1", reference: "X7K4-QP9M", member: "mulhouse", holder: "weber", answers, actor, now: NOW };
  const transition = open(VISIT, opening);
  if (!transition.ok) throw new Error(JSON.stringify(transition));
  return transition;
}

describe("a slot, as an answer,", () => {
  test("is read as a day, an hour of Paris and a place", () => {
    if (!field) throw new Error("no slot field");
    expect(display(field, NINE)).toBe("jeudi 3 décembre 2026 à 10\u00a0h, Mairie annexe");
    expect(display(field, slot("2", "2026-07-01T07:05:00.000Z", ""))).toBe(
      "mercredi 1er juillet 2026 à 9\u00a0h\u00a005",
    );
    expect(display(field, { place: "1", jour: "2026-12-03" })).toBe("");
  });

  test("is asked for by a place and an instant, whatever the offset; nonsense asks for nothing", () => {
    expect(wantedSlot({ place: "1", debut: "2026-12-03T10:00+01:00" })).toEqual({
      place: "1",
      debut: "2026-12-03T09:00:00.000Z",
    });
    for (const value of [{ place: "1" }, { debut: NINE.debut }, { place: "1", debut: "demain" }, "x", null, [], NINE]) {
      expect(wantedSlot(value)).toBeNull();
    }
    expect(reservationOf({ reservation: 3 })).toBe("");
  });

  test("is quoted by mails, whole or in parts, and sets a reminder when the slot says", () => {
    const { effects, bookings } = opened();
    expect(bookings).toEqual([{ id: NINE.reservation, to: "booked" }]);
    expect(effects.find(({ type }) => type === "mail")).toMatchObject({
      subject: "Rendez-vous du 3 décembre 2026",
      body: expect.stringContaining("jeudi 3 décembre 2026 à 10\u00a0h, Mairie annexe"),
    });
    expect(effects.find(({ type }) => type === "timer")).toMatchObject({
      event: "rappeler",
      runAt: "2026-12-03T07:00:00.000Z",
    });
  });

  test("moves: the former is given back, the mail and the reminder follow", () => {
    const { entry } = opened();
    const moved = apply(VISIT, entry, { type: "deplacer", answers: { nouveau: LATER } }, agent(), NOW);
    expect(moved).toMatchObject({
      ok: true,
      entry: { answers: { rendezVous: LATER } },
      bookings: [
        { id: NINE.reservation, to: "released" },
        { id: LATER.reservation, to: "booked" },
      ],
    });
    const effects = moved.ok ? moved.effects : [];
    expect(effects.find(({ type }) => type === "timer")).toMatchObject({ runAt: "2026-12-04T07:30:00.000Z" });
  });

  test("is given back by whoever gives it up, and is no answer before it is kept", () => {
    const { entry } = opened();
    const released = apply(VISIT, entry, { type: "annuler" }, agent(), NOW);
    expect(released).toMatchObject({ ok: true, bookings: [{ id: NINE.reservation, to: "released" }] });
    const answers = { nouveau: { place: "1", debut: NINE.debut } };
    expect(apply(VISIT, entry, { type: "deplacer", answers }, agent(), NOW)).toMatchObject({
      ok: false,
      issues: [{ code: "required", pointer: "/nouveau" }],
    });
  });
});
