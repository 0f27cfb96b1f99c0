import type { Context } from "../context.ts";
import { readAs, type Tx } from "../db/with-actor.ts";

/** A document that an entry owed and that was made. Its content is the stored file of the same id. */
export interface StoredDocument {
  readonly id: string;
  readonly entryId: string;
  /** Id in the definition. */
  readonly template: string;
  readonly title: string;
  /** For agents only. */
  readonly internal: boolean;
  /** "ABCD-EFGH-JKLM". */
  readonly code: string;
  readonly pages: number;
  /** Bytes. */
  readonly size: number;
  readonly sha256: Buffer;
  readonly createdAt: Date;
}

/** One to record, with the effect that owed it. */
export interface NewDocument extends StoredDocument {
  readonly member: string;
  readonly seq: number;
  readonly rank: number;
}

/** Whether an effect's document is there already. */
export async function isMade(tx: Tx, owed: Pick<NewDocument, "member" | "entryId" | "seq" | "rank">): Promise<boolean> {
  const rows = await tx`
    select from document where member_id = ${owed.member} and entry_id = ${owed.entryId}
      and seq = ${owed.seq} and rank = ${owed.rank}`;
  return rows.length > 0;
}

/** Ids of the documents of an entry made from one template. */
export async function madeOf(tx: Tx, member: string, entry: string, template: string): Promise<readonly string[]> {
  const rows = await tx<{ id: string }[]>`
    select id from document where member_id = ${member} and entry_id = ${entry} and template = ${template}`;
  return rows.map(({ id }) => id);
}

/** Records a document; nothing can change it any more. */
export async function insertDocument(tx: Tx, made: NewDocument): Promise<void> {
  await tx`
    insert into document (member_id, id, entry_id, seq, rank, template, title, internal, code, pages, size, sha256, created_at)
    values (${made.member}, ${made.id}, ${made.entryId}, ${made.seq}, ${made.rank}, ${made.template}, ${made.title},
            ${made.internal}, ${made.code}, ${made.pages}, ${made.size}, ${made.sha256}, ${made.createdAt})`;
}

/** A document of an entry, with the instant of what it says: the day it bears, whenever the worker made it. */
export interface MadeDocument extends StoredDocument {
  readonly at: Date;
}

/** What an entry's documents are, newest first, and those it still waits for. */
export interface EntryDocuments {
  readonly made: readonly MadeDocument[];
  /** Ids in the definition; `late` when the platform gave up and an operator has to see to it. */
  readonly waiting: readonly { readonly template: string; readonly late: boolean }[];
}

/** The documents of an entry, in one statement. */
export async function entryDocuments(ctx: Context, member: string, entry: string): Promise<EntryDocuments> {
  const [row] = await readAs(
    ctx.db,
    { member },
    (tx) => tx<
      {
        made: (MadeDocument & { at: string; createdAt: string; sha256: string })[];
        waiting: EntryDocuments["waiting"];
      }[]
    >`
      select
        (select coalesce(jsonb_agg(jsonb_build_object('id', id, 'entryId', d.entry_id, 'template', template, 'title', title,
            'internal', internal, 'code', code, 'pages', pages, 'size', size, 'sha256', encode(sha256, 'hex'),
            'createdAt', created_at, 'at', f.at) order by d.seq desc, rank desc), '[]')
          from document d join entry_event f on f.member_id = d.member_id and f.entry_id = d.entry_id and f.seq = d.seq
          where d.member_id = ${member} and d.entry_id = ${entry}) as made,
        (select coalesce(jsonb_agg(jsonb_build_object('template', params->>'document', 'late', dead_at is not null)
            order by seq, rank), '[]')
          from effect where member_id = ${member} and entry_id = ${entry} and type = 'document'
            and done_at is null and cancelled_at is null) as waiting`,
  );
  if (!row) return { made: [], waiting: [] };
  const made = row.made.map((each) => ({
    ...each,
    at: new Date(each.at),
    createdAt: new Date(each.createdAt),
    sha256: Buffer.from(each.sha256, "hex"),
  }));
  return { made, waiting: row.waiting };
}

const COLUMNS = [
  "id",
  "entryId",
  "template",
  "title",
  "internal",
  "code",
  "pages",
  "size",
  "sha256",
  "createdAt",
] as const;

/** One document of a member, or null. Rights are the caller's business. */
export async function findDocument(ctx: Context, member: string, id: string): Promise<StoredDocument | null> {
  const [found] = await readAs(
    ctx.db,
    { member },
    (tx) => tx<StoredDocument[]>`select ${tx([...COLUMNS])} from document where member_id = ${member} and id = ${id}`,
  );
  return found ?? null;
}

/** The document of this id in the definition that a fact owed, or null. */
export async function findOwed(
  tx: Tx,
  owed: Pick<NewDocument, "member" | "entryId" | "seq" | "template">,
): Promise<StoredDocument | null> {
  const [found] = await tx<StoredDocument[]>`
    select ${tx([...COLUMNS])} from document where member_id = ${owed.member} and entry_id = ${owed.entryId}
      and seq = ${owed.seq} and template = ${owed.template} order by rank limit 1`;
  return found ?? null;
}

/** What a document's code leads to: nothing of whom it is for is told in public, but what a card shows. */
export interface VerifiedDocument extends Pick<StoredDocument, "entryId" | "template" | "title" | "pages" | "sha256"> {
  /** Another of the same kind was made later for the same entry. */
  readonly older: boolean;
  /** When what it says came about: the day it bears, whenever the worker made it. */
  readonly at: Date;
  readonly reference: string;
  readonly definition: string;
  readonly version: number;
}

/** The document that bears a code, or null. Those for agents alone are nobody's to verify. */
export async function findByCode(ctx: Context, member: string, code: string): Promise<VerifiedDocument | null> {
  const [found] = await readAs(
    ctx.db,
    { member },
    (tx) => tx<VerifiedDocument[]>`
      select d.entry_id, d.template, d.title, d.pages, d.sha256, f.at, e.reference, e.definition, e.version,
        exists (select from document n where n.member_id = d.member_id and n.entry_id = d.entry_id
          and n.template = d.template and (n.seq, n.rank) > (d.seq, d.rank)) as older
      from document d join entry e on e.member_id = d.member_id and e.id = d.entry_id
        join entry_event f on f.member_id = d.member_id and f.entry_id = d.entry_id and f.seq = d.seq
      where d.member_id = ${member} and d.code = ${code} and not d.internal`,
  );
  return found ?? null;
}

/** Names of the files of an entry, by id. */
export async function fileNamesIn(tx: Tx, member: string, entry: string): Promise<ReadonlyMap<string, string>> {
  const rows = await tx<{ id: string; name: string }[]>`
    select id, name from attachment where member_id = ${member} and entry_id = ${entry}`;
  return new Map(rows.map(({ id, name }) => [id, name]));
}
