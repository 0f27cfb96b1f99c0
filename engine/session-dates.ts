import { frenchDate, frenchTime } from "./french-text.ts";
import { weekdayOf } from "./paris-clock.ts";
import type { Sitting, SittingDay } from "./sessions.ts";
import { slotDay } from "./slot-value.ts";

const PLURALS = ["lundis", "mardis", "mercredis", "jeudis", "vendredis", "samedis", "dimanches"] as const;

/**
 * When a session is: "mercredi 6 janvier 2027 de 14 h à 14 h 45", "les mercredis du 6 janvier au 10 mars 2027 de 14 h à
 * 14 h 45 (10 dates)".
 */
export function sittingDates({ days }: Pick<Sitting, "days">): string {
  const [first] = days;
  const last = days.at(-1);
  if (!first || !last) return "";
  if (days.length === 1) return `${slotDay(first.day)}${hours(first)}`;
  const weekdays = new Set(days.map(({ day }) => weekdayOf(day)));
  const same = days.every(({ from, to }) => from === first.from && to === first.to);
  const named = weekdays.size === 1 ? `les ${PLURALS[weekdayOf(first.day)] ?? ""} ` : "";
  return `${named}du ${shortFor(first.day, last.day)} au ${french(last.day)}${same ? hours(first) : ""} (${days.length} dates)`;
}

/** One of its days: "mercredi 6 janvier 2027 de 14 h à 14 h 45". */
export const sittingDay = (day: SittingDay): string => `${slotDay(day.day)}${hours(day)}`;

function hours({ from, to }: SittingDay): string {
  if (from === null) return "";
  return to === null ? ` à ${clock(from)}` : ` de ${clock(from)} à ${clock(to)}`;
}

const clock = (minute: number): string => frenchTime(Math.floor(minute / 60), minute % 60);

const french = (day: string): string => frenchDate(new Date(`${day}T00:00:00Z`));

/** Without its year, when it is that of the day that ends the span. */
const shortFor = (day: string, last: string): string =>
  day.slice(0, 4) === last.slice(0, 4) ? french(day).replace(/ \d{4}$/, "") : french(day);
