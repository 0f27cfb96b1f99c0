import type { Answers, Field, Json } from "../../engine/index.ts";
import type { ReferenceOption, ReferenceView } from "./form-context.ts";

/** Entries of a register offered as a plain list, beyond which they are searched. */
export const MOST_OFFERED = 12;
/** At most so many are shown as radio buttons, which an optional question cannot take back. */
const RADIO = 6;

/** By id of the register: its entries, when they are few enough to be offered at once. */
export type Offered = ReadonlyMap<string, readonly ReferenceOption[]>;

/** A reference to a small register as a choice among its entries, the one chosen before included; any other field as it is. */
export function offeredField(field: Field, offered: Offered, kept: ReferenceView | undefined): Field {
  const found = field.widget === "reference" && field.ref !== undefined ? offered.get(field.ref) : undefined;
  if (found === undefined) return field;
  const { chosen } = kept ?? {};
  const all = chosen && !found.some(({ id }) => id === chosen.id) ? [...found, chosen] : found;
  const twice = (label: string) => all.filter((option) => option.label === label).length > 1;
  return {
    ...field,
    widget: field.required && all.length <= RADIO ? "radio" : "select",
    choices: all.map(({ id, label, hint }) => ({
      value: id,
      label: twice(label) && hint !== undefined ? `${label} (${hint})` : label,
    })),
  };
}

/** The registers that these fields, at any depth, refer to by a question. */
export const referredBy = (fields: readonly Field[]): ReadonlySet<string> =>
  new Set(fields.flatMap((field) => [...own(field), ...referredBy(field.fields ?? [])]));

const own = ({ ref, computed, widget }: Field): readonly string[] =>
  ref !== undefined && computed === undefined && widget === "reference" ? [ref] : [];

/**
 * Answers in which a list that must have an item has one to fill, and not a button alone. An item that could stay empty
 * would count without saying anything: such a list begins empty.
 */
export function withFirstItems(fields: readonly Field[], answers: Answers): Answers {
  const opened = fields.flatMap((field): (readonly [string, Json])[] => {
    const value = answers[field.key];
    if (beginsOpen(field) && (value === undefined || (Array.isArray(value) && value.length === 0))) {
      return [[field.key, [{}]]];
    }
    if (field.widget !== "group" || typeof value !== "object" || value === null || Array.isArray(value)) return [];
    return [[field.key, withFirstItems(field.fields ?? [], value as Answers)]];
  });
  return opened.length === 0 ? answers : { ...answers, ...Object.fromEntries(opened) };
}

/** Whether a list must have an item, which must say something. */
export const beginsOpen = ({ widget, required, fields = [] }: Field): boolean =>
  widget === "repeat" && required && fields.some((field) => field.required && field.when === undefined);
