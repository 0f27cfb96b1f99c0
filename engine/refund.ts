import type { RefundEffect } from "./effect.ts";
import type { Expression, Scope } from "./form.ts";
import { toJson } from "./json.ts";
import type { Issue } from "./result.ts";

/** What the action `refund` says. */
export interface RefundParams {
  /** Which payments: as `id` of `request-payment`. */
  readonly id: string;
  /** Gives integer cents; nothing is due any more without it. */
  readonly due?: Expression;
  readonly reason: string;
  readonly refunded?: string;
}

/** The refund an action asks for, in integer cents; an issue when what remains due cannot be worked out. */
export function refundOf({ params }: { readonly params: RefundParams }, scope: Scope): RefundEffect | Issue {
  const due = params.due === undefined ? 0 : toJson(params.due.evaluate(scope));
  if (typeof due !== "number" || !Number.isSafeInteger(due) || due < 0) {
    const message = "Ce qui reste dû ne peut pas être calculé avec ces réponses.";
    return { code: "payment-amount", pointer: "", message };
  }
  const { id, reason, refunded } = params;
  return { type: "refund", purpose: id, due, reason, ...(refunded !== undefined && { refunded }) };
}
