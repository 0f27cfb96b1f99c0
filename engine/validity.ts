import type { CompiledDefinition } from "./definition.ts";
import type { Entry } from "./entry.ts";
import type { Expression } from "./form.ts";
import { own } from "./json.ts";
import { outcomes } from "./outcomes.ts";
import { movedDay } from "./year-days.ts";

/** What an entry grants for a time. */
export interface Validity {
  /** States in which it holds. */
  readonly states: readonly string[];
  /** States of what has ended in its time: it may be renewed late. */
  readonly ended: readonly string[];
  /** Key of the field that says its last day: `x-assigned`, written as the entry reaches one of `states`. */
  readonly until: string;
  /** Gives that day. */
  readonly value: Expression;
  readonly renewal: Renewal | null;
}

/** How it is asked for again, from the last answers. */
export interface Renewal {
  /** Key of the `x-assigned` reference to the entry that is renewed. */
  readonly of: string;
  /** Key of the `x-assigned` date that says when that one ended, or would. */
  readonly end?: string;
  /** How long before the end it opens: ISO 8601 duration in days or months. */
  readonly opens: string;
  /** How long after the end it is still offered; absent: not at all. */
  readonly late?: string;
  /** Keys of the fields asked anew. */
  readonly again: readonly string[];
  /** Words of the button that replaces what holds before its end: another vehicle, another home. */
  readonly change?: string;
  /** Event sent to the renewed entry once the new one holds. */
  readonly replaced?: string;
}

type Held = Pick<Entry, "state" | "answers">;
type About = Pick<CompiledDefinition, "validity">;

/** Last day of what an entry grants, "2027-08-31"; null before it is granted. */
export function validUntil({ validity }: About, { answers }: Pick<Entry, "answers">): string | null {
  const day = validity && own(answers, validity.until);
  return typeof day === "string" ? day : null;
}

/** Where what an entry grants stands: not yet granted, it holds, its time is over, or it was withdrawn or replaced. */
export type Standing = "none" | "valid" | "expired" | "withdrawn";

/**
 * Whatever the timers did or did not do yet, what has passed its last day is over.
 * @param today day of Paris
 */
export function standing(definition: About, entry: Held, today: string): Standing {
  const { validity } = definition;
  const until = validUntil(definition, entry);
  if (!validity || until === null) return "none";
  if (validity.states.includes(entry.state)) return until >= today ? "valid" : "expired";
  return validity.ended.includes(entry.state) ? "expired" : "withdrawn";
}

/** What may be begun from an entry: its renewal, the change of what holds, or nothing. `from`: the day renewal opens. */
export type Renewable =
  | { readonly kind: "renew" | "change" }
  | { readonly kind: "none"; readonly why: "early" | "late" | "other"; readonly from?: string };

const OTHER: Renewable = { kind: "none", why: "other" };

/** Says it for today, a day of Paris. Rights, and whether it was renewed already, are the caller's business. */
export function renewable(definition: About, entry: Held, today: string): Renewable {
  const renewal = definition.validity?.renewal;
  const until = validUntil(definition, entry);
  if (!renewal || until === null) return OTHER;
  const where = standing(definition, entry, today);
  if (where === "expired") {
    const last = renewal.late === undefined ? null : movedDay(until, renewal.late, 1);
    return last !== null && today <= last ? { kind: "renew" } : { kind: "none", why: "late" };
  }
  if (where !== "valid") return OTHER;
  const from = movedDay(until, renewal.opens, -1);
  if (today >= from) return { kind: "renew" };
  return renewal.change === undefined ? { kind: "none", why: "early", from } : { kind: "change" };
}

/** Whether a renewal failed, so that another may be begun: it was settled, and never held. */
export const renewalFailed = (
  definition: Pick<CompiledDefinition, "kind" | "validity" | "workflow">,
  entry: Held,
): boolean => outcomes(definition).some(({ id }) => id === entry.state) && validUntil(definition, entry) === null;
