import type { FieldSchema } from "./meta.generated.ts";
import type { OverlayAdded, OverlayField } from "./overlay-file.generated.ts";
import { comesFrom, entryOf, type FoundField, fieldPaths, findField, type Merging } from "./overlay-merging.ts";
import { quickWithout, quickWithoutChoice } from "./overlay-quick.ts";
import { type At, under } from "./report.ts";
import { didYouMean } from "./suggest.ts";

type Choices = NonNullable<FieldSchema["oneOf"]>;

/** Words, choices and hiding of the base's fields. */
export function mergeFields(merging: Merging): void {
  const { overlay, definition, definitionAt, report } = merging;
  for (const [path, change] of Object.entries(overlay.fields ?? {})) {
    const at = under(merging.at, "fields", path);
    const found = findField(path, definition, definitionAt);
    if (found) mergeField(path, found, change, at, merging);
    else {
      const message = `« ${path} » n'est pas un champ de la définition${didYouMean(path, fieldPaths(definition))}`;
      report.add("overlay-field", at, message);
    }
  }
}

function mergeField(path: string, found: FoundField, change: OverlayField, at: At, merging: Merging): void {
  const { schema } = found;
  const words = { title: "title", description: "description", shortTitle: "x-short-title" } as const;
  for (const [name, keyword] of Object.entries(words) as [keyof typeof words, (typeof words)[keyof typeof words]][]) {
    const text = change[name];
    if (text === undefined) continue;
    schema[keyword] = text;
    comesFrom(merging, under(found.at, keyword), under(at, name));
  }
  if (change.maxSize !== undefined) {
    schema["x-max-size"] = change.maxSize;
    comesFrom(merging, under(found.at, "x-max-size"), under(at, "maxSize"));
  }
  if (change.messages) {
    schema["x-messages"] = { ...schema["x-messages"], ...change.messages };
    comesFrom(merging, under(found.at, "x-messages"), under(at, "messages"));
  }
  if (change.choices || change.addChoices) mergeChoices(found, change, at, merging);
  if (change.hidden) hide(path, found, under(at, "hidden"), merging);
}

/** What the service needs cannot be taken away: required answers, values computed, notes of agents. */
function hide(path: string, { key, schema, holder }: FoundField, at: At, merging: Merging): void {
  const { definition, report } = merging;
  const title = schema.title ?? path;
  if (holder.required?.includes(key)) {
    report.add("overlay-hidden", at, `« ${title} » est obligatoire dans la définition : il ne peut pas être retiré.`);
  } else if (schema["x-computed"] !== undefined || schema["x-sector"] !== undefined) {
    report.add("overlay-hidden", at, `« ${title} » est calculé : il ne peut pas être retiré.`);
  }
  if (holder.properties) delete holder.properties[key];
  const part = definition["x-definition"];
  const kept = (listed: string) => listed !== path && !listed.startsWith(`${path}.`);
  part.list = part.list.filter(kept);
  if (part.search) part.search = part.search.filter(kept);
  if (part.order !== undefined && !kept(part.order.replace(/^-/, ""))) delete part.order;
  if (path.includes(".")) return;
  const quick = part.quick && quickWithout(part.quick, key);
  if (quick) part.quick = quick;
  else delete part.quick;
  if (!part.steps) return;
  part.steps = part.steps
    .map((step) => ({ ...step, fields: step.fields.filter((field) => field !== key) }))
    .filter((step, index) => step.fields.length > 0 || part.steps?.[index]?.fields.length === 0);
}

function mergeChoices({ key, schema, at: place }: FoundField, change: OverlayField, at: At, merging: Merging): void {
  const holder = schema.items && !schema.items.properties ? schema.items : schema;
  const base: Choices | undefined = holder.oneOf ?? holder.enum?.map((value) => ({ const: value, title: value }));
  if (!base) {
    merging.report.add("overlay-choice", at, "Ce champ n'offre pas de choix : rien à ajouter ni à retirer.");
    return;
  }
  checkChoices(base, change, at, merging);
  const kept = base.flatMap((choice) => {
    const { hidden, ...words } = entryOf(change.choices, choice.const) ?? {};
    const part = merging.definition["x-definition"];
    if (hidden && part.quick) part.quick = quickWithoutChoice(part.quick, key, choice.const);
    return hidden ? [] : [{ ...choice, ...words }];
  });
  if (kept.length === 0) {
    const message = "Tous les choix sont retirés : gardez-en un, ou retirez le champ.";
    merging.report.add("overlay-choice", under(at, "choices"), message);
  }
  delete holder.enum;
  holder.oneOf = [...kept, ...(change.addChoices ?? [])];
  const chosenAt = under(place, ...(holder === schema ? [] : ["items"]), "oneOf");
  comesFrom(merging, chosenAt, under(at, change.addChoices ? "addChoices" : "choices"));
  for (const index of (change.addChoices ?? []).keys()) {
    comesFrom(merging, under(chosenAt, kept.length + index), under(at, "addChoices", index));
  }
}

function checkChoices(base: Choices, change: OverlayField, at: At, { report }: Merging): void {
  const known = base.map((choice) => choice.const);
  for (const value of Object.keys(change.choices ?? {})) {
    if (known.includes(value)) continue;
    const message = `« ${value} » n'est pas un choix de ce champ${didYouMean(value, known)}`;
    report.add("overlay-choice", under(at, "choices", value), message);
  }
  for (const [index, { const: value }] of (change.addChoices ?? []).entries()) {
    if (!known.includes(value)) continue;
    const message = `Le choix « ${value} » existe déjà dans la définition : changez ses mots par « choices ».`;
    report.add("overlay-choice", under(at, "addChoices", index), message);
  }
}

/** The member's own fields, after those of the base. */
export function addFields(merging: Merging): void {
  for (const [key, added] of Object.entries(merging.overlay.add ?? {})) {
    addField(key, added, under(merging.at, "add", key), merging);
  }
}

function addField(key: string, added: OverlayAdded, at: At, merging: Merging): void {
  const { definition, definitionAt, report } = merging;
  if (Object.hasOwn(definition.properties, key)) {
    const message = `Le champ « ${key} » existe déjà dans la définition : donnez un autre nom au vôtre.`;
    report.add("overlay-add", at, message);
    return;
  }
  Object.defineProperty(definition.properties, key, {
    value: added.field,
    enumerable: true,
    configurable: true,
    writable: true,
  });
  if (added.required) definition.required = [...(definition.required ?? []), key];
  comesFrom(merging, under(definitionAt, "properties", key), under(at, "field"));
}
