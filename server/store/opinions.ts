import { type Db, readAs } from "../db/with-actor.ts";

/** What a citizen said after a decision. `entry` is a keyed digest: whose it was is not told. */
export interface Opinion {
  readonly entry: Buffer;
  readonly definition: string;
  /** "2026-03-03", in Paris. */
  readonly day: string;
  /** 1 to 5. */
  readonly score: number;
  readonly comment: string;
}

/** Keeps an opinion; false when this entry has one already. */
export async function insertOpinion(db: Db, member: string, opinion: Opinion): Promise<boolean> {
  const { entry, definition, day, score, comment } = opinion;
  const rows = await readAs(
    db,
    { member },
    (tx) => tx<{ score: number }[]>`
      insert into opinion (member_id, entry_hash, definition, day, score, comment)
      values (${member}, ${entry}, ${definition}, ${day}, ${score}, ${comment})
      on conflict do nothing returning score`,
  );
  return rows.length === 1;
}

/** Whether an entry has its opinion. */
export async function hasOpinion(db: Db, member: string, entry: Buffer): Promise<boolean> {
  const rows = await readAs(
    db,
    { member },
    (tx) => tx<{ score: number }[]>`select score from opinion where member_id = ${member} and entry_hash = ${entry}`,
  );
  return rows.length > 0;
}

interface OpinionQuery {
  readonly definition: string | null;
  readonly from: string | null;
  readonly until: string | null;
}

/** How many gave each score, by definition. */
export function countOpinions(
  db: Db,
  member: string,
  { definition, from, until }: OpinionQuery,
): Promise<readonly { readonly definition: string; readonly score: number; readonly count: number }[]> {
  return readAs(
    db,
    { member },
    (tx) => tx<{ definition: string; score: number; count: number }[]>`
      select definition, score, count(*)::integer as count from opinion
      where member_id = ${member} and (${definition}::text is null or definition = ${definition})
        and (${from}::date is null or day >= ${from}) and (${until}::date is null or day < ${until})
      group by definition, score order by score`,
  );
}

const MOST_COMMENTS = 200;

interface Comment {
  readonly id: string;
  readonly month: string;
  readonly score: number;
  readonly comment: string;
}

/**
 * The comments of a period, those of the latest month first: the day, or their order in a month, would say which demande
 * was settled then. `id` is the digest in hexadecimal, `month` its first day.
 */
export function listComments(
  db: Db,
  member: string,
  { definition, from, until }: OpinionQuery,
): Promise<readonly Comment[]> {
  return readAs(
    db,
    { member },
    (tx) => tx<Comment[]>`
      select encode(entry_hash, 'hex') as id, date_trunc('month', day)::date::text as month, score, comment from opinion
      where member_id = ${member} and definition = ${definition} and comment <> ''
        and (${from}::date is null or day >= ${from}) and (${until}::date is null or day < ${until})
      order by date_trunc('month', day) desc, entry_hash limit ${MOST_COMMENTS}`,
  );
}

/** Takes a comment away, not its score. False when there is none such. */
export async function eraseComment(db: Db, member: string, definition: string, id: string): Promise<boolean> {
  if (!/^([0-9a-f]{2}){8,64}$/.test(id)) return false;
  const rows = await readAs(
    db,
    { member },
    (tx) => tx<{ score: number }[]>`
      update opinion set comment = ''
      where member_id = ${member} and definition = ${definition} and entry_hash = decode(${id}, 'hex') and comment <> ''
      returning score`,
  );
  return rows.length === 1;
}
