import { addMonths, parseDuration } from "./duration.ts";

const DAY = 86_400_000;

/** A day moved by a duration of whole days or months, forwards (1) or back (-1): "2026-12-01" less "P2M" is "2026-10-01". */
export function movedDay(day: string, text: string, way: 1 | -1): string {
  const duration = parseDuration(text);
  if (!duration) throw new Error(`a compiled definition holds the delay ${text}, which is no duration`);
  const months = duration.years * 12 + duration.months;
  return new Date(addMonths(Date.parse(day), way * months) + way * duration.days * DAY).toISOString().slice(0, 10);
}

/** The days "06-01" of the year of `today`, of the one before and of the one after, in order. */
export function yearDays(days: readonly string[], today: string): readonly string[] {
  const year = Number(today.slice(0, 4));
  return [year - 1, year, year + 1].flatMap((each) => days.map((day) => `${each}-${day}`)).sort();
}

/** Whether "02-29" and the like come every year. */
export const isYearly = (day: string): boolean => {
  const time = Date.parse(`2025-${day}T00:00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().slice(5, 10) === day;
};
