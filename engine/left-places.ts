import { addDays } from "./clock.ts";
import {
  birthday,
  countsKind,
  type DayMinutes,
  firstOf,
  type Occupation,
  spansOf,
  talliesOf,
  type Use,
  WHOLE_WEEK,
} from "./occupation.ts";

/** Hours of one day of the week, from one of these days to another, at which a limit leaves as many places. */
export interface LeftHours extends DayMinutes {
  /** Days on which the hours are: of that day of the week. */
  readonly first: string;
  /** Null: without end. */
  readonly last: string | null;
  /** Below 0 where the limit is passed. */
  readonly left: number;
}

/**
 * What is left of the places of an entry, whoever takes the others: no use of it can be told from another. Of each limit, the age under
 * which someone counts, and the hours; those of a limit fill every week from the day it was worked out.
 */
export interface LeftPlaces {
  readonly limits: readonly { readonly under: number | null; readonly hours: readonly LeftHours[] }[];
  /** Last days that dated places cover, one of each limit that has only such. */
  readonly covered: readonly string[];
}

/** Someone who looks for a place at all of these hours. */
export interface Asked {
  readonly from: string;
  /** Null: as long as possible. */
  readonly to: string | null;
  /** Null: counted by every limit. */
  readonly birth: string | null;
  readonly week: readonly DayMinutes[];
}

/** After any day that is asked for. */
const FAR = "9998-12-31";

/** What is left for one more use of a kind, from a day on. */
export function leftPlaces(occupation: Occupation, kind: string, from: string): LeftPlaces {
  const limits = occupation.limits.filter((limit) => countsKind(limit, { kind }));
  return {
    limits: limits.map((limit) => ({
      under: limit.under,
      hours: spansOf(limit, occupation.uses, from, FAR).flatMap((span) =>
        asOne(
          talliesOf(limit, occupation.uses, span, WHOLE_WEEK).map(
            ({ weekday, from: start, to: end, firstDay, lastDay, allowed, count }) => ({
              ...{ weekday, from: start, to: end, first: firstDay, left: allowed - count },
              last: span.last === FAR ? null : lastDay,
            }),
          ),
        ),
      ),
    })),
    covered: coveredIn(occupation),
  };
}

/** Hours that follow one another and leave as much are one. */
function asOne(hours: readonly LeftHours[]): readonly LeftHours[] {
  const kept: LeftHours[] = [];
  for (const each of hours) {
    const before = kept.at(-1);
    const follows = before && before.weekday === each.weekday && before.to === each.from && before.left === each.left;
    if (follows) kept[kept.length - 1] = { ...before, to: each.to };
    else kept.push(each);
  }
  return kept;
}

/** As `freePlaces`, of what is left: how many could come at all the hours asked. */
export function freeIn({ limits, covered }: LeftPlaces, asked: Asked): number {
  const to = searchedUntil(covered, asked.from, asked.to);
  let free = Number.POSITIVE_INFINITY;
  for (const { under, hours } of limits) {
    const last = under === null || asked.birth === null ? to : earlier(to, addDays(birthday(asked.birth, under), -1));
    for (const each of hours) if (isMet(each, asked, last)) free = Math.min(free, Math.max(0, each.left));
  }
  return free;
}

/** Whether some of these hours are among those asked, up to a day. */
function isMet(hours: LeftHours, { from, week }: Asked, to: string): boolean {
  const last = hours.last === null ? to : earlier(hours.last, to);
  if (firstOf(hours.weekday, hours.first > from ? hours.first : from) > last) return false;
  return week.some((each) => each.weekday === hours.weekday && each.from < hours.to && each.to > hours.from);
}

const earlier = (one: string, other: string): string => (one < other ? one : other);

/** The days at which a place is looked for: see `searchedUntil`. */
export const searchedDays = (occupation: Occupation, from: string, to: string | null) => ({
  from,
  to: searchedUntil(coveredIn(occupation), from, to),
});

/**
 * Up to when a place is looked for: the last day asked, a year ahead when none is; never beyond a last day that dated places cover, as
 * they are renewed in time.
 * @param covered see `LeftPlaces`
 */
export function searchedUntil(covered: readonly string[], from: string, to: string | null): string {
  const ends = covered.filter((last) => last >= from);
  return [to ?? addDays(birthday(from, 1), -1), ...ends].sort()[0] ?? from;
}

const coveredIn = ({ limits }: Occupation): readonly string[] =>
  limits.flatMap(({ places }) => {
    const ends = places.flatMap(({ to }) => to ?? []);
    const last = ends.length === places.length ? [...ends].sort().at(-1) : undefined;
    return last === undefined ? [] : [last];
  });

/** Whether a use takes nothing beyond another: no day, no hour, the same age. */
export function within(use: Use, other: Use): boolean {
  const starts = other.from === null || (use.from !== null && use.from >= other.from);
  const ends = other.to === null || (use.to !== null && use.to <= other.to);
  const has = (hours: DayMinutes) =>
    other.week.some((each) => each.weekday === hours.weekday && each.from <= hours.from && each.to >= hours.to);
  return starts && ends && use.birth === other.birth && use.kind === other.kind && use.week.every(has);
}

/** Hours of the next such day of the week, each with how many more of an age could come: they fill the hours asked. */
export function freeHoursIn(
  left: LeftPlaces,
  { day, weekday, birth }: { readonly day: string; readonly weekday: number; readonly birth: string },
  { from, to }: Pick<DayMinutes, "from" | "to">,
): readonly { readonly from: number; readonly to: number; readonly free: number }[] {
  const at = firstOf(weekday, day);
  const marks = new Set([from, to]);
  for (const hours of left.limits.flatMap((limit) => limit.hours)) {
    if (hours.weekday !== weekday) continue;
    for (const mark of [hours.from, hours.to]) if (mark > from && mark < to) marks.add(mark);
  }
  const ordered = [...marks].sort((a, b) => a - b);
  const parts = ordered.slice(0, -1).map((start, index) => {
    const end = ordered[index + 1] ?? to;
    const week = [{ weekday, from: start, to: end }];
    return { from: start, to: end, free: freeIn(left, { from: at, to: at, birth, week }) };
  });
  const begun = parts.filter(({ free }, index) => free !== parts[index - 1]?.free);
  return begun.map((part, index) => ({ ...part, to: begun[index + 1]?.from ?? to }));
}
