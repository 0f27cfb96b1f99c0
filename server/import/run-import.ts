import { hash } from "node:crypto";
import type { Answers } from "../../engine/index.ts";
import { layoutWords as words } from "../../renderer/strings-layouts.ts";
import { openEntry } from "../commands/open-entry.ts";
import { sendEvent } from "../commands/send-event.ts";
import type { ActorIn } from "../commands/write-entry.ts";
import type { Context } from "../context.ts";
import { type Tx, withActor } from "../db/with-actor.ts";
import { type Outcome, type Problem, problem, refused } from "../problem.ts";
import { findByColumnIn } from "../store/entries-by-key.ts";
import { isImporting, lockRegister } from "../store/import-turns.ts";
import { type Import, markOf, type PlannedLine, partOf, slotOf } from "./plan-import.ts";

/** Entries written at once: others work meanwhile. */
const AT_ONCE = 4;

/**
 * Writes what a plan says, by the ordinary commands: rights, rules, history and mails are those of any entry. What another does
 * meanwhile is told on its line, never written over; sent twice, a line makes one entry.
 * @param file the text of the file, which makes the keys of its lines
 * @returns what was done of each line, in their order
 */
export async function runImport(
  ctx: Context,
  request: Import & { readonly actorIn: ActorIn },
  file: string,
  plan: readonly PlannedLine[],
): Promise<readonly PlannedLine[]> {
  const digest = hash("sha256", file, "hex").slice(0, 32);
  const done: PlannedLine[] = [...plan];
  const waiting = plan.map((_, index) => index).reverse();
  const work = async () => {
    for (let index = waiting.pop(); index !== undefined; index = waiting.pop()) {
      const line = plan[index];
      if (line) done[index] = await writeLine(ctx, request, digest, line);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return done;
}

async function writeLine(
  ctx: Context,
  { member, definition, layout, actor, actorIn }: Import & { readonly actorIn: ActorIn },
  digest: string,
  planned: PlannedLine,
): Promise<PlannedLine> {
  const { send } = planned;
  if (!send) return planned;
  const { answers, entry, event } = send;
  if (entry === null || event === null) {
    const idempotencyKey = `import ${layout.id} ${digest} ${planned.line}`;
    const opened = await openAlone(ctx, { member, definition, layout }, answers, (tx) =>
      openEntry(ctx, { member, definition, actor, actorIn, answers, idempotencyKey }, tx),
    );
    if (!opened.ok) return failed(planned, opened.problem);
    return opened.value.replayed ? { ...planned, outcome: "same" } : planned;
  }
  const { id, revision } = entry;
  const request = { member, definitionId: definition.id, id, actor, actorIn, type: event, answers, revision };
  const sent = await sendEvent(ctx, request);
  return sent.ok ? planned : failed(planned, sent.problem);
}

/**
 * Opens an entry while nobody else makes one of this register from a file, unless one that answers to the same key came since it was
 * looked for. Refusal: `stale`.
 */
async function openAlone<T>(
  ctx: Context,
  { member, definition, layout }: Pick<Import, "member" | "definition" | "layout">,
  answers: Answers,
  write: (tx: Tx) => Promise<Outcome<T>>,
): Promise<Outcome<T>> {
  const key = layout.key ?? [];
  return withActor(ctx.db, { member }, async (tx) => {
    await lockRegister(tx, member, definition.id);
    if (await isImporting(tx, member, definition.id, ctx.clock())) return refused(problem("stale", words.busy));
    const found = await findByColumnIn(tx, member, definition.id, slotOf(definition, key), [
      partOf(definition, answers, key[0] ?? ""),
    ]);
    const mark = markOf(definition, answers, key);
    if (found.some((entry) => markOf(definition, entry.answers, key) === mark))
      return refused(problem("stale", words.cameSince));
    return write(tx);
  });
}

const failed = (planned: PlannedLine, { detail, issues }: Problem): PlannedLine => ({
  ...planned,
  outcome: "refused",
  details: issues.length > 0 ? issues.map(({ message }) => message) : [detail === "" ? words.closed : detail],
});
