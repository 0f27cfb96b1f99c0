import type { Context } from "../context.ts";
import { readAcross, readAs } from "../db/with-actor.ts";

/** Someone who has an entry before her eyes. */
export interface Present {
  readonly name: string;
  /** She is filling a form of it. */
  readonly typing: boolean;
}

/** Who looks, at what. */
export interface Looking {
  readonly member: string;
  readonly entry: string;
  readonly agent: string;
  readonly name: string;
  readonly typing: boolean;
}

/** Seconds for which a sign of someone lasts: two of the script's, and a little of the network's. */
const LASTS = 50;

/**
 * Notes that an agent looks at an entry, and says who else does, in one statement. Nobody is ever kept from anything: it
 * spares two people the same work, and the revision of the entry keeps them from undoing each other's.
 */
export async function look(ctx: Context, { member, entry, agent, name, typing }: Looking): Promise<readonly Present[]> {
  const now = ctx.clock();
  const since = new Date(now.getTime() - LASTS * 1000);
  return readAs(
    ctx.db,
    { member },
    (tx) => tx<Present[]>`
      with past as (delete from presence where member_id = ${member} and seen_at < ${since} and agent_id <> ${agent}),
      mine as (
        insert into presence (member_id, entry_id, agent_id, name, typing, seen_at)
        values (${member}, ${entry}, ${agent}, ${name}, ${typing}, ${now})
        on conflict (member_id, entry_id, agent_id)
          do update set name = excluded.name, typing = excluded.typing, seen_at = excluded.seen_at)
      select name, typing from presence
      where member_id = ${member} and entry_id = ${entry} and agent_id <> ${agent} and seen_at >= ${since}
      order by name`,
  );
}

/** Notes that she no longer looks. */
export async function lookAway(
  ctx: Context,
  { member, entry, agent }: Omit<Looking, "name" | "typing">,
): Promise<void> {
  await readAs(
    ctx.db,
    { member },
    (tx) => tx`delete from presence where member_id = ${member} and entry_id = ${entry} and agent_id = ${agent}`,
  );
}

/** Names of those, but this agent, who look at each of these entries; which member holds which is not known. */
export async function whoLooks(
  ctx: Context,
  members: readonly string[],
  entries: readonly string[],
  agent: string,
): Promise<ReadonlyMap<string, readonly string[]>> {
  const found = new Map<string, readonly string[]>();
  if (entries.length === 0) return found;
  const since = new Date(ctx.clock().getTime() - LASTS * 1000);
  const results = await readAcross(
    ctx.db,
    members,
    (tx, member) => tx<{ entry: string; names: string[] }[]>`
      select entry_id as entry, array_agg(name order by name) as names from presence
      where member_id = ${member} and entry_id = any(${[...entries]}::uuid[]) and agent_id <> ${agent}
        and seen_at >= ${since}
      group by entry_id`,
  );
  for (const { entry, names } of results.flatMap((rows) => [...rows])) found.set(entry, names);
  return found;
}
