import type { Answers, Json } from "./entry.ts";
import type { Field, Form } from "./form.ts";
import { escapeSegment, isObject, own } from "./json.ts";
import type { Issue } from "./result.ts";

/** Thirteen to fifteen digits as people write a social security number, alone: no letter nor digit before or after. */
const CANDIDATE =
  /(?<![\p{L}\p{N}])[1-8](?:[ .\u00a0\u202f-]?[\dABab]){12}(?:[ .\u00a0\u202f-]?\d){0,2}(?![\p{L}\p{N}])/gu;
const SEPARATORS = /[ .\u00a0\u202f-]/g;
/** Sex, year, month (20 and more when it is not known), department, commune and rank. */
const SHAPE = /^[1-8]\d{2}(?:0[1-9]|1[0-2]|[2-3]\d|4[0-2]|[5-9]\d)(?:\d{2}|2[AB])\d{6}$/;
/** The usual ones: a man or a woman, a known month, a department or abroad. */
const USUAL = /^[12]\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[1-9]\d|2[AB])\d{6}$/;
const BODY = 13;

/**
 * Whether a text holds a social security number (NIR): with its key, which must be the right one, or without it.
 * @param alone whether thirteen digits without a key count too
 */
export function holdsNir(text: string, alone = true): boolean {
  if (!hasManyDigits(text)) return false;
  for (const [candidate] of text.matchAll(CANDIDATE)) {
    const digits = candidate.replace(SEPARATORS, "").toUpperCase();
    const body = digits.slice(0, BODY);
    if (digits.length === BODY + 2 && SHAPE.test(body) && Number(digits.slice(BODY)) === keyOf(body)) return true;
    if (alone && USUAL.test(body) && isAlone(candidate)) return true;
  }
  return false;
}

/** Most texts have no thirteen digits: they are read once, without a pattern. */
function hasManyDigits(text: string): boolean {
  let count = 0;
  for (let at = 0; at < text.length && count < BODY - 1; at += 1) {
    const code = text.charCodeAt(at);
    if (code >= 48 && code <= 57) count += 1;
  }
  return count >= BODY - 1;
}

/** Nothing follows the thirteen digits, or something apart from them does. */
function isAlone(candidate: string): boolean {
  let count = 0;
  for (const [at, character] of [...candidate].entries()) {
    if (/[\dA-Ba-b]/.test(character)) count += 1;
    if (count === BODY) return at === candidate.length - 1 || /[ .\u00a0\u202f-]/.test(candidate.charAt(at + 1));
  }
  return false;
}

/** In Corsica, 2A counts as 19 and 2B as 18 (décret 82-103, art. 4). */
const keyOf = (body: string): number => 97 - Number(BigInt(body.replace("2A", "19").replace("2B", "18")) % 97n);

const MESSAGE =
  "N’écrivez pas de numéro de sécurité sociale : la loi nous interdit de le recueillir. Effacez-le, puis continuez.";

/**
 * The free texts of answers that hold a social security number, which no communal téléservice may collect (loi 78-17,
 * art. 30; décret 2019-341). A field that has a pattern of its own takes thirteen digits of another kind.
 */
export const nirIssues = (form: Form, answers: Answers): readonly Issue[] => inFields(form.order, answers, "");

function inFields(fields: readonly Field[], values: Answers, base: string): readonly Issue[] {
  return fields.flatMap((field) => {
    const value = own(values, field.key);
    return value === undefined || value === null ? [] : inField(field, value, `${base}/${escapeSegment(field.key)}`);
  });
}

function inField(field: Field, value: Json, pointer: string): readonly Issue[] {
  const { fields } = field;
  if (fields !== undefined && isObject(value)) return inFields(fields, value, pointer);
  if (fields !== undefined && Array.isArray(value)) {
    return value.flatMap((item, index) => (isObject(item) ? inFields(fields, item, `${pointer}/${index}`) : []));
  }
  if (typeof value !== "string" || !isFree(field)) return [];
  return holdsNir(value, field.schema["pattern"] === undefined) ? [{ code: "nir", pointer, message: MESSAGE }] : [];
}

const isFree = ({ widget, computed }: Field): boolean =>
  (widget === "text" || widget === "textarea") && computed === undefined;
