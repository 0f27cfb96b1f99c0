import { type Answers, available, copiedSession, daysBetween } from "../../engine/index.ts";
import type { Context } from "../context.ts";
import { findEntry } from "../store/entries.ts";
import type { SeriesItem } from "../store/session-series.ts";
import { sendEvent } from "./send-event.ts";
import type { ActorIn } from "./write-entry.ts";

export interface FollowRequest {
  readonly member: string;
  readonly definition: string;
  readonly actorIn: ActorIn;
  /** The session to copy: its day in the series, and its answers. */
  readonly source: SeriesItem & { readonly answers: Answers };
  /** Those that follow it in the series. */
  readonly items: readonly SeriesItem[];
  /** The other dates of its form move with each session. */
  readonly others: boolean;
}

/** How many sessions were changed, and the days of those that take no change any more. */
export interface Followed {
  readonly changed: number;
  readonly left: readonly string[];
}

/**
 * Gives the sessions that follow one in its series the same answers, each as many days from its own day in the series as that one
 * is from its own. Each is one event, as if it were edited alone; tried again, it changes what is left to change.
 */
export async function followSession(ctx: Context, request: FollowRequest): Promise<Followed> {
  const left: string[] = [];
  let changed = 0;
  for (const item of request.items) {
    if (await follows(ctx, request, item)) changed += 1;
    else left.push(item.day);
  }
  return { changed, left };
}

async function follows(ctx: Context, request: FollowRequest, { id, day }: SeriesItem): Promise<boolean> {
  const { member, definition: definitionId, actorIn, source, others } = request;
  const entry = await findEntry(ctx, member, id);
  const definition = entry && (await ctx.catalogue.version(member, definitionId, entry.version));
  if (!entry || !definition?.sessions) return false;
  const actor = actorIn(member, definition);
  const edit = available(definition, entry, actor, ctx.clock().toISOString()).find(({ form }) => form === "entry");
  if (!edit) return false;
  const { form, sessions } = definition;
  const days = daysBetween(source.day, day);
  const answers = copiedSession({ form, sessions }, { answers: source.answers, kept: entry.answers }, days, others);
  const sent = await sendEvent(ctx, {
    ...{ member, definitionId, id, actor, actorIn, type: edit.type, answers, revision: entry.revision, bulk: true },
  });
  return sent.ok;
}
