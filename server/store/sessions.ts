import type { Context } from "../context.ts";
import { readAs } from "../db/with-actor.ts";
import type { AccountIdentity, AgentIdentity, Grant } from "../identity/subject.ts";

export interface StoredSession {
  readonly account: AccountIdentity | null;
  readonly agent: AgentIdentity | null;
  readonly grants: readonly Grant[];
  readonly expiresAt: Date;
}

export interface NewSession {
  readonly idHash: Buffer;
  readonly accountId: string | null;
  readonly agent: { readonly member: string; readonly id: string } | null;
  readonly grants: readonly Grant[];
  readonly expiresAt: Date;
  /** Hash of the session this one replaces, deleted in the same statement. */
  readonly replaces: Buffer | null;
}

/** The live session with this hash, with the account or agent as they are now. */
export async function findSession(ctx: Context, idHash: Buffer): Promise<StoredSession | null> {
  const [row] = await readAs(
    ctx.db,
    { system: true },
    (tx) => tx<StoredSession[]>`
      select s.grants, s.expires_at,
        case when a.id is not null then jsonb_build_object('id', a.id, 'name', a.name, 'email', a.email) end as account,
        case when g.id is not null then jsonb_build_object('id', g.id, 'name', g.name, 'email', g.email,
          'member', g.member_id, 'roles', g.roles, 'units', g.units) end as agent
      from session s
      left join account a on a.id = s.account_id
      left join agent g on g.member_id = s.agent_member_id and g.id = s.agent_id
      where s.id_hash = ${idHash} and s.expires_at > ${ctx.clock()}`,
  );
  return row ?? null;
}

/** Stores a session, and in the same statement removes the one it replaces. */
export async function insertSession(ctx: Context, session: NewSession): Promise<void> {
  await ctx.db`
    with replaced as (delete from session where id_hash = ${session.replaces})
    insert into session (id_hash, account_id, agent_member_id, agent_id, grants, created_at, expires_at)
    values (${session.idHash}, ${session.accountId}, ${session.agent?.member ?? null}, ${session.agent?.id ?? null},
            ${ctx.db.json(session.grants.map((grant) => ({ ...grant })))}, ${ctx.clock()}, ${session.expiresAt})`;
}

/** Moves the end of a session. */
export async function extendSession(ctx: Context, idHash: Buffer, expiresAt: Date): Promise<void> {
  await ctx.db`update session set expires_at = ${expiresAt} where id_hash = ${idHash}`;
}

/** Adds a grant unless it is there already; keeps the newest `limit`. */
export async function addGrant(ctx: Context, idHash: Buffer, grant: Grant, limit: number): Promise<void> {
  const added = ctx.db.json([{ ...grant }]);
  await ctx.db`
    update session set grants = (
      select coalesce(jsonb_agg(g.value order by g.ordinality), '[]')
      from jsonb_array_elements(grants || ${added}) with ordinality as g
      where g.ordinality > jsonb_array_length(grants) + 1 - ${limit})
    where id_hash = ${idHash} and not grants @> ${added}`;
}

/** Ends a session now. */
export async function deleteSession(ctx: Context, idHash: Buffer): Promise<void> {
  await ctx.db`delete from session where id_hash = ${idHash}`;
}

/**
 * Which of a visitor's pseudonyms hold a draft, an entry or a file: those worth keeping when she signs in.
 * `candidates` are all she may have used, one per member and sector.
 */
export async function usedPseudonyms(ctx: Context, candidates: readonly Grant[]): Promise<readonly Grant[]> {
  if (candidates.length === 0) return [];
  const members = candidates.map((grant) => grant.member);
  const holders = candidates.map((grant) => grant.holder);
  const rows = await readAs(
    ctx.db,
    { system: true },
    (tx) => tx<{ holder: string }[]>`
      select c.holder from unnest(${members}::text[], ${holders}::text[]) as c (member, holder)
      where exists (select from draft d where d.member_id = c.member and d.owner = c.holder)
         or exists (select from entry e where e.member_id = c.member and e.holder = c.holder)`,
  );
  const used = new Set(rows.map((row) => row.holder));
  return candidates.filter((grant) => used.has(grant.holder));
}
