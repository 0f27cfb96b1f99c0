import { type CompiledDefinition, SYSTEM, slotMoment } from "../../engine/index.ts";
import { HopelessEffect } from "../commands/hopeless-effect.ts";
import { sendEvent } from "../commands/send-event.ts";
import type { Context } from "../context.ts";
import type { Tx } from "../db/with-actor.ts";
import type { Job } from "../store/effects.ts";
import { findEntryIn, type StoredEntry } from "../store/entries.ts";
import { type Enrolment, findEnrolments, offerSeats, settleSeat } from "../store/sittings.ts";

/** What a place in a session owes, as the base writes it: {enrolment, kind, until}. See `owe_told`. */
export const SEAT = "seat";

/** Key of the question, in the form of the event that tells of an offer, under which its end is written. */
const LIMIT = "limite";

/** Tells an entry that a place is offered, that nobody answered in time, or that the session does not take place. */
export async function runSeat(ctx: Context, tx: Tx, job: Job): Promise<void> {
  const { enrolment: id, kind, until } = job.params;
  const [mine] = await findEnrolments(ctx, job.memberId, [String(id)], tx);
  if (!mine) return;
  if (kind === "lapsed-hold") return offerSeats(tx, job.memberId, mine.sittingId, ctx.clock());
  if (mine.entryId === null || mine.state === "released") return;
  const entry = await findEntryIn(tx, job.memberId, mine.entryId);
  if (!entry) return;
  if (kind === "cancelled") {
    if (mine.events.cancelled !== undefined) await told(ctx, tx, entry, mine.events.cancelled, null);
    return;
  }
  if (!isOffer(mine, until)) return;
  const event = kind === "offered" ? mine.events.offered : mine.events.lapsed;
  const heard = await told(ctx, tx, entry, event, kind === "offered" ? mine.expiresAt : null);
  if (kind === "offered" && heard) return;
  // An entry that took no notice keeps nobody from the place.
  const [after] = await findEnrolments(ctx, job.memberId, [mine.id], tx);
  if (after && isOffer(after, until)) {
    await settleSeat(tx, job.memberId, entry.id, { id: mine.id, to: "released" }, ctx.clock());
  }
}

/** The offer that the effect is about, and not a later one. */
const isOffer = ({ state, expiresAt }: Enrolment, until: unknown): boolean =>
  state === "offered" && expiresAt?.getTime() === Date.parse(String(until));

/** Sends an event; false when the entry does not take it. */
async function told(ctx: Context, tx: Tx, entry: StoredEntry, type: string, limit: Date | null): Promise<boolean> {
  const definition = await ctx.catalogue.version(entry.member, entry.definition, entry.version);
  const says = limit !== null && asksLimit(definition, entry.state, type);
  const sent = await sendEvent(
    ctx,
    {
      ...{ member: entry.member, definitionId: entry.definition, id: entry.id, actor: SYSTEM, type, revision: null },
      ...(says && { answers: { [LIMIT]: slotMoment(limit.getTime()) } }),
    },
    tx,
  );
  if (sent.ok) return true;
  const { code, detail } = sent.problem;
  if (code === "unknown-event" || code === "not-allowed") return false;
  if (code === "stale") throw new Error(`${code}: ${detail}`);
  throw new HopelessEffect(`${code}: ${detail} ${sent.problem.issues.map(({ message }) => message).join(" ; ")}`);
}

function asksLimit({ workflow, forms }: CompiledDefinition, state: string, type: string): boolean {
  const event = workflow.states.get(state)?.events.find((each) => each.type === type);
  return forms.get(event?.form ?? "")?.order.some(({ key }) => key === LIMIT) ?? false;
}
