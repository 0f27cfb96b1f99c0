import type { Answer, OperationResult } from "./payment-provider.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** How long the page of an operation opens, and how long someone may still be on it: the service counts twenty minutes. */
export const OPENS_FOR = 15 * MINUTE;
export const WAITS_FOR = 20 * MINUTE;

/** An operation as it was ordered. */
export interface Ordered {
  readonly amount: number;
  readonly refdet: string;
  readonly numcli: string;
  readonly askedAt: Date;
}

/** What an answer means for an attempt: nothing yet, its end, money that came, or money that is not the money asked for. */
export type Verdict =
  | { readonly kind: "waiting" }
  | { readonly kind: "refused" | "abandoned" | "expired"; readonly final: boolean }
  | { readonly kind: "paid"; readonly result: OperationResult }
  | {
      readonly kind: "changed";
      readonly what: "amount" | "reference" | "account";
      readonly result: OperationResult;
    };

/**
 * Judges an answer. Given up counts as waiting for twenty minutes: the person may still be paying. An operation without a result
 * waits as long, then has expired; what the provider forgot has too, for good.
 */
export function verdictOf(ordered: Ordered, answer: Answer<OperationResult>, now: Date): Verdict {
  const age = now.getTime() - ordered.askedAt.getTime();
  const young = age < WAITS_FOR;
  if (!answer.ok) {
    const { kind } = answer.fault;
    if (young || kind === "away" || kind === "account") return { kind: "waiting" };
    return { kind: "expired", final: kind === "unknown" };
  }
  const { value } = answer;
  if (value.outcome === "paid") {
    const what = changed(ordered, value);
    return what === null ? { kind: "paid", result: value } : { kind: "changed", what, result: value };
  }
  if (value.outcome === "abandoned") return young ? { kind: "waiting" } : { kind: "abandoned", final: false };
  return { kind: "refused", final: false };
}

function changed(ordered: Ordered, result: OperationResult): "amount" | "reference" | "account" | null {
  if (result.amount !== ordered.amount) return "amount";
  if (result.refdet !== ordered.refdet) return "reference";
  return result.numcli === ordered.numcli ? null : "account";
}

/** While an attempt waits: often at first, then less; then, closed without money, in case it comes late. */
const WAITING = [1, 1, 2, 2, 4, 5, 5, 10, 15, 30].map((minutes) => minutes * MINUTE);
const AFTERWARDS = [HOUR, 6 * HOUR, DAY, 3 * DAY, 10 * DAY, 30 * DAY, 90 * DAY, 180 * DAY];

/** How long before the provider is asked again, after `polls` questions; the longest pause goes on. */
export const nextWait = (polls: number): number => WAITING[Math.min(polls, WAITING.length - 1)] ?? HOUR;

/** The same once an attempt is closed without money, by its age: null past the year that answers are kept. */
export function nextRecheck(age: number): number | null {
  let total = WAITS_FOR;
  for (const pause of AFTERWARDS) {
    total += pause;
    if (total > age) return total - age;
  }
  return null;
}
