import { apply, canRead } from "../../engine/index.ts";
import { workWords } from "../../renderer/strings-works.ts";
import type { Context } from "../context.ts";
import { withActor } from "../db/with-actor.ts";
import { removeFile } from "../files/vault.ts";
import { done, type Outcome, problem, refused, tooMany } from "../problem.ts";
import { findAcross, type StoredEntry } from "../store/entries.ts";
import { type Forecast, readItems, setForecasts, type WorkItem } from "../store/work-items.ts";
import { type BulkAction, type BulkWork, countUnderWay, launch, purgeWorks, setAction } from "../store/works.ts";
import { mayAssign } from "./assign-entry.ts";
import { refusalSentence } from "./refusal-sentence.ts";
import { type ActorIn, about } from "./write-entry.ts";

/** Works an agent may have under way. */
export const MOST_WORKS = 3;
/** How long the report of a work is kept, in milliseconds. */
const REPORT_LIFE = 90 * 86_400_000;
const CHUNK = 500;

/** What an action would make of the entries of a work. */
export interface Plan {
  readonly will: number;
  readonly wont: number;
}

/**
 * Says what a work in preparation is to do, and tells of each entry, as it is now, whether it will take it and why not.
 * Nothing is written to the entries. Refusals: `not-found` (launched or expired meanwhile).
 */
export async function planWork(
  ctx: Context,
  work: BulkWork,
  actorIn: ActorIn,
  action: BulkAction,
): Promise<Outcome<Plan>> {
  const forecasts: Forecast[] = [];
  for (let after = 0; ; ) {
    const items = await readItems(ctx.db, work, { limit: CHUNK, after });
    const last = items.at(-1);
    if (!last) break;
    forecasts.push(...(await forecast(ctx, work, items, actorIn, action)));
    after = last.rank;
  }
  const set = await withActor(ctx.db, { member: work.member }, async (tx) => {
    if (!(await setAction(tx, work, action))) return false;
    await setForecasts(tx, work, forecasts);
    return true;
  });
  if (!set) return refused(problem("not-found", workWords.confirm.gone));
  const wont = forecasts.filter(({ foreseen }) => foreseen !== null).length;
  return done({ will: forecasts.length - wont, wont });
}

async function forecast(
  ctx: Context,
  work: BulkWork,
  items: readonly WorkItem[],
  actorIn: ActorIn,
  action: BulkAction,
): Promise<readonly Forecast[]> {
  const members = items.map(({ entryMember }) => entryMember);
  const entries = await findAcross(
    ctx,
    members,
    items.map(({ entryId }) => entryId),
  );
  const byId = new Map(entries.map((entry) => [entry.id, entry]));
  const told: Forecast[] = [];
  for (const { rank, entryId, revision } of items) {
    const entry = byId.get(entryId);
    const foreseen = entry ? await foresee(ctx, entry, work, actorIn, action) : workWords.reasons.gone;
    told.push({ rank, revision: entry?.revision ?? revision, foreseen });
  }
  return told;
}

/** Why an entry would refuse; null when it would not. */
async function foresee(
  ctx: Context,
  { head: _, ...entry }: StoredEntry,
  work: BulkWork,
  actorIn: ActorIn,
  action: BulkAction,
): Promise<string | null> {
  const definition = await ctx.catalogue.version(entry.member, entry.definition, entry.version);
  const actor = actorIn(entry.member, definition);
  if (entry.definition !== work.definition || !canRead(definition, entry, actor)) return workWords.reasons.gone;
  if (action.type === "assign") return mayAssign(definition, actor) ? null : workWords.reasons.readOnly;
  const sent = { type: action.event, answers: action.answers };
  const now = ctx.clock().toISOString();
  const applied = apply(definition, entry, sent, actor, now, about(ctx, entry.member, definition));
  return applied.ok ? null : refusalSentence(applied);
}

/**
 * Hands a work to the worker. Refusals: `too-many` (she has others under way), `not-found` (launched already, or nothing
 * was planned).
 */
export async function launchWork(ctx: Context, work: BulkWork): Promise<Outcome<null>> {
  const now = ctx.clock();
  const { member, agent, params } = work;
  if (!params.action) return refused(problem("not-found", workWords.confirm.gone));
  const outcome = await withActor(ctx.db, { member }, async (tx) => {
    if ((await countUnderWay(tx, member, agent)) >= MOST_WORKS) return "too-many";
    return (await launch(tx, work, now, new Date(now.getTime() + REPORT_LIFE))) ? "launched" : "gone";
  });
  if (outcome === "too-many") return refused(tooMany(60, workWords.confirm.tooManyAtOnce(MOST_WORKS)));
  if (outcome === "gone") return refused(problem("not-found", workWords.confirm.gone));
  ctx.wake();
  return done(null);
}

/** Removes works that have expired, with their files. Returns how many. The worker calls it. */
export async function purgeExpiredWorks(ctx: Context): Promise<number> {
  for (let purged = 0; ; ) {
    const { count, files } = await purgeWorks(ctx.db, ctx.clock());
    // Should this process die in between, a file of no work stays sealed and unreachable: its key is in no page.
    for (const { member, file } of files) await removeFile(ctx, member, file);
    purged += count;
    if (count === 0) return purged;
  }
}
