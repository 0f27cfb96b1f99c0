import { type CompiledDefinition, parisDay } from "../../engine/index.ts";
import type { Context } from "../context.ts";
import { readAcross, readAs } from "../db/with-actor.ts";
import { isUuid } from "./entries.ts";

export interface Assignee {
  readonly id: string;
  /** With her member's, when the entry is another's. */
  readonly name: string;
  /** She lent what she may do here to others today: until when, "2026-03-12", and to whom, by their ids. */
  readonly away?: { readonly until: string; readonly by: readonly string[] };
}

/** Whose entries of which definition. */
export interface Worked {
  readonly member: { readonly id: string };
  readonly definition: { readonly id: string; readonly unit: string | null };
}

/** The agents of a member, or of one of its units. */
interface Source {
  readonly member: string;
  readonly unit: string | null;
  /** Said after her name. */
  readonly from: string | null;
}

/**
 * Agents who may work the entries of one definition in these members today, by a role of theirs or one lent to them:
 * their own, and those of the members they share them with to be worked. Of the first member first, then by name.
 */
export async function listAssignable(ctx: Context, worked: readonly Worked[]): Promise<readonly Assignee[]> {
  const sources = new Map<string, Source[]>();
  for (const source of worked.flatMap((each) => sourcesOf(ctx, each))) {
    sources.set(source.member, [...(sources.get(source.member) ?? []), source]);
  }
  const members = [...sources.keys()];
  const id = worked[0]?.definition.id ?? "";
  const today = parisDay(ctx.clock().toISOString());
  const results = await readAcross(ctx.db, members, (tx, member) => {
    const units = (sources.get(member) ?? []).map(({ unit }) => unit ?? "");
    return tx<AssigneeRow[]>`
      with working as (
        select agent_id from agent_role
        where member_id = ${member} and role = 'agent' and definition in ('', ${id})
          and (${units.includes("")} or unit = '' or unit = any(${units})))
      select id, name, (
        select jsonb_build_object('until', max(d.ends_on), 'by', jsonb_agg(d.to_agent order by d.id))
        from delegation d
        where d.member_id = ${member} and d.from_agent = agent.id and d.revoked_at is null and d.definition in ('', ${id})
          and ${today}::date between d.starts_on and d.ends_on having count(*) > 0) as away
      from agent
      where member_id = ${member} and disabled_at is null and (
        id in (select agent_id from working)
        or id in (
          select to_agent from delegation d join working w on w.agent_id = d.from_agent
          where d.member_id = ${member} and d.revoked_at is null and d.definition in ('', ${id})
            and ${today}::date between d.starts_on and d.ends_on))
      order by name`;
  });
  return results.flatMap((rows, index) => {
    const from = sources.get(members[index] ?? "")?.[0]?.from;
    return rows.map(({ id, name, away }) => ({ id, name: from ? `${name} (${from})` : name, ...(away && { away }) }));
  });
}

interface AssigneeRow {
  readonly id: string;
  readonly name: string;
  readonly away: NonNullable<Assignee["away"]> | null;
}

/** How many entries of a definition each of these agents has under way, in all the members together. */
export async function countAssigned(
  ctx: Context,
  worked: readonly { readonly member: { readonly id: string }; readonly definition: CompiledDefinition }[],
  agents: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  const definitions = new Map(worked.map(({ member, definition }) => [member.id, definition]));
  const over = (member: string) =>
    [...(definitions.get(member)?.workflow.states.values() ?? [])].flatMap(({ id, final }) => (final ? [id] : []));
  const results = await readAcross(
    ctx.db,
    [...definitions.keys()],
    (tx, member) => tx<{ id: string; count: number }[]>`
      select assignee as id, count(*)::integer as count from entry
      where member_id = ${member} and definition = ${worked[0]?.definition.id ?? ""} and assignee = any(${[...agents]}::uuid[])
        and state <> all(${over(member)})
      group by assignee`,
  );
  const counts = new Map<string, number>();
  for (const { id, count } of results.flatMap((rows) => [...rows])) counts.set(id, (counts.get(id) ?? 0) + count);
  return counts;
}

function sourcesOf(ctx: Context, { member, definition }: Worked): readonly Source[] {
  const own = { member: member.id, unit: definition.unit, from: null };
  const shared = ctx.catalogue.sharedBy(member.id, definition.id).filter((share) => share.role === "agent");
  return [
    own,
    ...shared.map((share) => ({
      member: share.with,
      unit: share.unit,
      from: ctx.catalogue.member(share.with)?.name ?? share.with,
    })),
  ];
}

/** Ids of the agents of a member who work in one of these units, or in all; null stands for every unit. */
export async function listUnitAgents(
  ctx: Context,
  member: string,
  units: readonly string[] | null,
): Promise<readonly string[]> {
  const rows = await readAs(
    ctx.db,
    { member },
    (tx) => tx<{ id: string }[]>`
      select distinct agent_id as id from agent_role
      where member_id = ${member} and role = 'agent' and (${units === null} or unit = '' or unit = any(${[...(units ?? [])]}))`,
  );
  return rows.map(({ id }) => id);
}

/** One of them, or null. */
export async function findAssignable(ctx: Context, worked: Worked, id: string): Promise<Assignee | null> {
  if (!isUuid(id)) return null;
  const found = await listAssignable(ctx, [worked]);
  return found.find((agent) => agent.id === id) ?? null;
}
