import { addDays } from "./clock.ts";
import { weekdayOf } from "./paris-clock.ts";

/** Days are "2026-03-01", and of a range both are included; minutes count from midnight, the last one left out. */
export interface DayMinutes {
  /** 0 is Monday. */
  readonly weekday: number;
  readonly from: number;
  readonly to: number;
}

/** Every minute of the week. */
export const WHOLE_WEEK: readonly DayMinutes[] = [0, 1, 2, 3, 4, 5, 6].map((weekday) => ({
  weekday,
  from: 0,
  to: 1440,
}));

/** Someone who takes a place, some hours of each week, between two days. */
export interface Use {
  /** Which of the uses it is: limits say which they count. */
  readonly kind: string;
  readonly from: string | null;
  readonly to: string | null;
  /** Null: no age is known, and every limit counts it. */
  readonly birth: string | null;
  readonly week: readonly DayMinutes[];
}

/** So many places between two days; those of several add up. */
export interface Places {
  readonly from: string | null;
  readonly to: string | null;
  readonly number: number;
}

/** How many uses there may be at the same time. */
export interface Limit {
  readonly id: string;
  readonly title: string;
  /** Counts those younger than this alone, in years; null: all. */
  readonly under: number | null;
  /** Counts these uses alone; null: all. */
  readonly kinds: readonly string[] | null;
  readonly places: readonly Places[];
}

/** What is limited, and what takes it. */
export interface Occupation {
  readonly limits: readonly Limit[];
  readonly uses: readonly Use[];
}

/** Some hours of a week, from one day to another, in which a limit counts `count` for `allowed`. */
export interface Tally extends DayMinutes {
  readonly limit: Limit;
  readonly firstDay: string;
  readonly lastDay: string;
  readonly count: number;
  readonly allowed: number;
}

/** Days in a row on which nothing changes but the day of the week. */
export interface Span {
  readonly first: string;
  readonly last: string;
}

/**
 * The first day on which someone is this old. Who was born on 29 February is a year older on 1 March where there is no such day.
 */
export function birthday(birth: string, years: number): string {
  const year = String(Number(birth.slice(0, 4)) + years).padStart(4, "0");
  const day = `${year}-${birth.slice(5)}`;
  const leap = Number(year) % 4 === 0 && (Number(year) % 100 !== 0 || Number(year) % 400 === 0);
  return day.endsWith("-02-29") && !leap ? `${year}-03-01` : day;
}

/**
 * How many more could come at all of these hours, from one day to another: of the limits that would count them, the least they leave, and
 * where. Never below 0; null of `where` when nothing limits them.
 */
export function freePlaces(
  { limits, uses }: Occupation,
  wanted: Use & { readonly from: string; readonly to: string },
): { readonly free: number; readonly where: Tally | null } {
  const tallies = limits
    .filter((limit) => countsKind(limit, wanted))
    .flatMap((limit) =>
      spansOf(limit, [...uses, wanted], wanted.from, wanted.to)
        .filter(({ first }) => counts(limit, wanted, first))
        .flatMap((span) => talliesOf(limit, uses, span, wanted.week)),
    );
  const [first, ...others] = tallies;
  if (!first) return { free: Number.POSITIVE_INFINITY, where: null };
  const least = others.reduce((kept, tally) => (left(tally) < left(kept) ? tally : kept), first);
  return { free: Math.max(0, left(least)), where: least };
}

/** When more are there than a limit allows, from one day to another, in order; at most `most` of them. */
export function breaches({ limits, uses }: Occupation, from: string, to: string, most = 20): readonly Tally[] {
  const found: Tally[] = [];
  for (const limit of limits) {
    for (const span of spansOf(limit, uses, from, to)) {
      found.push(...talliesOf(limit, uses, span, WHOLE_WEEK).filter((tally) => left(tally) < 0));
    }
  }
  return joined(found)
    .sort((a, b) => a.firstDay.localeCompare(b.firstDay) || a.weekday - b.weekday || a.from - b.from)
    .slice(0, most);
}

