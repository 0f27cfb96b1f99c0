import type { Opening, Resource } from "./agenda.ts";
import { addDays } from "./clock.ts";
import { instantOf, MINUTE, weekdayOf } from "./paris-clock.ts";
import { type LocalHolidays, publicHolidays } from "./workdays.ts";

/** What is taken of one lane of a resource, in milliseconds. A resource of capacity 3 has lanes 1 to 3. */
export interface Taken {
  readonly resource: string;
  readonly lane: number;
  readonly start: number;
  readonly end: number;
}

/** What someone looks for. Days are those of Paris, both included. */
export interface Sought {
  readonly from: string;
  readonly to: string;
  /** Null: whatever is served. */
  readonly reason: string | null;
  /** Times the length of one. */
  readonly units: number;
  /** Nothing before it, in milliseconds. */
  readonly earliest: number;
  /** Null: open on holidays. */
  readonly holidays: LocalHolidays | null;
}

/** A free slot of a place, in milliseconds. */
export interface Slot {
  readonly place: string;
  readonly start: number;
  readonly end: number;
}

/** The free slots of these resources: sorted by beginning then by place, one for a place however many of its resources are free. */
export function freeSlots(resources: readonly Resource[], taken: readonly Taken[], sought: Sought): readonly Slot[] {
  const days = daysOf(sought);
  const lanes = lanesOf(taken);
  const found = new Map<string, Slot>();
  for (const resource of resources) {
    const busy = [...(lanes.get(resource.id) ?? [])].flatMap(([lane, list]) =>
      lane <= resource.capacity ? [list] : [],
    );
    for (const slot of freeOfOne(resource, days, busy, sought)) {
      const key = `${slot.start} ${slot.end} ${slot.place}`;
      if (!found.has(key)) found.set(key, slot);
    }
  }
  return [...found.values()].sort((a, b) => a.start - b.start || compare(a.place, b.place) || a.end - b.end);
}

function freeOfOne(
  resource: Resource,
  days: readonly string[],
  busy: readonly (readonly Taken[])[],
  sought: Sought,
): readonly Slot[] {
  const length = lengthOf(resource, sought);
  if (length === null) return [];
  const { place, until, capacity } = resource;
  const cursors = busy.map(() => 0);
  const open = days.filter((day) => day <= until && !isClosed(resource, day));
  const slots = open.flatMap((day) =>
    startsOf(resource, day, length, sought).map((start) => ({ place, start, end: start + length })),
  );
  return busy.length < capacity ? slots : slots.filter(({ start, end }) => isFree(busy, cursors, start, end));
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** The days looked at on which the service works, before asking each resource. */
function daysOf({ from, to, holidays }: Sought): readonly string[] {
  const days: string[] = [];
  for (let day = from; day <= to && days.length < MOST_DAYS; day = addDays(day, 1)) {
    if (holidays === null || !isHoliday(day, holidays)) days.push(day);
  }
  return days;
}

const MOST_DAYS = 800;

const isHoliday = (day: string, { alsaceMoselle, own }: LocalHolidays): boolean =>
  own.includes(day) || own.includes(day.slice(5)) || publicHolidays(Number(day.slice(0, 4)), alsaceMoselle).has(day);

const isClosed = ({ closures }: Resource, day: string): boolean =>
  closures.some(({ from, to }) => from <= day && day <= to);

/** Milliseconds that a booking of this kind lasts; null when the resource does not serve it. */
export function lengthOf(
  { minutes, reasons, walkIn }: Pick<Resource, "minutes" | "reasons" | "walkIn">,
  { reason, units }: Pick<Sought, "reason" | "units">,
): number | null {
  if (reason !== null && walkIn.includes(reason)) return null;
  const one = reason === null || reasons === null ? minutes : reasons.get(reason);
  return one === undefined || units < 1 ? null : one * units * MINUTE;
}

/** Slots begin every base length from the opening, and end before the closing. */
function startsOf(resource: Resource, day: string, length: number, { reason, earliest }: Sought): readonly number[] {
  const openings = (resource.week[weekdayOf(day)] ?? []).filter(
    ({ reasons }) => reasons === null || reason === null || reasons.includes(reason),
  );
  const starts: number[] = [];
  for (const opening of openings) addStarts(opening, day, resource.minutes, length, earliest, starts);
  return openings.length > 1 ? starts.sort((a, b) => a - b) : starts;
}

function addStarts(
  { from, to }: Opening,
  day: string,
  step: number,
  length: number,
  earliest: number,
  starts: number[],
): void {
  const closing = instantOf(day, to) ?? instantOf(day, to + 60);
  if (closing === null) return;
  for (let minute = from; minute < to; minute += step) {
    const start = instantOf(day, minute);
    if (start !== null && start >= earliest && start + length <= closing) starts.push(start);
  }
}

/** What is taken, lane after lane, each sorted; lanes that nothing takes are not listed. */
function lanesOf(taken: readonly Taken[]): ReadonlyMap<string, ReadonlyMap<number, readonly Taken[]>> {
  const byResource = new Map<string, Map<number, Taken[]>>();
  for (const each of taken) {
    const lanes = byResource.get(each.resource) ?? new Map<number, Taken[]>();
    byResource.set(each.resource, lanes);
    const lane = lanes.get(each.lane);
    if (lane) lane.push(each);
    else lanes.set(each.lane, [each]);
  }
  for (const lanes of byResource.values()) {
    for (const lane of lanes.values()) lane.sort((a, b) => a.start - b.start);
  }
  return byResource;
}

/** Whether a lane has nothing between these moments. Starts come in order: what ended before is passed once. */
function isFree(lanes: readonly (readonly Taken[])[], cursors: number[], start: number, end: number): boolean {
  return lanes.some((lane, index) => {
    let at = cursors[index] ?? 0;
    while (at < lane.length && (lane[at]?.end ?? 0) <= start) at += 1;
    cursors[index] = at;
    const next = lane[at];
    return next === undefined || next.start >= end;
  });
}
