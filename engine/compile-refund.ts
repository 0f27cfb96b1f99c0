import type { ActionContext, ParamReader } from "./compile-actions.ts";
import { systemEvent } from "./compile-payment.ts";
import type { Action } from "./machine.ts";
import { under } from "./report.ts";

const LONGEST_REASON = 200;

/** What is paid beyond what is due now is to be given back: see `refund` in machine.ts. */
export function compileRefund(params: ParamReader, context: ActionContext): Action | undefined {
  const due = params.text("due") === undefined ? undefined : params.expression("due", "int");
  const reason = (params.text("reason") ?? "").trim();
  if (reason === "" || reason.length > LONGEST_REASON) {
    const message = `Dites en ${LONGEST_REASON} signes au plus pourquoi c'est remboursé : « Séance annulée ».`;
    context.report.add("refund-reason", under(params.at, "reason"), message);
  }
  const refunded = systemEvent(params, "refunded", context);
  const id = params.text("id") ?? "paiement";
  if (params.text("due") !== undefined && !due) return undefined;
  return { type: "refund", params: { id, reason, ...(due && { due }), ...(refunded !== undefined && { refunded }) } };
}
