import { type Issue, isUsualDay, MOST_WEEKS, type Recurrence, WEEKDAYS, weekdayOf } from "../../../engine/index.ts";
import { seriesWords as words } from "../../../renderer/strings-series.ts";

/** What was typed to make a series, as it was. */
export interface TypedSeries {
  readonly weeks: string;
  /** Days of the week as definitions name them. */
  readonly weekdays: readonly string[];
  readonly until: string;
  readonly times: string;
  readonly holidays: boolean;
  readonly except: readonly { readonly from: string; readonly to: string }[];
  readonly others: boolean;
}

/** Periods that a form has room for. */
export const PERIODS = 5;
const LEAST = 2;
const MOST = 150;

/** The form as it opens: every week, on the day of the session. */
export const emptySeries = (first: string): TypedSeries => ({
  ...{ weeks: "1", weekdays: [WEEKDAYS[weekdayOf(first)] ?? ""], until: "", times: "" },
  ...{ holidays: true, except: noPeriod(), others: false },
});

const noPeriod = () => Array.from({ length: PERIODS }, () => ({ from: "", to: "" }));

/** What a query or a form holds, under these names. */
export function readSeries(all: (name: string) => readonly string[]): TypedSeries {
  const one = (name: string) => (all(name).at(-1) ?? "").trim().slice(0, 20);
  return {
    ...{ weeks: one("semaines"), weekdays: all("jours").slice(0, WEEKDAYS.length), until: one("fin") },
    ...{ times: one("fois"), holidays: one("feries") === "oui", others: one("autres") === "oui" },
    except: noPeriod().map((_, index) => ({ from: one(`du-${index + 1}`), to: one(`au-${index + 1}`) })),
  };
}

/** The same as a query or as the fields of a form, in their order. */
export const writtenSeries = (typed: TypedSeries): readonly (readonly [string, string])[] => [
  ["semaines", typed.weeks],
  ...typed.weekdays.map((day) => ["jours", day] as const),
  ["fin", typed.until],
  ["fois", typed.times],
  ...(typed.holidays ? ([["feries", "oui"]] as const) : []),
  ...typed.except.flatMap(({ from, to }, index) => [
    [`du-${index + 1}`, from] as const,
    [`au-${index + 1}`, to] as const,
  ]),
  ...(typed.others ? ([["autres", "oui"]] as const) : []),
];

/** What was typed as a recurrence from a first day, or what to mend. */
export function recurrenceFrom(
  typed: TypedSeries,
  first: string,
): { readonly recurrence: Recurrence } | { readonly issues: readonly Issue[] } {
  const weekdays = WEEKDAYS.flatMap((name, index) => (typed.weekdays.includes(name) ? [index] : []));
  const every = integer(typed.weeks, 1, MOST_WEEKS);
  const times = integer(typed.times, LEAST, MOST);
  const until = isUsualDay(typed.until) && typed.until > first ? typed.until : null;
  const except = typed.except.filter(({ from, to }) => from !== "" || to !== "");
  const issues = [
    ...(every === null ? [issue("semaines", words.issues.weeks)] : []),
    ...weekdayIssues(weekdays, first),
    ...endIssues(typed, times, until),
    ...typed.except.flatMap((period, index) =>
      isPeriod(period) ? [] : [issue(`du-${index + 1}`, words.issues.except(index + 1))],
    ),
  ];
  const end = until === null ? { times: times ?? 0 } : { until };
  if (issues.length > 0 || every === null) return { issues };
  return { recurrence: { every, weekdays, end, holidays: typed.holidays, except } };
}

const issue = (name: string, message: string): Issue => ({ code: name, pointer: `/${name}`, message });

function weekdayIssues(weekdays: readonly number[], first: string): readonly Issue[] {
  if (weekdays.length === 0) return [issue("jours", words.issues.weekdays)];
  const own = weekdayOf(first);
  return weekdays.includes(own) ? [] : [issue("jours", words.issues.weekday(WEEKDAYS[own] ?? ""))];
}

function endIssues(typed: TypedSeries, times: number | null, until: string | null): readonly Issue[] {
  if ((typed.until === "") === (typed.times === "")) return [issue("fin", words.issues.end)];
  if (typed.until !== "") return until === null ? [issue("fin", words.issues.until)] : [];
  return times === null ? [issue("fois", words.issues.times)] : [];
}

/** Two days in order, or nothing. */
const isPeriod = ({ from, to }: { readonly from: string; readonly to: string }): boolean =>
  (from === "" && to === "") || (isUsualDay(from) && isUsualDay(to) && from <= to);

function integer(text: string, least: number, most: number): number | null {
  const value = /^\d{1,3}$/.test(text) ? Number(text) : Number.NaN;
  return value >= least && value <= most ? value : null;
}
