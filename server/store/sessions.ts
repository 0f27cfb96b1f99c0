import { parisDay } from "../../engine/index.ts";
import type { Context } from "../context.ts";
import { readAs, withActor } from "../db/with-actor.ts";
import type { AccountIdentity, AgentIdentity, Grant, HeldMandate, Via } from "../identity/subject.ts";
import { type HeldRow, heldMandates, openHeld } from "./mandates.ts";

export interface StoredSession {
  readonly account: AccountIdentity | null;
  readonly agent: AgentIdentity | null;
  readonly grants: readonly Grant[];
  readonly via: Via;
  /** Those in force today that the account accepted. */
  readonly mandates: readonly HeldMandate[];
  readonly expiresAt: Date;
}

export interface NewSession {
  readonly idHash: Buffer;
  readonly accountId: string | null;
  readonly agent: { readonly member: string; readonly id: string } | null;
  readonly grants: readonly Grant[];
  readonly via: Via;
  /** What ending the session at the identity provider takes; null for a password. */
  readonly outside: string | null;
  readonly expiresAt: Date;
  /** Hash of the session this one replaces, deleted in the same statement. */
  readonly replaces: Buffer | null;
}

/** Purposes of what a session seals: pseudonyms of two sectors must not stand side by side in the base. */
const GRANTS = "session-grants";
const OUTSIDE = "session-outside";

/** The live session with this hash, with the account or agent as they are now. */
export async function findSession(ctx: Context, idHash: Buffer): Promise<StoredSession | null> {
  const now = ctx.clock();
  const today = parisDay(now.toISOString());
  const [row] = await readAs(
    ctx.db,
    { system: true },
    (tx) => tx<SessionRow[]>`
      select s.grants, s.via, s.expires_at, s.agent_id is not null as was_agent,
        case when a.id is not null then jsonb_build_object('id', a.id, 'name', a.name, 'email', a.email) end as account,
        case when s.agent_id is not null
          then agent_identity(s.agent_member_id, s.agent_id, ${today}::date) end as agent,
        case when s.account_id is not null then ${heldMandates(tx, today)} end as mandates
      from session s left join account a on a.id = s.account_id
      where s.id_hash = ${idHash} and s.expires_at > ${now}`,
  );
  if (!row || (row.wasAgent && !row.agent)) return null;
  const { wasAgent: _, ...stored } = row;
  return { ...stored, grants: openGrants(ctx, row.grants), mandates: openHeld(ctx, row.mandates ?? []) };
}

interface SessionRow extends Omit<StoredSession, "grants" | "mandates"> {
  readonly grants: Buffer | null;
  readonly mandates: readonly HeldRow[] | null;
  readonly wasAgent: boolean;
}

/** What ending a session at its identity provider takes; null when it was opened here. */
export async function outsideOf(ctx: Context, idHash: Buffer): Promise<string | null> {
  const [row] = await ctx.db<{ outside: Buffer | null }[]>`select outside from session where id_hash = ${idHash}`;
  return row?.outside ? ctx.secrets.unseal(OUTSIDE, row.outside) : null;
}

const HOUR = 3_600_000;

/**
 * When a citizen's session was used, as the base may know it: to the hour. To the millisecond, beside her account, it
 * would tell which draft or entry the same request wrote.
 */
export const toTheHour = (at: Date): Date => new Date(Math.floor(at.getTime() / HOUR) * HOUR);

/** Stores a session, and in the same statement removes the one it replaces. */
export async function insertSession(ctx: Context, session: NewSession): Promise<void> {
  const { idHash, accountId, agent, grants, via, outside, replaces } = session;
  const known = (at: Date) => (accountId === null ? at : toTheHour(at));
  await ctx.db`
    with replaced as (delete from session where id_hash = ${replaces})
    insert into session (id_hash, account_id, agent_member_id, agent_id, grants, via, outside, created_at, expires_at)
    values (${idHash}, ${accountId}, ${agent?.member ?? null}, ${agent?.id ?? null}, ${sealGrants(ctx, grants)}, ${via},
            ${outside === null ? null : ctx.secrets.seal(OUTSIDE, outside)}, ${known(ctx.clock())}, ${known(session.expiresAt)})`;
}

/** Moves the end of a session. */
export async function extendSession(ctx: Context, idHash: Buffer, expiresAt: Date): Promise<void> {
  await ctx.db`update session set expires_at = ${expiresAt} where id_hash = ${idHash}`;
}

/** Adds a grant unless it is there already; keeps the newest `limit`. */
export async function addGrant(ctx: Context, idHash: Buffer, grant: Grant, limit: number): Promise<void> {
  await withActor(ctx.db, { system: true }, async (tx) => {
    const [row] = await tx<{ grants: Buffer | null }[]>`
      select grants from session where id_hash = ${idHash} for update`;
    if (!row) return;
    const grants = openGrants(ctx, row.grants);
    if (grants.some((one) => sameGrant(one, grant))) return;
    await tx`update session set grants = ${sealGrants(ctx, [...grants, grant].slice(-limit))} where id_hash = ${idHash}`;
  });
}

const sameGrant = (a: Grant, b: Grant): boolean =>
  a.member === b.member && a.sector === b.sector && a.holder === b.holder && a.target === b.target;

function openGrants(ctx: Context, sealed: Buffer | null): readonly Grant[] {
  const text = sealed && ctx.secrets.unseal(GRANTS, sealed);
  return text ? (JSON.parse(text) as readonly Grant[]) : [];
}

const sealGrants = (ctx: Context, grants: readonly Grant[]): Buffer | null =>
  grants.length === 0 ? null : ctx.secrets.seal(GRANTS, JSON.stringify(grants));

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
