import type { CompiledDefinition } from "./definition.ts";
import type { Json } from "./entry.ts";
import type { DefinitionFile } from "./meta.generated.ts";
import { compileOverlay } from "./overlay.ts";
import type { OverlayFile } from "./overlay-file.generated.ts";
import { findField } from "./overlay-merging.ts";
import { baseValue, type Statement, statementsOf, withoutStatements } from "./overlay-statements.ts";
import type { Issue } from "./result.ts";
import type { Shared } from "./shared-piece.ts";

/**
 * Why a statement of an overlay cannot follow its base by itself: both changed the same words; what it spoke of is gone,
 * is of another type, or became necessary; its name was taken; what follows is refused.
 */
export type ConflictReason = "changed" | "gone" | "type" | "needed" | "taken" | "refused";

/** A statement someone must decide on: the base's word before and now, and the member's own. */
export interface Conflict {
  /** JSON Pointer in the overlay. */
  readonly pointer: string;
  readonly reason: ConflictReason;
  readonly before: Json | null;
  readonly now: Json | null;
  readonly ours: Json;
  /** Whether the member may keep its own; else it can only give it up, or write it otherwise. */
  readonly keep: boolean;
  /** For a refusal, its sentence. */
  readonly message?: string;
}

/** What a member decided on a conflict. */
export type Decision = "ours" | "base";

export type Followed =
  | { readonly ok: true; readonly overlay: OverlayFile; readonly definition: CompiledDefinition }
  | { readonly ok: false; readonly conflicts: readonly Conflict[] };

export interface Following {
  readonly overlay: OverlayFile;
  /** The version of the base that the overlay was written on. */
  readonly before: CompiledDefinition;
  readonly now: CompiledDefinition;
  /** The member's own number for the result. */
  readonly version: number;
  /** By pointer of the statement. */
  readonly decisions?: ReadonlyMap<string, Decision>;
}

/**
 * Moves an overlay to a new version of its base by a three-way comparison: what the base did not touch is kept as it is,
 * what it took away without harm is dropped, and the rest are conflicts, unless decided.
 */
export function followBase({ overlay, before, now, version, decisions }: Following, shared: Shared): Followed {
  const conflicts: Conflict[] = [];
  const dropped = new Set<string>();
  const statements = statementsOf(overlay);
  for (const statement of statements) {
    const fate = fateOf(statement, before, now);
    const decision = decisions?.get(statement.pointer);
    if (decision === "base" || fate === "drop") dropped.add(statement.pointer);
    else if (fate !== "keep" && !(decision === "ours" && fate.keep)) conflicts.push(fate);
  }
  if (conflicts.length > 0) return { ok: false, conflicts };
  const moved = withoutStatements(overlay, dropped, now.version);
  const compiled = compileOverlay(now, { file: FILE, overlay: moved }, version, shared);
  if (compiled.ok) return { ok: true, overlay: moved, definition: compiled.value };
  return { ok: false, conflicts: refusals(compiled.issues, statementsOf(moved), statements) };
}

const FILE = "overlay.json";

function fateOf(statement: Statement, before: CompiledDefinition, now: CompiledDefinition): "keep" | "drop" | Conflict {
  const { path, pointer, ours } = statement;
  const [kind, name = ""] = path;
  const conflict = (reason: ConflictReason, values: Partial<Conflict> = {}): Conflict => ({
    ...{ pointer, reason, ours, before: null, now: null, keep: false },
    ...values,
  });
  if (kind === "add" || kind === "addSteps" || path.includes("addChoices")) return addition(statement, now, conflict);
  const was = baseValue(statement, before) ?? null;
  const is = baseValue(statement, now);
  const hides = path.at(-1) === "hidden";
  if (is === undefined) return hides ? "drop" : conflict("gone", { before: was });
  if (kind === "fields") {
    const [type, newType] = [typeOf(name, before), typeOf(name, now)];
    if (type !== newType) return conflict("type", { before: type, now: newType });
  }
  if (hides) return is === true && path.length === 3 ? conflict("needed", { before: was, now: is }) : "keep";
  if (same(was, is) || same(is, ours)) return "keep";
  return conflict("changed", { before: was, now: is, keep: true });
}

/** What a member added keeps its name unless the base took it. */
function addition(
  { path, ours }: Statement,
  now: CompiledDefinition,
  conflict: (reason: ConflictReason, values?: Partial<Conflict>) => Conflict,
): "keep" | "drop" | Conflict {
  const definition = now.schema as unknown as DefinitionFile;
  const [kind, name = ""] = path;
  const said = ours as Readonly<Record<string, Json>>;
  if (kind === "add") {
    const theirs = findField(name, definition, { file: "", pointer: "" });
    return theirs ? conflict("taken", { now: theirs.schema as unknown as Json }) : "keep";
  }
  if (kind === "addSteps") {
    const theirs = definition["x-definition"].steps?.find(({ id }) => id === said["id"]);
    return theirs ? conflict("taken", { now: theirs as unknown as Json }) : "keep";
  }
  const field = findField(name, definition, { file: "", pointer: "" });
  if (!field) return conflict("gone");
  const value = String(said["const"]);
  const title = baseValue({ path: ["fields", name, "choices", value, "title"] }, now);
  if (title === undefined) return "keep";
  return same(title, said["title"]) ? "drop" : conflict("taken", { now: title });
}

function typeOf(path: string, { schema }: CompiledDefinition): string {
  const found = findField(path, schema as unknown as DefinitionFile, { file: "", pointer: "" });
  return [found?.schema.type, found?.schema.format, found?.schema.items?.type].filter(Boolean).join(" ");
}

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

/** The statements a refusal is about; a fault placed nowhere in particular is shown at the root, to be mended by hand. */
function refusals(
  issues: readonly Issue[],
  moved: readonly Statement[],
  statements: readonly Statement[],
): readonly Conflict[] {
  return issues.map((issue): Conflict => {
    const about = issue.file === FILE ? moved.find(({ pointer }) => around(pointer, issue.pointer)) : undefined;
    const original = about && statements.find(({ path, ours }) => same([path[0], ours], [about.path[0], about.ours]));
    const pointer = original?.pointer ?? "";
    const ours = original?.ours ?? null;
    return { pointer, reason: "refused", before: null, now: null, ours, keep: false, message: issue.message };
  });
}

const around = (statement: string, place: string): boolean =>
  `${place}/`.startsWith(`${statement}/`) || statement.startsWith(`${place}/`);
