import { addDays } from "./clock.ts";
import { addDuration, parisDay, parseDuration } from "./duration.ts";
import type { Answers, Json } from "./entry.ts";
import type { Expression, Field } from "./form.ts";
import { isObject, own } from "./json.ts";
import { instantOf, MINUTE, weekdayOf } from "./paris-clock.ts";

/** Days of the week as definitions name them, Monday first. */
export const WEEKDAYS = ["lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"] as const;

const DAY_NAMES: readonly string[] = WEEKDAYS;

/** The agenda of a register, checked: which answers of its entries say what can be booked, and when. */
export interface Agenda {
  /** States in which an entry can be booked. */
  readonly states: readonly string[];
  /** Several resources of one place are offered as one; null: each is its own place. */
  readonly place: Field | null;
  /** A repeat, and the keys of its fields. */
  readonly hours: {
    readonly list: string;
    readonly days: string;
    readonly from: string;
    readonly to: string;
    readonly reasons?: string;
  };
  readonly closures: { readonly list: string; readonly from: string; readonly to: string } | null;
  readonly closedOnHolidays: boolean;
  /** Length of one slot, in minutes. */
  readonly minutes: Expression;
  /** Without it, whatever is asked for is served. `minutes` is then the length of each. */
  readonly reasons: { readonly list: string; readonly reason?: string; readonly minutes?: string } | null;
  /** Key of the answer that says which reasons are served without an appointment. */
  readonly walkIn: string | null;
  /** How many bookings at once; 1 when absent. */
  readonly capacity: Expression | null;
  /** Most units (persons) that one booking may be for. */
  readonly mostUnits: number;
  /** ISO 8601 duration between now and the first slot offered. */
  readonly notice: string | null;
  /** Days ahead; see `lastDay`. */
  readonly horizon: Expression | null;
  readonly release: { readonly weekday: number; readonly minute: number } | null;
  /** Minutes a slot is held while a form is filled. */
  readonly hold: number;
  /** Hours before a slot at which whoever comes is reminded: a day when absent, never when it gives 0. */
  readonly reminder: Expression | null;
}

/** A span of minutes of a day, counted from midnight on a clock of Paris. */
export interface Opening {
  readonly from: number;
  readonly to: number;
  /** Null: all those of the resource. */
  readonly reasons: readonly string[] | null;
}

/** One thing that can be booked, as its entry says. */
export interface Resource {
  readonly id: string;
  readonly place: string;
  /** By day of the week, Monday first. */
  readonly week: readonly (readonly Opening[])[];
  /** Both days included. */
  readonly closures: readonly { readonly from: string; readonly to: string }[];
  /** Minutes of one slot, and of each reason served when they are listed. */
  readonly minutes: number;
  readonly reasons: ReadonlyMap<string, number> | null;
  /** Reasons served without an appointment: no slot is for them. */
  readonly walkIn: readonly string[];
  readonly capacity: number;
  /** Last day offered. */
  readonly until: string;
  /** Hours before, 0 for no reminder. */
  readonly reminder: number;
}

export const USUAL_HORIZON = 90;
const USUAL_REMINDER = 24;
const LONGEST_REMINDER = 30 * 24;
const LONGEST_HORIZON = 400;
const LONGEST_SLOT = 24 * 60;
export const MOST_CAPACITY = 500;

/** What an entry of the register offers at this time; null when it says no length or no hours. */
export function resourceOf(
  agenda: Agenda,
  { id, answers }: { readonly id: string; readonly answers: Answers },
  now: string,
): Resource | null {
  const count = (expression: Expression | null, usual: number, most: number): number => {
    const value = expression?.evaluate({ answers, now });
    return typeof value === "number" && Number.isFinite(value) ? Math.min(Math.floor(value), most) : usual;
  };
  const minutes = count(agenda.minutes, 0, LONGEST_SLOT);
  const capacity = count(agenda.capacity, 1, MOST_CAPACITY);
  const week = weekOf(agenda, answers);
  if (minutes < 1 || capacity < 1 || week.every((openings) => openings.length === 0)) return null;
  const place = agenda.place === null ? undefined : own(answers, agenda.place.key);
  if (agenda.place !== null && (typeof place !== "string" || place === "")) return null;
  const { closures } = agenda;
  return {
    id,
    place: typeof place === "string" ? place : id,
    week,
    closures: closures === null ? [] : items(answers, closures.list).flatMap((item) => closureOf(item, closures)),
    minutes,
    reasons: reasonsOf(agenda, answers, minutes),
    walkIn: agenda.walkIn === null ? [] : texts(own(answers, agenda.walkIn)),
    capacity,
    until: lastDay(agenda.release, count(agenda.horizon, USUAL_HORIZON, LONGEST_HORIZON), now),
    reminder: Math.max(0, count(agenda.reminder, USUAL_REMINDER, LONGEST_REMINDER)),
  };
}

