import type { Json } from "./entry.ts";
import type { Field } from "./form.ts";
import { formatPhone } from "./phone.ts";

/** A date in its three boxes, as typed. */
export interface DateBoxes {
  readonly jour: string;
  readonly mois: string;
  readonly annee: string;
}

/**
 * What a box shows for a value: `decode` reads it back to the same value. Money "1234,50", numbers with a comma, phone
 * "06 12 34 56 78", booleans "true"/"false"; a text kept as typed shows again as typed.
 */
export function encode(field: Field, value: Json | undefined): string {
  if (typeof value === "string") {
    return field.widget === "phone" ? formatPhone(value) : value;
  }
  if (typeof value === "number") {
    return field.widget === "money" && Number.isSafeInteger(value) ? euros(value) : String(value).replace(".", ",");
  }
  return typeof value === "boolean" ? String(value) : "";
}

/** The three boxes of a date; of a text that is no date, what was typed in each. */
export function encodeDate(value: Json | undefined): DateBoxes {
  if (typeof value !== "string") {
    return { jour: "", mois: "", annee: "" };
  }
  const [annee = "", mois = "", ...jour] = value.split("-");
  return { jour: withoutZero(jour.join("-")), mois: withoutZero(mois), annee };
}

const withoutZero = (text: string): string => (/^0\d$/.test(text) ? text.slice(1) : text);

function euros(cents: number): string {
  const digits = String(Math.abs(cents)).padStart(3, "0");
  return `${cents < 0 ? "-" : ""}${digits.slice(0, -2)},${digits.slice(-2)}`;
}
