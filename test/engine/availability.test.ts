import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  type Agenda,
  type Answers,
  freeSlots,
  lengthOf,
  type Resource,
  resourceOf,
  type Sought,
  type Taken,
} from "../../engine/index.ts";
import { DESK, deskAnswers } from "../helpers/agenda.ts";

const NOW = "2026-03-02T07:00:00.000Z";
const HALL = "0190a000-0000-7000-8000-000000000001";
const MINUTE = 60_000;

const agenda = (): Agenda => {
  if (DESK.agenda === null) throw new Error("the desk has no agenda");
  return DESK.agenda;
};

function desk(id = "a", changes: Answers = {}, now = NOW, changed: Partial<Agenda> = {}): Resource {
  const found = resourceOf({ ...agenda(), ...changed }, { id, answers: deskAnswers(HALL, changes) }, now);
  if (!found) throw new Error("the desk offers nothing");
  return found;
}

const SOUGHT: Sought = {
  from: "2026-03-02",
  to: "2026-03-02",
  reason: "depot",
  units: 1,
  earliest: Date.parse(NOW),
  holidays: { alsaceMoselle: true, own: [] },
};

const paris = (time: number) =>
  new Intl.DateTimeFormat("fr-FR", { timeZone: "Europe/Paris", hour: "2-digit", minute: "2-digit" }).format(time);
const hours = (resources: readonly Resource[], sought: Partial<Sought> = {}, taken: readonly Taken[] = []) =>
  freeSlots(resources, taken, { ...SOUGHT, ...sought }).map(({ start }) => paris(start));

const at = (hour: string, minutes: number, lane = 1, resource = "a"): Taken => {
  const start = Date.parse(`2026-03-02T${hour}:00+01:00`);
  return { resource, lane, start, end: start + minutes * MINUTE };
};

describe("the free slots of an agenda", () => {
  test("follow the hours of each day, on a clock of Paris", () => {
    expect(hours([desk()])).toEqual([
      ...["09:00", "09:20", "09:40", "10:00", "10:20", "10:40", "11:00", "11:20", "11:40"],
      ...["14:00", "14:20", "14:40", "15:00", "15:20", "15:40"],
    ]);
    expect(hours([desk()], { from: "2026-03-07", to: "2026-03-08" })).toEqual([]);
  });

  test("last as long as there are persons, and end before the service closes", () => {
    const found = hours([desk()], { units: 3 });
    expect(found.at(-1)).toBe("15:00");
    expect(found).not.toContain("11:20");
  });

  test("last what their reason takes, and are those of no other", () => {
    expect(lengthOf(desk(), { reason: "retrait", units: 2 })).toBe(20 * MINUTE);
    expect(hours([desk()], { reason: "passeport" })).toEqual([]);
  });

  test("leave out what is taken, and what overlaps it", () => {
    expect(hours([desk()], {}, [at("09:10", 20)]).slice(0, 2)).toEqual(["09:40", "10:00"]);
  });

  test("are free while one lane is", () => {
    const two = desk("a", { places: 2 });
    expect(hours([two], {}, [at("09:00", 20)])).toContain("09:00");
    expect(hours([two], {}, [at("09:00", 20), at("09:10", 20, 2)])).not.toContain("09:00");
    // Half of each lane is free: nobody can change lanes.
    expect(hours([two], { units: 2 }, [at("09:00", 20), at("09:20", 20, 2)])).not.toContain("09:00");
  });

  test("do not count the lanes a desk had before it took fewer", () => {
    expect(hours([desk("a", { places: 1 })], {}, [at("09:00", 20), at("11:00", 20, 3)])).not.toContain("09:00");
  });

  test("are one for a place, however many desks it has", () => {
    const found = freeSlots([desk("a"), desk("b")], [at("09:00", 20)], SOUGHT);
    expect(found.filter(({ start }) => paris(start) === "09:00")).toHaveLength(1);
    expect(found).toHaveLength(15);
  });

  test("are none on a holiday, on one of the member alone, nor while it is closed", () => {
    const day = (date: string, holidays = SOUGHT.holidays) => hours([desk()], { from: date, to: date, holidays });
    const later = (date: string) => ({ alsaceMoselle: false, own: [date] });
    expect(day("2026-03-05")).not.toEqual([]);
    expect(day("2026-03-05", later("03-05"))).toEqual([]);
    const spring = desk("a", {}, "2026-04-01T07:00:00.000Z");
    const friday = { from: "2026-04-03", to: "2026-04-03" };
    expect(hours([spring], friday)).toEqual([]);
    expect(hours([spring], { ...friday, holidays: { alsaceMoselle: false, own: [] } })).not.toEqual([]);
    expect(hours([spring], { ...friday, holidays: null })).not.toEqual([]);
    expect(hours([desk("a", { fermetures: [{ du: "2026-03-02", au: "2026-03-04" }] })])).toEqual([]);
  });

  test("keep the hour of the wall when the clocks change", () => {
    const night = {
      horaires: [{ jours: ["dimanche"], de: "01:00", a: "04:00" }],
      duree: 60,
      motifs: [{ motif: "depot" }],
    };
    const starts = (day: string) =>
      freeSlots([desk("a", night, `${day.slice(0, 8)}20T07:00:00.000Z`)], [], {
        ...SOUGHT,
        from: day,
        to: day,
      }).map(({ start }) => new Date(start).toISOString().slice(11, 16));
    // 2 h does not exist on 29 March, and comes twice on 25 October.
    expect(starts("2026-03-29")).toEqual(["00:00", "01:00"]);
    expect(starts("2026-10-25")).toEqual(["23:00", "00:00", "02:00"]);
    const day = (date: string) =>
      freeSlots([desk("a", {}, `${date}T00:00:00.000Z`)], [], { ...SOUGHT, from: date, to: date }).map(
        ({ start }) => start,
      );
    expect(day("2026-03-30").map(paris)[0]).toBe("09:00");
    expect(new Date(day("2026-03-30")[0] ?? 0).toISOString()).toBe("2026-03-30T07:00:00.000Z");
  });

  test("open on the day of the week and at the hour when they are released", () => {
    const release = { weekday: 3, minute: 17 * 60 + 30 };
    const until = (now: string) => desk("a", {}, now, { release, horizon: null }).until;
    // Thursday 5 March 2026, 17:30 in Paris.
    expect(until("2026-03-05T16:29:00.000Z")).toBe("2026-05-27");
    expect(until("2026-03-05T16:30:00.000Z")).toBe("2026-06-03");
    expect(until("2026-03-11T12:00:00.000Z")).toBe("2026-06-03");
  });

  test("begin no sooner than the service asks", () => {
    expect(hours([desk()], { earliest: Date.parse("2026-03-02T08:21:00Z") })[0]).toBe("09:40");
  });
});

