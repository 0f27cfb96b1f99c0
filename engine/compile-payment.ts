import type { ActionContext, ParamReader } from "./compile-actions.ts";
import { durationMessage, parseDuration } from "./duration.ts";
import type { Action } from "./machine.ts";
import { under } from "./report.ts";
import { didYouMean } from "./suggest.ts";

/** Subjects go to a payment service that takes no more. */
const LONGEST_SUBJECT = 100;

/** A payment asked of whoever holds the entry: see `request-payment` in machine.ts. */
export function compilePayment(params: ParamReader, context: ActionContext): Action | undefined {
  const { report } = context;
  const amount = params.expression("amount", "int");
  const paid = systemEvent(params, "paid", context) ?? "";
  const subject = (params.text("subject") ?? "").trim();
  if (subject === "" || subject.length > LONGEST_SUBJECT) {
    const message = `Dites en ${LONGEST_SUBJECT} signes au plus ce qui est payé : « Carte de stationnement ».`;
    report.add("payment-subject", under(params.at, "subject"), message);
  }
  const refused = systemEvent(params, "refused", context);
  const expired = systemEvent(params, "expired", context);
  const within = params.text("within");
  if (within !== undefined && !parseDuration(within)) {
    report.add("delay", under(params.at, "within"), durationMessage(within));
  }
  if ((within === undefined) !== (expired === undefined)) {
    const message = "« within » (le délai pour payer) et « expired » (l'évènement de sa fin) vont ensemble.";
    report.add("action-params", params.at, message);
  }
  const less = params.text("less");
  if (less !== undefined && less !== "paid") {
    report.add("action-params", under(params.at, "less"), "Écrivez « paid » : ce qui est déjà payé est déduit.");
  }
  const events = { paid, ...(refused !== undefined && { refused }), ...(expired !== undefined && { expired }) };
  const id = params.text("id") ?? "paiement";
  const more = { ...(within && { within }), ...(less && { less: "paid" as const }) };
  return amount && { type: "request-payment", params: { id, amount, subject, events, ...more } };
}

/** The event a parameter names, which the platform will send; a wrong one is reported. */
export function systemEvent(
  params: ParamReader,
  name: string,
  { events, report }: Pick<ActionContext, "events" | "report">,
): string | undefined {
  const event = params.text(name);
  if (event === undefined) return undefined;
  if (!events.has(event)) {
    const message = `Aucun état ne prend l'évènement « ${event} »${didYouMean(event, events.keys())}`;
    report.add("event-unknown", under(params.at, name), message);
  } else if (!events.get(event)?.bySystem) {
    const message = `L'évènement « ${event} » sera envoyé par la plateforme : ajoutez « system » à son « who ».`;
    report.add("event-system", under(params.at, name), message);
  }
  return event;
}
