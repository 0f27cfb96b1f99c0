import { type Db, type Tx, withActor } from "../db/with-actor.ts";

/** A ready answer, for one definition, one unit, or the whole member when both are null. */
export interface CannedAnswer {
  readonly id: string;
  readonly definition: string | null;
  readonly unit: string | null;
  readonly title: string;
  readonly body: string;
}

/** Most ready answers one member keeps. */
export const MOST_ANSWERS = 300;

/** Those of a member, by title. */
export async function cannedAnswers(db: Db, member: string): Promise<readonly CannedAnswer[]> {
  return withActor(
    db,
    { member },
    (tx) => tx<CannedAnswer[]>`
      select id, definition, unit, title, body from canned_answer where member_id = ${member} order by title, id`,
  );
}

/** One that may be inserted in a message about an entry, without its words. */
export type CannedTitle = Pick<CannedAnswer, "id" | "title">;

/** What may be inserted in the messages of a definition: its own, those of its unit, those of the member. */
export async function cannedTitlesIn(
  tx: Tx,
  member: string,
  { id, unit }: { readonly id: string; readonly unit: string | null },
): Promise<readonly CannedTitle[]> {
  return tx<CannedTitle[]>`
    select id, title from canned_answer
    where member_id = ${member}
      and ((definition is null and unit is null) or definition = ${id} or unit = ${unit ?? ""})
    order by title, id`;
}

/** One of a member, or null. */
export async function cannedAnswer(db: Db, member: string, id: string): Promise<CannedAnswer | null> {
  const [found] = await withActor(
    db,
    { member },
    (tx) => tx<CannedAnswer[]>`
      select id, definition, unit, title, body from canned_answer where member_id = ${member} and id = ${id}`,
  );
  return found ?? null;
}

/** Adds one, or brings it up to date. False when the member keeps as many as it may. */
export async function saveCannedAnswer(db: Db, member: string, answer: CannedAnswer, at: Date): Promise<boolean> {
  const { id, definition, unit, title, body } = answer;
  return withActor(db, { member }, async (tx) => {
    const saved = await tx`
      insert into canned_answer (member_id, id, definition, unit, title, body, updated_at)
      select ${member}, ${id}, ${definition}, ${unit}, ${title}, ${body}, ${at}
      where exists (select from canned_answer where member_id = ${member} and id = ${id})
        or (select count(*) from canned_answer where member_id = ${member}) < ${MOST_ANSWERS}
      on conflict (member_id, id) do update set
        definition = excluded.definition, unit = excluded.unit, title = excluded.title, body = excluded.body,
        updated_at = excluded.updated_at`;
    return saved.count === 1;
  });
}

/** Removes one; false when it was not there. */
export async function deleteCannedAnswer(db: Db, member: string, id: string): Promise<boolean> {
  return withActor(db, { member }, async (tx) => {
    const gone = await tx`delete from canned_answer where member_id = ${member} and id = ${id}`;
    return gone.count === 1;
  });
}
