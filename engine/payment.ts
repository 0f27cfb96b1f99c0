import type { CompiledDefinition, State } from "./definition.ts";
import { addDuration, parseDuration } from "./duration.ts";
import type { PaymentEffect } from "./effect.ts";
import { machineOf } from "./event.ts";
import type { Scope } from "./form.ts";
import { toJson } from "./json.ts";
import type { Action, NodeSource, PaymentEvents } from "./machine.ts";
import type { Issue } from "./result.ts";

/** Largest amount one payment may ask, in cents: beyond, a tariff is wrong. */
const MOST = 100_000_000;

/**
 * The payment an action asks for, in integer cents; an issue when its amount is none: what is owed cannot be guessed, and
 * nothing may be stored then. Zero is an amount: nothing is due, and the event of the payment comes at once.
 */
export function paymentOf(
  { params }: Extract<Action, { readonly type: "request-payment" }>,
  scope: Scope,
): PaymentEffect | Issue {
  const amount = toJson(params.amount.evaluate(scope));
  if (typeof amount !== "number" || !Number.isSafeInteger(amount) || amount < 0 || amount > MOST) {
    const message = "Le montant à payer ne peut pas être calculé avec ces réponses.";
    return { code: "payment-amount", pointer: "", message };
  }
  const within = params.within === undefined ? null : parseDuration(params.within);
  return {
    type: "request-payment",
    purpose: params.id,
    amount,
    subject: params.subject,
    events: params.events,
    ...(params.less && { less: params.less }),
    ...(within && { until: addDuration(scope.now, within) }),
  };
}

const asked = new WeakMap<object, ReadonlySet<string>>();

/** The events that payments of this definition would send: none when its workflow never asks for money. */
function paymentEvents(definition: CompiledDefinition): ReadonlySet<string> {
  const { workflow } = definition;
  const known = asked.get(workflow);
  if (known) return known;
  const events = new Set([...machineOf(definition).source.states.values()].flatMap(eventsIn));
  asked.set(workflow, events);
  return events;
}

function eventsIn(node: NodeSource): readonly string[] {
  const arcs = [...node.on.values(), ...node.after.values(), node.always].flat();
  const actions = [...node.entry, ...node.exit, ...arcs.flatMap((arc) => arc.actions)];
  const own = actions.flatMap((action) => (action.type === "request-payment" ? [action.params.events.paid] : []));
  return [...own, ...[...node.states.values()].flatMap(eventsIn)];
}

/** Whether the workflow of this definition ever asks for money: what has none costs no reading. */
export const asksPayments = (definition: CompiledDefinition): boolean => paymentEvents(definition).size > 0;

/** Whether an entry in this state may wait for a payment. */
export const awaitsPayment = (definition: CompiledDefinition, { events }: Pick<State, "events">): boolean =>
  events.some(({ type }) => paymentEvents(definition).has(type));

/** Whether an entry in this state takes the event of a payment: otherwise nobody is asked to pay any more. */
export const takesPayment = (
  { workflow }: Pick<CompiledDefinition, "workflow">,
  state: string,
  { paid }: Pick<PaymentEvents, "paid">,
): boolean => workflow.states.get(state)?.events.some(({ type }) => type === paid) === true;
