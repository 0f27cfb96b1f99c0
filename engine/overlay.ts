import { compile } from "./compile.ts";
import { checkLaw } from "./compile-law.ts";
import type { CompiledDefinition, DefinitionSource } from "./definition.ts";
import { segmentsOf } from "./json.ts";
import type { DefinitionFile, WorkflowFile } from "./meta.generated.ts";
import { checkShape } from "./meta.ts";
import { addFields, mergeFields } from "./overlay-fields.ts";
import type { OverlayFile } from "./overlay-file.generated.ts";
import { type Merging, originOf } from "./overlay-merging.ts";
import { mergeSteps } from "./overlay-steps.ts";
import { weakens } from "./overlay-weakens.ts";
import { mergeDescription, mergeDocuments, mergeTemplates, mergeWorkflowWords } from "./overlay-words.ts";
import { type At, newReport, under } from "./report.ts";
import { failed, type Issue, ok, type Result } from "./result.ts";
import type { Shared } from "./shared-piece.ts";

/** The content of an overlay's file; the name is only for issues. */
export interface OverlaySource {
  readonly file: string;
  readonly overlay: unknown;
}

/** What an overlay makes of a base, not compiled yet. */
export interface MergedSource {
  readonly source: DefinitionSource;
  readonly overlay: OverlayFile;
  /** The place in the overlay of a place of the merged files. */
  readonly origins: Merging["origins"];
}

/** The overlay a JSON value is, or what is wrong with its shape. */
export function readOverlay({ file, overlay }: OverlaySource): Result<OverlayFile> {
  const report = newReport();
  return checkShape("overlay", overlay, { file, pointer: "" }, report) ? ok(overlay) : failed(report.issues());
}

/**
 * Merges an overlay into the base it names, whose version the result keeps. Issues point into the overlay. What is merged
 * may still not compile: see `compileOverlay`.
 */
export function applyOverlay(base: CompiledDefinition, source: OverlaySource): Result<MergedSource> {
  const report = newReport();
  const at: At = { file: source.file, pointer: "" };
  const overlay: unknown = structuredClone(source.overlay);
  if (!checkShape("overlay", overlay, at, report)) return failed(report.issues());
  if (overlay.of !== base.id) {
    report.add(
      "overlay-base",
      under(at, "of"),
      `Cette personnalisation est celle de « ${overlay.of} », pas de « ${base.id} ».`,
    );
  }
  if (overlay.base !== base.version) {
    const message = `Cette personnalisation part de la version ${overlay.base} de la définition, pas de la version ${base.version}.`;
    report.add("overlay-base", under(at, "base"), message);
  }
  const merging: Merging = {
    overlay,
    at,
    definition: structuredClone(base.schema) as unknown as DefinitionFile,
    definitionAt: { file: `${base.id}.json`, pointer: "" },
    workflow: structuredClone(base.workflowSource) as unknown as WorkflowFile,
    workflowAt: { file: `${base.id}.workflow.json`, pointer: "" },
    report,
    origins: new Map(),
  };
  mergeFields(merging);
  addFields(merging);
  mergeSteps(merging);
  mergeDescription(merging);
  mergeTemplates(merging);
  mergeDocuments(merging);
  mergeWorkflowWords(merging);
  const issues = report.issues();
  if (issues.length > 0) return failed(issues);
  const { definition, definitionAt, workflow, workflowAt, origins } = merging;
  const merged = { file: definitionAt.file, schema: definition, workflowFile: workflowAt.file, workflow };
  return ok({ source: merged, overlay, origins });
}

/**
 * The personalised definition, checked as any other and never weaker than its base. Issues point into the overlay when
 * what they are about was written there, else into the base's files.
 * @param version its number among those of the member
 */
export function compileOverlay(
  base: CompiledDefinition,
  source: OverlaySource,
  version: number,
  shared: Shared,
): Result<CompiledDefinition> {
  const applied = applyOverlay(base, source);
  if (!applied.ok) return applied;
  const { source: merged, overlay, origins } = applied.value;
  const definition = merged.schema as DefinitionFile;
  definition["x-definition"].version = version;
  const compiled = lawful(base, merged, compile(merged, shared, { published: true }));
  const at: At = { file: source.file, pointer: "" };
  if (!compiled.ok) {
    const placed = compiled.issues.map((issue) => placedIssue(issue, merged, overlay, origins, at));
    return failed(placed.filter((issue, index) => placed.findIndex((other) => sameFault(issue, other)) === index));
  }
  const weaker = weakens(base, compiled.value, at);
  return weaker.length > 0 ? failed(weaker) : compiled;
}

/** What was merged, unless it lacks something that the law asks for and its base has. */
function lawful(
  base: CompiledDefinition,
  { file, workflowFile }: DefinitionSource,
  merged: Result<CompiledDefinition>,
): Result<CompiledDefinition> {
  if (!merged.ok) return merged;
  const issuesOf = (definition: CompiledDefinition) => {
    const report = newReport();
    checkLaw(definition, { definition: { file, pointer: "" }, workflow: { file: workflowFile, pointer: "" } }, report);
    return report.issues();
  };
  const known = new Set(issuesOf(base).map(({ message }) => message));
  const added = issuesOf(merged.value).filter(({ message }) => !known.has(message));
  return added.length > 0 ? failed(added) : merged;
}

/** A field taken away is missed in several places: one is enough to say so. */
const sameFault = (a: Issue, b: Issue): boolean =>
  a.code === b.code &&
  a.file === b.file &&
  a.pointer === b.pointer &&
  (a.code === "overlay-read" || a.message === b.message);

function placedIssue(
  issue: Issue,
  merged: DefinitionSource,
  overlay: OverlayFile,
  origins: Merging["origins"],
  at: At,
): Issue {
  const place: At = { file: issue.file ?? "", pointer: issue.pointer };
  const origin = originOf(origins, place);
  if (origin) return { ...issue, ...origin };
  const text = textAt(place.file === merged.file ? merged.schema : merged.workflow, place.pointer);
  const missed = missedBy(text, overlay, at);
  if (!missed) return issue;
  const message = `« ${missed.name} » ne peut pas être retiré : la définition s'en sert (« ${text.slice(0, 80)} »).`;
  return { code: "overlay-read", ...missed.at, message };
}

/** The field or the choice that the overlay takes away and that this expression of the base reads. */
function missedBy(text: string, overlay: OverlayFile, at: At): { readonly name: string; readonly at: At } | undefined {
  for (const [path, { hidden, choices = {} }] of Object.entries(overlay.fields ?? {})) {
    const key = path.split(".").at(-1) ?? path;
    if (hidden && wordsOf(text).has(key)) return { name: path, at: under(at, "fields", path, "hidden") };
    for (const [value, choice] of Object.entries(choices)) {
      if (!choice.hidden || ![`'${value}'`, `"${value}"`].some((quoted) => text.includes(quoted))) continue;
      return { name: value, at: under(at, "fields", path, "choices", value, "hidden") };
    }
  }
  return undefined;
}

const wordsOf = (text: string): ReadonlySet<string> => new Set(text.split(/[^A-Za-z0-9]+/));

/** The text at a place, or the place itself, which names the field when a workflow writes it. */
function textAt(value: unknown, pointer: string): string {
  const found = segmentsOf(pointer).reduce<unknown>(
    (node, key) =>
      typeof node === "object" && node !== null ? (node as Readonly<Record<string, unknown>>)[key] : node,
    value,
  );
  return typeof found === "string"
    ? `${found} ${segmentsOf(pointer).at(-1) ?? ""}`
    : (segmentsOf(pointer).at(-1) ?? "");
}
