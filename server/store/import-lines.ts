import type { JSONValue } from "postgres";
import type { Aside, Json } from "../../engine/index.ts";
import { type Db, readAs, type Tx } from "../db/with-actor.ts";
import { type EntryRow, entryColumns, type StoredEntry, toEntry } from "./entries.ts";
import type { FileImport, LineOutcome, UndoOutcome } from "./imports.ts";

/** What a line came to, beside its outcome. */
export interface LineDetails {
  /** Whom it is about, as the list shows them. */
  readonly who: string;
  /** Why it was refused or nothing was taken of it, French sentences. */
  readonly reasons?: readonly string[];
  readonly aside?: readonly Aside[];
  /** What it says otherwise than the entry, which keeps its own: titles and texts. */
  readonly conflicts?: readonly { readonly title: string; readonly kept: string; readonly offered: string }[];
  /** Titles of what the entry still lacks. */
  readonly lacking?: readonly string[];
  /** Entries that perhaps are of the same person, and why. */
  readonly like?: readonly {
    readonly entry: string;
    readonly reference: string;
    readonly reasons: readonly string[];
  }[];
  readonly reference?: string;
  /** Titles of the answers it gave to an entry that was there. */
  readonly taken?: readonly string[];
}

export interface ImportLine {
  readonly line: number;
  readonly outcome: LineOutcome;
  readonly entryId: string | null;
  /** Of the fact it wrote. */
  readonly seq: number | null;
  /** Null once expired. */
  readonly cells: readonly string[] | null;
  readonly details: LineDetails | null;
  readonly undone: UndoOutcome | null;
}

export interface NewLine extends Omit<ImportLine, "undone"> {
  /** In hexadecimal. */
  readonly digest: string;
}

type Which = Pick<FileImport, "member" | "id" | "definition">;

/** Records what became of lines, in the transaction that did it. */
export async function insertLines(
  tx: Tx,
  { member, id, definition }: Which,
  trial: boolean,
  lines: readonly NewLine[],
): Promise<void> {
  if (lines.length === 0) return;
  const rows = lines.map(({ entryId, ...line }) => ({ ...line, entry: entryId }));
  await tx`
    insert into import_line (member_id, import_id, line, definition, trial, outcome, entry_id, seq, digest, cells, details)
    select ${member}, ${id}, r.line, ${definition}, ${trial}, r.outcome, r.entry, r.seq, r.digest, r.cells, r.details
    from json_to_recordset(${tx.typed(rows as never, 114)}) as r (line integer, outcome text, entry uuid, seq integer, digest text,
      cells json, details json)`;
}

/** Entries that lines of these digests made or completed before, by digest; one made one with another is that other. */
export async function entriesOfDigests(
  tx: Tx,
  member: string,
  definition: string,
  digests: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  if (digests.length === 0) return new Map();
  const rows = await tx<{ digest: string; entryId: string }[]>`
    select l.digest, e.id as entry_id from import_line l
    left join merged_entry m on m.member_id = l.member_id and m.entry_id = l.entry_id and m.kept_member = l.member_id
    join entry e on e.member_id = l.member_id and e.id = coalesce(m.kept_id, l.entry_id)
    where l.member_id = ${member} and l.definition = ${definition} and l.digest = any(${[...digests]}::text[])
      and l.entry_id is not null and not l.trial and l.undone is null`;
  return new Map(rows.map(({ digest, entryId }) => [digest, entryId]));
}

/** Entries by id, with their heads. */
export async function lockedEntries(
  tx: Tx,
  member: string,
  ids: readonly string[],
): Promise<ReadonlyMap<string, StoredEntry>> {
  if (ids.length === 0) return new Map();
  const rows = await tx<EntryRow[]>`
    select ${entryColumns(tx)} from entry where member_id = ${member} and id = any(${[...new Set(ids)]}::uuid[]) for update`;
  return new Map(rows.map((row) => [row.id, toEntry(row)]));
}

/** Lines of an import, by number. */
export async function readLines(
  db: Db,
  { member, id }: Pick<FileImport, "member" | "id">,
  query: {
    readonly limit: number;
    readonly after?: number;
    readonly outcome?: LineOutcome;
    readonly undone?: UndoOutcome;
  },
): Promise<readonly ImportLine[]> {
  const { limit, after = 0, outcome, undone } = query;
  return readAs(
    db,
    { member },
    (tx) => tx<ImportLine[]>`
      select line, outcome, entry_id, seq, cells, details, undone from import_line
      where member_id = ${member} and import_id = ${id} and line > ${after}
        ${outcome ? tx`and outcome = ${outcome}` : tx``} ${undone ? tx`and undone = ${undone}` : tx``}
      order by line limit ${limit}`,
  );
}

/** A line to undo, the latest first: what was completed after it was made is taken back before. */
export interface LineToUndo {
  readonly line: number;
  readonly entryId: string;
  readonly seq: number;
}

export async function linesToUndo(
  tx: Tx,
  { member, id }: Pick<FileImport, "member" | "id">,
  limit: number,
): Promise<readonly LineToUndo[]> {
  return tx<LineToUndo[]>`
    select line, entry_id, seq from import_line
    where member_id = ${member} and import_id = ${id} and not trial and undone is null and entry_id is not null and seq is not null
    order by line desc limit ${limit}`;
}

/** Records what undoing lines came to. */
export async function markUndone(
  tx: Tx,
  { member, id }: Pick<FileImport, "member" | "id">,
  lines: readonly { readonly line: number; readonly undone: UndoOutcome; readonly details?: Json }[],
): Promise<void> {
  await tx`
    update import_line l set undone = u.undone, details = coalesce(u.details, l.details)
    from json_to_recordset(${tx.typed(lines as never, 114)}) as u (line integer, undone text, details json)
    where l.member_id = ${member} and l.import_id = ${id} and l.line = u.line`;
}

/** The rows of `open_entries`. */
export async function openEntries(tx: Tx, member: string, rows: readonly JSONValue[]): Promise<void> {
  if (rows.length > 0) await tx`select open_entries(${member}, ${tx.json(rows as JSONValue)})`;
}
