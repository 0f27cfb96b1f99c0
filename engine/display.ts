import type { Answers, Json } from "./entry.ts";
import type { Field, Form, Scope, Step } from "./form.ts";
import { formatDate, formatInstant, formatMoney, formatNumber, NARROW } from "./format.ts";
import { frenchText, frenchTime } from "./french-text.ts";
import { escapeSegment, isObject, own } from "./json.ts";
import { formatPhone } from "./phone.ts";
import { isBlank } from "./required.ts";
import { type Context, resolve, resolveItem } from "./resolve.ts";
import { displaySeat } from "./seat-value.ts";
import { displaySlot, isGroup } from "./slot-value.ts";
import { suffixOf } from "./suffix.ts";

/** Names of what is stored as an id: attachments and referenced entries. */
export type Labels = ReadonlyMap<string, string>;

/** What is read where nothing was answered. */
export const ABSENT = "Non renseigné";

/** The French text of a value; "" for an absent one. A value of a wrong shape is shown as it is. */
export function display(field: Field, value: Json | undefined, labels?: Labels): string {
  if (value === undefined || value === null || value === "") {
    return "";
  }
  if (Array.isArray(value)) {
    return displayList(field, value, labels);
  }
  if (field.widget === "slot") {
    return displaySlot(value);
  }
  if (field.widget === "seat") {
    return displaySeat(value);
  }
  if (isObject(value)) {
    return (field.fields ?? [])
      .map((child) => display(child, own(value, child.key), labels))
      .filter((text) => text !== "")
      .join(", ");
  }
  if (typeof value === "string") {
    return displayString(field, value, labels);
  }
  if (typeof value === "number") {
    if (field.widget === "money") {
      return formatMoney(value);
    }
    return displayChoice(field, String(value)) ?? withSuffix(suffixOf(field, value), formatNumber(value));
  }
  return frenchText(value);
}

function displayString(field: Field, value: string, labels: Labels | undefined): string {
  if (field.choices !== undefined) {
    return displayChoice(field, value) ?? value;
  }
  switch (field.widget) {
    case "date":
      return formatDate(value);
    case "moment":
      return formatInstant(value);
    case "time":
      return displayTime(value);
    case "phone":
      return formatPhone(value);
    case "attachment":
      return labels?.get(value) ?? "1 pièce jointe";
    case "reference":
      return labels?.get(value) ?? value;
    default:
      return withSuffix(field.suffix ?? "", value);
  }
}

/** "8 h 30" for "08:30". */
function displayTime(value: string): string {
  const [, hours, minutes] = /^(\d{2}):(\d{2})$/.exec(value) ?? [];
  return hours === undefined ? value : frenchTime(Number(hours), Number(minutes));
}

function displayList(field: Field, values: readonly Json[], labels: Labels | undefined): string {
  if (field.widget === "attachments") {
    const names = values.map((id) => (typeof id === "string" ? labels?.get(id) : undefined));
    const known = names.filter((name) => name !== undefined);
    return known.length === values.length
      ? known.join(", ")
      : `${values.length} ${values.length > 1 ? "pièces jointes" : "pièce jointe"}`;
  }
  const separator = field.widget === "repeat" ? " ; " : ", ";
  return values
    .map((value) => display(field, value, labels))
    .filter((text) => text !== "")
    .join(separator);
}

const displayChoice = (field: Field, value: string): string | undefined =>
  field.choices?.find((choice) => choice.value === value)?.label;

const withSuffix = (suffix: string, text: string): string => (suffix === "" ? text : `${text}${NARROW}${suffix}`);

/** What a field is called where there is little room: the heading of a column, a filter. */
export const heading = (field: Field): string => field.shortTitle ?? field.title;

/** One line of a summary of answers. */
export interface AnswerRow {
  readonly field: Field;
  /** Pointer of the value, indexes included. */
  readonly pointer: string;
  readonly label: string;
  readonly text: string;
  readonly value: Json | undefined;
  /** Title of the group, or of the numbered item ("Agrément 2"), the row belongs to. */
  readonly group?: string;
  /** The value is the id of a file, or several. */
  readonly attachment: boolean;
}

