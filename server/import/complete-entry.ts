import {
  type Answers,
  apply,
  available,
  completed,
  type Disagreement,
  display,
  fieldAt,
  type Transition,
} from "../../engine/index.ts";
import { importWords as words } from "../../renderer/strings-imports.ts";
import type { Context } from "../context.ts";
import type { StoredEntry } from "../store/entries.ts";
import { type ImportJob, titleAt } from "./job.ts";
import { importedBy, type ReadyLine } from "./read-line.ts";

/** What a line does to an entry that is there. */
export interface Completion {
  /** Null when it says nothing that the entry lacks, or when nothing may be written. */
  readonly transition: Transition | null;
  /** Dotted paths of what it gives. */
  readonly taken: readonly string[];
  readonly conflicts: readonly { readonly title: string; readonly kept: string; readonly offered: string }[];
  readonly reasons: readonly string[];
}

/** What is taken is offered again without what the form refused; each turn leaves some out. */
const MOST_TURNS = 6;

/**
 * Gives an entry what it lacks and a line says, by the event that edits it. What both say otherwise stays as it is and is told; so is
 * what the form would refuse beside what the entry says already.
 */
export function completeEntry(ctx: Context, job: ImportJob, entry: StoredEntry, line: ReadyLine): Completion {
  const { definition, actor } = job;
  const { head: _, ...before } = entry;
  const now = ctx.clock().toISOString();
  let given = line.kept?.answers ?? {};
  const refused: string[] = [];
  for (let turn = 0; turn < MOST_TURNS; turn += 1) {
    const { answers, taken, conflicts } = completed(definition.form, entry.answers, given);
    const told = { conflicts: conflicts.map((each) => conflictText(job, each)), reasons: refused };
    if (taken.length === 0) return { transition: null, taken, ...told };
    const event = available(definition, before, actor, now).find(({ form }) => form === "entry");
    if (!event) return { transition: null, taken: [], ...told, reasons: [...refused, words.closed] };
    const applied = apply(definition, before, { type: event.type, answers }, actor, now, job.about);
    if (applied.ok) {
      const imported = importedBy(job, line, taken);
      const transition = { ...applied, event: { ...applied.event, data: { ...applied.event.data, imported } } };
      return { transition, taken, ...told };
    }
    refused.push(...applied.issues.map(({ message }) => message));
    const left = withoutTaken(given, taken, applied.issues);
    if (left === null) return { transition: null, taken: [], ...told, reasons: [...refused, applied.message] };
    given = left;
  }
  return { transition: null, taken: [], conflicts: [], reasons: refused };
}

/** What was given without what the form refuses of it; null when nothing it took is at fault. */
function withoutTaken(
  given: Answers,
  taken: readonly string[],
  issues: readonly { readonly pointer: string }[],
): Answers | null {
  const keys = new Set(taken.map((path) => path.split(".")[0] ?? ""));
  const wrong = new Set(issues.map(({ pointer }) => pointer.split("/")[1] ?? ""));
  const dropped = [...keys].filter((key) => wrong.has(key));
  if (dropped.length === 0) return null;
  return Object.fromEntries(Object.entries(given).filter(([key]) => !dropped.includes(key)));
}

function conflictText({ definition }: ImportJob, { path, kept, offered }: Disagreement) {
  const field = fieldAt(definition.form.order, path);
  const text = (value: typeof kept) => (field ? display(field, value) : JSON.stringify(value));
  return { title: titleAt(definition.form.order, path), kept: text(kept), offered: text(offered) };
}
