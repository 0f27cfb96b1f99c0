import { addDays } from "./clock.ts";

/** The same day every year: month and day. */
const FIXED = ["01-01", "05-01", "05-08", "07-14", "08-15", "11-01", "11-11", "12-25"] as const;
/** Days after Easter Sunday: Easter Monday, Ascension, Whit Monday. */
const MOVING = [1, 39, 50] as const;

const known = new Map<string, ReadonlySet<string>>();

/**
 * The public holidays of a year in France (code du travail, L.3133-1), with Good Friday and 26 December in Alsace and
 * Moselle (L.3134-13). Days are written "2026-04-03".
 */
export function publicHolidays(year: number, alsaceMoselle: boolean): ReadonlySet<string> {
  const key = `${year} ${alsaceMoselle}`;
  const found = known.get(key);
  if (found) return found;
  const easter = easterOf(year);
  const local = alsaceMoselle ? [addDays(easter, -2), `${year}-12-26`] : [];
  const days = new Set([
    ...FIXED.map((day) => `${year}-${day}`),
    ...MOVING.map((after) => addDays(easter, after)),
    ...local,
  ]);
  if (known.size < 400) known.set(key, days);
  return days;
}

/** Where days are counted: the holidays of Alsace and Moselle, and those of a member alone, once ("2026-05-22") or yearly ("05-22"). */
export interface LocalHolidays {
  readonly alsaceMoselle: boolean;
  readonly own: readonly string[];
}

/** Those of the whole country alone. */
export const NATIONAL: LocalHolidays = { alsaceMoselle: false, own: [] };

/** Whether a value that went through an expression says where days are counted. */
export const isLocalHolidays = (value: unknown): value is LocalHolidays =>
  typeof value === "object" && value !== null && "alsaceMoselle" in value && "own" in value;

/** Whether the administration works on this day: neither Saturday, nor Sunday, nor a holiday. */
export function isWorkday(day: string, local: LocalHolidays): boolean {
  const weekday = new Date(`${day}T00:00:00Z`).getUTCDay();
  return weekday !== 0 && weekday !== 6 && !isHoliday(day, local);
}

/** Whether a day is a holiday there, whatever day of the week it is. */
export const isHoliday = (day: string, { alsaceMoselle, own }: LocalHolidays): boolean =>
  own.includes(day) || own.includes(day.slice(5)) || publicHolidays(Number(day.slice(0, 4)), alsaceMoselle).has(day);

/** More than this is no count of working days, and would take long. */
const MOST = 1000;
/** Most holidays a member adds: weeks must keep days of work. */
export const MOST_HOLIDAYS = 60;

/** That many working days after a day (before it when negative); 0 gives the day itself, or the first working day after it. */
export function addWorkdays(day: string, count: number, local: LocalHolidays): string {
  if (!Number.isInteger(count) || Math.abs(count) > MOST) throw new RangeError(`not a number of days: ${count}`);
  let reached = day;
  if (count === 0) {
    while (!isWorkday(reached, local)) reached = addDays(reached, 1);
    return reached;
  }
  const step = Math.sign(count);
  for (let left = Math.abs(count); left > 0; ) {
    reached = addDays(reached, step);
    if (isWorkday(reached, local)) left -= 1;
  }
  return reached;
}

/** Easter Sunday, by the Gregorian computation (Meeus, Jones and Butcher). */
function easterOf(year: number): string {
  const a = year % 19;
  const b = Math.floor(year / 100);
  const c = year % 100;
  const d = (19 * a + b - Math.floor(b / 4) - Math.floor((b - Math.floor((b + 8) / 25) + 1) / 3) + 15) % 30;
  const e = (32 + 2 * (b % 4) + 2 * Math.floor(c / 4) - d - (c % 4)) % 7;
  const f = d + e - 7 * Math.floor((a + 11 * d + 22 * e) / 451) + 114;
  const day = String((f % 31) + 1).padStart(2, "0");
  return `${year}-${String(Math.floor(f / 31)).padStart(2, "0")}-${day}`;
}
