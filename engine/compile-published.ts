import type { CompiledForm } from "./compile-form.ts";
import type { DefinitionFile, FormSchema, WorkflowFile } from "./meta.generated.ts";

/** The definition as the API publishes it: shared pieces in place, bounds written out. */
export function published(
  file: DefinitionFile,
  own: CompiledForm,
  ownForms: DefinitionFile["x-definition"]["forms"],
  forms: ReadonlyMap<string, CompiledForm>,
): DefinitionFile {
  const part = file["x-definition"];
  return {
    ...file,
    properties: { ...own.properties },
    additionalProperties: false,
    "x-definition": { ...part, ...(ownForms && { forms: inline(ownForms, forms) }) },
  };
}

/** The workflow likewise. */
export function withForms(workflow: WorkflowFile, forms: ReadonlyMap<string, CompiledForm>): WorkflowFile {
  return workflow.forms ? { ...workflow, forms: inline(workflow.forms, forms) } : workflow;
}

function inline(
  source: Readonly<Record<string, FormSchema>>,
  forms: ReadonlyMap<string, CompiledForm>,
): Record<string, FormSchema> {
  const inlined = Object.entries(source).map(([id, form]) => {
    const properties = forms.get(id)?.properties;
    return [id, properties ? { ...form, properties: { ...properties }, additionalProperties: false } : form] as const;
  });
  return Object.fromEntries(inlined) as Record<string, FormSchema>;
}
