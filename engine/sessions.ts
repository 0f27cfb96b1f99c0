import { minuteOf } from "./agenda.ts";
import { parseDate } from "./cel.ts";
import { addDays } from "./clock.ts";
import { parisMidnight } from "./duration.ts";
import type { Answers, Json } from "./entry.ts";
import type { Expression, Field, Scope } from "./form.ts";
import { isObject, own } from "./json.ts";
import { instantOf } from "./paris-clock.ts";
import { addWorkdays, NATIONAL } from "./workdays.ts";

/** The sessions of a register, checked: which answers of its entries say when they are, for whom, and how many places. */
export interface Sessions {
  /** States in which someone may sign up. */
  readonly states: readonly string[];
  /** States in which a session does not take place: whoever has a place is told. */
  readonly cancelled: readonly string[];
  readonly title: Expression;
  readonly place: Field | null;
  /** Key of the choice that says of what sort it is: its price may depend on it. */
  readonly category: string | null;
  /** A repeat, and the keys of its fields: a day, and hours. */
  readonly dates: { readonly list: string; readonly day: string; readonly from?: string; readonly to?: string };
  /** The kinds of places counted apart; a session that counts one kind alone has one, whose id is "". */
  readonly kinds: readonly SeatKind[];
  /** How many may wait; nobody when absent. */
  readonly waiting: Expression | null;
  /** ISO 8601 duration of an offer. */
  readonly offer: string;
  /** First day to sign up, first day for those who come first, and the time of both, in minutes past midnight. */
  readonly opens: Expression | null;
  readonly early: Expression | null;
  readonly opensAt: number;
  /** Last day to sign up, included; the beginning of the session when absent. */
  readonly closes: Expression | null;
  /** How many working days before the first day it may be at the latest. */
  readonly notice: Expression | null;
  /** Keys of integer fields: the ages it takes, bounds included, on its first day. */
  readonly ages: { readonly from?: string; readonly to?: string };
  /** By criterion, the key of the field that says what it takes; a field without an answer takes all. */
  readonly accepts: ReadonlyMap<string, string>;
  /** By criterion, the field (dotted in a list) that says who comes first; a field without an answer puts nobody first. */
  readonly first: ReadonlyMap<string, string>;
  /** Minutes a place is held while a form is filled. */
  readonly hold: number;
  /** What is left of each is told to anyone on the page of the services that give its places. */
  readonly published: boolean;
}

export interface SeatKind {
  readonly id: string;
  readonly title: string;
  readonly capacity: Expression;
}

/** One session, as its entry says. Instants are in milliseconds. */
export interface Sitting {
  readonly id: string;
  readonly title: string;
  /** As answered; "" when the register does not say. */
  readonly place: string;
  readonly category: string;
  readonly days: readonly SittingDay[];
  readonly open: boolean;
  readonly cancelled: boolean;
  readonly rooms: readonly { readonly kind: string; readonly title: string; readonly places: number }[];
  readonly waiting: number;
  readonly offer: string;
  readonly opens: number | null;
  readonly early: number | null;
  /** The end of the last day to sign up, or the beginning of the session. */
  readonly closes: number;
  readonly startsAt: number;
  readonly ages: { readonly from: number | null; readonly to: number | null };
  readonly accepts: ReadonlyMap<string, readonly string[]>;
  /** Those whom it takes first, by criterion. */
  readonly first: ReadonlyMap<string, readonly string[]>;
}

export interface SittingDay {
  /** "2027-01-06". */
  readonly day: string;
  /** Minutes past midnight on a clock of Paris. */
  readonly from: number | null;
  readonly to: number | null;
}

/** How long a session lasts in minutes, all its dates together; null when a date does not say both its hours. */
export function sittingMinutes({ days }: Pick<Sitting, "days">): number | null {
  const each = days.map(({ from, to }) => (from === null || to === null || to < from ? null : to - from));
  return each.reduce((sum, minutes) => (sum === null || minutes === null ? null : sum + minutes), 0 as number | null);
}

const MOST_PLACES = 100_000;
const MOST_DAYS = 200;
const MOST_NOTICE = 300;

/** What an entry of the register offers at this time; null when it says no day or no title. */
export function sittingOf(
  sessions: Sessions,
  { id, state, answers }: { readonly id: string; readonly state: string; readonly answers: Answers },
  now: string,
  about?: Scope["about"],
): Sitting | null {
  const scope: Scope = { answers, now, ...(about && { about }) };
  const title = sessions.title.evaluate(scope);
  const days = daysOf(sessions, answers);
  const [first] = days;
  if (typeof title !== "string" || title === "" || first === undefined) return null;
  const startsAt = instantOf(first.day, first.from ?? 0) ?? Date.parse(parisMidnight(first.day));
  const place = sessions.place === null ? undefined : own(answers, sessions.place.key);
  const last = lastDay(sessions, first.day, scope);
  const from = (expression: Expression | null): number | null => {
    const day = dayOf(expression, scope);
    return day === null ? null : (instantOf(day, sessions.opensAt) ?? Date.parse(parisMidnight(day)));
  };
  return {
    id,
    title,
    place: typeof place === "string" ? place : "",
    category: texts(sessions.category === null ? undefined : own(answers, sessions.category))[0] ?? "",
    days,
    open: sessions.states.includes(state),
    cancelled: sessions.cancelled.includes(state),
    rooms: sessions.kinds.map((kind) => ({ kind: kind.id, title: kind.title, places: count(kind.capacity, scope) })),
    waiting: sessions.waiting === null ? 0 : count(sessions.waiting, scope),
    offer: sessions.offer,
    opens: from(sessions.opens),
    early: from(sessions.early),
    closes: last === null ? startsAt : Math.min(startsAt, Date.parse(parisMidnight(addDays(last, 1)))),
    startsAt,
    ages: { from: integer(answers, sessions.ages.from), to: integer(answers, sessions.ages.to) },
    accepts: new Map([...sessions.accepts].map(([criterion, key]) => [criterion, texts(own(answers, key))])),
    first: new Map([...sessions.first].map(([criterion, path]) => [criterion, textsAt(answers, path)])),
  };
}

