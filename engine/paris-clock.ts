import { parisMidnight, wallClock } from "./duration.ts";

export const MINUTE = 60_000;
const DAY = 86_400_000;
const MOST_DAYS = 4000;

/** A day of Paris: when it begins, and how far its clock is ahead of UTC, if it stays so until the day ends. */
interface Span {
  readonly midnight: number;
  /** The clock of that day, written as if it were UTC, at its midnight. */
  readonly wall: number;
  readonly steady: boolean;
}

const known = new Map<string, Span>();

function spanOf(day: string): Span {
  const found = known.get(day);
  if (found) return found;
  const midnight = Date.parse(parisMidnight(day));
  const wall = Date.parse(`${day}T00:00:00Z`);
  const steady = wallClock(midnight + DAY) === wall + DAY;
  if (known.size >= MOST_DAYS) known.clear();
  const span = { midnight, wall, steady };
  known.set(day, span);
  return span;
}

/**
 * When a clock in Paris shows so many minutes past midnight on a day ("2026-03-29"), in milliseconds; the first time where
 * an hour comes twice, null where it is skipped.
 */
export function instantOf(day: string, minute: number): number | null {
  const { midnight, wall, steady } = spanOf(day);
  const guess = midnight + minute * MINUTE;
  if (steady) return guess;
  const wanted = wall + minute * MINUTE;
  for (const shift of [60, 0, -60]) {
    const time = guess - shift * MINUTE;
    if (wallClock(time) === wanted) return time;
  }
  return null;
}

/** Day of the week of a date, Monday 0. */
export const weekdayOf = (day: string): number => (new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7;
