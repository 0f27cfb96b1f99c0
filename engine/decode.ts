import type { Answers, Json } from "./entry.ts";
import type { Field } from "./form.ts";
import { own, put } from "./json.ts";
import { normalise } from "./normalise.ts";
import { parsePhone } from "./phone.ts";
import { isPlate, parsePlate } from "./plate.ts";
import { type PostBody, type PostNode, postTree } from "./post.ts";
import { isAttestation } from "./required.ts";

/**
 * Answers read from an HTML form post: root[adresse][voie], root[agrements][0][capacite], root[naissance][jour].
 * Only the names of `fields` are read. An empty box leaves its key out; a text that cannot be read as its field wants is
 * kept as typed, so that it fails validation and shows again. Items keep their order, gaps closed. Never throws.
 */
export function decode(fields: readonly Field[], body: PostBody, root = "root"): Answers {
  return decodeAll(fields, postTree(body, root));
}

/** Those of `fields` that a post names, were it to empty them: what appeared on a page since it was drawn. */
export function posted(fields: readonly Field[], body: PostBody, root = "root"): readonly Field[] {
  const { children } = postTree(body, root);
  return fields.filter((field) => children.has(field.key));
}

/**
 * Answers with those of a post in their place.
 * @param asked fields that were on the page: what the post no longer says of them is forgotten
 */
export function merge(answers: Answers, asked: readonly Field[], patch: Answers): Answers {
  const forgotten = new Set(asked.map((field) => field.key));
  const merged: Record<string, Json> = {};
  for (const key of Object.keys(answers)) {
    if (!forgotten.has(key) || Object.hasOwn(patch, key)) {
      put(merged, key, own(patch, key) ?? answers[key] ?? null);
    }
  }
  for (const key of Object.keys(patch)) {
    put(merged, key, patch[key] ?? null);
  }
  return merged;
}

function decodeAll(fields: readonly Field[], node: PostNode): Answers {
  const answers: Record<string, Json> = {};
  for (const field of fields) {
    if (field.computed === undefined && field.source === undefined && !field.assigned) {
      const value = decodeField(field, node.children.get(field.key));
      if (value !== undefined) {
        put(answers, field.key, value);
      }
    }
  }
  return answers;
}

function decodeField(field: Field, node: PostNode | undefined): Json | undefined {
  if (field.widget === "checkbox") {
    return decodeCheckbox(field, node);
  }
  if (node === undefined) {
    return undefined;
  }
  if (field.widget === "repeat") {
    return decodeItems(field.fields ?? [], node);
  }
  if (field.type === "object") {
    const group = decodeAll(field.fields ?? [], node);
    return Object.keys(group).length === 0 ? undefined : group;
  }
  if (field.type === "array") {
    const values = listed(node)
      .map(cleaned)
      .filter((value) => value !== "");
    return values.length === 0 ? undefined : values;
  }
  if (field.widget === "date" && node.children.size > 0) {
    return decodeBoxes(node);
  }
  const text = textOf(node, field.widget === "textarea");
  return text === "" ? undefined : decodeText(field, text);
}

/** A box left unticked is not sent by browsers: it says no, except an attestation, which then says nothing. */
function decodeCheckbox(field: Field, node: PostNode | undefined): Json | undefined {
  const text = node === undefined ? "" : textOf(node, false);
  if (text !== "" && text !== "false") {
    return true;
  }
  return isAttestation(field) ? undefined : false;
}

function decodeItems(fields: readonly Field[], node: PostNode): Json | undefined {
  const indexes = [...node.children.keys()]
    .filter((key) => /^\d{1,9}$/.test(key))
    .sort((a, b) => Number(a) - Number(b));
  const items: Json[] = [];
  for (const index of indexes) {
    const child = node.children.get(index);
    if (child !== undefined) {
      items.push(decodeAll(fields, child));
    }
  }
  return items.length === 0 ? undefined : items;
}