/** What is known of whom a place is for. */
export interface SeatCandidate {
  /** "2018-04-12". */
  readonly birth: string | null;
  /** Comes first: a resident, for instance. */
  readonly early: boolean;
  readonly accepts: ReadonlyMap<string, string | null>;
}

/** Why someone cannot sign up for a session; an instant says until when or since when. */
export type SittingRefusal =
  | { readonly code: "not-open" | "closed" }
  | { readonly code: "too-soon"; readonly at: number }
  | { readonly code: "too-late"; readonly at: number }
  | { readonly code: "age"; readonly age: number }
  | { readonly code: "criterion"; readonly criterion: string };

/** Whether someone may sign up at this time; null when she may. Places are another matter. */
export function mayEnrol(sitting: Sitting, candidate: SeatCandidate, now: string): SittingRefusal | null {
  const time = Date.parse(now);
  const opens = opensFor(sitting, candidate);
  if (!sitting.open) return { code: "not-open" };
  if (time >= sitting.closes) return { code: "too-late", at: sitting.closes };
  if (opens !== null && time < opens) return { code: "too-soon", at: opens };
  return unfit(sitting, candidate);
}

/** When someone may first sign up: earlier for who comes first. */
export const opensFor = (sitting: Sitting, candidate: SeatCandidate): number | null =>
  candidate.early || comesFirst(sitting, candidate) ? (sitting.early ?? sitting.opens) : sitting.opens;

/** She meets every criterion that a session says something of, one at least. */
function comesFirst({ first }: Sitting, { accepts }: SeatCandidate): boolean {
  const said = [...first].filter(([, wanted]) => wanted.length > 0);
  return said.length > 0 && said.every(([criterion, wanted]) => wanted.includes(accepts.get(criterion) ?? ""));
}

/** Whether a session is for someone, whenever she asks; null when it is. */
export function unfit({ ages, days, accepts }: Sitting, candidate: SeatCandidate): SittingRefusal | null {
  const age = candidate.birth === null ? null : ageOn(candidate.birth, days[0]?.day ?? "");
  const wrongAge = age !== null && ((ages.from !== null && age < ages.from) || (ages.to !== null && age > ages.to));
  if (wrongAge) return { code: "age", age };
  for (const [criterion, taken] of accepts) {
    const value = candidate.accepts.get(criterion) ?? null;
    if (value !== null && taken.length > 0 && !taken.includes(value)) return { code: "criterion", criterion };
  }
  return null;
}

/** The last day to sign up; null when only the beginning of the session ends it. */
function lastDay({ closes, notice }: Sessions, first: string, scope: Scope): string | null {
  const said = dayOf(closes, scope);
  const before = notice === null ? 0 : Math.min(count(notice, scope), MOST_NOTICE);
  const noticed = before === 0 ? null : addWorkdays(first, -before, scope.about?.holidays ?? NATIONAL);
  return said !== null && noticed !== null && noticed < said ? noticed : (said ?? noticed);
}

function ageOn(birth: string, day: string): number | null {
  const [born, then] = [parseDate(birth), parseDate(day)];
  if (!born || !then) return null;
  const before = birth.slice(5) > day.slice(5);
  return then.getUTCFullYear() - born.getUTCFullYear() - (before ? 1 : 0);
}

function daysOf({ dates }: Sessions, answers: Answers): readonly SittingDay[] {
  const list = own(answers, dates.list);
  const items = (Array.isArray(list) ? list : []).filter(isObject);
  const hour = (item: Answers, key: string | undefined) => (key === undefined ? null : minuteOf(own(item, key)));
  return items
    .flatMap((item) => {
      const day = own(item, dates.day);
      if (typeof day !== "string" || !parseDate(day)) return [];
      return [{ day, from: hour(item, dates.from), to: hour(item, dates.to) }];
    })
    .sort((a, b) => a.day.localeCompare(b.day) || (a.from ?? 0) - (b.from ?? 0))
    .slice(0, MOST_DAYS);
}

function count(expression: Expression, scope: Scope): number {
  const value = Number(expression.evaluate(scope) ?? 0);
  return Number.isFinite(value) ? Math.max(0, Math.min(Math.floor(value), MOST_PLACES)) : 0;
}

function dayOf(expression: Expression | null, scope: Scope): string | null {
  const value = expression?.evaluate(scope);
  return typeof value === "string" && value !== "" ? value.slice(0, 10) : null;
}

function integer(answers: Answers, key: string | undefined): number | null {
  const value = key === undefined ? undefined : own(answers, key);
  return typeof value === "number" ? value : null;
}

/** The texts of a field, or of that field in each item of a list. */
function textsAt(answers: Answers, path: string): readonly string[] {
  const [key = "", inside] = path.split(".");
  const value = own(answers, key);
  if (inside === undefined) return texts(value);
  return (Array.isArray(value) ? value : []).filter(isObject).flatMap((item) => texts(own(item, inside)));
}

const texts = (value: Json | undefined): readonly string[] =>
  (Array.isArray(value) ? value : [value]).filter((each) => typeof each === "string" && each !== "");
