import { type CompiledDefinition, type Field, formatNumber, type Json } from "../engine/index.ts";
import { overlayWords } from "../renderer/strings-overlay.ts";

const { about, page } = overlayWords;

/** What a statement of an overlay is about, in an administrator's words. */
export function labelOf(path: readonly string[], base: CompiledDefinition): string {
  const [kind = "", name = "", part = "", inner] = path;
  const labels: Readonly<Record<string, () => string>> = {
    title: () => about.title,
    description: () => about.description,
    list: () => about.list,
    retention: () => about.retention,
    page: () => about.page((page as Readonly<Record<string, string>>)[name]?.toLowerCase() ?? name),
    fields: () => questionLabel(name, part, inner, base),
    add: () => about.add,
    addSteps: () => about.addSteps,
    steps: () => about.step(base.form.steps.find(({ id }) => id === name)?.title ?? name),
    rules: () => about.rule(name),
    templates: () => about.template(name, about.templateParts[part] ?? part),
    documents: () => about.document(base.documents.get(name)?.title ?? name, about.templateParts[part] ?? part),
    states: () => about.state(base.workflow.states.get(name)?.label ?? name),
    events: () => about.event(name),
  };
  return labels[kind]?.() ?? path.join(" › ");
}

function questionLabel(key: string, part: string, inner: string | undefined, { form }: CompiledDefinition): string {
  const field = fieldAt(key.split("."), form.order);
  const choice =
    part === "choices" ? (field?.choices?.find(({ value }) => value === inner)?.label ?? inner) : undefined;
  const what = [about.fieldParts[part] ?? part, choice === undefined ? "" : `« ${choice} »`].filter(Boolean).join(" ");
  return [about.question(field?.title ?? key), what].filter(Boolean).join(", ");
}

function fieldAt([key, ...rest]: readonly string[], fields: readonly Field[]): Field | undefined {
  const field = fields.find((each) => each.key === key);
  return rest.length === 0 || !field ? field : fieldAt(rest, field.fields ?? []);
}

/** What a statement says, as text: an added question by its title. */
export function saidText(value: Json | null): string {
  if (value === null) return "";
  if (typeof value === "boolean") return value ? about.hidden : about.shown;
  if (typeof value === "number") return formatNumber(value);
  if (typeof value !== "object") return value;
  if (Array.isArray(value)) return value.map(saidText).join(", ");
  const { field, title } = value as { readonly [key: string]: Json };
  const named = title ?? (field as { readonly [key: string]: Json } | undefined)?.["title"];
  return typeof named === "string" ? named : JSON.stringify(value);
}
