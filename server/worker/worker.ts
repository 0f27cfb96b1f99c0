import { expirePayment, pollPayment } from "../commands/ask-payment.ts";
import { purgeUploads } from "../commands/attachment.ts";
import { purgeEmailChanges } from "../commands/change-account-email.ts";
import { HopelessEffect } from "../commands/hopeless-effect.ts";
import { oweEveryReminder } from "../commands/owe-reminders.ts";
import { purgeExpiredWorks } from "../commands/plan-work.ts";
import { purgeExpiredImports } from "../commands/receive-import.ts";
import { scanNext } from "../commands/scan-file.ts";
import { oweUnitDigests } from "../commands/unit-digest.ts";
import type { Context } from "../context.ts";
import { seeingUnits } from "../db/seen-units.ts";
import { savepoint, withActor } from "../db/with-actor.ts";
import { publishDue } from "../published.ts";
import { sweepSent } from "../step-counter.ts";
import { claimJob, failJob, finishJob, INSIDE, type Job, Turns } from "../store/effects.ts";
import { purgeMeetings } from "../store/meetings.ts";
import { purgeExpired } from "../store/purge.ts";
import { forgetWords, writeWords } from "../store/word-index.ts";
import { lookAlike } from "./look-alike.ts";
import { NoMailRoute } from "./mail.ts";
import { runEffect } from "./run-effect.ts";
import { importTurn } from "./run-import.ts";
import { workTurn } from "./works.ts";

/** Attempts before an effect is buried; with the delays below, about two days. */
const MAX_ATTEMPTS = 12;
const FIRST_DELAY_MS = 5_000;
const LONGEST_DELAY_MS = 12 * 3_600_000;
const POLL_MS = 1_000;
const PURGE_MS = 3_600_000;
const LANES = 2;

/** Runs one due effect, if there is one. True when it found something to do. What it owes waits as it did. */
export async function tick(ctx: Context, turns: Turns | typeof INSIDE = new Turns()): Promise<boolean> {
  return seeingUnits("every", () => tickAll(ctx, turns));
}

function tickAll(ctx: Context, turns: Turns | typeof INSIDE): Promise<boolean> {
  return withActor(ctx.db, { system: true }, async (tx) => {
    const job = await claimJob(tx, ctx.clock(), turns);
    if (!job) return false;
    try {
      await savepoint(tx, async () => {
        await runEffect(job.background ? { ...ctx, background: true } : ctx, tx, job);
        await finishJob(tx, job, ctx.clock());
      });
    } catch (error) {
      await failJob(tx, job, outcome(ctx, job, error));
    }
    return true;
  });
}

/** Runs every due effect, then stops: the worker in one explicit step, for tests and the command line. */
export async function drain(ctx: Context): Promise<number> {
  const turns = new Turns();
  let count = 0;
  while (await tick(ctx, turns)) count += 1;
  return count;
}

function outcome(ctx: Context, job: Job, error: unknown) {
  const now = ctx.clock();
  const attempts = job.attempts + 1;
  const hopeless = error instanceof HopelessEffect || attempts >= MAX_ATTEMPTS;
  const delay = Math.min(FIRST_DELAY_MS * 3 ** (attempts - 1), LONGEST_DELAY_MS);
  const message = error instanceof Error ? error.message : String(error);
  const level = hopeless ? "error" : "warn";
  ctx.log[level](
    { effect: job.type, entry: job.entryId, attempts, reason: reason(error) },
    hopeless ? "effect dead" : "effect put off",
  );
  return { error: message.slice(0, 2_000), retryAt: hopeless ? null : new Date(now.getTime() + delay), now };
}

/** A mail server's answer may quote an address: logs keep the kind of failure only. */
function reason(error: unknown): string {
  if (error instanceof NoMailRoute || error instanceof HopelessEffect) return error.constructor.name;
  return error instanceof Error && "code" in error ? String(error.code) : "error";
}

export interface Worker {
  /** Looks for effects now rather than at the next poll. */
  wake(): void;
  /** Finishes the effects in hand. */
  stop(): Promise<void>;
}

/**
 * What lanes do, each by itself: no mail waits for a long work, no action on many entries for a long export, nothing for
 * an antivirus that thinks long, no clock of the law for a mail server that does, nothing for a payment service.
 */
function turns(ctx: Context, quit: AbortSignal): readonly Turn[] {
  const shared = new Turns();
  const effects: readonly Turn[] = Array.from({ length: LANES }, () => (own) => tick(own, shared));
  return [
    ...effects,
    (own) => tick(own, INSIDE),
    (own) => workTurn(own, ["bulk"]),
    (own) => workTurn(own, ["export", "print"]),
    (own) => importTurn(own, quit),
    async (own) => (await writeWords(own.db)) || forgetWords(own.db),
    lookAlike,
    publishDue,
    async (own) => (await pollPayment(own)) || expirePayment(own),
    ...(ctx.config.clamd ? [(own: Context) => scanNext(own, quit)] : []),
  ];
}

/** Does what is due, if anything; true when there was something. */
type Turn = (ctx: Context) => Promise<boolean>;

/** Runs effects, timers and long works until stopped. Several processes may each run one. */
export function startWorker(ctx: Context): Worker {
  let stopping = false;
  let wakers: (() => void)[] = [];
  const wake = () => {
    const woken = wakers;
    wakers = [];
    for (const resume of woken) resume();
  };
  const pause = () =>
    new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, POLL_MS);
      wakers.push(() => {
        clearTimeout(timer);
        resolve();
      });
    });
  const quit = new AbortController();
  const lane = async (work: Turn) => {
    while (!stopping) {
      const busy = await seeingUnits("every", () => work(ctx)).catch((error: unknown) => {
        ctx.log.error({ err: error }, "worker failed");
        return false;
      });
      if (!busy && !stopping) await pause();
    }
  };
  const purge = () =>
    Promise.all([
      sweepSent(ctx).then(() => purgeExpired(ctx.db, ctx.clock())),
      purgeUploads(ctx),
      purgeEmailChanges(ctx),
      purgeExpiredWorks(ctx),
      purgeExpiredImports(ctx),
      purgeMeetings(ctx.db, ctx.clock()),
      oweUnitDigests(ctx),
      oweEveryReminder(ctx),
    ]).catch((err: unknown) => ctx.log.error({ err }, "purge failed"));
  const purging = setInterval(purge, PURGE_MS);
  const lanes = turns(ctx, quit.signal).map(lane);
  return {
    wake,
    async stop() {
      stopping = true;
      quit.abort();
      clearInterval(purging);
      wake();
      await Promise.all(lanes);
    },
  };
}