/** Hours of one day, each with how many more of an age could come; they follow one another and fill the hours asked. */
export function freeHours(
  occupation: Occupation,
  wanted: { readonly day: string; readonly birth: string | null; readonly kind: string },
  { from, to }: Pick<DayMinutes, "from" | "to">,
): readonly { readonly from: number; readonly to: number; readonly free: number }[] {
  const weekday = weekdayOf(wanted.day);
  const marks = new Set([from, to]);
  for (const { week } of occupation.uses) {
    for (const hours of week) {
      if (hours.weekday !== weekday) continue;
      for (const mark of [hours.from, hours.to]) if (mark > from && mark < to) marks.add(mark);
    }
  }
  const ordered = [...marks].sort((a, b) => a - b);
  const parts = ordered.slice(0, -1).map((start, index) => {
    const end = ordered[index + 1] ?? to;
    const use = { ...wanted, from: wanted.day, to: wanted.day, week: [{ weekday, from: start, to: end }] };
    return { from: start, to: end, free: freePlaces(occupation, use).free };
  });
  // Where one begins, the number is no longer that of the hours before.
  const begun = parts.filter(({ free }, index) => free !== parts[index - 1]?.free);
  return begun.map((part, index) => ({ ...part, to: begun[index + 1]?.from ?? to }));
}

const left = ({ allowed, count }: Tally): number => allowed - count;

export const countsKind = ({ kinds }: Limit, { kind }: Pick<Use, "kind">): boolean =>
  kinds === null || kinds.includes(kind);

/** Whether a limit counts a use on a day, whatever the hour. */
function counts(limit: Limit, use: Use, day: string): boolean {
  if (!countsKind(limit, use)) return false;
  if ((use.from !== null && day < use.from) || (use.to !== null && day > use.to)) return false;
  return limit.under === null || use.birth === null || day < birthday(use.birth, limit.under);
}

const allowedOn = ({ places }: Limit, day: string): number =>
  places.reduce(
    (sum, { from, to, number }) => ((from === null || from <= day) && (to === null || day <= to) ? sum + number : sum),
    0,
  );

/** The days from one to another, parted where a use, an age or the places allowed change. */
export function spansOf(limit: Limit, uses: readonly Use[], from: string, to: string): readonly Span[] {
  if (from > to) return [];
  const starts = new Set([from]);
  const add = (day: string | null) => {
    if (day !== null && day > from && day <= to) starts.add(day);
  };
  for (const use of uses) {
    if (!countsKind(limit, use)) continue;
    add(use.from);
    add(use.to && addDays(use.to, 1));
    if (limit.under !== null) add(use.birth && birthday(use.birth, limit.under));
  }
  for (const places of limit.places) {
    add(places.from);
    add(places.to && addDays(places.to, 1));
  }
  const ordered = [...starts].sort();
  return ordered.map((first, index) => {
    const next = ordered[index + 1];
    return { first, last: next === undefined ? to : addDays(next, -1) };
  });
}

/** What a limit counts at these hours of a span: parted where the count changes. */
export function talliesOf(
  limit: Limit,
  uses: readonly Use[],
  { first, last }: Span,
  hours: readonly DayMinutes[],
): readonly Tally[] {
  const present = uses.filter((use) => counts(limit, use, first)).flatMap(({ week }) => week);
  const allowed = allowedOn(limit, first);
  return hours.flatMap(({ weekday, from, to }) => {
    const day = firstOf(weekday, first);
    if (day > last || from >= to) return [];
    const there = present.filter((each) => each.weekday === weekday && each.from < to && each.to > from);
    const marks = new Set([from, to]);
    for (const each of there) {
      if (each.from > from) marks.add(each.from);
      if (each.to < to) marks.add(each.to);
    }
    const ordered = [...marks].sort((a, b) => a - b);
    return ordered.slice(0, -1).map((start, index) => {
      const end = ordered[index + 1] ?? to;
      const count = there.filter((each) => each.from < end && each.to > start).length;
      return { limit, weekday, from: start, to: end, firstDay: day, lastDay: lastOf(weekday, last), count, allowed };
    });
  });
}

export const firstOf = (weekday: number, day: string): string => addDays(day, (weekday - weekdayOf(day) + 7) % 7);
export const lastOf = (weekday: number, day: string): string => addDays(day, -((weekdayOf(day) - weekday + 7) % 7));

/** Moments of one limit and the same hours that follow one another, week after week, are one. */
function joined(tallies: readonly Tally[]): Tally[] {
  const kept: Tally[] = [];
  for (const tally of tallies) {
    const at = kept.findIndex(
      (before) =>
        before.limit === tally.limit &&
        before.weekday === tally.weekday &&
        before.from === tally.from &&
        before.to === tally.to &&
        before.count === tally.count &&
        before.allowed === tally.allowed &&
        addDays(before.lastDay, 7) === tally.firstDay,
    );
    const before = kept[at];
    if (before) kept[at] = { ...before, lastDay: tally.lastDay };
    else kept.push(tally);
  }
  return kept;
}