/** What a text typed this way stands for; null when it cannot be read. */
const READERS: Readonly<Partial<Record<Field["widget"], (text: string) => Json>>> = {
  money: parseMoney,
  date: parseTypedDate,
  time: parseTime,
  phone: parsePhone,
};

function decodeText(field: Field, text: string): Json {
  const read = isPlate(field) ? parsePlate : READERS[field.widget];
  if (read) return read(text) ?? text;
  switch (field.type) {
    case "boolean":
      return text === "true" ? true : text === "false" ? false : text;
    case "integer":
    case "number":
      return parseNumber(text) ?? text;
    default:
      return text;
  }
}

function parseNumber(text: string): number | null {
  const digits = text.replace(/\s/g, "").replace(",", ".").replace("−", "-");
  if (!/^[+-]?\d{1,20}(\.\d{1,20})?$/.test(digits)) {
    return null;
  }
  const value = Number(digits);
  return Math.abs(value) <= Number.MAX_SAFE_INTEGER ? value : null;
}

/** Cents of "1 234,50", "1234.5 €", "12"; null beyond two decimals. */
export function parseMoney(text: string): number | null {
  const match = /^([+-]?)(\d{1,13})(?:[.,](\d{1,2}))?$/.exec(text.replace(/[\s€]/g, "").replace("−", "-"));
  if (match === null) {
    return null;
  }
  const [, sign, whole = "", decimals = ""] = match;
  const cents = Number(`${whole}${decimals.padEnd(2, "0")}`);
  return sign === "-" && cents > 0 ? -cents : cents;
}

/** The ISO date of "31/01/2026" typed in one box. */
function parseTypedDate(text: string): string | null {
  const match = /^(\d{1,2})[/. -](\d{1,2})[/. -](\d{4})$/.exec(text);
  return match === null ? null : `${match[3]}-${two(match[2])}-${two(match[1])}`;
}

/** The "08:30" of "8h30", "8 h 30", "8:30", "8h". */
export function parseTime(text: string): string | null {
  const match = /^(\d{1,2})\s*(?:[h:]\s*(\d{2})?)$/i.exec(text);
  return match === null ? null : `${two(match[1])}:${match[2] ?? "00"}`;
}

const MONTHS = ["janv", "fevr", "mars", "avri", "mai", "juin", "juil", "aout", "sept", "octo", "nove", "dece"];

/** Three boxes to "2026-01-31"; what was typed stays in its place, even when it makes no date. */
function decodeBoxes(node: PostNode): string | undefined {
  const box = (name: string): string => {
    const child = node.children.get(name);
    return child === undefined ? "" : textOf(child, false);
  };
  const year = box("annee").replaceAll("-", " ").trim();
  const month = monthOf(box("mois").replaceAll("-", " ").trim());
  const day = box("jour");
  return year === "" && month === "" && day === "" ? undefined : `${year}-${two(month)}-${two(day)}`;
}

function monthOf(text: string): string {
  const name = normalise(text.slice(0, 20));
  const index = name.length < 3 ? -1 : MONTHS.findIndex((month) => name.startsWith(month));
  return index === -1 ? text : String(index + 1);
}

const two = (text: string | undefined): string => (text ?? "").replace(/^\d$/, "0$&");

const listed = (node: PostNode): readonly string[] => [
  ...node.values,
  ...[...node.children.values()].flatMap((child) => child.values),
];

/** The last value sent under a name: a hidden "false" may come before a ticked box. */
function textOf(node: PostNode, lines: boolean): string {
  const text = node.values.at(-1) ?? "";
  return lines ? cleaned(text.replace(/\r\n?/g, "\n")) : cleaned(text.replace(/[\r\n\t]+/g, " "));
}

/** Without blanks at the ends nor characters a database refuses. */
const cleaned = (text: string): string => text.replace(CONTROL, "").trim();

const CONTROL = /(?![\n\t])[\p{Cc}\p{Cs}]/gu;
