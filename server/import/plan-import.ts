import {
  type Actor,
  type Answers,
  available,
  type CompiledDefinition,
  can,
  display,
  type Entry,
  fieldAt,
  heading,
  type Issue,
  type Json,
  keyOf,
  type Layout,
  readLayoutLine,
  submit,
  valuesAt,
  withLine,
} from "../../engine/index.ts";
import { layoutWords as words } from "../../renderer/strings-layouts.ts";
import { canonical } from "../canonical.ts";
import { about } from "../commands/write-entry.ts";
import type { Context } from "../context.ts";
import { findByColumn } from "../store/entries-by-key.ts";
import type { FileLine } from "./read-file.ts";

/** What a line of a file would do, before anything is written. */
export interface PlannedLine {
  readonly line: number;
  /** What recognises the entry: "Haddad Inès 14/04/2023". */
  readonly who: string;
  readonly outcome: "create" | "update" | "same" | "refused";
  /** What changes, or why nothing is done. */
  readonly details: readonly string[];
  /** What is sent: to open an entry, or to edit the one found. */
  readonly send?: {
    readonly answers: Answers;
    readonly entry: Pick<Entry, "id" | "revision"> | null;
    readonly event: string | null;
  };
}

/** A file to be read into the entries of a definition. */
export interface Import {
  readonly member: string;
  readonly definition: CompiledDefinition;
  readonly layout: Layout;
  readonly actor: Actor;
}

/**
 * Works out what each line does, line by line: nothing of the file is dropped unsaid. An entry is looked for by the index of the
 * first column of the key, then by all of it. One read for the whole file.
 */
export async function planImport(
  ctx: Context,
  { member, definition, layout, actor }: Import,
  lines: readonly FileLine[],
): Promise<readonly PlannedLine[]> {
  const read = lines.map(({ line, cells }) => ({ line, ...readLayoutLine(layout, definition.form, cells) }));
  const key = layout.key ?? [];
  const [first = ""] = key;
  const slot = slotOf(definition, key);
  const wanted = read.map(({ answers }) => partOf(definition, answers, first)).filter((part) => part !== "");
  const found = await findByColumn(ctx, member, definition.id, slot, wanted);
  const entries = new Map<string, Entry[]>();
  for (const entry of found) {
    const mark = markOf(definition, entry.answers, key);
    entries.set(mark, [...(entries.get(mark) ?? []), entry]);
  }
  const seen = new Map<string, number>();
  const planner: Planner = { ctx, member, definition, layout, actor };
  return read.map(({ line, answers, faults }) => {
    const mark = markOf(definition, answers, key);
    const before = seen.get(mark);
    seen.set(mark, before ?? line);
    const said = { line, who: whoIs(definition, answers, key) };
    const lacking = key.find((name) => partOf(definition, answers, name) === "");
    if (faults.length > 0)
      return refused(
        said,
        faults.map(({ title, message }) => `${title} : ${message}`),
      );
    if (lacking !== undefined) return refused(said, [words.keyless(titleOf(layout, lacking))]);
    if (before !== undefined) return refused(said, [words.twice(before)]);
    return planOne(planner, said, answers, entries.get(mark) ?? []);
  });
}

interface Planner extends Import {
  readonly ctx: Context;
}

type Said = Pick<PlannedLine, "line" | "who">;

const refused = (said: Said, details: readonly string[]): PlannedLine => ({ ...said, outcome: "refused", details });

function planOne(planner: Planner, said: Said, line: Answers, entries: readonly Entry[]): PlannedLine {
  const { definition, layout, actor } = planner;
  const [entry, second] = entries;
  if (second) return refused(said, [words.several]);
  if (!entry) {
    if (!can(definition, actor, "open")) return refused(said, [words.notAllowed]);
    const wrong = issuesOf(planner, line, undefined);
    return wrong.length > 0
      ? refused(said, wrong)
      : { ...said, outcome: "create", details: [], send: { answers: line, entry: null, event: null } };
  }
  // What recognised the entry says no more than what it holds: another case, a lost accent.
  const merged = withLine(withLine(entry.answers, line), keyAnswers(entry.answers, layout.key ?? []));
  const details = changesOf(planner, entry.answers, merged);
  if (details.length === 0) return { ...said, outcome: "same", details };
  const now = planner.ctx.clock().toISOString();
  const event = available(definition, entry, actor, now).find(({ form }) => form === "entry");
  if (!event) return refused(said, [words.closed]);
  const wrong = issuesOf(planner, merged, entry.answers);
  if (wrong.length > 0) return refused(said, wrong);
  const { id, revision } = entry;
  return { ...said, outcome: "update", details, send: { answers: merged, entry: { id, revision }, event: event.type } };
}

/** The answers under these keys, in their groups. */
function keyAnswers(answers: Answers, key: readonly string[]): Answers {
  return key.reduce<Answers>((kept, path) => {
    const [value] = valuesAt(answers, path);
    const parts = path.split(".").reverse();
    return value === undefined
      ? kept
      : withLine(kept, parts.reduce<Json>((inner, part) => ({ [part]: inner }), value) as Answers);
  }, {});
}

/** What is wrong with the answers that would be stored, in words. */
function issuesOf(
  { ctx, member, definition, actor }: Planner,
  answers: Answers,
  stored: Answers | undefined,
): readonly string[] {
  const checked = submit(definition.form, answers, {
    now: ctx.clock().toISOString(),
    actor: { kind: actor.kind, roles: actor.roles },
    about: about(ctx, member, definition),
    forCitizen: true,
    ...(stored && { stored }),
  });
  return checked.ok ? [] : checked.issues.map(({ message }: Issue) => message);
}

/** What the line changes of the answers of an entry, column by column, in words. */
function changesOf({ layout, definition }: Planner, before: Answers, after: Answers): readonly string[] {
  return layout.columns.flatMap(({ field }) => {
    if (!field) return [];
    const [was, is] = [before, after].map((answers) => valuesAt(answers, field.path));
    if (canonical([...(was ?? [])]) === canonical([...(is ?? [])])) return [];
    const text = (answers: Answers) => textAt(definition, answers, field.path);
    return [words.change(heading(field.of), text(before), text(after))];
  });
}

const textAt = ({ form }: CompiledDefinition, answers: Answers, path: string): string => {
  const field = fieldAt(form.order, path);
  return valuesAt(answers, path)
    .map((value) => (field ? display(field, value) : String(value)))
    .join(", ");
};

/** Rank in the list of the column that a key begins with. */
export const slotOf = ({ list }: CompiledDefinition, [first = ""]: readonly string[]): number =>
  list.findIndex((column) => column.key === first);

/** The key of an entry or of a line, as lists compare it. */
export const markOf = (definition: CompiledDefinition, answers: Answers, key: readonly string[]): string =>
  JSON.stringify(key.map((name) => partOf(definition, answers, name)));

export function partOf({ form }: CompiledDefinition, answers: Answers, name: string): string {
  const field = fieldAt(form.order, name);
  return field ? keyOf(field, valuesAt(answers, name)[0]) : "";
}

const whoIs = (definition: CompiledDefinition, answers: Answers, key: readonly string[]): string =>
  key
    .map((name) => textAt(definition, answers, name))
    .filter((text) => text !== "")
    .join(" ");

const titleOf = ({ columns }: Layout, path: string): string =>
  columns.find(({ field }) => field?.path === path)?.title ?? path;
