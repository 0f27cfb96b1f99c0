import { addMonths, parisDay } from "./duration.ts";

/** Days "2026-03-01", both included; null for no bound. */
export interface DayRange {
  readonly from: string | null;
  readonly to: string | null;
}

/** Days said from today, as the address of a list writes them. `-7j` and `+7j` are the last and next seven, today included. */
export const RELATIVE_DAYS = [
  "aujourdhui",
  "hier",
  "demain",
  "-7j",
  "-30j",
  "-90j",
  "+7j",
  "+30j",
  "cette-semaine",
  "semaine-derniere",
  "ce-mois",
  "mois-dernier",
  "cette-annee",
  "annee-derniere",
  "passe",
] as const;
export type RelativeDays = (typeof RELATIVE_DAYS)[number];

const DAY = 86_400_000;
const LONGEST = 3660;
const SHAPE = /^(\d{4}-\d\d-\d\d)?\.\.(\d{4}-\d\d-\d\d)?$/;

/**
 * The days that a text stands for: a day, a range ("2026-03-01..2026-03-31", either end may lack), or days said from
 * today (`RELATIVE_DAYS`, and any number in `-45j`). Null for anything else.
 * @param now ISO 8601; the day is that of Europe/Paris
 */
export function dayRange(text: string, now: string): DayRange | null {
  if (isDay(text)) return { from: text, to: text };
  if (text.includes("..")) return written(text);
  const today = Date.parse(`${parisDay(now)}T00:00:00Z`);
  return counted(text, today) ?? named(text, today);
}

function written(text: string): DayRange | null {
  const [shape, from, to] = SHAPE.exec(text) ?? [];
  const ends = [from, to].filter((end) => end !== undefined);
  if (shape === undefined || ends.length === 0 || !ends.every(isDay)) return null;
  return { from: from ?? null, to: to ?? null };
}

function counted(text: string, today: number): DayRange | null {
  const [, sign, count] = /^([+-])(\d{1,4})j$/.exec(text) ?? [];
  const days = Number(count ?? 0);
  if (days < 1 || days > LONGEST) return null;
  return sign === "-" ? between(today - (days - 1) * DAY, today) : between(today, today + (days - 1) * DAY);
}

function named(text: string, today: number): DayRange | null {
  const date = new Date(today);
  const [year, month] = [date.getUTCFullYear(), date.getUTCMonth()];
  const monday = today - ((date.getUTCDay() + 6) % 7) * DAY;
  switch (text) {
    case "aujourdhui":
      return between(today, today);
    case "hier":
      return between(today - DAY, today - DAY);
    case "demain":
      return between(today + DAY, today + DAY);
    case "cette-semaine":
      return between(monday, monday + 6 * DAY);
    case "semaine-derniere":
      return between(monday - 7 * DAY, monday - DAY);
    case "ce-mois":
      return months(year, month, 1);
    case "mois-dernier":
      return months(year, month - 1, 1);
    case "cette-annee":
      return months(year, 0, 12);
    case "annee-derniere":
      return months(year - 1, 0, 12);
    case "passe":
      return { from: null, to: dayOf(today - DAY) };
    default:
      return null;
  }
}

function months(year: number, month: number, count: number): DayRange {
  const start = Date.UTC(year, month, 1);
  return between(start, addMonths(start, count) - DAY);
}

const between = (from: number, to: number): DayRange => ({ from: dayOf(from), to: dayOf(to) });

const dayOf = (time: number): string => new Date(time).toISOString().slice(0, 10);

/** Whether a text is a day of the calendar: 30 February is none, nor is any of the year 0, which no database knows. */
export function isDay(text: string): boolean {
  if (!/^(?!0000)\d{4}-\d\d-\d\d$/.test(text)) return false;
  const time = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(time) && dayOf(time) === text;
}

/** A day that somebody may want to look at: no base nor calendar fails around it. */
export const isUsualDay = (text: string): boolean => isDay(text) && text >= "1900-01-01" && text < "2200-01-01";
