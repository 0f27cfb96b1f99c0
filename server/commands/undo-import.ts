import {
  type Answers,
  type Change,
  type CompiledDefinition,
  changes,
  type EntryEvent,
  type Json,
  resolve,
  type Transition,
} from "../../engine/index.ts";
import { importWords as words } from "../../renderer/strings-imports.ts";
import { canonical } from "../canonical.ts";
import type { Context } from "../context.ts";
import { withActor } from "../db/with-actor.ts";
import { chain, digestAnswers } from "../history.ts";
import { type ImportJob, titleAt } from "../import/job.ts";
import type { StoredEntry } from "../store/entries.ts";
import { entryWriter } from "../store/entry-write.ts";
import { linesToUndo, lockedEntries, markUndone } from "../store/import-lines.ts";
import { keepImport } from "../store/import-turns.ts";
import { factsOf, type ImportFact, removable, removeEntries } from "../store/import-undo.ts";
import type { ImportCounts, UndoOutcome } from "../store/imports.ts";
import { type BatchProgress, ImportTaken } from "./import-lines.ts";
import { indexed } from "./write-entry.ts";

/** What undoing an entry came to, and why something stays. */
interface Undone {
  readonly outcome: UndoOutcome;
  readonly reasons: readonly string[];
}

/**
 * Takes back what an import did of some entries, in one transaction: those it made go, histories included, unless something came
 * since; those it completed lose what it gave them, where it still stands. Null once nothing is left. Throws `ImportTaken`.
 */
export async function undoLines(
  ctx: Context,
  job: ImportJob,
  limit: number,
  before: BatchProgress,
): Promise<BatchProgress | null> {
  const { member } = job.turn;
  return withActor(ctx.db, { member }, async (tx) => {
    const lines = await linesToUndo(tx, job.turn, limit);
    if (lines.length === 0) return null;
    const ids = [...new Set(lines.map(({ entryId }) => entryId))];
    const entries = await lockedEntries(tx, member, ids);
    const facts = await factsOf(tx, job.turn, ids);
    const made = ids.filter((id) => facts.get(id)?.some(({ seq }) => seq === 1));
    const untouched = made.filter((id) => entries.get(id)?.revision === facts.get(id)?.length);
    const known = ctx.catalogue.definitions(member).map((definition) => definition.id);
    const free = await removable(tx, member, known, untouched);
    await removeEntries(tx, member, job.definition.id, free);
    const outcomes = new Map<string, Undone>();
    for (const id of ids) {
      const entry = entries.get(id);
      const own = facts.get(id) ?? [];
      if (!entry || free.includes(id)) outcomes.set(id, { outcome: "removed", reasons: [] });
      else if (made.includes(id)) outcomes.set(id, { outcome: "kept", reasons: [whyKept(untouched, id)] });
      else outcomes.set(id, await restore(ctx, job, tx, entry, own));
    }
    const marked = [...facts].flatMap(([id, own]) =>
      own.map(({ line, details }) => told(line, details, outcomes.get(id))),
    );
    await markUndone(tx, job.turn, marked);
    const after = { progress: before.progress + marked.length, counts: counted(before.counts, marked) };
    if (!(await keepImport(tx, job.turn, after, ctx.clock()))) throw new ImportTaken();
    return after;
  });
}

const whyKept = (untouched: readonly string[], id: string): string =>
  untouched.includes(id) ? words.undo.used : words.undo.changed;

function told(line: number, details: Json, undone: Undone | undefined) {
  const { outcome, reasons } = undone ?? { outcome: "removed" as const, reasons: [] };
  const said = typeof details === "object" && details !== null ? details : {};
  return { line, undone: outcome, ...(reasons.length > 0 && { details: { ...said, reasons } as Json }) };
}

function counted(counts: ImportCounts, lines: readonly { readonly undone: UndoOutcome }[]): ImportCounts {
  const outcomes: Record<string, number> = { ...counts.outcomes };
  for (const { undone } of lines) outcomes[undone] = (outcomes[undone] ?? 0) + 1;
  return { ...counts, outcomes };
}

/** Gives an entry back what it said before an import completed it, answer by answer, where nobody changed it since. */
async function restore(
  ctx: Context,
  job: ImportJob,
  tx: Parameters<typeof lockedEntries>[0],
  entry: StoredEntry,
  facts: readonly ImportFact[],
): Promise<Undone> {
  const definition = await ctx.catalogue.version(entry.member, entry.definition, entry.version);
  const { answers, stuck } = withoutChanges(definition, entry.answers, facts);
  const reasons = stuck.map((key) => words.undo.changedSince(titleAt(definition.form.order, key)));
  const transition = restored(ctx, job, definition, entry, answers);
  if (transition) {
    const link = chain(ctx.secrets, entry.head, entry, transition.event, digestAnswers(transition.entry.answers));
    const listed = indexed(ctx, transition.entry, definition);
    const params = { transition, link, ...listed, owners: [job.actor.id], attachments: [], expected: entry.revision };
    if (!(await entryWriter(ctx, tx).apply({ ...params, answersChanged: true }))) throw new Error(words.moved);
  }
  return { outcome: transition && stuck.length === 0 ? "restored" : "kept", reasons };
}

function withoutChanges({ form }: CompiledDefinition, answers: Answers, facts: readonly ImportFact[]) {
  const found = new Map(Object.entries(answers));
  const stuck: string[] = [];
  const latest = [...facts].sort((a, b) => b.seq - a.seq);
  for (const { field, before, after } of latest.flatMap(({ changes: all }): readonly Change[] => all)) {
    // What is computed follows the rest.
    if (form.order.find(({ key }) => key === field)?.computed) continue;
    if (canonical(found.get(field) ?? null) !== canonical(after)) stuck.push(field);
    else if (before === null) found.delete(field);
    else found.set(field, before);
  }
  return { answers: Object.fromEntries(found), stuck };
}

/** The fact that gives answers back; null when nothing changes. It owes nothing: reminders set meanwhile look again when they come. */
function restored(
  ctx: Context,
  { actor, turn, about }: ImportJob,
  definition: CompiledDefinition,
  { head: _, ...entry }: StoredEntry,
  given: Answers,
): Transition | null {
  const now = ctx.clock().toISOString();
  const context = { now, actor: { kind: actor.kind, roles: actor.roles }, about, stored: entry.answers };
  const { answers } = resolve(definition.form, given, context);
  const changed = changes(entry.answers, answers);
  if (changed.length === 0) return null;
  const state = definition.workflow.states.get(entry.state);
  const event: EntryEvent = {
    seq: entry.revision + 1,
    type: state?.events.find(({ edit }) => edit)?.type ?? "modifier",
    from: entry.state,
    to: entry.state,
    actor: { kind: actor.kind, id: actor.id, ...(actor.name !== undefined && { name: actor.name }) },
    at: now,
    data: { changes: changed, undone: { id: turn.id, file: turn.fileName } },
  };
  const after = { ...entry, revision: entry.revision + 1, answers, updatedAt: now };
  return { ok: true, entry: after, event, effects: [], bookings: [], seats: [] };
}
