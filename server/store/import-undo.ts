import type { Change, Json } from "../../engine/index.ts";
import { citation } from "../../engine/index.ts";
import type { Tx } from "../db/with-actor.ts";
import type { FileImport } from "./imports.ts";

/** What a line of an import wrote in the history of an entry. */
export interface ImportFact {
  readonly line: number;
  readonly seq: number;
  readonly details: Json;
  readonly changes: readonly Change[];
}

/** The facts that an import wrote about entries, by entry. */
export async function factsOf(
  tx: Tx,
  { member, id }: Pick<FileImport, "member" | "id">,
  entries: readonly string[],
): Promise<ReadonlyMap<string, readonly ImportFact[]>> {
  const rows = await tx<(ImportFact & { entryId: string })[]>`
    select l.entry_id, l.line, l.seq, l.details, coalesce(e.data->'changes', '[]') as changes
    from import_line l left join entry_event e on e.member_id = l.member_id and e.entry_id = l.entry_id and e.seq = l.seq
    where l.member_id = ${member} and l.import_id = ${id} and l.entry_id = any(${[...entries]}::uuid[])
      and not l.trial and l.seq is not null and l.undone is null`;
  const facts = new Map<string, ImportFact[]>();
  for (const { entryId, ...fact } of rows) facts.set(entryId, [...(facts.get(entryId) ?? []), fact]);
  return facts;
}

/**
 * Those of these entries about which nobody wrote anything and to which nothing refers: no message, note, document, file, place nor
 * other entry.
 * @param definitions whose entries may refer to them
 */
export async function removable(
  tx: Tx,
  member: string,
  definitions: readonly string[],
  entries: readonly string[],
): Promise<readonly string[]> {
  if (entries.length === 0) return [];
  const rows = await tx<{ id: string }[]>`
    select c.id from unnest(${[...entries]}::uuid[], ${entries.map(citation)}::text[]) as c (id, word)
    where not exists (select from message m where m.member_id = ${member} and m.entry_id = c.id)
      and not exists (select from note n where n.member_id = ${member} and n.entry_id = c.id)
      and not exists (select from document d where d.member_id = ${member} and d.entry_id = c.id)
      and not exists (select from attachment a where a.member_id = ${member} and a.entry_id = c.id)
      and not exists (select from payment p where p.member_id = ${member} and p.entry_id = c.id)
      and not exists (select from opened_entry o where o.member_id = ${member} and c.id in (o.entry_id, o.origin_id))
      and not exists (
        select from unnest(${[...definitions]}::text[]) as known (definition), entry_word w
        where w.member_id = ${member} and w.definition = known.definition and w.word = c.word and w.entry_id <> c.id)`;
  return rows.map(({ id }) => id);
}

/** Takes entries away with their histories; row-level security lets this be done of an import that is being undone alone. */
export async function removeEntries(tx: Tx, member: string, definition: string, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  const gone = [...ids];
  await tx`
    delete from entry_word w using entry e
    where e.member_id = ${member} and e.id = any(${gone}::uuid[]) and w.member_id = ${member} and w.definition = ${definition}
      and w.word = any(search_words(e.search)) and w.created_at = e.created_at and w.entry_id = e.id`;
  await tx`delete from words_due where member_id = ${member} and definition = ${definition} and entry_id = any(${gone}::uuid[])`;
  await tx`delete from alike where member_id = ${member} and (entry_id = any(${gone}::uuid[]) or other_id = any(${gone}::uuid[]))`;
  await tx`delete from alike_due where member_id = ${member} and definition = ${definition} and entry_id = any(${gone}::uuid[])`;
  await tx`delete from effect where member_id = ${member} and entry_id = any(${gone}::uuid[])`;
  await tx`delete from entry_event where member_id = ${member} and entry_id = any(${gone}::uuid[])`;
  await tx`delete from entry_state where member_id = ${member} and entry_id = any(${gone}::uuid[])`;
  await tx`delete from entry where member_id = ${member} and id = any(${gone}::uuid[])`;
}
