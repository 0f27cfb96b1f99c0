import {
  type Asked,
  addDays,
  apart,
  birthday,
  type DayMinutes,
  type Issue,
  minuteIn,
  parseTime,
  WEEKDAYS,
} from "../engine/index.ts";
import { placeWords as words } from "../renderer/strings-places.ts";
import { dayOf } from "./read-day.ts";

/** The same hours on some days, as typed. */
export interface TypedHours {
  readonly days: readonly string[];
  readonly from: string;
  readonly to: string;
}

/** A place that someone looks for, as her address says it. */
export interface PlaceAsk {
  readonly typed: {
    readonly from: string;
    readonly month: string;
    readonly year: string;
    /** As many as `ROWS`, empty ones included. */
    readonly hours: readonly TypedHours[];
  };
  /** Null when no place is looked for, or when it cannot be understood. */
  readonly asked: Asked | null;
  /** Communes around count too. */
  readonly around: boolean;
  readonly issues: readonly Issue[];
}

const DAYS: readonly string[] = WEEKDAYS;

/** Hours of different days that one search may tell apart. */
const ROWS = 3;
const LONGEST = 20;
/** How far ahead a place is looked for, and how old who comes may be; in years. */
const AHEAD = 5;
const OLDEST = 18;

/** Names of the parameters of `readPlaceAsk`. */
export const PLACE_PARAMS: readonly string[] = [
  ...["debut", "mois", "annee", "voisines"],
  ...Array.from({ length: ROWS }, (_, index) => ["jours", "de", "a"].map((name) => `${name}${index + 1}`)).flat(),
];

/** @param today day of Paris: a place is looked for from then at the earliest */
export function readPlaceAsk(params: URLSearchParams, today: string): PlaceAsk {
  const text = (name: string) => (params.get(name) ?? "").trim().slice(0, LONGEST);
  const hours = Array.from({ length: ROWS }, (_, index): TypedHours => {
    const days = params.getAll(`jours${index + 1}`);
    const known = WEEKDAYS.filter((day) => days.includes(day));
    return { days: known, from: text(`de${index + 1}`), to: text(`a${index + 1}`) };
  });
  const typed = { from: text("debut"), month: text("mois"), year: text("annee"), hours };
  const said = typed.from !== "" || typed.month !== "" || typed.year !== "" || hours.some(isFilled);
  const read = { from: fromOf(typed.from, today), birth: birthOf(typed, today), week: weekOf(hours) };
  const issues = [...read.from.issues, ...read.birth.issues, ...read.week.issues];
  return {
    typed,
    around: params.get("voisines") === "oui",
    issues: said ? issues : [],
    asked:
      said && issues.length === 0
        ? { from: read.from.value, to: null, birth: read.birth.value, week: read.week.value }
        : null,
  };
}

/** The parameters of an address that say this again. */
export function placePairs({ typed, around }: PlaceAsk): readonly (readonly [string, string])[] {
  const pairs: [string, string][] = [
    ["debut", typed.from],
    ["mois", typed.month],
    ["annee", typed.year],
    ["voisines", around ? "oui" : ""],
  ];
  for (const [index, { days, from, to }] of typed.hours.entries()) {
    for (const day of days) pairs.push([`jours${index + 1}`, day]);
    pairs.push([`de${index + 1}`, from], [`a${index + 1}`, to]);
  }
  return pairs.filter(([, value]) => value !== "");
}

interface Read<T> {
  readonly value: T;
  readonly issues: readonly Issue[];
}

const issue = (pointer: string, message: string): Issue => ({ code: "malformed", pointer: `/${pointer}`, message });

function fromOf(typed: string, today: string): Read<string> {
  if (typed === "") return { value: today, issues: [] };
  const day = dayOf(typed);
  if (day === null) return { value: today, issues: [issue("debut", words.wrong.from)] };
  if (day > birthday(today, AHEAD)) return { value: today, issues: [issue("debut", words.wrong.far)] };
  return { value: day < today ? today : day, issues: [] };
}

/** The last day of the month: whoever was born earlier in it is found a place too. Null when nothing is said. */
function birthOf({ month, year }: PlaceAsk["typed"], today: string): Read<string | null> {
  if (month === "" && year === "") return { value: null, issues: [] };
  const wrong = { value: null, issues: [issue(/^\d{1,2}$/.test(month) ? "annee" : "mois", words.wrong.birth)] };
  if (!/^(0?[1-9]|1[0-2])$/.test(month) || !/^\d{4}$/.test(year)) return wrong;
  const first = `${year}-${month.padStart(2, "0")}-01`;
  if (first < birthday(today, -OLDEST) || first > birthday(today, 1)) return wrong;
  const next =
    month.padStart(2, "0") === "12"
      ? `${Number(year) + 1}-01-01`
      : `${year}-${String(Number(month) + 1).padStart(2, "0")}-01`;
  return { value: addDays(next, -1), issues: [] };
}

/** "8 h 30" → 510; null for what is no time of a day. */
function minutesOf(typed: string): number | null {
  const time = parseTime(typed);
  return time !== null && /^([01]\d|2[0-3]):[0-5]\d$/.test(time) ? minuteIn(time) : null;
}

const isFilled = ({ days, from, to }: TypedHours): boolean => days.length > 0 || from !== "" || to !== "";

function weekOf(rows: readonly TypedHours[]): Read<readonly DayMinutes[]> {
  if (!rows.some(isFilled)) return { value: [], issues: [issue("jours1", words.wrong.none)] };
  const read = rows.map((row, index) => (isFilled(row) ? hoursOf(row, index + 1) : { value: [], issues: [] }));
  return { value: apart(read.flatMap(({ value }) => value)), issues: read.flatMap(({ issues }) => issues) };
}

function hoursOf(row: TypedHours, number: number): Read<readonly DayMinutes[]> {
  const [from, to] = [minutesOf(row.from), minutesOf(row.to)];
  const days = row.days.length === 0 ? [issue(`jours${number}`, words.wrong.days)] : [];
  const failing = (name: string, message: string) => ({
    value: [],
    issues: [...days, issue(`${name}${number}`, message)],
  });
  if (from === null) return failing("de", words.wrong.start);
  if (to === null) return failing("a", words.wrong.end);
  if (from >= to) return failing("a", words.wrong.order);
  const end = to === 1439 ? 1440 : to;
  const week = row.days.map((day) => ({ weekday: DAYS.indexOf(day), from, to: end }));
  return { value: week, issues: days };
}
