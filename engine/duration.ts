/** A length of calendar time, as in ISO 8601. Weeks are kept as days. */
export interface Duration {
  readonly years: number;
  readonly months: number;
  readonly days: number;
  readonly hours: number;
  readonly minutes: number;
  readonly seconds: number;
}

const SHAPE =
  /^P(?=.)(?:(\d{1,3})Y)?(?:(\d{1,4})M)?(?:(\d{1,4})W)?(?:(\d{1,5})D)?(?:T(?=.)(?:(\d{1,5})H)?(?:(\d{1,6})M)?(?:(\d{1,7})S)?)?$/;

/** Reads "P15D", "P2M", "P1Y6M", "PT48H"; null for nonsense, a fraction, a sign or a length of zero. */
export function parseDuration(text: string): Duration | null {
  const match = SHAPE.exec(text);
  if (!match) return null;
  const part = (index: number) => Number(match[index] ?? 0);
  const duration = {
    years: part(1),
    months: part(2),
    days: part(3) * 7 + part(4),
    hours: part(5),
    minutes: part(6),
    seconds: part(7),
  };
  return Object.values(duration).some((value) => value > 0) ? duration : null;
}

/**
 * The instant (ISO 8601, UTC) that many calendar units after `instant`, counted on a clock of Europe/Paris: fifteen
 * days after 10:00 is 10:00, whatever the change of hour between; one month after 31 January is the last of February.
 */
export function addDuration(instant: string, duration: Duration): string {
  const start = wallClock(Date.parse(instant));
  const day = addMonths(start, duration.years * 12 + duration.months) + duration.days * DAY;
  const reached = fromWallClock(day + (start % DAY));
  const clock = (duration.hours * 60 + duration.minutes) * 60 + duration.seconds;
  return new Date(reached + clock * 1000).toISOString();
}

/** The date ("2026-01-31") in Europe/Paris at this instant. */
export function parisDay(instant: string): string {
  return new Date(wallClock(Date.parse(instant))).toISOString().slice(0, 10);
}

/** The instant at which a date begins in Europe/Paris. */
export function parisMidnight(date: string): string {
  return new Date(fromWallClock(Date.parse(`${date}T00:00:00Z`))).toISOString();
}

/** Midnight UTC of the same day some months later, never past the end of the month reached. */
export function addMonths(time: number, months: number): number {
  const date = new Date(time);
  const first = Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + months, 1);
  const next = new Date(first);
  const last = new Date(Date.UTC(next.getUTCFullYear(), next.getUTCMonth() + 1, 0)).getUTCDate();
  return first + (Math.min(date.getUTCDate(), last) - 1) * DAY;
}

const DAY = 86_400_000;

const PARIS = new Intl.DateTimeFormat("en-US", {
  timeZone: "Europe/Paris",
  hourCycle: "h23",
  year: "numeric",
  month: "numeric",
  day: "numeric",
  hour: "numeric",
  minute: "numeric",
  second: "numeric",
});

const HOUR = 3_600_000;
const MOST_OFFSETS = 1000;
/** Offsets of Paris by hour: they change on the hour, and formatting costs more than all the rest of a transition. */
const offsets = new Map<number, number>();

/** What a clock in Paris shows at this time, written as if it were UTC. */
export function wallClock(time: number): number {
  const hour = Math.floor(time / HOUR);
  let offset = offsets.get(hour);
  if (offset === undefined) {
    if (offsets.size >= MOST_OFFSETS) offsets.clear();
    offset = shownAt(time) - time;
    offsets.set(hour, offset);
  }
  return time + offset;
}

function shownAt(time: number): number {
  const parts: Record<string, number> = {};
  for (const { type, value } of PARIS.formatToParts(time)) parts[type] = Number(value);
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = parts;
  const millisecond = ((time % 1000) + 1000) % 1000;
  return Date.UTC(year, month - 1, day, hour, minute, second, millisecond);
}

/** The time at which a clock in Paris shows this; an hour skipped in spring is taken one hour later. */
function fromWallClock(wall: number): number {
  const guess = wall - (wallClock(wall) - wall);
  const shown = wallClock(guess);
  if (shown === wall) {
    const earlier = guess - 3_600_000;
    return wallClock(earlier) === wall ? earlier : guess;
  }
  const corrected = guess - (shown - wall);
  return wallClock(corrected) === wall ? corrected : Math.max(guess, corrected);
}

/** What to say of a text that `parseDuration` refuses. */
export const durationMessage = (text: string): string =>
  `« ${text} » n'est pas une durée : écrivez par exemple P15D (quinze jours), P2M (deux mois) ou PT48H.`;
