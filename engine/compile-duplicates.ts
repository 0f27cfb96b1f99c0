import type { Duplicates } from "./duplicates.ts";
import { fieldAt } from "./field-at.ts";
import type { Field } from "./form.ts";
import type { DefinitionPart, DuplicatesPart } from "./meta.generated.ts";
import { type At, type Report, under } from "./report.ts";
import { didYouMean } from "./suggest.ts";

interface Reading {
  readonly fields: readonly Field[];
  readonly at: At;
  readonly report: Report;
}

const isText = ({ type }: Field): boolean => type === "string";

/** Compiles how the entries of a register are recognised; what is wrong is reported, and the result then good for nothing. */
export function compileDuplicates(part: DuplicatesPart, kind: DefinitionPart["kind"], reading: Reading): Duplicates {
  const { at, report } = reading;
  if (kind !== "register") {
    report.add("duplicates", at, "On cherche des doublons parmi les fiches d'un registre.");
  }
  if (Object.keys(part).length < 2) {
    const message = "Un nom ne dit pas qui est la personne : ajoutez un prénom, une date, un téléphone ou un numéro.";
    report.add("duplicates", at, message);
  }
  const several = (name: "names" | "phones" | "emails", fits: (field: Field) => boolean, why: string) =>
    (part[name] ?? []).map((key, index) => checked(key, fits, why, under(at, name, index), reading).key);
  const one = (name: "firstNames" | "birthDate" | "address", fits: (field: Field) => boolean, why: string) => {
    const key = part[name];
    return key === undefined ? null : checked(key, fits, why, under(at, name), reading).key;
  };
  return {
    names: several("names", isText, "un texte"),
    firstNames: one("firstNames", isText, "un texte"),
    birthDate: one("birthDate", ({ widget }) => widget === "date", "une date"),
    phones: several("phones", ({ widget }) => widget === "phone", "un téléphone"),
    emails: several("emails", ({ schema }) => schema["format"] === "email", "une adresse électronique"),
    numbers: (part.numbers ?? []).map((key, index) =>
      checked(
        key,
        ({ type }) => type === "string" || type === "integer",
        "un numéro",
        under(at, "numbers", index),
        reading,
      ),
    ),
    address: one("address", ({ widget }) => widget === "address", "une adresse (« ../shared/adresse.json »)"),
  };
}

/** The key, and the words under which an agent reads it. */
function checked(
  key: string,
  fits: (field: Field) => boolean,
  why: string,
  at: At,
  { fields, report }: Reading,
): { readonly key: string; readonly title: string } {
  const field = fieldAt(fields, key);
  if (!field) {
    report.add("duplicates-field", at, `« ${key} » n'est pas un champ${didYouMean(key, keysOf(fields))}`);
    return { key, title: "" };
  }
  const [first = ""] = key.split(".");
  const holder = fieldAt(fields, first);
  if (field.internal || holder?.internal) {
    // Reasons quote what is compared, to every agent who may open an entry.
    report.add("duplicates-field", at, `« ${key} » est une note du service : les ressemblances se montrent à tous.`);
  } else if (!fits(field)) {
    report.add("duplicates-field", at, `« ${key} » n'est pas ${why}.`);
  }
  return { key, title: holder === field || !holder ? field.title : `${field.title} (${holder.title.toLowerCase()})` };
}

const keysOf = (fields: readonly Field[], prefix = ""): readonly string[] =>
  fields.flatMap((field) => [`${prefix}${field.key}`, ...keysOf(field.fields ?? [], `${prefix}${field.key}.`)]);
