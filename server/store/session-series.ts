import type { Context } from "../context.ts";
import { readAs, type Tx } from "../db/with-actor.ts";

/** Sessions that go together: the rule they were made by. Days are "2027-01-06". */
export interface SessionSeries {
  readonly id: string;
  readonly definition: string;
  readonly firstDay: string;
  /** RRULE of RFC 5545, and its EXDATE. */
  readonly rule: string;
  readonly exceptDays: readonly string[];
}

/** One session of a series, and its day there, wherever it was moved since. */
export interface SeriesItem {
  readonly id: string;
  readonly day: string;
}

/** Records a series; false when it is there already: the same form was sent twice. */
export async function insertSeries(tx: Tx, member: string, series: SessionSeries, at: Date): Promise<boolean> {
  const { id, definition, firstDay, rule, exceptDays } = series;
  const rows = await tx`
    insert into session_series (member_id, id, definition, first_day, rule, except_days, created_at)
    values (${member}, ${id}, ${definition}, ${firstDay}::date, ${rule}, ${[...exceptDays]}::text[]::date[], ${at})
    on conflict (member_id, id) do nothing returning id`;
  return rows.length === 1;
}

/** Puts a session in a series; false when it is in one, or its places were never counted. */
export async function joinSeries(tx: Tx, member: string, series: string, { id, day }: SeriesItem): Promise<boolean> {
  const rows = await tx`
    update sitting set series_id = ${series}, series_day = ${day}::date
    where member_id = ${member} and id = ${id} and series_id is null returning id`;
  return rows.length === 1;
}

/** The series of a session and all its sessions, by day; null for one that is alone. */
export async function seriesOf(
  ctx: Pick<Context, "db">,
  member: string,
  sitting: string,
): Promise<{ readonly series: SessionSeries; readonly items: readonly SeriesItem[] } | null> {
  const [row] = await readAs(
    ctx.db,
    { member },
    (tx) => tx<(SessionSeries & { readonly items: readonly SeriesItem[] })[]>`
      select r.id, r.definition, r.first_day::text as first_day, r.rule, r.except_days::text[] as except_days,
        (select json_agg(json_build_object('id', s.id, 'day', s.series_day) order by s.series_day)
         from sitting s where s.member_id = r.member_id and s.series_id = r.id) as items
      from sitting m join session_series r on r.member_id = m.member_id and r.id = m.series_id
      where m.member_id = ${member} and m.id = ${sitting}`,
  );
  if (!row) return null;
  const { items, ...series } = row;
  return { series, items };
}
