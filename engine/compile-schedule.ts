import type { ActionContext, ParamReader } from "./compile-actions.ts";
import { systemEvent } from "./compile-payment.ts";
import { durationMessage, parseDuration } from "./duration.ts";
import type { Action } from "./machine.ts";
import { under } from "./report.ts";

/** An event that the platform sends later: after so long, or on a date. */
export function compileSchedule(params: ParamReader, context: ActionContext): Action | undefined {
  const { report } = context;
  const event = systemEvent(params, "event", context) ?? "";
  const after = params.text("after");
  const at = params.expression("at", "date");
  if ((after === undefined) === (params.text("at") === undefined)) {
    report.add(
      "action-params",
      params.at,
      "Dites quand, par « after » (une durée) ou par « at » (une date), et pas les deux.",
    );
  }
  if (after !== undefined && !parseDuration(after))
    report.add("delay", under(params.at, "after"), durationMessage(after));
  const id = params.text("id") ?? event;
  return { type: "schedule", params: { event, id, ...(after === undefined ? {} : { after }), ...(at && { at }) } };
}
