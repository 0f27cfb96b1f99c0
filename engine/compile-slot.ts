import type { Names } from "./cel-names.ts";
import { type CheckedExpression, checkedExpression } from "./compile-expression.ts";
import { parseDuration } from "./duration.ts";
import type { Expected } from "./expression.ts";
import { DEFINITION_ID } from "./field-keywords.ts";
import type { Form, SlotSource } from "./form.ts";
import type { SlotPart } from "./meta.generated.ts";
import { type At, type Report, under } from "./report.ts";
import { slotFieldsOf } from "./slot-value.ts";
import { didYouMean } from "./suggest.ts";

/** Where a slot field takes its slots, and what that reads of the other answers. */
export interface CompiledSlot {
  readonly source: SlotSource;
  readonly paths: readonly string[];
}

/**
 * Compiles the `x-agenda` of a slot field.
 * @param entry true in the form of an entry, where `of` means nothing
 */
export function compileSlot(part: SlotPart, names: Names, at: At, entry: boolean, report: Report): CompiledSlot {
  const { register, of, hold, feed } = part;
  if ((register === undefined) === (of === undefined)) {
    report.add("slot", at, "Dites d'où viennent les créneaux, par « register » ou par « of », et pas les deux.");
  }
  if (register !== undefined && !DEFINITION_ID.test(register)) {
    const message = `« ${register} » n'est pas l'identifiant d'un registre : écrivez « domaine/nom ».`;
    report.add("reference-syntax", under(at, "register"), message);
  }
  if (of !== undefined && entry) {
    report.add("slot", under(at, "of"), "« of » vaut dans le formulaire d'un évènement ; ici, nommez le registre.");
  }
  if (of !== undefined) checkAlone(part, at, report);
  if (hold !== undefined && !parseDuration(hold)) {
    report.add("duration", under(at, "hold"), `« ${hold} » n'est pas une durée : écrivez par exemple PT2H ou P1D.`);
  }
  const read = (key: "reason" | "units" | "place", expected: Expected): CheckedExpression | undefined =>
    part[key] === undefined ? undefined : checkedExpression(part[key], names, expected, under(at, key), report);
  const [reason, units, place] = [read("reason", "string"), read("units", "int"), read("place", "string")];
  return {
    source: {
      ...(register !== undefined && { register }),
      ...(of !== undefined && { of }),
      ...(reason && { reason: reason.expression }),
      ...(units && { units: units.expression }),
      ...(place && { place: place.expression }),
      ...(hold !== undefined && { hold }),
      ...(feed !== undefined && { feed }),
    },
    paths: [reason, units, place].flatMap((each) => [...(each?.paths ?? [])]),
  };
}

function checkAlone(part: SlotPart, at: At, report: Report): void {
  for (const key of ["reason", "units", "place", "hold", "feed"] as const) {
    if (part[key] === undefined) continue;
    report.add("slot", under(at, key), `Avec « of », « ${key} » est celui du créneau déplacé : retirez-le.`);
  }
}

/** What a calendar has no words for. */
const UNSHOWN: readonly string[] = ["slot", "reference", "attachment", "attachments", "repeat"];

/** Checks that what an agent's calendar shows of an entry is in its form, and is no note of the service. */
export function checkFeeds(form: Pick<Form, "order">, at: At, report: Report): void {
  const known = form.order
    .filter(({ internal, widget }) => !internal && !UNSHOWN.includes(widget))
    .map(({ key }) => key);
  for (const { key, slot } of slotFieldsOf(form)) {
    for (const [index, wanted] of (slot?.feed ?? []).entries()) {
      if (known.includes(wanted)) continue;
      const message = `« ${wanted} » n'est pas une question qu'un calendrier puisse montrer${didYouMean(wanted, known)}`;
      report.add("slot-feed", under({ ...at, pointer: "" }, "properties", key, "x-agenda", "feed", index), message);
    }
  }
}

/** Checks that each `of` in the form of an event names a slot field of the entry. */
export function checkMoved(form: Pick<Form, "order">, own: Pick<Form, "order">, at: At, report: Report): void {
  const known = slotFieldsOf(own).map(({ key }) => key);
  for (const { key, slot } of slotFieldsOf(form)) {
    if (slot?.of === undefined || known.includes(slot.of)) continue;
    const message = `« ${slot.of} » n'est pas un créneau de la demande${didYouMean(slot.of, known)}`;
    report.add("slot-unknown", under(at, "properties", key, "x-agenda", "of"), message);
  }
}
