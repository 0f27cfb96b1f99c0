import type { Role } from "./actor.ts";
import type { Names } from "./cel-names.ts";
import { compileLabel } from "./compile-documents.ts";
import { fieldAt } from "./field-at.ts";
import type { Field } from "./form.ts";
import type { Mailing } from "./mailing.ts";
import type { MailingPart } from "./meta.generated.ts";
import { type At, type Report, under } from "./report.ts";
import { didYouMean } from "./suggest.ts";

interface Reading {
  readonly fields: readonly Field[];
  readonly names: Names;
  readonly at: At;
  readonly report: Report;
}

/** Compiles how people are written to; what is wrong is reported, and the result then good for nothing. */
export function compileMailing(part: MailingPart, reading: Reading): Mailing {
  const { names, at, report } = reading;
  const email = typeof part.email === "string" ? [part.email] : (part.email ?? []);
  const { address = null, consent = null } = part;
  if (address !== null) {
    check(address, "address", "une adresse postale", ({ widget }) => widget === "address", reading);
  }
  for (const key of email) {
    check(key, "email", "une adresse électronique", ({ schema }) => schema["format"] === "email", reading);
  }
  if (consent !== null) {
    const asked = ({ type, computed }: Field) => type === "boolean" && computed === undefined;
    check(consent, "consent", "une question de la fiche à laquelle on répond par oui ou par non", asked, reading);
    if (consent.includes("."))
      report.add("mailing", under(at, "consent"), "L'accord est une question hors d'un groupe.");
  }
  if (address === null && email.length === 0) {
    report.add(
      "mailing",
      at,
      "Dites où écrire : une adresse postale (« address »), une adresse électronique (« email »).",
    );
  }
  const { labels = AGENTS, letters = AGENTS, mailing = AGENTS } = part.rights ?? {};
  return {
    name: compileLabel(part.name, names, under(at, "name"), report, false),
    address,
    email,
    consent,
    what: part.what ?? null,
    rights: { labels, letters, mailing },
  };
}

const AGENTS: readonly Role[] = ["agent"];

function check(
  key: string,
  place: string,
  what: string,
  holds: (field: Field) => boolean,
  { fields, at, report }: Reading,
): void {
  const field = fieldAt(fields, key);
  if (!field || field.pointer.includes("*") || !holds(field)) {
    report.add(
      "mailing",
      under(at, place),
      `« ${key} » n'est pas ${what}${field ? "." : didYouMean(key, keysOf(fields))}`,
    );
    return;
  }
  const [top = ""] = key.split(".");
  if (field.internal || fieldAt(fields, top)?.internal) {
    report.add("mailing", under(at, place), `« ${key} » est une note du service : on n'écrit pas d'après elle.`);
  }
}

const keysOf = (fields: readonly Field[], prefix = ""): readonly string[] =>
  fields.flatMap((field) => [`${prefix}${field.key}`, ...keysOf(field.fields ?? [], `${prefix}${field.key}.`)]);
