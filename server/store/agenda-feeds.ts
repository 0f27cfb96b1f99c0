import { parisDay } from "../../engine/index.ts";
import type { Context } from "../context.ts";
import { readAs } from "../db/with-actor.ts";
import type { AgentIdentity } from "../identity/subject.ts";

/** A secret address at which an agent's calendar reads an agenda. */
export interface AgendaFeed {
  readonly id: string;
  /** The register, and the place wanted; null: all. */
  readonly definition: string;
  readonly place: string | null;
  readonly label: string;
  readonly createdAt: Date;
  readonly readAt: Date | null;
}

/** Whose feed: an agent of the member. */
export interface FeedOwner {
  readonly member: string;
  readonly agent: string;
}

/** The feeds of an agent on a register, the latest first. */
export async function feedsOf(
  ctx: Context,
  { member, agent }: FeedOwner,
  definition: string,
): Promise<readonly AgendaFeed[]> {
  return readAs(
    ctx.db,
    { member },
    (tx) => tx<AgendaFeed[]>`
      select id, definition, place, label, created_at, read_at from agenda_feed
      where member_id = ${member} and agent_id = ${agent} and definition = ${definition} order by created_at desc, id`,
  );
}

/** Keeps the hash of a new feed's secret; false when the agent has `most` of them on this register. */
export async function insertFeed(
  ctx: Context,
  { member, agent }: FeedOwner,
  feed: Pick<AgendaFeed, "id" | "definition" | "place" | "label"> & { readonly secretHash: Buffer },
  most: number,
): Promise<boolean> {
  const rows = await readAs(
    ctx.db,
    { member },
    (tx) => tx`
      insert into agenda_feed (member_id, id, agent_id, definition, place, label, secret_hash, created_at)
      select ${member}, ${feed.id}, ${agent}, ${feed.definition}, ${feed.place}, ${feed.label}, ${feed.secretHash}, ${ctx.clock()}
      where (select count(*) from agenda_feed
             where member_id = ${member} and agent_id = ${agent} and definition = ${feed.definition}) < ${most}
      returning id`,
  );
  return rows.length === 1;
}

/** Ends a feed of this agent now; its label, or null when she has none such. */
export async function deleteFeed(ctx: Context, { member, agent }: FeedOwner, id: string): Promise<string | null> {
  const [row] = await readAs(
    ctx.db,
    { member },
    (tx) => tx<{ label: string }[]>`
      delete from agenda_feed where member_id = ${member} and agent_id = ${agent} and id = ${id} returning label`,
  );
  return row?.label ?? null;
}

/** Whose feed has this secret, with what she may do today; null for none, and for an agent who is no longer one. */
export async function feedBySecret(
  ctx: Context,
  member: string,
  secretHash: Buffer,
): Promise<{ readonly feed: AgendaFeed; readonly agent: AgentIdentity } | null> {
  const now = ctx.clock();
  const [row] = await readAs(
    ctx.db,
    { member },
    (tx) => tx<(AgendaFeed & { readonly agentId: string })[]>`
      update agenda_feed set read_at = ${now} where member_id = ${member} and secret_hash = ${secretHash}
      returning id, definition, place, label, created_at, read_at, agent_id`,
  );
  if (!row) return null;
  const { agentId, ...feed } = row;
  const [known] = await readAs(
    ctx.db,
    { system: true },
    (tx) => tx<{ agent: AgentIdentity | null }[]>`
      select agent_identity(${member}, ${agentId}, ${parisDay(now.toISOString())}::date) as agent`,
  );
  return known?.agent ? { feed, agent: known.agent } : null;
}
