import type { FilterRange } from "./filter.ts";
import type { Field } from "./form.ts";
import type { Condition } from "./statistic-filter.ts";

/** A field a statistic may measure, group by or filter on. */
export interface StatisticField {
  /** Dotted: "adresse.commune". */
  readonly key: string;
  readonly path: readonly string[];
  /** With the title of the group it is in: "Adresse : Commune". */
  readonly title: string;
  readonly field: Field;
  /** Of what this field of the entry refers to: `path` is then that of the entry it names. */
  readonly through?: Through;
  /** Inside a list: an entry has several values. Its distinct values are counted, nothing else. */
  readonly many?: true;
}

/** A field that refers to entries of another definition. */
export interface Through {
  readonly key: string;
  readonly path: readonly string[];
  readonly definition: string;
}

/** Calendar units, on a calendar of Europe/Paris; weeks are those of ISO 8601. */
export const TIME_UNITS = ["day", "week", "month", "quarter", "year"] as const;
export type TimeUnit = (typeof TIME_UNITS)[number];

/** When an entry counts: the day it was received, the day it was settled, or a date it holds. */
export type Moment =
  | { readonly kind: "reception" }
  | { readonly kind: "outcome" }
  | { readonly kind: "field"; readonly of: StatisticField };

/** How several numbers make one. `at` is between 0 and 1; a median is at 0.5. */
export type Summary =
  | { readonly kind: "sum" }
  | { readonly kind: "average" }
  | { readonly kind: "quantile"; readonly at: number }
  /** The part of the delays that were at most so many days. */
  | { readonly kind: "within"; readonly days: number };

export type Measure =
  | { readonly kind: "count" }
  /** Each group's part of all that is counted. */
  | { readonly kind: "share" }
  /** How many different values: families met, whatever the number of contacts. */
  | { readonly kind: "distinct"; readonly of: StatisticField }
  | { readonly kind: "number"; readonly of: StatisticField; readonly summary: Summary }
  /** From the first arrival in a state (null: from reception) to the first arrival in one of `to` that follows. */
  | {
      readonly kind: "delay";
      readonly from: string | null;
      readonly to: readonly string[];
      readonly summary: Summary;
    };

export type Dimension =
  | { readonly kind: "state" | "member" | "unit" | "channel" | "assignee" }
  | { readonly kind: "field"; readonly of: StatisticField }
  /** Of the moment of the statistic. */
  | { readonly kind: "time"; readonly unit: TimeUnit };

/** Days "2026-01-31" in Paris; `until` is the day after the last. Null: without bound. */
export interface Period {
  readonly from: string | null;
  readonly until: string | null;
}

/** Kept values of one field, as a list says them: entries that have any of them, or one in a range, or none when `empty`. */
export interface ValueFilter {
  readonly of: StatisticField;
  readonly values: readonly string[];
  readonly ranges: readonly FilterRange[];
  readonly empty: boolean;
  /** Of a field of what the entry refers to: the entries there that answer it, once they were read. */
  readonly ids?: readonly string[];
}

/** What the entries of one definition amount to, checked against it. */
export interface Statistic {
  readonly definition: string;
  readonly measure: Measure;
  /** None, one or two. */
  readonly by: readonly Dimension[];
  readonly moment: Moment;
  readonly period: Period;
  /** Null: whatever the state. */
  readonly states: readonly string[] | null;
  /** Of `CHANNELS`, or "enligne". Null: any. */
  readonly channels: readonly string[] | null;
  /** Ids of members; null: every one the agent sees. */
  readonly members: readonly string[] | null;
  readonly values: readonly ValueFilter[];
  readonly condition: Condition | null;
  /** Fiches may be made one with others: those that were count no more. */
  readonly merges: boolean;
  /** Where the demandes of this definition are settled. */
  readonly outcomes: readonly string[];
  /** Where they begin, and whether some begin elsewhere, by a transition that waits for nothing. */
  readonly opening: { readonly state: string; readonly varies: boolean };
}

/** An entry filed by the citizen herself, as a channel. */
export const ONLINE = "enligne";

/** A statistic as an address or a saved row says it: names of parameters with their values. */
export type StatisticParams = Readonly<Record<string, readonly string[]>>;
