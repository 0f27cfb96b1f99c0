import { type Db, readAs, type Tx } from "../db/with-actor.ts";

/** How many agents of a member have a right over each of its units, by unit id. */
export async function agentsByUnit(db: Db, member: string): Promise<ReadonlyMap<string, number>> {
  const rows = await readAs(
    db,
    { member },
    (tx) => tx<{ unit: string; agents: number }[]>`
      select unit, count(distinct agent_id)::int as agents from agent_role
      where member_id = ${member} and unit <> '' group by unit`,
  );
  return new Map(rows.map(({ unit, agents }) => [unit, agents]));
}

/** Removes a unit over which no agent has a right and that no share names. False when one does. */
export async function deleteUnit(tx: Tx, member: string, id: string): Promise<boolean> {
  const rows = await tx`
    delete from unit u where member_id = ${member} and id = ${id}
      and not exists (select from agent_role r where r.member_id = ${member} and r.unit = ${id})
      and not exists (select from sharing s where s.with_member = ${member} and s.with_unit = ${id})
    returning id`;
  return rows.length === 1;
}
