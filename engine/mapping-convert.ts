import { parseDate } from "./cel.ts";
import { parseMoney } from "./decode.ts";
import type { Json } from "./entry.ts";
import type { Field } from "./form.ts";
import type { ColumnRule } from "./mapping.ts";
import { normalise } from "./normalise.ts";
import { parsePhone } from "./phone.ts";

/** A value as an answer holds it, what of it found no place, or why it is none. */
export type Converted =
  | { readonly ok: true; readonly value: Json; readonly rest?: string }
  | { readonly ok: false; readonly reason: string };

export type ConvertOptions = Pick<ColumnRule, "dates" | "century" | "names" | "codes">;

const YES: ReadonlySet<string> = new Set(["oui", "o", "vrai", "1", "x", "yes", "y", "true", "v"]);
const NO: ReadonlySet<string> = new Set(["non", "n", "faux", "0", "no", "false", "f"]);

const fault = (reason: string): Converted => ({ ok: false, reason });
const done = (value: Json): Converted => ({ ok: true, value });

/** Reads a text, not blank, as an answer of this field. */
export function convert(field: Field, text: string, options: ConvertOptions = {}): Converted {
  const coded = options.codes && Object.hasOwn(options.codes, text) ? options.codes[text] : undefined;
  if (field.type === "array" && field.choices) return choicesOf(field, text, coded);
  if (coded !== undefined && field.type !== "boolean") return done(coded);
  if (field.choices) return choiceOf(field, text);
  if (field.type === "boolean") return booleanOf(coded ?? text);
  if (field.widget === "money") return known(parseMoney(text), "n’est pas un montant", text);
  if (field.type === "integer" || field.type === "number") return numberOf(field, text);
  switch (field.widget) {
    case "date":
      return known(readDay(text, options), "n’est pas une date", text);
    case "time":
      return known(timeOf(text), "n’est pas une heure", text);
    case "phone":
      return phoneOf(text);
    default:
      return done(textOf(field, text, options));
  }
}

const known = (value: Json, why: string, text: string): Converted =>
  value === null ? fault(`« ${text.slice(0, 60)} » ${why}.`) : done(value);

function choiceOf(field: Field, text: string): Converted {
  const plain = normalise(text);
  const found =
    field.choices?.find(({ value }) => value === text) ??
    field.choices?.find(({ value, label }) => normalise(label) === plain || normalise(value) === plain);
  return found
    ? done(field.choices && field.type === "integer" ? Number(found.value) : found.value)
    : unknownValue(text);
}

const unknownValue = (text: string): Converted => fault(`« ${text.slice(0, 60)} » n’est pas une valeur connue.`);

function choicesOf(field: Field, text: string, coded: string | undefined): Converted {
  const whole = coded === undefined ? choiceOf(field, text) : done(coded);
  if (whole.ok) return done([whole.value]);
  const parts = text
    .split(/[;,/|+]/)
    .map((part) => part.trim())
    .filter((part) => part !== "");
  const read = parts.map((part) => choiceOf(field, part));
  const wrong = parts.filter((_, index) => read[index]?.ok === false);
  const values = [...new Set(read.flatMap((each) => (each.ok && typeof each.value === "string" ? [each.value] : [])))];
  if (values.length === 0) return unknownValue(text);
  return { ok: true, value: values, ...(wrong.length > 0 && { rest: wrong.join(", ") }) };
}

function booleanOf(text: string): Converted {
  const plain = normalise(text);
  if (YES.has(plain)) return done(true);
  return NO.has(plain) ? done(false) : fault(`« ${text.slice(0, 60)} » ne se lit pas comme oui ou non.`);
}

function numberOf({ type }: Field, text: string): Converted {
  const plain = text
    .replace(/[\s\u00a0\u202f]/g, "")
    .replace(",", ".")
    .replace("−", "-");
  const value = /^[+-]?\d{1,15}(\.\d{1,10})?$/.test(plain) ? Number(plain) : Number.NaN;
  if (Number.isNaN(value)) return fault(`« ${text.slice(0, 60)} » n’est pas un nombre.`);
  if (type === "integer" && !Number.isInteger(value))
    return fault(`« ${text.slice(0, 60)} » n’est pas un nombre entier.`);
  return done(value);
}

