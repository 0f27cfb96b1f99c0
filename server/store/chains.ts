import type { Answers, EntryEvent } from "../../engine/index.ts";
import { type Db, withActor } from "../db/with-actor.ts";
import type { StoredMessage } from "./conversation.ts";
import type { EventRow } from "./events.ts";

/** An entry and its whole history, as stored. */
export interface StoredChain {
  readonly member: string;
  readonly id: string;
  readonly reference: string;
  readonly state: string;
  /** The state the queues go by; null when they do not know the entry. */
  readonly queuedState: string | null;
  /** What else the queues copy otherwise than the entry says it, in French. */
  readonly unlike: readonly string[];
  readonly revision: number;
  readonly answers: Answers;
  readonly head: Buffer;
  readonly events: readonly (EntryEvent & { readonly answersDigest: Buffer; readonly hash: Buffer })[];
}

const BATCH = 500;

interface ChainRow {
  memberId: string;
  id: string;
  reference: string;
  state: string;
  queuedState: string | null;
  unlike: string[];
  revision: number;
  answers: Answers;
  head: Buffer;
}

interface FactRow extends EventRow {
  memberId: string;
  entryId: string;
  answersDigest: Buffer;
}

/** Every entry of every member with its history, by batches. */
export async function* readChains(db: Db): AsyncGenerator<readonly StoredChain[]> {
  let after: { memberId: string; id: string } = { memberId: "", id: "00000000-0000-0000-0000-000000000000" };
  for (;;) {
    const { memberId, id } = after;
    const batch = await readBatch(db, memberId, id);
    const last = batch.at(-1);
    if (!last) return;
    yield batch;
    after = { memberId: last.member, id: last.id };
  }
}

/** The entries and their facts as of one moment: on a live base, a fact may come between two statements. */
function readBatch(db: Db, memberId: string, id: string): Promise<readonly StoredChain[]> {
  return withActor(
    db,
    { system: true },
    async (tx) => {
      const entries = await tx<ChainRow[]>`
        select entry.member_id, entry.id, reference, entry.state, queue.state as queued_state, revision, answers, head,
          array_remove(array[
            case when queue.definition is distinct from entry.definition then 'démarche' end,
            case when queue.assignee is distinct from entry.assignee then 'agent' end,
            case when queue.due is distinct from (entry.clock->>'due')::date then 'échéance' end,
            case when queue.created_at is distinct from entry.created_at then 'réception' end,
            case when queue.updated_at is distinct from entry.updated_at then 'dernier changement' end,
            case when (queue.k1, queue.k2, queue.k3, queue.k4, queue.k5, queue.k6)
              is distinct from (entry.k1, entry.k2, entry.k3, entry.k4, entry.k5, entry.k6) then 'champs de la liste' end
          ], null) as unlike
        from entry left join entry_state queue on queue.member_id = entry.member_id and queue.entry_id = entry.id
        where (entry.member_id, entry.id) > (${memberId}, ${id}::uuid)
        order by entry.member_id, entry.id limit ${BATCH}`;
      const facts = await tx<FactRow[]>`
        select member_id, entry_id, seq, type, from_state, to_state, actor, at, data, answers_digest, hash from entry_event
        where (member_id, entry_id) in (
          select * from unnest(${entries.map((entry) => entry.memberId)}::text[], ${entries.map((entry) => entry.id)}::uuid[]))
        order by member_id, entry_id, seq`;
      return assemble(entries, facts);
    },
    "one moment",
  );
}

function assemble(entries: readonly ChainRow[], facts: readonly FactRow[]): readonly StoredChain[] {
  const byEntry = new Map<string, FactRow[]>();
  for (const fact of facts) {
    const key = `${fact.memberId}/${fact.entryId}`;
    const own = byEntry.get(key);
    if (own) own.push(fact);
    else byEntry.set(key, [fact]);
  }
  return entries.map(({ memberId, ...entry }) => ({
    ...entry,
    member: memberId,
    events: (byEntry.get(`${memberId}/${entry.id}`) ?? []).map((fact) => ({
      seq: fact.seq,
      type: fact.type,
      from: fact.fromState,
      to: fact.toState,
      actor: fact.actor,
      at: fact.at.toISOString(),
      data: fact.data,
      answersDigest: fact.answersDigest,
      hash: fact.hash,
    })),
  }));
}

/** Rows of the queues that no entry answers for, a thousand at most. */
export function readStrays(db: Db): Promise<readonly { readonly member: string; readonly entry: string }[]> {
  return withActor(
    db,
    { system: true },
    (tx) => tx<{ member: string; entry: string }[]>`
      select member_id as member, entry_id as entry from entry_state queue
      where not exists (select from entry where entry.member_id = queue.member_id and entry.id = queue.entry_id)
      order by 1, 2 limit 1000`,
  );
}

/** A message or a note, with the entry it is about. */
export interface StoredWriting extends StoredMessage {
  readonly member: string;
  readonly entry: string;
  readonly reference: string;
}

/** Every message, or every note, of every member, by batches: entry by entry, oldest first. */
export async function* readWritings(db: Db, what: "message" | "note"): AsyncGenerator<readonly StoredWriting[]> {
  let after = { member: "", entry: "00000000-0000-0000-0000-000000000000", seq: 0 };
  for (;;) {
    const { member, entry, seq } = after;
    const batch = await withActor(
      db,
      { system: true },
      (tx) => tx<StoredWriting[]>`
        select w.member_id as member, w.entry_id as entry, e.reference, w.seq, w.actor, w.body, w.at, w.hash,
          ${what === "message" ? tx`w.side, w.files` : tx`'service' as side, '{}'::uuid[] as files`}
        from ${tx(what)} w join entry e on e.member_id = w.member_id and e.id = w.entry_id
        where (w.member_id, w.entry_id, w.seq) > (${member}, ${entry}::uuid, ${seq})
        order by w.member_id, w.entry_id, w.seq limit ${BATCH}`,
    );
    const last = batch.at(-1);
    if (!last) return;
    yield batch;
    after = last;
  }
}
