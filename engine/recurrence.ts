import rrule, { type RRule as Rule } from "rrule";
import { WEEKDAYS } from "./agenda.ts";
import { frenchDate } from "./french-text.ts";
import { isHoliday, type LocalHolidays } from "./workdays.ts";

const { RRule } = rrule;

/** How often something comes again: every so many weeks, on days of the week, until a day or so many times. */
export interface Recurrence {
  /** Weeks: 1 for every week. */
  readonly every: number;
  /** Days of the week, 0 for Monday; not empty. */
  readonly weekdays: readonly number[];
  /** Last day, included; or how many times, the first included and what is left out not counted. */
  readonly end: { readonly until: string } | { readonly times: number };
  /** Leaves out the public holidays of the place. */
  readonly holidays: boolean;
  /** Leaves out these days, both included: school holidays, for instance. */
  readonly except: readonly { readonly from: string; readonly to: string }[];
}

/** A day that the rule gives, and why it is left out. */
export interface RecurrenceDay {
  /** "2027-01-06". */
  readonly day: string;
  readonly left: "holiday" | "except" | null;
}

/** The days of a recurrence, its RRULE (RFC 5545) and its EXDATE: what a calendar names it by. */
export interface RecurrenceDays {
  readonly days: readonly RecurrenceDay[];
  /** "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,WE;UNTIL=20270306". Its dates are days, as DTSTART;VALUE=DATE has them. */
  readonly rule: string;
  readonly exdates: readonly string[];
  /** The rule gives more than are told. */
  readonly more: boolean;
}

/** Most days that one recurrence gives, those left out included. */
export const MOST_RECURRENCES = 160;
/** Most weeks between two times. */
export const MOST_WEEKS = 52;

/**
 * What a recurrence gives from a first day, which is always its first (RFC 5545 counts DTSTART, whatever the rule says).
 * Days left out do not count among the times: whoever asks for ten has ten.
 */
export function recurrenceDays(first: string, recurrence: Recurrence, holidays: LocalHolidays): RecurrenceDays {
  const { end } = recurrence;
  const wanted = "times" in end ? Math.max(1, end.times) : Number.POSITIVE_INFINITY;
  const days: RecurrenceDay[] = [{ day: first, left: null }];
  let kept = 1;
  let more = false;
  ruleOf(first, recurrence).all((date) => {
    const day = date.toISOString().slice(0, 10);
    if (day === first) return true;
    if (kept >= wanted || ("until" in end && day > end.until)) return false;
    more = days.length >= MOST_RECURRENCES;
    if (more) return false;
    const left = leftOut(day, recurrence, holidays);
    days.push({ day, left });
    if (left === null) kept += 1;
    return true;
  });
  const exdates = days.flatMap(({ day, left }) => (left === null ? [] : [day]));
  return { days, rule: ruleText(recurrence, days.length), exdates, more };
}

function leftOut(
  day: string,
  { holidays: skipped, except }: Recurrence,
  holidays: LocalHolidays,
): RecurrenceDay["left"] {
  if (except.some(({ from, to }) => from <= day && day <= to)) return "except";
  return skipped && isHoliday(day, holidays) ? "holiday" : null;
}

/** Nothing goes on for ever: a rule whose every day is left out ends too. */
const LONGEST_YEARS = 10;

function ruleOf(first: string, { every, weekdays }: Recurrence): Rule {
  const until = dateOf(`${Number(first.slice(0, 4)) + LONGEST_YEARS}${first.slice(4, 7)}-01`);
  return new RRule({ freq: RRule.WEEKLY, interval: every, byweekday: [...weekdays], dtstart: dateOf(first), until });
}

/** With `COUNT`, the days left out are counted: EXDATE takes them away. */
function ruleText({ every, weekdays, end }: Recurrence, count: number): string {
  const ending = "times" in end ? { count } : { until: dateOf(end.until) };
  const text = RRule.optionsToString({ freq: RRule.WEEKLY, interval: every, byweekday: [...weekdays], ...ending });
  return text.replace(/^RRULE:/, "").replace(/(UNTIL=\d{8})T\d{6}Z/, "$1");
}

const dateOf = (day: string): Date => new Date(`${day}T00:00:00Z`);

/** What a rule kept says, with what is taken away from it: "toutes les 2 semaines, le mercredi, 10 fois". */
export function ruleSentence(rule: string, exdates: readonly string[]): string {
  const { interval = 1, byweekday, until, count } = RRule.parseString(rule);
  const weekdays = [byweekday ?? []].flat().flatMap((day) => (day instanceof rrule.Weekday ? [day.weekday] : []));
  const end = until ? { until: until.toISOString().slice(0, 10) } : { times: (count ?? 1) - exdates.length };
  return recurrenceText({ every: interval, weekdays, end });
}

/** "toutes les 2 semaines, le mercredi et le vendredi, jusqu’au 30 juin 2027". */
export function recurrenceText({ every, weekdays, end }: Omit<Recurrence, "holidays" | "except">): string {
  const often = every === 1 ? "toutes les semaines" : `toutes les ${every} semaines`;
  const names = [...weekdays].sort((a, b) => a - b).map((day) => `le ${WEEKDAYS[day] ?? ""}`);
  const days = names.length > 1 ? `${names.slice(0, -1).join(", ")} et ${names.at(-1)}` : (names[0] ?? "");
  const until = "times" in end ? `${end.times} fois` : `jusqu’au ${frenchDate(dateOf(end.until))}`;
  return `${often}, ${days}, ${until}`;
}
