import type { CompiledDefinition } from "./definition.ts";
import { fieldAt } from "./field-at.ts";
import type { Field, Form } from "./form.ts";
import { internalKeys } from "./internal.ts";
import type { DefinitionPart, HolderPart } from "./meta.generated.ts";
import { type At, type Report, under } from "./report.ts";
import { didYouMean } from "./suggest.ts";

/** What the person an entry is about finds of it in her space, once it belongs to her account. */
export interface HolderView {
  /** What it is to her: "Ma fiche d’assistante maternelle". */
  readonly title: string;
  readonly intro: string | null;
  /** Key of her electronic address: invitations and reminders go there. */
  readonly email: string;
  /** Keys of the fields she reads; every other is closed to her as the notes of the service are. */
  readonly fields: readonly string[];
  /** Ids of the relations whose entries she reads. */
  readonly relations: readonly string[];
}

interface Reading {
  readonly fields: readonly Field[];
  readonly at: At;
  readonly report: Report;
}

/** Compiles what a holder finds; what is wrong is reported, and the result then good for nothing. */
export function compileHolder(part: HolderPart, whole: DefinitionPart, reading: Reading): HolderView {
  const { fields, at, report } = reading;
  if (whole.kind !== "register") {
    report.add("holder", at, "Une démarche appartient déjà à qui la dépose : « holder » est pour un registre.");
  }
  if (whole.rights?.read && !whole.rights.read.includes("holder")) {
    report.add("holder", at, "La personne ne peut pas lire sa fiche : ajoutez « holder » à « read », sous « rights ».");
  }
  const email = fieldAt(fields, part.email);
  if (email?.schema["format"] !== "email" || email.pointer.includes("*")) {
    report.add("holder-field", under(at, "email"), `« ${part.email} » n'est pas une adresse électronique de la fiche.`);
  }
  const internal = internalKeys({ order: fields });
  for (const [index, key] of part.fields.entries()) {
    const here = under(at, "fields", index);
    const keys = fields.map((field) => field.key);
    if (!keys.includes(key)) report.add("holder-field", here, `« ${key} » n'est pas un champ${didYouMean(key, keys)}`);
    else if (internal.has(key)) report.add("holder-field", here, `« ${key} » est une note du service.`);
  }
  const { relations = [] } = part;
  const known = (whole.relations ?? []).map(({ id }) => id);
  for (const [index, id] of relations.entries()) {
    if (known.includes(id)) continue;
    report.add("holder-field", under(at, "relations", index), `« ${id} » n'est pas un onglet${didYouMean(id, known)}`);
  }
  const { title, intro = null, email: address, fields: shown } = part;
  return { ...{ title, intro, email: address, fields: shown, relations } };
}

/** The form in which every field that the holder does not read is kept among agents. */
export function closedToHolder(form: Form, shown: readonly string[]): Form {
  const closed = new Map(
    form.order.map((field): [Field, Field] => [
      field,
      shown.includes(field.key) ? field : { ...field, internal: true },
    ]),
  );
  const now = (field: Field) => closed.get(field) ?? field;
  return {
    ...form,
    order: form.order.map(now),
    steps: form.steps.map((step) => ({ ...step, fields: step.fields.map(now) })),
  };
}

/** The fields a holder reads, in the order of the definition's own list. */
export const holderFields = ({ form, holderView }: Pick<CompiledDefinition, "form" | "holderView">): readonly Field[] =>
  (holderView?.fields ?? []).flatMap((key) => form.order.find((field) => field.key === key) ?? []);
