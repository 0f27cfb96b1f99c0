import type { Answers, Entry, EntryEvent } from "../../engine/index.ts";
import { type Db, type Tx, withActor } from "../db/with-actor.ts";
import type { HeldIn } from "../identity/account-holders.ts";
import type { StoredMessage } from "./conversation.ts";
import { type EntryRow, entryColumns, toEntry } from "./entries.ts";
import type { EventRow } from "./events.ts";
import { type PaymentFile, type PaymentRow, paymentFile, paymentRows } from "./payments.ts";

export interface ExportedDraft {
  readonly member: string;
  readonly definition: string;
  readonly version: number;
  readonly answers: Answers;
  readonly updatedAt: Date;
}

export interface ExportedFile {
  readonly id: string;
  readonly name: string;
  readonly type: string;
  /** Bytes. */
  readonly size: number;
  readonly createdAt: Date;
}

export type ExportedMessage = Pick<StoredMessage, "seq" | "side" | "actor" | "body" | "files" | "at">;

/** All that one citizen holds, in every member. */
export interface Holdings {
  readonly drafts: readonly ExportedDraft[];
  /** Latest first, each with its facts, oldest first, and its files. */
  readonly entries: readonly {
    readonly entry: Entry;
    readonly events: readonly EntryEvent[];
    readonly files: readonly ExportedFile[];
    /** What she and the service wrote to each other; agents' notes are not hers to take away. */
    readonly messages: readonly ExportedMessage[];
    readonly payments: readonly PaymentFile[];
  }[];
}

/** Reads everything held under these pseudonyms, as of one moment. */
export async function readHoldings(db: Db, held: readonly HeldIn[]): Promise<Holdings> {
  return withActor(
    db,
    { system: true },
    async (tx) => {
      const [drafts, entries, events, files, messages, payments] = await Promise.all([
        readDrafts(tx, held),
        readEntries(tx, held),
        readEvents(tx, held),
        readFiles(tx, held),
        readMessages(tx, held),
        readPayments(tx, held),
      ]);
      const [eventsOf, filesOf] = [byEntry(events), byEntry(files)];
      const [messagesOf, paymentsOf] = [byEntry(messages), byEntry(payments)];
      return {
        drafts,
        entries: entries.map((entry) => ({
          entry,
          events: eventsOf(entry).map(({ event }) => event),
          files: filesOf(entry),
          messages: messagesOf(entry),
          payments: paymentsOf(entry).map(({ file }) => file),
        })),
      };
    },
    "one moment",
  );
}

interface Of {
  readonly member: string;
  readonly entryId: string;
}

/** The rows of an entry, in their order. */
function byEntry<T extends Of>(rows: readonly T[]): (entry: Entry) => readonly T[] {
  const known = new Map<string, T[]>();
  for (const row of rows) {
    const key = `${row.member} ${row.entryId}`;
    const group = known.get(key);
    if (group) group.push(row);
    else known.set(key, [row]);
  }
  return ({ member, id }) => known.get(`${member} ${id}`) ?? [];
}

const heldRows = (tx: Tx, held: readonly HeldIn[]) => tx`
  unnest(${held.map(({ member }) => member)}::text[], ${held.map(({ holder }) => holder)}::text[]) as h (member, holder)`;

async function readDrafts(tx: Tx, held: readonly HeldIn[]): Promise<readonly ExportedDraft[]> {
  return tx<ExportedDraft[]>`
    select d.member_id as member, d.definition, d.version, d.answers, d.updated_at
    from ${heldRows(tx, held)} join draft d on d.member_id = h.member and d.owner = h.holder
    where d.entry_id is null order by d.updated_at desc`;
}

async function readEntries(tx: Tx, held: readonly HeldIn[]): Promise<readonly Entry[]> {
  const rows = await tx<EntryRow[]>`
    select ${entryColumns(tx)} from ${heldRows(tx, held)}
    join entry on entry.member_id = h.member and entry.holder = h.holder order by entry.created_at desc`;
  return rows.map((row) => {
    const { head: _, ...entry } = toEntry(row);
    return entry;
  });
}

async function readEvents(tx: Tx, held: readonly HeldIn[]): Promise<readonly (Of & { event: EntryEvent })[]> {
  const rows = await tx<(Of & EventRow)[]>`
    select f.member_id as member, f.entry_id, f.seq, f.type, f.from_state, f.to_state, f.actor, f.at, f.data, f.hash
    from ${heldRows(tx, held)} join entry e on e.member_id = h.member and e.holder = h.holder
    join entry_event f on f.member_id = e.member_id and f.entry_id = e.id order by f.seq`;
  return rows.map(({ member, entryId, seq, type, fromState, toState, actor, at, data }) => ({
    member,
    entryId,
    event: { seq, type, from: fromState, to: toState, actor, at: at.toISOString(), data },
  }));
}

async function readFiles(tx: Tx, held: readonly HeldIn[]): Promise<readonly (Of & ExportedFile)[]> {
  return tx<(Of & ExportedFile)[]>`
    select a.member_id as member, a.entry_id, a.id, a.name, a.type, a.size::float8 as size, a.created_at
    from ${heldRows(tx, held)} join entry e on e.member_id = h.member and e.holder = h.holder
    join attachment a on a.member_id = e.member_id and a.entry_id = e.id order by a.created_at`;
}

async function readMessages(tx: Tx, held: readonly HeldIn[]): Promise<readonly (Of & ExportedMessage)[]> {
  return tx<(Of & ExportedMessage)[]>`
    select m.member_id as member, m.entry_id, m.seq, m.side, m.actor, m.body, m.files, m.at
    from ${heldRows(tx, held)} join entry e on e.member_id = h.member and e.holder = h.holder
    join message m on m.member_id = e.member_id and m.entry_id = e.id order by m.seq`;
}

async function readPayments(tx: Tx, held: readonly HeldIn[]): Promise<readonly (Of & { file: PaymentFile })[]> {
  const rows = await tx<PaymentRow[]>`
    select r.* from ${heldRows(tx, held)} join entry e on e.member_id = h.member and e.holder = h.holder
    join (${paymentRows(tx)}) as r on r.member = e.member_id and r.entry = e.id order by r.opened_at, r.id`;
  return rows.map((row) => ({ member: row.member, entryId: row.entry, file: paymentFile(row) }));
}
