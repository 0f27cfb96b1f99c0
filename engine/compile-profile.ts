import type { Locate } from "./field-keywords.ts";
import type { Form, ProfileKey } from "./form.ts";
import type { FieldSchema } from "./meta.generated.ts";
import { type At, type Report, under } from "./report.ts";

/** HTML's autocomplete words that the fields of a group must bear, so that a known value finds its places in it. */
const GROUPS: Readonly<Partial<Record<ProfileKey, readonly string[]>>> = {
  address: ["address-line1", "postal-code", "address-level2"],
  identity: ["given-name", "family-name"],
};

const FORMATS: Readonly<Partial<Record<ProfileKey, FieldSchema["format"]>>> = {
  "birth-date": "date",
  email: "email",
  phone: "phone",
};

/** What the choices of a civility must be, others apart. */
const CIVILITIES = ["madame", "monsieur"];

/** What is known of somebody who only has a name, a birth date and a link: a person of a household. */
const OF_PERSON: readonly ProfileKey[] = ["given-names", "family-name", "birth-date", "identity"];

/** Checks that an account's value of this kind can be an answer to this field. */
export function checkProfile(schema: FieldSchema, locate: Locate, report: Report): void {
  const key = schema["x-profile"];
  const of = schema["x-profile-of"];
  if (of !== undefined && (key === undefined || !OF_PERSON.includes(key))) {
    const message = `« x-profile-of » ne va qu'avec « x-profile » et l'une de ces valeurs : ${OF_PERSON.join(", ")}.`;
    report.add("profile-of", locate("x-profile-of"), message);
  }
  if (key === undefined) return;
  if (schema["x-computed"] !== undefined || schema["x-internal"] !== undefined) {
    const message = "Un champ calculé ou interne n'est pas demandé à l'usager : rien n'est repris de son compte.";
    report.add("profile-place", locate("x-profile"), message);
  }
  const wanted = misfit(key, schema);
  if (wanted === null) return;
  report.add("profile-type", locate("x-profile"), `« ${key} » ne convient pas à ce champ : il faut ${wanted}.`);
}

/** Without the question "for whom", nothing is known of anybody but whoever files. */
export function checkNobodyElse(form: Form, properties: At, report: Report): void {
  for (const { key } of form.order.filter(({ profileOf }) => profileOf !== undefined)) {
    const message = "« x-profile-of » demande « forOther » dans « page » : sans lui, on ne demande pas pour qui.";
    report.add("profile-of", under(properties, key, "x-profile-of"), message);
  }
}

/** What the field should be for this key; null when it is. */
function misfit(key: ProfileKey, schema: FieldSchema): string | null {
  const words = GROUPS[key];
  if (words) {
    const found = Object.values(schema.properties ?? {}).map((field) => field["x-autocomplete"]);
    if (schema.type === "object" && words.every((word) => found.includes(word))) {
      return null;
    }
    return `un groupe dont les champs ont pour « x-autocomplete » ${words.join(", ")}`;
  }
  if (key === "civility") {
    const choices = [...(schema.enum ?? []), ...(schema.oneOf ?? []).map((choice) => choice.const)];
    return CIVILITIES.every((word) => choices.includes(word))
      ? null
      : `un choix qui propose ${CIVILITIES.join(" et ")}`;
  }
  const format = FORMATS[key];
  const plain =
    schema.type === "string" && schema.format === format && !schema.enum && !schema.oneOf && !schema["x-ref"];
  return plain ? null : `un texte${format === undefined ? " sans format" : ` au format « ${format} »`}`;
}
