import { parisDay, parisMidnight } from "./duration.ts";
import type { FeeInput } from "./fee.ts";
import type { Expression, Scope } from "./form.ts";
import type { Tariff } from "./tariff.ts";
import { type Lookup, lookup } from "./tariff-lookup.ts";

/** How entries are ranked when there is not enough for all: criteria anyone may read, and what separates equals. */
export interface Scoring {
  readonly title: string;
  readonly intro?: string;
  /** What the citizen is told of the algorithm (CRPA L.311-3-1, R.311-3-1-2). */
  readonly algorithm: { readonly purpose: string; readonly degree: string };
  readonly criteria: readonly Criterion[];
  /** Read in order between equal scores; a draw that anyone can make again ends them. */
  readonly ties: readonly Tie[];
  /** When the citizen reads her own points on her tracking page: once a decision rests on them, or from the first day. */
  readonly told: "decided" | "always";
  /** The tables its criteria read. */
  readonly tariffs: readonly Tariff[];
  /** The fields it reads. */
  readonly inputs: readonly FeeInput[];
}

export interface Criterion {
  readonly label: string;
  readonly when?: Expression;
  readonly points: Expression;
  /** Most points it gives, before its weight. */
  readonly maximum: number;
  readonly weight: number;
  /** The rule in words, where the definition gives them. */
  readonly rule?: string;
  /** Ids of the tables it reads. */
  readonly tariffs: readonly string[];
}

export interface Tie {
  readonly label: string;
  readonly value: Expression;
  readonly order: "ascending" | "descending";
}

/** What a criterion gave; `points` are already within its maximum. */
export interface CountedCriterion {
  readonly criterion: Criterion;
  readonly points: number;
  /** Points times weight. */
  readonly total: number;
}

/** A number, a text, or null for what nobody answered; dates are texts ("2026-03-03"). */
export type TieValue = string | number | null;

/** Whole points, and all that made them. */
export interface Score {
  readonly total: number;
  readonly criteria: readonly CountedCriterion[];
  /** What the tables gave to criteria that hold. */
  readonly lookups: readonly Lookup[];
  readonly ties: readonly TieValue[];
}

/**
 * The score of these answers on the day of `scope.pricedOn`, today without it. A criterion whose condition does not hold, or that
 * lacks an answer, gives nothing.
 */
export function scoreOf(scoring: Scoring, given: Scope): Score {
  const day = given.pricedOn ?? parisDay(given.now);
  const scope: Scope = { ...given, pricedOn: day, now: parisMidnight(day) };
  const found = scoring.tariffs.flatMap((tariff) => lookup(tariff, scope) ?? []);
  const prices = new Map(found.map(({ tariff, row }) => [tariff.id, BigInt(row.amount)]));
  const here: Scope = { ...scope, fee: { subtotal: 0n, prices } };
  const criteria = scoring.criteria.map((criterion) => count(criterion, here));
  const read = new Set(criteria.flatMap(({ criterion, points }) => (points > 0 ? criterion.tariffs : [])));
  return {
    total: criteria.reduce((sum, { total }) => sum + total, 0),
    criteria,
    lookups: found.filter(({ tariff }) => read.has(tariff.id)),
    ties: scoring.ties.map(({ value }) => tieValue(value.evaluate(scope))),
  };
}

function count(criterion: Criterion, scope: Scope): CountedCriterion {
  const { when, maximum, weight } = criterion;
  const value = when && when.evaluate(scope) !== true ? 0 : criterion.points.evaluate(scope);
  const points = typeof value === "number" && Number.isSafeInteger(value) ? Math.min(Math.max(value, 0), maximum) : 0;
  return { criterion, points, total: points * weight };
}

function tieValue(value: unknown): TieValue {
  if (typeof value === "boolean") return value ? 1 : 0;
  return typeof value === "string" || typeof value === "number" ? value : null;
}

/** Most points the criteria may give together. */
export const mostPoints = ({ criteria }: Pick<Scoring, "criteria">): number =>
  criteria.reduce((sum, { maximum, weight }) => sum + maximum * weight, 0);
