import { addMonths } from "./duration.ts";
import { formatDate } from "./format.ts";
import { frenchDate } from "./french-text.ts";
import type { Period, TimeUnit } from "./statistic.ts";

/** The periods a statistic may name, all but the last two relative to the day it is read. */
export const SPANS = [
  "7-jours",
  "30-jours",
  "mois",
  "mois-dernier",
  "trimestre",
  "trimestre-dernier",
  "12-mois",
  "annee",
  "annee-derniere",
  "tout",
  "dates",
] as const;
export type Span = (typeof SPANS)[number];

const DAY = 86_400_000;
const timeOf = (day: string): number => Date.parse(`${day}T00:00:00Z`);
const dayAt = (time: number): string => new Date(time).toISOString().slice(0, 10);

/** The day so many days later. */
export const plusDays = (day: string, days: number): string => dayAt(timeOf(day) + days * DAY);

/** The first day of the unit of time this day is in. A week begins on a Monday, the first of a year holds its 4 January. */
export function startOf(unit: TimeUnit, day: string): string {
  const time = timeOf(day);
  const date = new Date(time);
  const year = date.getUTCFullYear();
  if (unit === "week") return dayAt(time - ((date.getUTCDay() + 6) % 7) * DAY);
  if (unit === "month") return dayAt(Date.UTC(year, date.getUTCMonth(), 1));
  if (unit === "quarter") return dayAt(Date.UTC(year, Math.floor(date.getUTCMonth() / 3) * 3, 1));
  return unit === "year" ? dayAt(Date.UTC(year, 0, 1)) : day;
}

const MONTHS: Readonly<Record<TimeUnit, number>> = { day: 0, week: 0, month: 1, quarter: 3, year: 12 };

/** The first day of the next unit of time (of the one before for -1), from the first day of one. */
export function shifted(unit: TimeUnit, start: string, count: number): string {
  if (unit === "day") return plusDays(start, count);
  if (unit === "week") return plusDays(start, count * 7);
  return dayAt(addMonths(timeOf(start), MONTHS[unit] * count));
}

/**
 * The days of a period.
 * @param today in Paris
 * @param dates first and last day, both in the period, for "dates"; null is without bound
 */
export function periodOf(
  span: Span,
  today: string,
  dates: { readonly first: string | null; readonly last: string | null },
): Period {
  const tomorrow = plusDays(today, 1);
  const whole = (unit: TimeUnit, back: number, count = 1): Period => {
    const from = shifted(unit, startOf(unit, today), -back);
    return { from, until: shifted(unit, from, count) };
  };
  switch (span) {
    case "7-jours":
      return { from: plusDays(today, -6), until: tomorrow };
    case "30-jours":
      return { from: plusDays(today, -29), until: tomorrow };
    case "mois":
      return whole("month", 0);
    case "mois-dernier":
      return whole("month", 1);
    case "trimestre":
      return whole("quarter", 0);
    case "trimestre-dernier":
      return whole("quarter", 1);
    case "12-mois":
      return whole("month", 11, 12);
    case "annee":
      return whole("year", 0);
    case "annee-derniere":
      return whole("year", 1);
    case "tout":
      return { from: null, until: null };
    case "dates":
      return { from: dates.first, until: dates.last && plusDays(dates.last, 1) };
  }
}

/** The period of the same length just before: the same months of last year for a year, days for days. */
export function periodBefore({ from, until }: Period): Period | null {
  if (from === null || until === null) return null;
  const months =
    (Number(until.slice(0, 4)) - Number(from.slice(0, 4))) * 12 + Number(until.slice(5, 7)) - Number(from.slice(5, 7));
  const whole = from.endsWith("-01") && until.endsWith("-01") && months > 0;
  if (whole) return { from: shifted("month", from, -months), until: from };
  const days = Math.round((timeOf(until) - timeOf(from)) / DAY);
  return { from: plusDays(from, -days), until: from };
}

/** The first days of the units of time a bounded period touches, in order; stops past `most`. */
export function startsOf(
  unit: TimeUnit,
  from: string,
  until: string,
  most = Number.POSITIVE_INFINITY,
): readonly string[] {
  const starts: string[] = [];
  for (let start = startOf(unit, from); start < until && starts.length <= most; start = shifted(unit, start, 1)) {
    starts.push(start);
  }
  return starts;
}

const MONTH = new Intl.DateTimeFormat("fr-FR", { timeZone: "UTC", month: "long", year: "numeric" });
const SHORT_MONTH = new Intl.DateTimeFormat("fr-FR", { timeZone: "UTC", month: "short" });

/** A unit of time in words, by its first day: "mars 2026", "semaine du 2 mars 2026", "1er trimestre 2026". */
export function timeLabel(unit: TimeUnit, start: string): string {
  const date = new Date(timeOf(start));
  if (Number.isNaN(date.getTime())) return start;
  const year = start.slice(0, 4);
  if (unit === "day") return formatDate(start);
  if (unit === "week") return `semaine ${isoWeek(start)}, du ${frenchDate(date)}`;
  if (unit === "month") return MONTH.format(date);
  if (unit === "quarter") {
    const rank = Math.floor(date.getUTCMonth() / 3) + 1;
    return `${rank === 1 ? "1er" : `${rank}e`} trimestre ${year}`;
  }
  return year;
}

/** The same where there is little room: "mars", "2 mars", "S10", "T1", each with its year when it begins one. */
export function shortTimeLabel(unit: TimeUnit, start: string, withYear: boolean): string {
  const date = new Date(timeOf(start));
  const year = start.slice(0, 4);
  const tail = withYear ? ` ${year}` : "";
  if (unit === "year") return year;
  if (unit === "day") return `${date.getUTCDate()} ${SHORT_MONTH.format(date)}`;
  if (unit === "week") return `S${isoWeek(start)}${tail}`;
  if (unit === "quarter") return `T${Math.floor(date.getUTCMonth() / 3) + 1}${tail}`;
  return `${SHORT_MONTH.format(date)}${tail}`;
}

/** The number of the ISO week that begins this Monday. */
export function isoWeek(monday: string): number {
  const thursday = plusDays(monday, 3);
  return Math.floor((timeOf(thursday) - Date.UTC(Number(thursday.slice(0, 4)), 0, 1)) / (7 * DAY)) + 1;
}

/** "du 1er janvier 2026 au 31 mars 2026"; "depuis le début" without bounds. */
export function periodLabel({ from, until }: Period): string {
  const last = until && plusDays(until, -1);
  if (from === null && last === null) return "depuis le début";
  if (from === null) return `jusqu’au ${formatDate(last ?? "")}`;
  if (last === null) return `depuis le ${formatDate(from)}`;
  return from === last ? `le ${formatDate(from)}` : `du ${formatDate(from)} au ${formatDate(last)}`;
}
