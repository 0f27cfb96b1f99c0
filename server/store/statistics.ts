import type { StatisticParams } from "../../engine/index.ts";
import { type Db, readAs, withActor } from "../db/with-actor.ts";
import { isUuid } from "./entries.ts";

/** Who else sees a statistic: nobody, the agents of a unit, those of the whole member. */
export const SHARINGS = ["own", "unit", "member"] as const;
export type Sharing = (typeof SHARINGS)[number];

/** A statistic kept under a name. */
export interface SavedStatistic {
  readonly id: string;
  readonly name: string;
  readonly definition: string;
  readonly params: StatisticParams;
  /** Id of the agent who made it. */
  readonly owner: string;
  readonly sharing: Sharing;
  /** "" unless shared with a unit. */
  readonly unit: string;
}

/** An agent as what is shared with her is looked for. */
export interface Sharer {
  readonly id: string;
  readonly units: readonly string[];
}

/** How many an agent's page lists. */
export const MOST_LISTED = 500;

/**
 * What an agent may read: her own, and what is shared with her; those `first` asks for, then the others by name. One more than
 * `MOST_LISTED` at most: there are then others.
 */
export function listStatistics(
  db: Db,
  member: string,
  { id, units }: Sharer,
  first: readonly string[],
): Promise<readonly SavedStatistic[]> {
  return readAs(
    db,
    { member },
    (tx) => tx<SavedStatistic[]>`
      select id, name, definition, params, owner, sharing, unit from statistic
      where member_id = ${member}
        and (owner = ${id} or sharing = 'member' or (sharing = 'unit' and unit = any(${[...units]})))
      order by id = any(${[...first]}) desc, name, id limit ${MOST_LISTED + 1}`,
  );
}

/** One of them, or null. */
export async function findStatistic(
  db: Db,
  member: string,
  sharer: Sharer,
  id: string,
): Promise<SavedStatistic | null> {
  if (!isUuid(id)) return null;
  const [row] = await readAs(
    db,
    { member },
    (tx) => tx<SavedStatistic[]>`
      select id, name, definition, params, owner, sharing, unit from statistic
      where member_id = ${member} and id = ${id}
        and (owner = ${sharer.id} or sharing = 'member' or (sharing = 'unit' and unit = any(${[...sharer.units]})))`,
  );
  return row ?? null;
}

/** How many an agent keeps. */
export async function countStatistics(db: Db, member: string, owner: string): Promise<number> {
  const [row] = await readAs(
    db,
    { member },
    (tx) => tx<{ count: number }[]>`
      select count(*)::integer as count from statistic where member_id = ${member} and owner = ${owner}`,
  );
  return row?.count ?? 0;
}

/** Keeps a statistic, or what was changed of it. */
export async function saveStatistic(db: Db, member: string, statistic: SavedStatistic, at: Date): Promise<void> {
  const { id, name, definition, params, owner, sharing, unit } = statistic;
  await readAs(
    db,
    { member },
    (tx) => tx`
      insert into statistic (member_id, id, name, definition, params, owner, sharing, unit, created_at, updated_at)
      values (${member}, ${id}, ${name}, ${definition}, ${tx.json(params as never)}, ${owner}, ${sharing}, ${unit}, ${at}, ${at})
      on conflict (member_id, id) do update set name = excluded.name, params = excluded.params,
        definition = excluded.definition, sharing = excluded.sharing, unit = excluded.unit, updated_at = excluded.updated_at`,
  );
}

/** Forgets a statistic, on every dashboard too. */
export async function deleteStatistic(db: Db, member: string, id: string): Promise<void> {
  await readAs(db, { member }, (tx) => tx`delete from statistic where member_id = ${member} and id = ${id}`);
}

/** Whose dashboard: an agent's, by her id, or "" for the member's. */
export async function dashboardOf(db: Db, member: string, owner: string): Promise<readonly string[]> {
  const rows = await readAs(
    db,
    { member },
    (tx) => tx<{ statistic: string }[]>`
      select statistic from dashboard_item where member_id = ${member} and owner = ${owner} order by rank, statistic`,
  );
  return rows.map(({ statistic }) => statistic);
}

/**
 * Changes a dashboard: `change` is given its statistics in order and gives those it has from then on. What is not shared
 * any more with who sees it leaves it.
 */
export async function changeDashboard(
  db: Db,
  member: string,
  { owner, units }: { readonly owner: string; readonly units: readonly string[] },
  change: (statistics: readonly string[]) => readonly string[],
): Promise<void> {
  await withActor(db, { member }, async (tx) => {
    // Two presses at once: the second sees what the first did.
    await tx`select pg_advisory_xact_lock(hashtextextended(${`dashboard ${member} ${owner}`}, 0))`;
    const rows = await tx<{ statistic: string }[]>`
      select d.statistic from dashboard_item d join statistic s on s.member_id = d.member_id and s.id = d.statistic
      where d.member_id = ${member} and d.owner = ${owner}
        and (s.sharing = 'member' or (s.sharing = 'unit' and s.unit = any(${[...units]})) or s.owner::text = d.owner)
      order by d.rank, d.statistic`;
    const wanted = [...new Set(change(rows.map(({ statistic }) => statistic)))];
    await tx`delete from dashboard_item where member_id = ${member} and owner = ${owner}`;
    await tx`
      insert into dashboard_item (member_id, owner, statistic, rank)
      select ${member}, ${owner}, s.id, w.rank from unnest(${wanted}::uuid[]) with ordinality as w (id, rank)
      join statistic s on s.member_id = ${member} and s.id = w.id`;
  });
}