/** The last day offered: so many days after today, or after the day on which new slots were last released. */
export function lastDay(release: Agenda["release"], horizon: number, now: string): string {
  const today = parisDay(now);
  if (release === null) return addDays(today, horizon);
  const back = (weekdayOf(today) - release.weekday + 7) % 7;
  const latest = addDays(today, -back);
  const opened = instantOf(latest, release.minute);
  return addDays(opened !== null && opened <= Date.parse(now) ? latest : addDays(latest, -7), horizon);
}

/** When the next slots are released, in milliseconds; null when they appear day after day. */
export function nextRelease(release: Agenda["release"], now: string): number | null {
  if (release === null) return null;
  const today = parisDay(now);
  const day = addDays(today, (release.weekday - weekdayOf(today) + 7) % 7);
  const at = instantOf(day, release.minute);
  return at !== null && at > Date.parse(now) ? at : instantOf(addDays(day, 7), release.minute);
}

/** The first moment that may be booked, in milliseconds. */
export function earliest({ notice }: Pick<Agenda, "notice">, now: string): number {
  const duration = notice === null ? null : parseDuration(notice);
  return duration === null ? Date.parse(now) : Date.parse(addDuration(now, duration));
}

/** The longest booking these resources take, in milliseconds. */
export const longestOf = ({ mostUnits }: Pick<Agenda, "mostUnits">, resources: readonly Resource[]): number =>
  mostUnits *
  MINUTE *
  Math.max(0, ...resources.flatMap(({ minutes, reasons }) => [minutes, ...(reasons?.values() ?? [])]));

function weekOf({ hours }: Agenda, answers: Answers): readonly (readonly Opening[])[] {
  const week: Opening[][] = WEEKDAYS.map(() => []);
  for (const item of items(answers, hours.list)) {
    const from = minuteOf(own(item, hours.from));
    const to = minuteOf(own(item, hours.to));
    if (from === null || to === null || to <= from) continue;
    const served = hours.reasons === undefined ? [] : texts(own(item, hours.reasons));
    for (const day of texts(own(item, hours.days))) {
      week[DAY_NAMES.indexOf(day)]?.push({ from, to, reasons: served.length > 0 ? served : null });
    }
  }
  return week;
}

function reasonsOf({ reasons }: Agenda, answers: Answers, usual: number): ReadonlyMap<string, number> | null {
  if (reasons === null) return null;
  const { reason, minutes } = reasons;
  if (reason === undefined) return new Map(texts(own(answers, reasons.list)).map((each) => [each, usual]));
  return new Map(
    items(answers, reasons.list).flatMap((item) => {
      const said = minutes === undefined ? undefined : own(item, minutes);
      const length = typeof said === "number" && said >= 1 ? Math.min(said, LONGEST_SLOT) : usual;
      return texts(own(item, reason)).map((each) => [each, length] as const);
    }),
  );
}

function closureOf(item: Answers, { from, to }: NonNullable<Agenda["closures"]>) {
  const [first] = texts(own(item, from));
  const [last = first] = texts(own(item, to));
  return first === undefined || last === undefined ? [] : [{ from: first, to: last }];
}

function items(answers: Answers, key: string): readonly Answers[] {
  const list = own(answers, key);
  return Array.isArray(list) ? list.filter(isObject) : [];
}

const texts = (value: Json | undefined): readonly string[] =>
  (Array.isArray(value) ? value : [value]).filter((each) => typeof each === "string" && each !== "");

/** Minutes from midnight of "08:30"; null for no time. */
export function minuteOf(value: Json | undefined): number | null {
  const match = typeof value === "string" ? /^([01]\d|2[0-3]):([0-5]\d)$/.exec(value) : null;
  return match === null ? null : Number(match[1]) * 60 + Number(match[2]);
}
