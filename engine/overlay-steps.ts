import type { StepSchema } from "./meta.generated.ts";
import { comesFrom, entryOf, type Merging } from "./overlay-merging.ts";
import { type At, under } from "./report.ts";
import { didYouMean } from "./suggest.ts";

/** Words of the base's steps, the member's own steps, and the step of each field it adds. */
export function mergeSteps(merging: Merging): void {
  const { overlay, definition, at, report } = merging;
  const { steps } = definition["x-definition"];
  if (!steps) {
    if (overlay.steps || overlay.addSteps) {
      const message = "Cette définition n'a pas d'étapes : tous ses champs sont sur une page.";
      report.add("overlay-step", under(at, overlay.steps ? "steps" : "addSteps"), message);
    }
    return;
  }
  rewordSteps(steps, merging);
  addSteps(steps, merging);
  for (const [key, { step, after, field }] of Object.entries(overlay.add ?? {})) {
    if (step === undefined && field["x-computed"] !== undefined) continue;
    placeField(key, { step, after }, steps, under(at, "add", key), merging);
  }
  rememberSteps(steps, merging);
}

function rewordSteps(steps: readonly StepSchema[], { overlay, at, report }: Merging): void {
  for (const [id, words] of Object.entries(overlay.steps ?? {})) {
    const step = steps.find((candidate) => candidate.id === id);
    if (step) Object.assign(step, words);
    else report.add("overlay-step", under(at, "steps", id), unknownStep(id, steps));
  }
}

function addSteps(steps: StepSchema[], { overlay, at, report }: Merging): void {
  for (const [index, { after, ...step }] of (overlay.addSteps ?? []).entries()) {
    const here = under(at, "addSteps", index);
    if (steps.some(({ id }) => id === step.id)) {
      report.add("overlay-step", under(here, "id"), `L'étape « ${step.id} » existe déjà dans la définition.`);
      continue;
    }
    const before = after === undefined ? steps.length - 1 : steps.findIndex(({ id }) => id === after);
    if (after !== undefined && before < 0) report.add("overlay-step", under(here, "after"), unknownStep(after, steps));
    steps.splice(before + 1, 0, { ...step, fields: [] });
  }
}

function placeField(
  key: string,
  { step: id, after }: { readonly step: string | undefined; readonly after: string | undefined },
  steps: readonly StepSchema[],
  at: At,
  { report }: Merging,
): void {
  const step = steps.find((candidate) => candidate.id === id);
  if (!step) {
    const message =
      id === undefined ? "Dites par « step » à quelle étape ce champ est demandé." : unknownStep(id, steps);
    report.add("overlay-step", id === undefined ? at : under(at, "step"), message);
    return;
  }
  const before = after === undefined ? step.fields.length - 1 : step.fields.indexOf(after);
  if (after !== undefined && before < 0) {
    const message = `« ${after} » n'est pas un champ de l'étape « ${step.id} »${didYouMean(after, step.fields)}`;
    report.add("overlay-add", under(at, "after"), message);
  }
  step.fields.splice(before + 1, 0, key);
}

/** Done last: hiding, adding and placing move the steps. */
function rememberSteps(steps: readonly StepSchema[], merging: Merging): void {
  const { overlay, at, definitionAt } = merging;
  for (const [index, step] of steps.entries()) {
    const place = under(definitionAt, "x-definition", "steps", index);
    const own = (overlay.addSteps ?? []).findIndex(({ id }) => id === step.id);
    if (own >= 0) comesFrom(merging, place, under(at, "addSteps", own));
    for (const name of Object.keys(entryOf(overlay.steps, step.id) ?? {})) {
      comesFrom(merging, under(place, name), under(at, "steps", step.id, name));
    }
    for (const [rank, key] of step.fields.entries()) {
      if (entryOf(overlay.add, key)) comesFrom(merging, under(place, "fields", rank), under(at, "add", key));
    }
  }
}

const unknownStep = (id: string, steps: readonly StepSchema[]): string =>
  `L'étape « ${id} » n'existe pas${didYouMean(
    id,
    steps.map((step) => step.id),
  )}`;