export interface AnswerSection {
  readonly step: Step;
  readonly rows: readonly AnswerRow[];
}

/**
 * The answers as people check them: visible fields only, step by step; groups are flattened, items of a repeat are
 * numbered groups. A computed field placed in no step ends the last section; a hidden one is left out.
 */
export function displayAnswers(
  form: Form,
  answers: Answers,
  context: Context,
  labels?: Labels,
): readonly AnswerSection[] {
  const resolved = resolve(form, answers, context);
  const placed = new Set(form.steps.flatMap((step) => step.fields.map((field) => field.key)));
  const loose = form.order.filter((field) => !placed.has(field.key));
  const listing: Listing = { scope: { ...context, answers: resolved.answers }, labels, rows: [] };
  const sections: AnswerSection[] = [];
  for (const [index, step] of form.steps.entries()) {
    const rows: AnswerRow[] = [];
    const fields = index === form.steps.length - 1 ? [...step.fields, ...loose] : step.fields;
    listFields(fields, resolved.answers, "", undefined, resolved.visible, { ...listing, rows });
    if (rows.length > 0) {
      sections.push({ step, rows });
    }
  }
  return sections;
}

interface Listing {
  readonly scope: Scope;
  readonly labels: Labels | undefined;
  readonly rows: AnswerRow[];
}

function listFields(
  fields: readonly Field[],
  values: Answers,
  base: string,
  group: string | undefined,
  visible: (field: Field) => boolean,
  listing: Listing,
): void {
  for (const field of fields) {
    const value = own(values, field.key);
    // What the workflow has not written yet lacks to nobody.
    if (field.hidden || !visible(field) || (field.assigned && isBlank(value))) {
      continue;
    }
    const pointer = `${base}/${escapeSegment(field.key)}`;
    if (isGroup(field) && field.fields !== undefined && (isObject(value) || value === undefined)) {
      listFields(toldBy(field, value ?? {}), value ?? {}, pointer, joined(group, field.title), visible, listing);
    } else if (field.widget === "repeat" && Array.isArray(value) && value.length > 0) {
      listItems(field, value, pointer, group, listing);
    } else {
      listing.rows.push(rowOf(field, value, pointer, group, listing.labels));
    }
  }
}

/** A group's fields; of what a source fills, those it gave: nobody left the others blank. */
const toldBy = ({ fields = [], source }: Field, value: Answers): readonly Field[] =>
  source === undefined ? fields : fields.filter(({ key }) => own(value, key) !== undefined);

function listItems(
  field: Field,
  items: readonly Json[],
  pointer: string,
  group: string | undefined,
  listing: Listing,
): void {
  for (const [index, item] of items.entries()) {
    const title = joined(group, `${itemTitle(field)} ${index + 1}`);
    const { visible } = resolveItem(field, item, listing.scope.answers, listing.scope);
    if (isObject(item)) {
      listFields(field.fields ?? [], item, `${pointer}/${index}`, title, visible, listing);
    } else {
      listing.rows.push({ ...rowOf(field, item, `${pointer}/${index}`, group, listing.labels), label: title });
    }
  }
}

/** What one item is called: "Agrément" in "Agréments". */
export function itemTitle(field: Field): string {
  const { items } = field.schema;
  const title = isObject(items) ? own(items, "title") : undefined;
  return typeof title === "string" ? title : field.title;
}

function rowOf(
  field: Field,
  value: Json | undefined,
  pointer: string,
  group: string | undefined,
  labels: Labels | undefined,
): AnswerRow {
  return {
    field,
    pointer,
    label: field.title,
    text: isBlank(value) ? ABSENT : display(field, value, labels) || ABSENT,
    value,
    ...(group === undefined ? {} : { group }),
    attachment: field.widget === "attachment" || field.widget === "attachments",
  };
}

const joined = (group: string | undefined, title: string): string =>
  group === undefined ? title : `${group}, ${title}`;
