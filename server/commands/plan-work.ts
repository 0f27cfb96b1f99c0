import { apply, canRead, shareOut, silenceComes } from "../../engine/index.ts";
import { meetingWords } from "../../renderer/strings-meetings.ts";
import { sendingWords } from "../../renderer/strings-sendings.ts";
import { workWords } from "../../renderer/strings-works.ts";
import type { Context } from "../context.ts";
import { withActor } from "../db/with-actor.ts";
import { removeFile } from "../files/vault.ts";
import { decisionsOf } from "../meeting-decisions.ts";
import { done, type Outcome, problem, refused, tooMany } from "../problem.ts";
import { countAssigned } from "../store/assignees.ts";
import { findAcross, type StoredEntry } from "../store/entries.ts";
import { markDecided } from "../store/meetings.ts";
import { take } from "../store/rate-limit.ts";
import { type Forecast, readItems, setForecasts, type WorkItem } from "../store/work-items.ts";
import {
  type BulkAction,
  type BulkWork,
  cancelLaunch,
  countUnderWay,
  launch,
  purgeWorks,
  setAction,
} from "../store/works.ts";
import { mayAssign } from "./assign-entry.ts";
import { type Assignees, assigneesOf } from "./assignees.ts";
import { auditMailing, MOST_MAILINGS, mailingsOf } from "./audit-mailing.ts";
import { refusalSentence } from "./refusal-sentence.ts";
import { addressed, isSending, type Met } from "./sending.ts";
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
  const forecasts: Told[] = [];
  const gives = action.type === "assign" || action.type === "share";
  const assignees: Assignees = gives ? await assigneesOf(ctx, work.member, work.definition) : new Map();
  const decisions = await decisionsFor(ctx, work, action);
  const met: Met = new Map();
  for (let after = 0; ; ) {
    const items = await readItems(ctx.db, work, { limit: CHUNK, after });
    const last = items.at(-1);
    if (!last) break;
    forecasts.push(...(await forecast(ctx, work, items, { actorIn, assignees, decisions, met }, action)));
    after = last.rank;
  }
  if (action.type === "share") await share(ctx, work, action.among, assignees, forecasts);
  const set = await withActor(ctx.db, { member: work.member }, async (tx) => {
    if (!(await setAction(tx, work, action))) return false;
    await setForecasts(tx, work, forecasts);
    return true;
  });
  if (!set) return refused(problem("not-found", workWords.confirm.gone));
  const wont = forecasts.filter(({ foreseen }) => foreseen !== null).length;
  return done({ will: forecasts.length - wont, wont });
}

/** What an entry would become, as it is told; `assignee` is its present one while it is to be shared out. */
type Told = { -readonly [Key in keyof Forecast]: Forecast[Key] } & { readonly member: string };

interface Means {
  readonly actorIn: ActorIn;
  readonly assignees: Assignees;
  /** By id of entry. */
  readonly decisions: Decisions;
  /** Homes and mail addresses written to so far. */
  readonly met: Met;
}

/** What an action decides of each entry apart; nothing when it does the same to all. */
type Decisions = Awaited<ReturnType<typeof decisionsOf>>;

export const decisionsFor = async (
  ctx: Context,
  { member, definition }: Pick<BulkWork, "member" | "definition">,
  action: BulkAction | undefined,
): Promise<Decisions> =>
  action?.type === "meeting" ? decisionsOf(ctx, member, definition, action.meeting) : new Map();

async function forecast(
  ctx: Context,
  work: BulkWork,
  items: readonly WorkItem[],
  means: Means,
  action: BulkAction,
): Promise<readonly Told[]> {
  const members = items.map(({ entryMember }) => entryMember);
  const entries = await findAcross(
    ctx,
    members,
    items.map(({ entryId }) => entryId),
  );
  const byId = new Map(entries.map((entry) => [entry.id, entry]));
  const told: Told[] = [];
  for (const { rank, entryId, entryMember: member, revision } of items) {
    const entry = byId.get(entryId);
    const foreseen = entry ? await foresee(ctx, entry, work, means, action) : workWords.reasons.gone;
    const assignee = action.type === "share" ? (entry?.assignee ?? null) : null;
    told.push({ rank, member, revision: entry?.revision ?? revision, foreseen, assignee });
  }
  return told;
}