describe("whatever is open and taken, the free slots", () => {
  const minute = fc.integer({ min: 0, max: 23 * 4 }).map((quarter) => quarter * 15);
  const time = (value: number) =>
    `${String(Math.floor(value / 60)).padStart(2, "0")}:${String(value % 60).padStart(2, "0")}`;
  const opening = fc.record({ from: minute, length: fc.integer({ min: 1, max: 40 }) }).map(({ from, length }) => ({
    jours: ["lundi", "mardi", "dimanche"],
    de: time(from),
    a: time(Math.min(from + length * 15, 23 * 60 + 45)),
  }));
  const booking = fc.record({
    resource: fc.constantFrom("a", "b"),
    lane: fc.integer({ min: 1, max: 3 }),
    start: fc.integer({ min: 0, max: 200 }).map((step) => Date.parse("2026-03-28T23:00:00Z") + step * 15 * MINUTE),
    minutes: fc.integer({ min: 5, max: 120 }),
  });
  const taken = fc
    .array(booking, { maxLength: 30 })
    .map((all) => all.map(({ minutes, ...each }) => ({ ...each, end: each.start + minutes * MINUTE })));

  test("are sorted, without doubles, within the hours, each with a lane free throughout", () => {
    fc.assert(
      fc.property(
        fc.array(opening, { minLength: 1, maxLength: 3 }),
        taken,
        fc.integer({ min: 1, max: 3 }),
        fc.integer({ min: 5, max: 60 }),
        fc.integer({ min: 1, max: 3 }),
        (horaires, busy, places, duree, units) => {
          const of = (id: string) =>
            resourceOf(
              agenda(),
              { id, answers: deskAnswers(HALL, { horaires, places, duree, motifs: [{ motif: "depot" }] }) },
              "2026-03-20T00:00:00.000Z",
            );
          const resources = ["a", "b"].flatMap((id) => of(id) ?? []);
          const sought = { ...SOUGHT, from: "2026-03-29", to: "2026-03-31", units, holidays: null };
          const slots = freeSlots(resources, busy, sought);
          const keys = slots.map(({ start, end }) => `${start} ${end}`);
          expect(new Set(keys).size).toBe(keys.length);
          expect(slots.map(({ start }) => start)).toEqual(slots.map(({ start }) => start).toSorted((a, b) => a - b));
          for (const { start, end } of slots) {
            expect(end - start).toBe(duree * units * MINUTE);
            const free = resources.some((resource) =>
              Array.from({ length: places }, (_, index) => index + 1).some((lane) =>
                busy.every((b) => b.resource !== resource.id || b.lane !== lane || b.end <= start || b.start >= end),
              ),
            );
            expect(free).toBe(true);
          }
        },
      ),
      { numRuns: 200 },
    );
  });
});
