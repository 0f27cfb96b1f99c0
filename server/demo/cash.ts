import type { Actor, CompiledDefinition } from "../../engine/index.ts";
import { decidePayment } from "../commands/agent-payment.ts";
import type { Context } from "../context.ts";
import { paymentsOf } from "../store/payments.ts";

interface Till {
  readonly member: string;
  readonly definition: CompiledDefinition;
  /** Who takes the money. */
  readonly agent: Actor;
}

/** The agent records what she was given for what the entry owes, if it owes anything: `reason` says how it was paid. Null then. */
export async function takeMoney(ctx: Context, { member, definition, agent }: Till, entry: string, reason: string) {
  const due = (await paymentsOf(ctx, member, entry)).find(({ payment }) => payment.state === "due")?.payment.id;
  if (due === undefined) return null;
  const asked = { member, entry, payment: due, attempt: "", decision: "encaisser", reason, actor: agent } as const;
  return decidePayment(ctx, definition, asked);
}