/** Gives each entry that may change hands to one of those chosen, counting what they have under way already. */
async function share(
  ctx: Context,
  work: BulkWork,
  among: readonly string[],
  assignees: Assignees,
  forecasts: readonly Told[],
): Promise<void> {
  const worked = [...assignees.keys()].flatMap((id) => {
    const definition = ctx.catalogue.definition(id, work.definition);
    return definition ? [{ member: { id }, definition }] : [];
  });
  const loads = await countAssigned(ctx, worked, among);
  const free = forecasts.filter(({ foreseen }) => foreseen === null);
  const able = new Map([...assignees].map(([member, agents]) => [member, among.filter((id) => agents.has(id))]));
  const given = shareOut(
    free.map(({ member }) => able.get(member) ?? []),
    loads,
  );
  free.forEach((told, index) => {
    told.assignee = given[index] ?? null;
    if (told.assignee === null) told.foreseen = workWords.reasons.nobody;
  });
}

/** Why an entry would refuse; null when it would not. */
async function foresee(
  ctx: Context,
  { head: _, ...entry }: StoredEntry,
  work: BulkWork,
  { actorIn, assignees, decisions, met }: Means,
  action: BulkAction,
): Promise<string | null> {
  const definition = await ctx.catalogue.version(entry.member, entry.definition, entry.version);
  const actor = actorIn(entry.member, definition);
  if (entry.definition !== work.definition || !canRead(definition, entry, actor)) return workWords.reasons.gone;
  if (isSending(action)) {
    const found = addressed(ctx, { entry, pinned: definition, actor }, action, met);
    return found.ok ? null : found.reason;
  }
  if (action.type === "assign" || action.type === "share") {
    if (!mayAssign(definition, actor)) return workWords.reasons.readOnly;
    return foreseeGift(entry, assignees, action.type === "share" ? action.among : [action.assignee]);
  }
  const decision = action.type === "event" ? action : decisions.get(entry.id);
  if (!decision) return workWords.reasons.gone;
  const sent = { type: decision.event, answers: decision.answers };
  const now = ctx.clock().toISOString();
  if (silenceComes(definition, entry, now)) return workWords.reasons.silent;
  const applied = apply(definition, entry, sent, actor, now, about(ctx, entry.member, definition));
  return applied.ok ? null : refusalSentence(applied);
}

/** Why an entry would not change hands; null when it would. `wanted`: those it may go to, null for nobody. */
function foreseeGift(
  { member, assignee }: Pick<StoredEntry, "member" | "assignee">,
  assignees: Assignees,
  wanted: readonly (string | null)[],
): string | null {
  const able = wanted.filter((id) => id === null || assignees.get(member)?.has(id));
  if (able.length === 0) return workWords.reasons.nobody;
  if (!able.includes(assignee)) return null;
  return wanted.length > 1 ? workWords.reasons.kept : workWords.reasons.given;
}

/**
 * Hands a work to the worker. Refusals: `too-many` (she has others under way), `not-found` (launched already, or nothing
 * was planned).
 */
export async function launchWork(ctx: Context, work: BulkWork): Promise<Outcome<null>> {
  const now = ctx.clock();
  const { member, agent, params } = work;
  const { action } = params;
  if (!action) return refused(problem("not-found", workWords.confirm.gone));
  const wait = action.type === "mailing" ? await take(ctx, [mailingsOf(ctx, member)]) : null;
  if (wait !== null) return refused(tooMany(wait, sendingWords.mailing.tooManyToday(MOST_MAILINGS)));
  const outcome = await withActor(ctx.db, { member }, async (tx) => {
    if ((await countUnderWay(tx, member, agent)) >= MOST_WORKS) return "too-many";
    const kind = isSending(action) && action.type !== "mailing" ? "print" : "bulk";
    if (!(await launch(tx, { ...work, kind }, now, new Date(now.getTime() + REPORT_LIFE)))) return "gone";
    if (action?.type !== "meeting") return "launched";
    if (await markDecided(tx, { member, id: action.meeting, revision: action.revision }, now)) return "launched";
    await cancelLaunch(tx, work);
    return "moved";
  });
  if (outcome === "moved") return refused(problem("stale", meetingWords.meetingChanged));
  if (outcome === "too-many") return refused(tooMany(60, workWords.confirm.tooManyAtOnce(MOST_WORKS)));
  if (outcome === "gone") return refused(problem("not-found", workWords.confirm.gone));
  if (action.type === "mailing") await auditMailing(ctx, work, action);
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
