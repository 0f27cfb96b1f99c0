import { type CompiledForm, compileForm, type FormContext } from "./compile-form.ts";
import type { FormSchema, WorkflowFile } from "./meta.generated.ts";
import { type At, under } from "./report.ts";
import { allStates, candidatesOf, readStates } from "./workflow-graph.ts";

/** A file's own members by id, with their place: forms or templates. */
export type Placed<T> = ReadonlyMap<string, { readonly value: T; readonly at: At }>;

const ID = /^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/;

/** Forms or templates of the workflow, those of the definition taking their place or adding to them. */
export function placed<T>(
  workflow: Readonly<Record<string, T>> | undefined,
  workflowAt: At,
  definition: Readonly<Record<string, T>> | undefined,
  definitionAt: At,
): Placed<T> {
  const entries = (source: Readonly<Record<string, T>> | undefined, at: At) =>
    Object.entries(source ?? {}).map(([id, value]) => [id, { value, at: under(at, id) }] as const);
  return new Map([...entries(workflow, workflowAt), ...entries(definition, definitionAt)]);
}

/** Compiles the forms that events ask for. A form without a title has the label of the first event that asks for it. */
export function compileForms(
  forms: Placed<FormSchema>,
  workflow: WorkflowFile,
  workflowAt: At,
  context: FormContext,
): ReadonlyMap<string, CompiledForm> {
  const labels = labelsOf(workflow, workflowAt);
  const compiled = new Map<string, CompiledForm>();
  for (const [id, { value, at }] of forms) {
    checkId(id, at, context);
    if (!labels.has(id)) context.report.add("form-unused", at, `Aucun évènement ne demande le formulaire « ${id} ».`);
    const rules = value["x-rules"];
    const form = compileForm(
      {
        id,
        title: value.title ?? labels.get(id) ?? id,
        schema: value,
        at,
        ...(rules && { rules: { source: rules, at: under(at, "x-rules") } }),
      },
      context,
    );
    compiled.set(id, form);
  }
  return compiled;
}

/** "entry" is the definition's own form; other ids are words joined by hyphens. */
export function checkId(id: string, at: At, { report }: Pick<FormContext, "report">): void {
  if (ID.test(id) && id !== "entry") return;
  const message = `« ${id} » ne peut pas servir d'identifiant ici : des mots sans accent ni majuscule, joints par des tirets, sauf « entry ».`;
  report.add("id-syntax", at, message);
}

function labelsOf({ states }: WorkflowFile, at: At): ReadonlyMap<string, string> {
  const labels = new Map<string, string>();
  for (const state of allStates(readStates(states, at))) {
    for (const { node } of candidatesOf(state)) {
      const { form, label } = node.meta ?? {};
      if (form !== undefined && !labels.has(form)) labels.set(form, label ?? form);
    }
  }
  return labels;
}
