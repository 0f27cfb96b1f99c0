import { importWords as words } from "../../renderer/strings-imports.ts";
import { type BatchProgress, ImportTaken, importLines } from "../commands/import-lines.ts";
import { mayOpen } from "../commands/may-open.ts";
import { undoLines } from "../commands/undo-import.ts";
import type { Context } from "../context.ts";
import { withActor } from "../db/with-actor.ts";
import { openFile } from "../files/vault.ts";
import { actorsOf } from "../identity/actor-for.ts";
import { agentSubject } from "../identity/subject.ts";
import { uuidv7 } from "../ids.ts";
import { newFinder } from "../import/find-entries.ts";
import { type ImportJob, importJob } from "../import/job.ts";
import { type FileLine, linesFrom } from "../import/lines.ts";
import { type ReadyLine, readyLines } from "../import/read-line.ts";
import { endImport, type ImportTurn, takeImport } from "../store/import-turns.ts";
import { agentNow } from "../store/work-turns.ts";

/** Lines of one transaction. */
const BATCH = 500;
/** Times an import is begun without getting anywhere. */
const MOST_ATTEMPTS = 3;
/** How long an import goes on while others wait, in milliseconds. */
const SLICE = 20_000;

/**
 * Goes on with the import whose turn it is, if there is one: batch after batch, each under the rights its agent has then, until its end,
 * `quit`, or its share of time. What a crash interrupts goes on from the last batch. False when there was nothing to do.
 */
export async function importTurn(ctx: Context, quit?: AbortSignal): Promise<boolean> {
  const now = ctx.clock();
  const turn = await takeImport(ctx.db, now, uuidv7(now, ctx.randomBytes(16)));
  if (!turn) return false;
  const failure = await runImport({ ...ctx, background: true }, turn, quit).catch((error: unknown) =>
    missed(ctx, turn, error),
  );
  if (failure === "taken") return true;
  const state = failure === null ? "done" : failure === "later" ? "waiting" : "failed";
  await endImport(ctx.db, turn, { state, ...(state === "failed" && { failure: failure ?? "" }) }, ctx.clock());
  return true;
}

/** Does every import to its end, for tests and the command line. */
export async function drainImports(ctx: Context): Promise<void> {
  while (await importTurn(ctx));
}

type Ended = string | "later" | "taken" | null;

async function runImport(ctx: Context, turn: ImportTurn, quit: AbortSignal | undefined): Promise<Ended> {
  if (turn.attempts > MOST_ATTEMPTS) return words.failures.broken;
  const job = await jobOf(ctx, turn);
  if (!job) return words.failures.rights;
  if (turn.phase === "undo") return undoAll(ctx, turn, job, quit);
  const opened = turn.file === null ? null : await openFile(ctx, turn.member, turn.file);
  if (!opened?.ok) return opened?.problem.code === "unavailable" ? "later" : words.failures.file;
  const finder = newFinder(ctx, job.definition, turn.member);
  let at: BatchProgress = { progress: turn.progress, counts: turn.counts };
  const began = performance.now();
  for await (const { job: now, ready } of ahead(batches(ctx, turn, linesFrom(opened.value.content, turn.progress)))) {
    if (quit?.aborted || performance.now() - began > SLICE) return "later";
    at = await importLines(ctx, now, finder, ready, at);
  }
  return null;
}

/** The job as its agent may do it at this instant; null when she may no longer. */
async function jobOf(ctx: Context, turn: ImportTurn): Promise<ImportJob | null> {
  const { member, agent } = turn;
  const who = await withActor(ctx.db, { member }, (tx) => agentNow(tx, member, agent, ctx.clock()));
  const definition = ctx.catalogue.definition(member, turn.definition);
  if (!who || !definition) return null;
  const actorIn = actorsOf(ctx, agentSubject(who));
  return mayOpen(ctx, member, definition, actorIn(member, definition))
    ? importJob(ctx, turn, definition, actorIn)
    : null;
}

class NoRight extends Error {}

async function undoAll(ctx: Context, turn: ImportTurn, job: ImportJob, quit: AbortSignal | undefined): Promise<Ended> {
  let at: BatchProgress = { progress: turn.progress, counts: turn.counts };
  for (;;) {
    if (quit?.aborted) return "later";
    const next = await undoLines(ctx, job, BATCH, at);
    if (next === null) return null;
    at = next;
  }
}

/** Lines of one transaction, read under the rights their agent has then. */
interface ReadyBatch {
  readonly job: ImportJob;
  readonly ready: readonly ReadyLine[];
}

async function* batches(
  ctx: Context,
  turn: ImportTurn,
  lines: AsyncIterable<FileLine>,
): AsyncGenerator<ReadyBatch, undefined> {
  const prepared = async (some: readonly FileLine[]): Promise<ReadyBatch> => {
    const job = await jobOf(ctx, turn);
    if (!job) throw new NoRight();
    return { job, ready: await readyLines(ctx, job, some) };
  };
  let some: FileLine[] = [];
  for await (const line of lines) {
    some.push(line);
    if (some.length < BATCH) continue;
    yield await prepared(some);
    some = [];
  }
  if (some.length > 0) yield await prepared(some);
}

/** The same, the next made ready while one is dealt with. */
async function* ahead<T>(source: AsyncGenerator<T, undefined>): AsyncGenerator<T, undefined> {
  let next = source.next();
  try {
    for (let { done, value } = await next; !done && value !== undefined; { done, value } = await next) {
      next = source.next();
      // What it fails with is told when its turn comes.
      next.catch(() => undefined);
      yield value;
    }
  } finally {
    await next.catch(() => undefined);
    await source.return(undefined);
  }
}

function missed(ctx: Context, turn: ImportTurn, error: unknown): Ended {
  if (error instanceof ImportTaken) return "taken";
  if (error instanceof NoRight) return words.failures.rights;
  ctx.log.error({ err: error, import: turn.id, attempts: turn.attempts }, "import failed");
  return turn.attempts >= MOST_ATTEMPTS ? words.failures.broken : "later";
}
