import { type Db, readAs } from "../db/with-actor.ts";

/** What a form came to that is not a step of it: its sending. */
export const SENT = "";

/** The steps, in order, that a draft may have come to for the first time. */
export interface StepMarks {
  readonly draft: string;
  readonly steps: readonly string[];
}

/**
 * Counts what drafts came to, in one statement: a step is added to the draft and to the counters, or to neither, so that
 * none counts twice whatever is asked again. The draft moves from the step it was at to the last one.
 */
export async function countSteps(db: Db, member: string, marks: readonly StepMarks[]): Promise<void> {
  const rows = marks.map(({ draft, steps }) => ({ draft, steps: [...steps] }));
  await readAs(
    db,
    { member },
    (tx) => tx`
      with come as (
        select draft, steps from jsonb_to_recordset(${tx.json(rows)}) as come (draft uuid, steps text[])
      ), held as materialized (
        select d.id, d.definition, d.version, d.counted, (d.created_at at time zone 'Europe/Paris')::date as day
        from draft d join come on come.draft = d.id
        where d.member_id = ${member} order by d.id for update of d
      ), fresh as (
        select held.*, (
          select array_agg(step order by rank) from unnest(come.steps) with ordinality as u (step, rank)
          where step <> all(held.counted)) as steps
        from held join come on come.draft = held.id
      ), marked as (
        update draft d set counted = fresh.counted || fresh.steps from fresh
        where d.member_id = ${member} and d.id = fresh.id and fresh.steps is not null
      ), change (definition, version, day, step, reached, staying) as (
        select definition, version, day, step, 1, 0 from fresh, unnest(steps) as step
        union all select definition, version, day, steps[cardinality(steps)], 0, 1 from fresh where steps is not null
        union all select definition, version, day, counted[cardinality(counted)], 0, -1 from fresh
          where steps is not null and cardinality(counted) > 0
      )
      insert into form_count as c (member_id, definition, version, day, step, reached, staying)
      select ${member}, definition, version, day, step, sum(reached), sum(staying) from change
      group by definition, version, day, step order by definition, version, day, step
      on conflict (member_id, definition, version, day, step)
        do update set reached = c.reached + excluded.reached, staying = c.staying + excluded.staying`,
  );
}

/** Drafts that were sent and whose sending did not count: the process that sent them may have ended at once. */
export async function sentUncounted(
  db: Db,
  before: Date,
  most: number,
): Promise<readonly { readonly member: string; readonly draft: string }[]> {
  return readAs(
    db,
    { system: true },
    (tx) => tx<{ member: string; draft: string }[]>`
      select member_id as member, id as draft from draft
      where entry_id is not null and ${SENT} <> all(counted) and updated_at < ${before}
      order by member_id, id limit ${most}`,
  );
}

/** How far the forms of one definition came. */
export interface StepCount {
  readonly definition: string;
  /** `SENT` for the sending. */
  readonly step: string;
  readonly reached: number;
  readonly staying: number;
}

/** Counts of the forms begun in a period, over every version: of one definition, or of all of them. */
export async function readStepCounts(
  db: Db,
  member: string,
  {
    definition,
    from,
    until,
  }: { readonly definition: string | null; readonly from: string | null; readonly until: string | null },
): Promise<readonly StepCount[]> {
  return readAs(
    db,
    { member },
    (tx) => tx<StepCount[]>`
      select definition, step, sum(reached)::integer as reached, sum(staying)::integer as staying from form_count
      where member_id = ${member} and (${definition}::text is null or definition = ${definition})
        and (${from}::date is null or day >= ${from}) and (${until}::date is null or day < ${until})
      group by definition, step`,
  );
}
