import type { Actor } from "../../engine/index.ts";
import { paymentDeskWords as words } from "../../renderer/strings-payment-desk.ts";
import type { Tx } from "../db/with-actor.ts";
import { problem, refused } from "../problem.ts";
import { type Attempt, addFact, type Payment } from "../store/payments.ts";

/** What an agent decides about a payment of an entry she works. */
export const DECISIONS = ["verifier", "encaisser", "garder", "rembourser", "rembourse"] as const;
export type Decision = (typeof DECISIONS)[number];

export interface DecisionRequest {
  readonly member: string;
  readonly entry: string;
  readonly payment: string;
  /** The money it is about, for what concerns some. */
  readonly attempt: string;
  readonly decision: Decision;
  /** How it was paid, or why it is refunded. */
  readonly reason: string;
  /** Received otherwise: whoever pays has left the page of payment that is still open. */
  readonly closing?: boolean;
  readonly actor: Actor;
}

export interface Deciding extends DecisionRequest {
  readonly held: Payment;
  /** What is due besides it, for the same purpose. */
  readonly others: readonly Payment[];
  readonly attempts: readonly Attempt[];
  readonly now: Date;
}

/** What can no longer be done. */
export const tooLate = () => refused(problem("stale", words.tooLate));

/** Keeps what an agent decided of a payment, and why. */
export function note(
  tx: Tx,
  { member, held, attempt, actor, reason, now }: Deciding,
  kind: string,
  more: { readonly [key: string]: number } = {},
): Promise<void> {
  const { id, name } = actor;
  const by = { kind: "agent", id, ...(name !== undefined && { name }) } as const;
  return addFact(tx, member, held.id, {
    kind,
    attempt,
    by,
    data: { ...more, ...(reason !== "" && { reason }) },
    at: now,
  });
}
