import { frenchHour } from "../../engine/index.ts";

const ZONE = "Europe/Paris";
const LONG_DAY = new Intl.DateTimeFormat("fr-FR", {
  timeZone: ZONE,
  weekday: "long",
  day: "numeric",
  month: "long",
  year: "numeric",
});
const SHORT_DAY = new Intl.DateTimeFormat("fr-FR", { timeZone: ZONE, day: "numeric", month: "long", year: "numeric" });
const CLOCK = new Intl.DateTimeFormat("fr-FR", {
  timeZone: ZONE,
  hour: "numeric",
  minute: "2-digit",
  hourCycle: "h23",
});
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const SINCE = "il\u00a0y\u00a0a ";

/** "mardi 3 mars 2026 à 14 h 30", in Europe/Paris. */
export function longInstant(instant: string): string {
  const date = new Date(instant);
  return `${first(LONG_DAY.format(date))} à ${clock(date)}`;
}

/** "3 mars 2026 à 14 h 30". */
export function shortInstant(instant: string): string {
  const date = new Date(instant);
  return `${first(SHORT_DAY.format(date))} à ${clock(date)}`;
}

/** "3 mars 2026". */
export const shortDay = (instant: string): string => first(SHORT_DAY.format(new Date(instant)));

/** "mardi 3 mars 2026". */
export function longDay(instant: string): string {
  return first(LONG_DAY.format(new Date(instant)));
}

/** How long ago, as one says it: "à l'instant", "il y a 5 minutes", "hier", "il y a 3 jours", "il y a 2 mois"; on two lines where the place is narrow. */
export function ago(instant: string, now: string): string {
  const elapsed = Date.parse(now) - Date.parse(instant);
  if (elapsed < MINUTE) return "à\u00a0l’instant";
  if (elapsed < HOUR) return `${SINCE}${count(Math.floor(elapsed / MINUTE), "minute")}`;
  const days = daysBetween(instant, now);
  if (days === 0) return `${SINCE}${count(Math.floor(elapsed / HOUR), "heure")}`;
  return days === 1 ? "hier" : `${SINCE}${length(days)}`;
}

/** Time left until an instant: "dans 12 jours", "aujourd’hui", "dépassé depuis 2 jours". */
export function ahead(instant: string, now: string): string {
  const days = daysBetween(now, instant);
  if (days < 0) return `dépassé depuis\u00a0${length(-days)}`;
  if (days === 0) return "aujourd’hui";
  return days === 1 ? "demain" : `dans\u00a0${length(days)}`;
}

/** Calendar days in Europe/Paris from one instant to another; negative when the second comes first. */
export function daysBetween(from: string, to: string): number {
  return Math.round((midnight(to) - midnight(from)) / DAY);
}

function length(days: number): string {
  if (days < 60) return count(days, "jour");
  const months = Math.floor(days / 30.44);
  return months < 24 ? `${months}\u00a0mois` : count(Math.floor(days / 365.25), "an");
}

function midnight(instant: string): number {
  const parts = new Intl.DateTimeFormat("en-CA", { timeZone: ZONE }).format(new Date(instant));
  return Date.parse(`${parts}T00:00:00Z`);
}

function clock(date: Date): string {
  const parts = new Map(CLOCK.formatToParts(date).map((part) => [part.type, part.value]));
  return frenchHour(Number(parts.get("hour")), Number(parts.get("minute")));
}

/** French writes the first of the month as an ordinal. */
function first(date: string): string {
  return date.replace(/(^|\s)1 (?=[a-zéû])/u, "$11er ");
}

function count(n: number, noun: string): string {
  return `${n}\u00a0${noun}${n > 1 ? "s" : ""}`;
}
