import type { Channel, EntryEvent, EventActor } from "../../engine/index.ts";
import type { Context } from "../context.ts";
import { readAs, type Tx } from "../db/with-actor.ts";
import { openNames } from "../identity/sealed-names.ts";

/** A fact of the history with its chained hash, hexadecimal. */
export type StoredEvent = EntryEvent & { readonly hash: string };

export interface EventRow {
  seq: number;
  type: string;
  fromState: string | null;
  toState: string;
  actor: EventActor;
  at: Date;
  data: EntryEvent["data"];
  hash: Buffer;
}

/** The history of an entry, oldest first. */
export async function entryHistory(ctx: Context, member: string, id: string): Promise<readonly StoredEvent[]> {
  const rows = await readAs(
    ctx.db,
    { member },
    (tx) => tx<EventRow[]>`
      select seq, type, from_state, to_state, actor, at, data, hash
      from entry_event where member_id = ${member} and entry_id = ${id} order by seq`,
  );
  return rows.map((row) => toEvent(ctx, row));
}

/** The same within a transaction under way. */
export async function entryHistoryIn(
  tx: Tx,
  secrets: Context["secrets"],
  member: string,
  id: string,
): Promise<readonly StoredEvent[]> {
  const rows = await tx<EventRow[]>`
    select seq, type, from_state, to_state, actor, at, data, hash
    from entry_event where member_id = ${member} and entry_id = ${id} order by seq`;
  return rows.map((row) => toEvent({ secrets }, row));
}

/** How an entry that an agent filed for someone came to her; null when she filed it herself. */
export async function channelIn(tx: Tx, member: string, id: string): Promise<Channel | null> {
  const [row] = await tx<{ channel: Channel | null }[]>`
    select data->>'channel' as channel from entry_event where member_id = ${member} and entry_id = ${id} and seq = 1`;
  return row?.channel ?? null;
}

/** A row of the history as a fact. */
export function toEvent({ secrets }: Pick<Context, "secrets">, row: EventRow): StoredEvent {
  return {
    seq: row.seq,
    type: row.type,
    from: row.fromState,
    to: row.toState,
    actor: openNames(secrets, row.actor),
    at: row.at.toISOString(),
    data: row.data,
    hash: row.hash.toString("hex"),
  };
}
