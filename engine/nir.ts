import type { Answers, Json } from "./entry.ts";
import type { Field, Form } from "./form.ts";
import { escapeSegment, isObject, own } from "./json.ts";
import type { Issue } from "./result.ts";

/** A digit, of full width too; what people, and word processors, put between digits. */
const DIGIT = String.raw`[0-9\uff10-\uff19]`;
const BETWEEN = String.raw`[ \t._\u00a0\u00ad\u2000-\u200d\u2010-\u2015\u202f\u2060\ufeff\-]`;
/**
 * Thirteen to fifteen digits as people write a social security number, alone: no letter nor digit before or after. Each place
 * is tried: another number may stand just before.
 */
const CANDIDATE = new RegExp(
  String.raw`(?<![\p{L}\p{N}])(?=([1-8\uff11-\uff18](?:${BETWEEN}{0,2}(?:${DIGIT}|[ABab])){12}(?:${BETWEEN}{0,2}${DIGIT}){0,2})(?![\p{L}\p{N}]))`,
  "gu",
);
const SEPARATORS = new RegExp(BETWEEN, "gu");
/** Sex, year, month (20 and more when it is not known), department, commune and rank. */
const SHAPE = /^[1-8]\d{2}(?:0[1-9]|1[0-2]|[2-3]\d|4[0-2]|[5-9]\d)(?:\d{2}|2[AB])\d{6}$/;
/** The usual ones: a man or a woman, a known month, a department or abroad. */
const USUAL = /^[12]\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[1-9]\d|2[AB])\d{6}$/;
const BODY = 13;

/**
 * Whether a text holds a social security number (NIR): with its key, which must be the right one, or without it.
 * @param alone whether thirteen digits without a key count too
 */
export const holdsNir = (text: string, alone = true): boolean => nirsIn(text, alone).next().done !== true;

/** The numbers of a text as they are written, and where each begins. */
function* nirsIn(text: string, alone: boolean): Generator<{ readonly index: number; readonly written: string }> {
  if (!hasManyDigits(text)) return;
  for (const { index, 1: written = "" } of text.matchAll(CANDIDATE)) {
    const digits = written.replace(SEPARATORS, "").normalize("NFKC").toUpperCase();
    const body = digits.slice(0, BODY);
    const keyed = digits.length === BODY + 2 && SHAPE.test(body) && Number(digits.slice(BODY)) === keyOf(body);
    if (keyed || (alone && USUAL.test(body) && isAlone(written))) yield { index, written };
  }
}

/** What stands where a number was. */
const ERASED = "[effacé]";

/** A text whose social security numbers are erased. */
function erased(text: string, alone: boolean): string {
  let [kept, at] = ["", 0];
  for (const { index, written } of nirsIn(text, alone)) {
    if (index < at) continue;
    kept += text.slice(at, index) + ERASED;
    at = index + written.length;
  }
  return kept + text.slice(at);
}

/** Most texts have no thirteen digits: they are read once, without a pattern. */
function hasManyDigits(text: string): boolean {
  let count = 0;
  for (let at = 0; at < text.length && count < BODY - 1; at += 1) {
    const code = text.charCodeAt(at);
    if ((code >= 0x30 && code <= 0x39) || (code >= 0xff10 && code <= 0xff19)) count += 1;
  }
  return count >= BODY - 1;
}

/** Nothing follows the thirteen digits, or something apart from them does. */
function isAlone(written: string): boolean {
  let count = 0;
  for (const [at, character] of [...written].entries()) {
    if (!IS_BETWEEN.test(character)) count += 1;
    if (count === BODY) return at === written.length - 1 || IS_BETWEEN.test(written.charAt(at + 1));
  }
  return false;
}

const IS_BETWEEN = new RegExp(BETWEEN, "u");

/** In Corsica, 2A counts as 19 and 2B as 18 (décret 82-103, art. 4). */
const keyOf = (body: string): number => 97 - Number(BigInt(body.replace("2A", "19").replace("2B", "18")) % 97n);

/** What whoever writes one is told. */
export const NIR_MESSAGE =
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
  const text = typeof value === "number" ? String(value) : value;
  if (typeof text !== "string" || !isFree(field)) return [];
  return holdsNir(text, takesNoDigits(field)) ? [{ code: "nir", pointer, message: NIR_MESSAGE }] : [];
}

/** Whether thirteen digits are none of what a field asks for: neither a number nor a text of a pattern of its own. */
const takesNoDigits = ({ widget, schema }: Field): boolean => widget !== "number" && schema["pattern"] === undefined;

const isFree = ({ widget, computed }: Field): boolean =>
  (widget === "text" || widget === "textarea" || widget === "number") && computed === undefined;

/**
 * Answers as they may be kept before they are right: whatever was typed, the social security numbers erased. The same when they
 * hold none.
 */
export function withoutNir(form: Form, answers: Answers): Answers {
  return erasedIn(form.order, answers);
}

function erasedIn(fields: readonly Field[], values: Answers): Answers {
  const changed = fields.flatMap((field): (readonly [string, Json])[] => {
    const before = own(values, field.key);
    if (before === undefined || before === null) return [];
    const after = erasedField(field, before);
    return after === before ? [] : [[field.key, after]];
  });
  return changed.length === 0 ? values : { ...values, ...Object.fromEntries(changed) };
}

function erasedField(field: Field, value: Json): Json {
  const { fields } = field;
  if (fields !== undefined && isObject(value)) return erasedIn(fields, value);
  if (fields !== undefined && Array.isArray(value)) {
    const items = value.map((item) => (isObject(item) ? erasedIn(fields, item) : item));
    return items.some((item, index) => item !== value[index]) ? items : value;
  }
  if (typeof value === "number") return erased(String(value), false) === String(value) ? value : ERASED;
  if (typeof value !== "string") return value;
  return erased(value, takesNoDigits(field));
}
