import { parisDay } from "../../engine/index.ts";
import type { Context } from "../context.ts";
import { type Db, readAs, type Tx, withActor } from "../db/with-actor.ts";
import type { AccountIdentity, AgentIdentity } from "../identity/subject.ts";

/** How an identity provider's person is kept: keyed digests, never what it calls her. */
export interface OutsideKey {
  readonly issuer: string;
  readonly subjectHash: Buffer;
}

/** Whom a provider's person is here; null when nobody was linked to her yet, or her agent was disabled. */
export async function findLinked(
  ctx: Context,
  { issuer, subjectHash }: OutsideKey,
): Promise<{ readonly account: AccountIdentity | null; readonly agent: AgentIdentity | null } | null> {
  const [row] = await readAs(
    ctx.db,
    { system: true },
    (tx) => tx<{ account: AccountIdentity | null; agent: AgentIdentity | null }[]>`
      select case when a.id is not null then jsonb_build_object('id', a.id, 'name', a.name, 'email', a.email) end as account,
        case when o.agent_id is not null
          then agent_identity(o.agent_member_id, o.agent_id, ${parisDay(ctx.clock().toISOString())}::date) end as agent
      from outside_identity o left join account a on a.id = o.account_id
      where o.issuer = ${issuer} and o.subject_hash = ${subjectHash}`,
  );
  return row ?? null;
}

/** Whether an account is linked to this pivot identity, under another subject. */
export async function isPivotKnown(db: Db, issuer: string, pivotHash: Buffer): Promise<boolean> {
  const rows = await db`
    select 1 from outside_identity
    where issuer = ${issuer} and pivot_hash = ${pivotHash} and account_id is not null limit 1`;
  return rows.length > 0;
}

/** Notes that a link served, with the pivot identity as the provider describes it now. */
export async function touchLink(db: Db, key: OutsideKey, pivotHash: Buffer | null, now: Date): Promise<void> {
  await db`
    update outside_identity set last_used_at = ${now}, pivot_hash = ${pivotHash}
    where issuer = ${key.issuer} and subject_hash = ${key.subjectHash}`;
}

/**
 * Links an account to a provider's person. "other" when it is already linked to someone else there, who would lose her
 * identity; "taken" when this person was linked meanwhile.
 */
export async function linkAccount(
  db: Db,
  account: string,
  key: OutsideKey & { readonly pivotHash: Buffer },
  now: Date,
): Promise<"done" | "other" | "taken"> {
  return withActor(db, { system: true }, async (tx) => {
    await tx`select 1 from account where id = ${account} for update`;
    const others = await tx`
      select 1 from outside_identity
      where account_id = ${account} and issuer = ${key.issuer} and pivot_hash is distinct from ${key.pivotHash}`;
    if (others.length > 0) return "other";
    return (await insertLink(tx, { account }, key, now)) ? "done" : "taken";
  });
}

/** Adds an account known by a provider alone, without address nor password. False when this person has one meanwhile. */
export async function insertOutsideAccount(
  db: Db,
  account: Pick<AccountIdentity, "id" | "name">,
  key: OutsideKey & { readonly pivotHash: Buffer },
  now: Date,
): Promise<boolean> {
  return withActor(db, { system: true }, async (tx) => {
    await tx`insert into account (id, name, created_at) values (${account.id}, ${account.name}, ${now})`;
    if (await insertLink(tx, { account: account.id }, key, now)) return true;
    await tx`delete from account where id = ${account.id}`;
    return false;
  });
}

/** Links an agent to a provider's person. False when this person is linked already. */
export async function linkAgent(
  db: Db,
  agent: Pick<AgentIdentity, "id" | "member">,
  key: OutsideKey,
  now: Date,
): Promise<boolean> {
  return withActor(db, { system: true }, (tx) => insertLink(tx, { agent }, { ...key, pivotHash: null }, now));
}

/** Whether an agent is linked to someone of this provider; of any, when `issuer` is null. */
export async function isAgentLinked(
  db: Db,
  agent: Pick<AgentIdentity, "id" | "member">,
  issuer: string | null,
): Promise<boolean> {
  const rows = await db`
    select 1 from outside_identity
    where agent_member_id = ${agent.member} and agent_id = ${agent.id} and coalesce(issuer = ${issuer}, true) limit 1`;
  return rows.length > 0;
}

/** Unlinks an agent from whomever she is elsewhere. */
export async function detachAgent(db: Db, agent: Pick<AgentIdentity, "id" | "member">): Promise<void> {
  await db`delete from outside_identity where agent_member_id = ${agent.member} and agent_id = ${agent.id}`;
}

/** Gives an account without address the one she has just confirmed. False when it has one, or another account has this one. */
export async function setFirstEmail(db: Db, account: string, email: string, now: Date): Promise<boolean> {
  const rows = await db`
    update account set email = ${email}, email_confirmed_at = ${now}
    where id = ${account} and email is null and not exists (select 1 from account where email = ${email})
    returning id`;
  return rows.length === 1;
}

async function insertLink(
  tx: Tx,
  who: { readonly account: string } | { readonly agent: Pick<AgentIdentity, "id" | "member"> },
  { issuer, subjectHash, pivotHash }: OutsideKey & { readonly pivotHash: Buffer | null },
  now: Date,
): Promise<boolean> {
  const account = "account" in who ? who.account : null;
  const agent = "agent" in who ? who.agent : null;
  const rows = await tx`
    insert into outside_identity (issuer, subject_hash, account_id, agent_member_id, agent_id, pivot_hash, created_at, last_used_at)
    values (${issuer}, ${subjectHash}, ${account}, ${agent?.member ?? null}, ${agent?.id ?? null}, ${pivotHash}, ${now}, ${now})
    on conflict (issuer, subject_hash) do nothing returning issuer`;
  return rows.length === 1;
}
