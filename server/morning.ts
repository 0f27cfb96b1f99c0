import { addDays, parisDay, parisMidnight } from "../engine/index.ts";

/** When digests leave: hours after midnight in Paris. */
const MORNING = 8;
const HOUR = 3_600_000;

/** Eight in the morning in Paris, on a day written "2026-03-03". */
export const morningOf = (day: string): Date => new Date(Date.parse(parisMidnight(day)) + MORNING * HOUR);

/** The next one: tomorrow; or today while it is still to come. */
export function nextMorning(now: Date): Date {
  const today = parisDay(now.toISOString());
  const first = morningOf(today);
  return first <= now ? morningOf(addDays(today, 1)) : first;
}
