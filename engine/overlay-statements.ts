import type { CompiledDefinition } from "./definition.ts";
import type { Json } from "./entry.ts";
import { escapeSegment, isObject, own, put } from "./json.ts";
import type { DefinitionFile, FieldSchema, WorkflowFile } from "./meta.generated.ts";
import type { OverlayFile } from "./overlay-file.generated.ts";
import { entryOf, findField } from "./overlay-merging.ts";
import { allStates, candidatesOf, readStates } from "./workflow-graph.ts";

/** One thing an overlay says: a text, a choice, a field added or hidden. */
export interface Statement {
  readonly path: readonly string[];
  /** JSON Pointer in the overlay. */
  readonly pointer: string;
  readonly ours: Json;
}

/** Every statement of an overlay, in its order. */
export function statementsOf(overlay: OverlayFile): readonly Statement[] {
  const { of: _of, base: _base, $schema: _schema, $comment: _comment, ...said } = overlay;
  return collect(said as unknown as Json, []);
}

function collect(value: Json, path: readonly string[]): readonly Statement[] {
  if (isWhole(path, value))
    return [{ path, pointer: path.map((key) => `/${escapeSegment(key)}`).join(""), ours: value }];
  return Object.entries(value as object).flatMap(([key, child]) => collect(child as Json, [...path, key]));
}

/** An added field is one statement; so is a list of columns, but each added step or choice is its own. */
function isWhole(path: readonly string[], value: Json): boolean {
  if (Array.isArray(value)) return !["addSteps", "addChoices"].includes(path.at(-1) ?? "");
  if (!isObject(value)) return true;
  return (path[0] === "add" && path.length === 2) || ["addSteps", "addChoices"].includes(path.at(-2) ?? "");
}

/** The overlay without these statements, and without what they leave empty; on another version of the base. */
export function withoutStatements(overlay: OverlayFile, dropped: ReadonlySet<string>, base: number): OverlayFile {
  const kept = prune(overlay as unknown as Json, "", dropped) ?? {};
  return { ...(kept as unknown as OverlayFile), of: overlay.of, base };
}

function prune(value: Json, pointer: string, dropped: ReadonlySet<string>): Json | undefined {
  if (dropped.has(pointer)) return undefined;
  if (Array.isArray(value)) {
    const items = value.flatMap((item, index) => prune(item, `${pointer}/${index}`, dropped) ?? []);
    return items.length > 0 ? items : undefined;
  }
  if (!isObject(value)) return value;
  const kept: Record<string, Json> = {};
  for (const [key, child] of Object.entries(value)) {
    const left = prune(child, `${pointer}/${escapeSegment(key)}`, dropped);
    if (left !== undefined) put(kept, key, left);
  }
  return Object.keys(kept).length > 0 || Object.keys(value).length === 0 ? kept : undefined;
}

/** What the base says where a statement speaks: null for nothing, undefined when it has no such place. */
export function baseValue({ path }: Pick<Statement, "path">, base: CompiledDefinition): Json | null | undefined {
  const [kind = "", name = "", ...rest] = path;
  const definition = base.schema as unknown as DefinitionFile;
  const part = definition["x-definition"];
  const word = (holder: object | undefined, key: string | undefined) =>
    holder && ((entryOf(holder as Readonly<Record<string, Json>>, key ?? "") ?? null) as Json | null);
  switch (kind) {
    case "title":
    case "description":
      return definition[kind] ?? null;
    case "list":
      return part.list;
    case "retention":
      return part.privacy.retention;
    case "page":
      return word(part.page ?? {}, name);
    case "fields":
      return fieldValue(name, rest, definition);
    case "steps":
      return word(
        part.steps?.find(({ id }) => id === name),
        rest[0],
      );
    case "rules":
      return word(
        part.rules?.find(({ code }) => code === name),
        "message",
      );
    case "templates":
    case "documents":
      return word(
        entryOf<object>(part[kind], name) ??
          entryOf<object>((base.workflowSource as unknown as WorkflowFile)[kind], name),
        rest[0],
      );
    default:
      return workflowValue(kind, name, rest[0] ?? "", base);
  }
}

const KEYWORDS: Readonly<Record<string, string>> = {
  ...{ shortTitle: "x-short-title", messages: "x-messages", maxSize: "x-max-size" },
};

function fieldValue(key: string, [name = "", inner, word]: readonly string[], definition: DefinitionFile) {
  const found = findField(key, definition, { file: "", pointer: "" });
  if (!found) return undefined;
  const { schema, holder } = found;
  if (name === "hidden")
    return (
      (holder.required?.includes(found.key) ?? false) || (schema["x-computed"] ?? schema["x-sector"]) !== undefined
    );
  if (name === "messages") return entryOf(schema["x-messages"], inner ?? "") ?? null;
  if (name === "choices") return choiceValue(schema, inner, word);
  return wordsOf(schema)[KEYWORDS[name] ?? name] ?? null;
}

const wordsOf = (value: object): Readonly<Record<string, Json>> => value as Readonly<Record<string, Json>>;

function choiceValue(schema: FieldSchema, value: string | undefined, word: string | undefined) {
  const holder = schema.items && !schema.items.properties ? schema.items : schema;
  const choices = holder.oneOf ?? holder.enum?.map((each) => ({ const: each, title: each }));
  const choice = choices?.find((candidate) => candidate.const === value);
  return choice && (entryOf(wordsOf(choice), word ?? "") ?? null);
}

function workflowValue(kind: string, name: string, word: string, { workflowSource }: CompiledDefinition) {
  const { states } = workflowSource as unknown as WorkflowFile;
  const all = allStates(readStates(states, { file: "", pointer: "" }));
  const metas: readonly object[] =
    kind === "states"
      ? all.flatMap(({ path, node }) => (path === name && node.meta ? [node.meta] : []))
      : all
          .flatMap(candidatesOf)
          .flatMap(({ kind: on, key, node }) => (on === "on" && key === name && node.meta ? [node.meta] : []));
  if (metas.length === 0) return undefined;
  const texts = metas.map((meta) => entryOf(wordsOf(meta), word) ?? null);
  const distinct = [...new Set(texts)];
  return distinct.length === 1 ? (distinct[0] ?? null) : distinct;
}

/** The overlay saying something else, or nothing any more, at one place. */
export function withStatement(overlay: OverlayFile, path: readonly string[], value: Json | undefined): OverlayFile {
  const pointer = path.map((key) => `/${escapeSegment(key)}`).join("");
  if (value === undefined) return withoutStatements(overlay, new Set([pointer]), overlay.base);
  return said(overlay as unknown as Json, path, value) as unknown as OverlayFile;
}

function said(node: Json | undefined, [key, ...rest]: readonly string[], value: Json): Json {
  if (key === undefined) return value;
  const changed: Record<string, Json> = isObject(node) ? { ...node } : {};
  put(changed, key, said(isObject(node) ? own(node, key) : undefined, rest, value));
  return changed;
}
