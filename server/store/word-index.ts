import { type Db, readAcross, readAs, type Tx, withActor } from "../db/with-actor.ts";
import { asksWords, oweWords, type WordRow, wordStatement } from "./entry-search.ts";
import type { ListQuery } from "./list-query.ts";

/** Entries whose words a search writes before it looks, in each member: more are left by an import, which ends by itself. */
const MOST_BEFORE_A_SEARCH = 1_000;
/** Entries whose words are written, or words that are forgotten, in one transaction, which those who file do not wait for. */
const MOST_AT_ONCE = 500;

/**
 * The stored words that answer those of a search, by member, entries just filed included; none for queries without a
 * search.
 * @param queries of one definition and one search, one for each member
 */
export async function readWords(
  db: Db,
  queries: readonly ListQuery[],
): Promise<ReadonlyMap<string, readonly WordRow[]>> {
  const [first] = queries;
  if (!first || !asksWords(first)) return new Map();
  const asked = new Map(queries.map((query) => [query.member, query]));
  const members = [...asked.keys()];
  const ask = (tx: Tx, member: string) => wordStatement(asked.get(member) ?? first).on<WordRow[]>(tx);
  const found = await readAcross(db, members, ask, "once");
  const owed = (tx: Tx, member: string) => writeOwed(tx, member, [first.definition.id], MOST_BEFORE_A_SEARCH);
  const whole = found.some(oweWords) ? await readAcross(db, members, ask, "once", owed) : found;
  return new Map(members.map((member, index) => [member, whole[index] ?? []]));
}

/** Writes the words that entries of these lists owe, `most` entries of each: nothing is done where none does. */
export const writeOwed = (tx: Tx, member: string, definitions: readonly string[], most: number) => tx`
  select write_words(${member}, due.id, ${most}) from unnest(${[...definitions]}::text[]) as due (id)
  where exists (select from words_due where member_id = ${member} and definition = due.id)`;

/** Writes the words that some entries owe, of one list. True when there were some. */
export async function writeWords(db: Db): Promise<boolean> {
  const [due] = await readAs(
    db,
    { system: true },
    (tx) => tx<{ member: string; definition: string }[]>`
      select member_id as member, definition from words_due limit 1`,
  );
  if (!due) return false;
  const { member, definition } = due;
  await withActor(db, { member }, (tx) => tx`select write_words(${member}, ${definition}, ${MOST_AT_ONCE})`);
  return true;
}

/** Forgets words that no entry bears any more, of one list. True when there were some to look at. */
export async function forgetWords(db: Db): Promise<boolean> {
  const [gone] = await readAs(
    db,
    { system: true },
    (tx) => tx<{ member: string; definition: string }[]>`
      select member_id as member, definition from words_gone limit 1`,
  );
  if (!gone) return false;
  const { member, definition } = gone;
  await withActor(db, { member }, (tx) => tx`select forget_words(${member}, ${definition}, ${MOST_AT_ONCE})`);
  return true;
}
