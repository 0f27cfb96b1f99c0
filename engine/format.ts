import { parseDate } from "./cel.ts";
import { wallClock } from "./duration.ts";
import { frenchDate, frenchHour } from "./french-text.ts";

/** French typography separates thousands, and a number from its unit, with a narrow no-break space. */
export const NARROW = "\u202f";

/** "3 mars 2026", "1er mars 2026" for "2026-03-01"; a text that is no date comes back as it is. */
export function formatDate(text: string): string {
  const date = parseDate(text);
  return date === null ? text : frenchDate(date);
}

/** "3 mars 2026 à 14 h 30", on a clock of Europe/Paris, for an ISO 8601 instant. */
export function formatInstant(instant: string): string {
  const time = Date.parse(instant);
  if (Number.isNaN(time)) {
    return instant;
  }
  const clock = new Date(wallClock(time));
  return `${frenchDate(clock)} à ${frenchHour(clock.getUTCHours(), clock.getUTCMinutes())}`;
}

/** "1 234,50 €" for 123450 cents. */
export function formatMoney(cents: number): string {
  const digits = String(Math.abs(Math.trunc(cents))).padStart(3, "0");
  return `${cents < 0 ? "-" : ""}${grouped(digits.slice(0, -2))},${digits.slice(-2)}${NARROW}€`;
}

/** "12 345,5"; four digits stay together, as in a year. */
export function formatNumber(value: number): string {
  const text = String(value);
  const match = /^(-?)(\d+)(?:\.(\d+))?$/.exec(text);
  if (match === null) {
    return text.replace(".", ",");
  }
  const [, sign = "", whole = "", decimals] = match;
  return `${sign}${whole.length > 4 ? grouped(whole) : whole}${decimals === undefined ? "" : `,${decimals}`}`;
}

const UNITS: readonly (readonly [one: string, many: string])[] = [
  ["an", "ans"],
  ["mois", "mois"],
  ["semaine", "semaines"],
  ["jour", "jours"],
  ["heure", "heures"],
  ["minute", "minutes"],
  ["seconde", "secondes"],
];

/** "15 jours", "1 an et 6 mois" for an ISO 8601 duration; any other text comes back as it is. */
export function formatDuration(duration: string): string {
  const match = /^P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$/.exec(duration);
  const parts = UNITS.flatMap(([one, many], index) => {
    const count = Number(match?.[index + 1] ?? 0);
    return count === 0 ? [] : [`${count} ${count > 1 ? many : one}`];
  });
  const last = parts.pop();
  if (last === undefined) {
    return duration;
  }
  return parts.length === 0 ? last : `${parts.join(", ")} et ${last}`;
}

const grouped = (digits: string): string => digits.replace(/\B(?=(\d{3})+$)/g, NARROW);
