import type { Names } from "./cel-names.ts";
import { checkedExpression } from "./compile-expression.ts";
import type { Placed } from "./compile-forms.ts";
import type { State } from "./definition.ts";
import type { Expression, Field } from "./form.ts";
import type { DefinitionFile, DocumentFile, RenewalPart, ValidityPart } from "./meta.generated.ts";
import { type At, type Report, under } from "./report.ts";
import { didYouMean } from "./suggest.ts";
import type { Renewal, Validity } from "./validity.ts";

interface Reading {
  readonly file: DefinitionFile;
  readonly states: ReadonlyMap<string, State>;
  readonly fields: readonly Field[];
  readonly names: Names;
  readonly at: At;
  readonly report: Report;
}

/** Compiles how long what a definition grants lasts; what is wrong is reported, and the result then good for nothing. */
export function compileValidity(
  part: ValidityPart,
  file: DefinitionFile,
  states: Reading["states"],
  given: Omit<Reading, "file" | "states">,
): Validity {
  const reading = { ...given, file, states };
  const { names, at, report } = reading;
  checkStates(part, reading);
  assigned(part.until, "date", under(at, "until"), reading);
  const value = checkedExpression(part.value, names, "date", under(at, "value"), report);
  if (value?.expression.reads.includes(part.until)) {
    report.add("validity", under(at, "value"), `La fin ne peut pas dépendre d'elle-même (« ${part.until} »).`);
  }
  return {
    states: part.states,
    ended: part.ended ?? [],
    until: part.until,
    value: value?.expression ?? NOTHING,
    renewal: part.renewal ? renewalOf(part.renewal, part, reading) : null,
  };
}

/** In place of an expression that was refused. */
const NOTHING: Expression = { source: "", reads: [], evaluate: () => undefined };

function checkStates({ states: held, ended = [] }: ValidityPart, { states, at, report }: Reading): void {
  for (const [name, list] of [["states", held] as const, ["ended", ended] as const]) {
    for (const [index, id] of list.entries()) {
      if (states.has(id)) continue;
      const message = `« ${id} » n'est pas un état du parcours${didYouMean(id, states.keys())}`;
      report.add("validity", under(at, name, index), message);
    }
  }
  const both = ended.find((id) => held.includes(id));
  if (both !== undefined) {
    report.add("validity", under(at, "ended"), `« ${both} » ne peut pas être à la fois valable et terminé.`);
  }
}

/** A field of the first level that the workflow or the platform writes. */
function assigned(key: string, kind: "date" | "reference", at: At, { fields, file, report }: Reading): void {
  const field = fields.find((each) => each.key === key);
  if (!field) {
    const keys = fields.map((each) => each.key);
    report.add("validity", at, `« ${key} » n'est pas un champ${didYouMean(key, keys)}`);
  } else if (!field.assigned) {
    report.add("validity", at, `« ${key} » est écrit par la plateforme : ajoutez-lui "x-assigned": true.`);
  } else if (kind === "date" ? field.widget !== "date" : field.ref !== file.$id) {
    const what = kind === "date" ? "une date" : `une fiche de la même démarche ("x-ref": "${file.$id}")`;
    report.add("validity", at, `« ${key} » doit être ${what}.`);
  }
}

function renewalOf(part: RenewalPart, validity: ValidityPart, reading: Reading): Renewal {
  const at = under(reading.at, "renewal");
  assigned(part.of, "reference", under(at, "of"), reading);
  if (part.end !== undefined) assigned(part.end, "date", under(at, "end"), reading);
  checkAgain(part.again ?? [], under(at, "again"), reading);
  checkReplaced(part, validity, under(at, "replaced"), reading);
  const { of, end, opens, late, again = [], change, replaced } = part;
  return {
    ...{ of, opens, again },
    ...(end !== undefined && { end }),
    ...(late !== undefined && { late }),
    ...(change !== undefined && { change }),
    ...(replaced !== undefined && { replaced }),
  };
}

function checkAgain(keys: readonly string[], at: At, { fields, report }: Reading): void {
  for (const [index, key] of keys.entries()) {
    const field = fields.find((each) => each.key === key);
    const known = fields.map((each) => each.key);
    if (field && !field.assigned && !field.computed) continue;
    const message = field
      ? `« ${key} » n'est jamais demandé.`
      : `« ${key} » n'est pas un champ${didYouMean(key, known)}`;
    report.add("validity", under(at, index), message);
  }
}

/** The renewed entry may be told at any moment of its time. */
function checkReplaced(
  { replaced, change }: RenewalPart,
  { states: held }: ValidityPart,
  at: At,
  reading: Reading,
): void {
  const { states, report } = reading;
  if (replaced === undefined) {
    if (change === undefined) return;
    const message = "Ce qui est changé avant sa fin doit finir : nommez l'évènement envoyé à l'ancien (« replaced »).";
    report.add("validity", at, message);
    return;
  }
  for (const id of held) {
    const event = states.get(id)?.events.find(({ type }) => type === replaced);
    if (event?.who.includes("system") || !states.has(id)) continue;
    const message = event
      ? `L'évènement « ${replaced} » sera envoyé par la plateforme : ajoutez « system » à son « who ».`
      : `L'état « ${id} » ne prend pas l'évènement « ${replaced} ».`;
    report.add("validity", at, message);
  }
}

/** A card says until when it holds: its definition must know. */
export function checkCards(
  documents: Placed<DocumentFile>,
  { "x-definition": part }: DefinitionFile,
  report: Report,
): void {
  if (part.validity) return;
  for (const { value, at } of documents.values()) {
    if (!value.card) continue;
    const message = "Une carte se vérifie : dites dans quels états elle vaut et jusqu'à quand, par « validity ».";
    report.add("document-card", under(at, "card"), message);
  }
}
