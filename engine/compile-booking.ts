import type { Names } from "./cel-names.ts";
import type { ParamReader } from "./compile-actions.ts";
import type { Field } from "./form.ts";
import type { Action } from "./machine.ts";
import { type Report, under } from "./report.ts";
import { didYouMean } from "./suggest.ts";

interface Reading {
  readonly fields: readonly Field[];
  readonly names: Names;
  readonly report: Report;
}

/** `book` and `release`: what becomes of the slot, or of the place in a session, that a field of the entry names. */
export function compileBooking(type: "book" | "release", params: ParamReader, reading: Reading): Action | undefined {
  const field = slotNamed("field", params, reading.fields, reading.report, ["slot", "seat"]);
  return field === undefined ? undefined : { type, params: { field } };
}

/** `move`: the slot, or the place, chosen in the event's form takes the place of the one a field of the entry names. */
export function compileMove(params: ParamReader, reading: Reading): Action | undefined {
  const own = reading.fields.find(({ key }) => key === params.text("field"));
  const widgets = [own?.widget === "seat" ? "seat" : "slot"] as const;
  const field = slotNamed("field", params, reading.fields, reading.report, widgets);
  const event = reading.names.fields.get("event") ?? [];
  const to = slotNamed("to", params, "key" in event ? [event] : event, reading.report, widgets);
  return field === undefined || to === undefined ? undefined : { type: "move", params: { field, to } };
}

function slotNamed(
  param: string,
  params: ParamReader,
  fields: readonly Field[],
  report: Report,
  widgets: readonly Field["widget"][] = ["slot"],
): string | undefined {
  const key = params.text(param) ?? "";
  const known = fields.filter(({ widget }) => widgets.includes(widget)).map((field) => field.key);
  if (known.includes(key)) return key;
  const where = param === "to" ? "du formulaire de cet évènement" : "de la demande";
  const what = widgets.length > 1 ? "un créneau ni une place" : widgets[0] === "seat" ? "une place" : "un créneau";
  const message = `« ${key} » n'est pas ${what} ${where}${didYouMean(key, known)}`;
  report.add("slot-unknown", under(params.at, param), message);
  return undefined;
}