/** A number that lost its first 0 in a spreadsheet is one too. */
function phoneOf(text: string): Converted {
  const found = onePhone(text);
  if (found !== null) return done(found);
  const parts = text
    .split(/\s*(?:[/;,|\n]|\s(?:ou|et|puis)\s)\s*/i)
    .map((part) => part.trim())
    .filter((part) => part !== "");
  const index = parts.findIndex((part) => onePhone(part) !== null);
  const value = onePhone(parts[index] ?? "");
  if (value === null) return fault(`« ${text.slice(0, 60)} » n’est pas un numéro de téléphone.`);
  const rest = parts.filter((_, each) => each !== index).join(", ");
  return { ok: true, value, ...(rest !== "" && { rest }) };
}

function onePhone(text: string): string | null {
  const digits = text.replace(/[\s.\-\u00a0\u202f]/g, "");
  return parsePhone(/^[1-9]\d{8}$/.test(digits) ? `0${digits}` : text);
}

function timeOf(text: string): string | null {
  const match = /^(\d{1,2})\s*[h:]\s*(\d{2})?(?::\d{2})?$/i.exec(text);
  const [hours, minutes] = [Number(match?.[1] ?? 99), Number(match?.[2] ?? 0)];
  return hours < 24 && minutes < 60 ? `${two(hours)}:${two(minutes)}` : null;
}

function textOf(field: Field, text: string, { names }: ConvertOptions): string {
  const lines = field.widget === "textarea" ? text.replace(/\r\n?/g, "\n") : text.replace(/\s+/g, " ");
  if (field.schema["format"] === "email") return lines.toLowerCase();
  return names && lines === lines.toUpperCase() ? named(lines) : lines;
}

/** Words that stay small inside a name of place. */
const SMALL: ReadonlySet<string> = new Set([
  "de",
  "du",
  "des",
  "la",
  "le",
  "les",
  "sur",
  "sous",
  "en",
  "et",
  "aux",
  "au",
  "lès",
]);

/** "PORT-BAIL-SUR-MER" is "Port-Bail-sur-Mer", "D'OZEVILLE" is "d’Ozeville" as people write it. */
function named(text: string): string {
  let first = true;
  return text.toLowerCase().replace(/\p{Letter}[\p{Letter}\p{Mark}]*/gu, (word, offset: number, whole: string) => {
    const begins = first;
    first = false;
    const elided = word.length === 1 && /['’]/.test(whole[offset + 1] ?? "");
    if (!begins && (elided || (SMALL.has(word) && offset > 0))) return word;
    return word.charAt(0).toUpperCase() + word.slice(1);
  });
}

const MONTHS = ["janv", "fevr", "mars", "avri", "mai", "juin", "juil", "aout", "sept", "octo", "nove", "dece"];
const two = (value: number): string => String(value).padStart(2, "0");

/**
 * A day as an answer holds it, of "12/05/1998", "12.5.98", "1998-05-12", "19980512", "12 mai 1998", with or without an hour; null for
 * what is none, a 31 June included.
 */
export function readDay(text: string, { dates = "JMA", century }: ConvertOptions = {}): string | null {
  const plain = text.trim().replace(/[T ]\d{1,2}[:h]\d{2}(?::\d{2})?(?:\.\d+)?Z?$/, "");
  const iso = /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})$/.exec(plain) ?? /^((?:19|20)\d{2})(\d{2})(\d{2})$/.exec(plain);
  if (iso) return dayOf(Number(iso[1]), Number(iso[2]), Number(iso[3]));
  const figures = /^(\d{1,2})\s*[/.\- ]\s*(\d{1,2})\s*[/.\- ]\s*(\d{4}|\d{2})$/.exec(plain);
  if (figures) {
    const [first, second] = [Number(figures[1]), Number(figures[2])];
    const [day, month] = dates === "MJA" ? [second, first] : [first, second];
    return dayOf(yearOf(figures[3] ?? "", century), month, day);
  }
  const words = /^(\d{1,2})(?:er)?\s+(\p{Letter}+)\.?\s+(\d{4}|\d{2})$/iu.exec(plain);
  const month = words ? MONTHS.findIndex((name) => normalise(words[2] ?? "").startsWith(name)) : -1;
  return words && month >= 0 ? dayOf(yearOf(words[3] ?? "", century), month + 1, Number(words[1])) : null;
}

/** Without a last year, two figures mean up to 2040: a file that says nothing else. */
const USUAL_CENTURY = 2040;

function yearOf(text: string, century = USUAL_CENTURY): number {
  if (text.length === 4) return Number(text);
  const year = Math.floor(century / 100) * 100 + Number(text);
  return year > century ? year - 100 : year;
}

function dayOf(year: number, month: number, day: number): string | null {
  const text = `${String(year).padStart(4, "0")}-${two(month)}-${two(day)}`;
  return parseDate(text) === null ? null : text;
}
