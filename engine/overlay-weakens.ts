import type { CompiledDefinition } from "./definition.ts";
import { addDuration, parseDuration } from "./duration.ts";
import type { DefinitionFile, FieldSchema, WorkflowFile } from "./meta.generated.ts";
import { fieldPaths, findField } from "./overlay-merging.ts";
import { type At, newReport, under } from "./report.ts";
import type { Issue } from "./result.ts";

/**
 * How a personalised definition protects people or serves them less than its base: privacy, rights, what is required,
 * checked or internal, who may send an event. Only a shorter retention and smaller files are let through. The shape of an
 * overlay says none of this but those two; the rest is checked because what could say it tomorrow must not pass unseen.
 */
export function weakens(base: CompiledDefinition, merged: CompiledDefinition, at: At): readonly Issue[] {
  const report = newReport();
  const before = filesOf(base);
  const after = filesOf(merged);
  if (longer(merged.privacy.retention, base.privacy.retention)) {
    const message = `La durée de conservation peut être plus courte que celle de la définition (${base.privacy.retention}), jamais plus longue.`;
    report.add("overlay-weakens", under(at, "retention"), message);
  }
  for (const [name, what] of Object.entries(GUARDED)) {
    if (same(what(before), what(after))) continue;
    report.add("overlay-weakens", at, `Une personnalisation ne change pas ${name} de la définition.`);
  }
  for (const path of fieldPaths(before.definition)) {
    if (heavier(path, before, after)) {
      const message = `La taille des fichiers de « ${path} » peut être abaissée, jamais relevée.`;
      report.add("overlay-weakens", under(at, "fields", path, "maxSize"), message);
    }
    if (!loosened(path, before, after)) continue;
    const message = `« ${path} » serait moins contrôlé que dans la définition : ses bornes et son obligation ne changent pas.`;
    report.add("overlay-weakens", under(at, "fields", path), message);
  }
  return report.issues();
}

interface Files {
  readonly id: string;
  readonly definition: DefinitionFile;
  readonly workflow: WorkflowFile;
}

const filesOf = ({ id, schema, workflowSource }: CompiledDefinition): Files => ({
  id,
  definition: schema as unknown as DefinitionFile,
  workflow: workflowSource as unknown as WorkflowFile,
});

/** What stays as in the base, by its name in a sentence. */
const GUARDED: Readonly<Record<string, (files: Files) => unknown>> = {
  "l'identité": ({ id, definition: { "x-definition": part } }) => [id, part.kind, part.workflow],
  "les données personnelles (« privacy »)": ({ definition: { "x-definition": part } }) => ({
    ...part.privacy,
    retention: null,
  }),
  "les droits": ({ definition: { "x-definition": part } }) => [part.access, part.unit, part.rights, part.clock],
  "les règles": ({ definition: { "x-definition": part } }) =>
    (part.rules ?? []).map(({ message: _message, ...rule }) => rule),
  "les formulaires des agents": ({ definition: { "x-definition": part }, workflow }) => [part.forms, workflow.forms],
  "le parcours": ({ workflow }) => [workflow.initial, bonesOf(workflow.states)],
};

/** Files that the base refuses would be taken. */
function heavier(path: string, before: Files, after: Files): boolean {
  const root: At = { file: "", pointer: "" };
  const base = findField(path, before.definition, root)?.schema["x-max-size"];
  const mine = findField(path, after.definition, root);
  return base !== undefined && mine !== undefined && (mine.schema["x-max-size"] ?? Number.POSITIVE_INFINITY) > base;
}

/** A field may be taken away when nothing required it; kept, it is asked, checked and hidden from people as before. */
function loosened(path: string, before: Files, after: Files): boolean {
  const root: At = { file: "", pointer: "" };
  const base = findField(path, before.definition, root);
  const mine = findField(path, after.definition, root);
  const required = base?.holder.required?.includes(base.key) ?? false;
  if (!base || !mine) return required && holderKept(path, after);
  return (required && !mine.holder.required?.includes(mine.key)) || !same(checksOf(base.schema), checksOf(mine.schema));
}

/** A required field of a group taken away whole is not missed. */
const holderKept = (path: string, after: Files): boolean =>
  !path.includes(".") ||
  findField(path.slice(0, path.lastIndexOf(".")), after.definition, { file: "", pointer: "" }) !== undefined;

/** What a field's schema says besides words, choices and the fields inside. */
function checksOf(schema: FieldSchema): unknown {
  const { title, description, properties, required, oneOf, enum: values, items, ...checks } = schema;
  const { "x-short-title": _short, "x-messages": _messages, "x-max-size": _size, ...bounds } = checks;
  return [bounds, items && checksOf(items)];
}

const WORDS: ReadonlySet<string> = new Set(["label", "sentence", "next", "hint", "past"]);

/** A workflow without what people read: `meta` alone holds words. */
function bonesOf(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(bonesOf);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, child]) => [key, key === "meta" ? withoutWords(child) : bonesOf(child)]),
  );
}

const withoutWords = (meta: unknown): unknown =>
  typeof meta === "object" && meta !== null
    ? Object.fromEntries(Object.entries(meta).filter(([key]) => !WORDS.has(key)))
    : meta;

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

const ANY_DAY = "2000-01-01T00:00:00.000Z";

function longer(a: string, b: string): boolean {
  const [first, second] = [parseDuration(a), parseDuration(b)];
  return first !== null && second !== null && addDuration(ANY_DAY, first) > addDuration(ANY_DAY, second);
}
