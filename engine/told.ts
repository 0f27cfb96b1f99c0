import type { CompiledDefinition } from "./definition.ts";
import type { Answers } from "./entry.ts";
import { FIRST_NAMES } from "./first-names.ts";
import type { Field } from "./form.ts";
import { normalise } from "./normalise.ts";
import { parsePhone } from "./phone.ts";

type Known = Pick<CompiledDefinition, "form" | "list" | "duplicates">;

/**
 * The answers of a new entry that what was looked for in vain already tells: a telephone number, an electronic address, or else a
 * name. A name of several words is divided where the definition knows which question is the first name.
 */
export function toldBy(definition: Known, text: string): Answers {
  const { order } = definition.form;
  const first = (widget: Field["widget"]) =>
    order.find((field) => field.widget === widget && field.computed === undefined);
  const phone = parsePhone(text);
  const email = /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(text) ? text : null;
  const [field, value] = phone !== null ? [first("phone"), phone] : email !== null ? [first("email"), email] : [];
  if (field && value !== undefined) return { [field.key]: value };
  return phone !== null || email !== null ? {} : named(definition, text);
}

function named(definition: Known, text: string): Answers {
  const words = text.split(/\s+/).filter((word) => word !== "");
  const { family, given } = nameFields(definition);
  if (family === undefined || words.length === 0) return {};
  if (given === undefined || words.length === 1) return { [family]: capitals(words) };
  const [last = ""] = words.slice(-1);
  const begins = !isFirstName(last) && isFirstName(words[0] ?? "");
  const [names, firstName] = begins ? [words.slice(1), words.slice(0, 1)] : [words.slice(0, -1), [last]];
  return { [family]: capitals(names), [given]: capitals(firstName) };
}

/** Keys of the questions that name whom an entry is about. */
function nameFields({ form, list, duplicates }: Known): { readonly family?: string; readonly given?: string } {
  const own = (key: string | null | undefined) => form.order.find((field) => field.key === key && isText(field))?.key;
  const profiled = (profile: Field["profile"]) => form.order.find((field) => field.profile === profile)?.key;
  const family =
    profiled("family-name") ?? own(duplicates?.names[0]) ?? list.find(({ key }) => own(key) !== undefined)?.key;
  const given = profiled("given-names") ?? own(duplicates?.firstNames);
  return { ...(family !== undefined && { family }), ...(given !== undefined && { given }) };
}

const isText = ({ widget, choices, computed }: Field): boolean =>
  widget === "text" && choices === undefined && computed === undefined;

/** "Anne", "Jean-Pierre". */
const isFirstName = (word: string): boolean => FIRST_NAMES.has(normalise(word).split(" ")[0] ?? "");

/** A search is typed in small letters; a name is not written so. */
const capitals = (words: readonly string[]): string =>
  words.join(" ").replace(/(?<![\p{L}'’])\p{Ll}/gu, (letter) => letter.toUpperCase());
