import { parisDay, parisMidnight } from "./duration.ts";
import type { Expression, Field, Scope } from "./form.ts";
import { percentOf } from "./percent.ts";
import { MOST_CENTS, type Tariff } from "./tariff.ts";
import { type Lookup, lookup } from "./tariff-lookup.ts";

/** How a price is made: steps in order, each adding whole cents to those before. */
export interface Fee {
  readonly id: string;
  readonly title: string;
  readonly steps: readonly FeeStep[];
  /** In cents; zero unless the definition says otherwise. */
  readonly minimum: number;
  readonly maximum: number | null;
  /** What the citizen is told when the decision rests on an algorithm (CRPA L.311-3-1, R.311-3-1-2). */
  readonly algorithm?: { readonly purpose: string; readonly degree: string };
  /** The tables its steps read. */
  readonly tariffs: readonly Tariff[];
  /** The fields it reads, with their place in the answers. */
  readonly inputs: readonly FeeInput[];
}

export interface FeeInput {
  /** "adresse.commune". */
  readonly path: string;
  readonly field: Field;
  /** Given by a source, never typed. */
  readonly fetched?: true;
}

export interface FeeStep {
  readonly label: string;
  readonly when?: Expression;
  /** Cents, or a percentage of what the steps before come to. */
  readonly amount: Expression | { readonly percent: number };
  /** The rule in words, where the definition gives them. */
  readonly rule?: string;
  /** Ids of the tables it reads. */
  readonly tariffs: readonly string[];
}

/** A step as it was counted. */
export interface CountedStep {
  readonly step: FeeStep | "minimum" | "maximum";
  readonly amount: number;
  /** What the steps come to with it. */
  readonly total: number;
}

/** A price, and all that made it. */
export interface Price {
  readonly total: number;
  readonly steps: readonly CountedStep[];
  /** What the tables gave, those that a counted step read. */
  readonly lookups: readonly Lookup[];
}

/** The price of a fee for these answers on the day of `scope.pricedOn`; null when an answer or a row lacks. */
export function priceOf(fee: Fee, given: Scope): Price | null {
  const scope = onItsDay(given);
  const found = fee.tariffs.flatMap((tariff) => lookup(tariff, scope) ?? []);
  const prices = new Map(found.map(({ tariff, row }) => [tariff.id, BigInt(row.amount)]));
  const read = new Set<string>();
  const steps: CountedStep[] = [];
  let total = 0n;
  for (const step of fee.steps) {
    const here: Scope = { ...scope, fee: { subtotal: total, prices } };
    if (step.when && step.when.evaluate(here) !== true) continue;
    const amount = "percent" in step.amount ? percentOf(total, step.amount.percent) : centsOf(step.amount, here);
    if (amount === null) return null;
    total += amount;
    for (const id of step.tariffs) read.add(id);
    steps.push({ step, amount: Number(amount), total: Number(total) });
  }
  const bounded = bound(fee, Number(total));
  if (bounded !== null) {
    steps.push({ step: bounded.by, amount: bounded.total - Number(total), total: bounded.total });
  }
  const sum = bounded?.total ?? Number(total);
  if (Math.abs(sum) > MOST_CENTS) return null;
  return { total: sum, steps, lookups: found.filter(({ tariff }) => read.has(tariff.id)) };
}

/** What depends on today ("age") is that of the day of the price. */
function onItsDay(scope: Scope): Scope {
  const { pricedOn, now } = scope;
  return pricedOn === undefined || pricedOn === parisDay(now) ? scope : { ...scope, now: parisMidnight(pricedOn) };
}

function centsOf(amount: Expression, scope: Scope): bigint | null {
  const value = amount.evaluate(scope);
  return typeof value === "number" && Number.isSafeInteger(value) ? BigInt(value) : null;
}

function bound({ minimum, maximum }: Fee, total: number) {
  if (total < minimum) return { by: "minimum" as const, total: minimum };
  if (maximum !== null && total > maximum) return { by: "maximum" as const, total: maximum };
  return null;
}
