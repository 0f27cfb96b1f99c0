import type { Assignment } from "../../engine/index.ts";
import { type Db, readAs, type Tx, withActor } from "../db/with-actor.ts";

/** Whose access changes. */
export interface AgentKey {
  readonly member: string;
  readonly id: string;
}

/** Waits for any other change of who administers this member, until the transaction ends. */
export async function lockAdministrators(tx: Tx, member: string): Promise<void> {
  await tx`select pg_advisory_xact_lock(hashtextextended(${`administrators ${member}`}, 0))`;
}

/** Is there an administrator of this member who may sign in? */
export async function hasAdministrator(tx: Tx, member: string): Promise<boolean> {
  const [row] = await tx<{ found: boolean }[]>`
    select exists (
      select from agent_role r join agent g on g.member_id = r.member_id and g.id = r.agent_id
      where r.member_id = ${member} and r.role = 'admin-membre' and g.disabled_at is null) as found`;
  return row?.found ?? false;
}

/** Gives an agent a name, a function and exactly these assignments. */
export async function writeAgent(
  tx: Tx,
  { member, id }: AgentKey,
  { name, capacity }: { readonly name: string; readonly capacity: string },
  assignments: readonly Assignment[],
): Promise<void> {
  await tx`update agent set name = ${name}, capacity = ${capacity} where member_id = ${member} and id = ${id}`;
  await tx`delete from agent_role where member_id = ${member} and agent_id = ${id}`;
  await tx`
    insert into agent_role (member_id, agent_id, role, unit, definition)
    select ${member}, ${id}, role, unit, definition from unnest(
      ${assignments.map(({ role }) => role)}::text[], ${assignments.map(({ unit }) => unit ?? "")}::text[],
      ${assignments.map(({ definition }) => definition ?? "")}::text[]) as a (role, unit, definition)
    on conflict do nothing`;
}

/** Adds an agent who has no password yet. False when someone has this address already, here or in another member. */
export async function createAgent(db: Db, agent: AgentKey & { email: string; name: string }): Promise<boolean> {
  const { member, id, email, name } = agent;
  const rows = await readAs(
    db,
    { member },
    (tx) => tx`
      insert into agent (member_id, id, email, name) values (${member}, ${id}, ${email}, ${name})
      on conflict (email) do nothing returning id`,
  );
  return rows.length === 1;
}

/** Closes an agent's access: her sessions and tokens end, and what she lent or was lent. */
export async function closeAccess(tx: Tx, { member, id }: AgentKey, now: Date): Promise<void> {
  await tx`update agent set disabled_at = ${now} where member_id = ${member} and id = ${id} and disabled_at is null`;
  await tx`
    update delegation set revoked_at = ${now}
    where member_id = ${member} and ${id} in (from_agent, to_agent) and revoked_at is null`;
  await revokeTokens(tx, { member, id }, now);
  await endSessions(tx, { member, id });
}

/** Opens an agent's access again. */
export async function openAccess(db: Db, { member, id }: AgentKey): Promise<void> {
  await readAs(
    db,
    { member },
    (tx) => tx`update agent set disabled_at = null where member_id = ${member} and id = ${id}`,
  );
}

/** Forgets an agent's second factor and ends her sessions: she sets another at her next sign-in. */
export async function forgetTotp(db: Db, { member, id }: AgentKey): Promise<void> {
  await withActor(db, { member }, async (tx) => {
    await tx`
      update agent set totp_secret = null, totp_confirmed_at = null, totp_last_step = null, recovery_hashes = '{}'
      where member_id = ${member} and id = ${id}`;
    await endSessions(tx, { member, id });
  });
}

const revokeTokens = (tx: Tx, { member, id }: AgentKey, now: Date) => tx`
  update api_token set revoked_at = ${now} where agent_member_id = ${member} and agent_id = ${id} and revoked_at is null`;

const endSessions = (tx: Tx, { member, id }: AgentKey) =>
  tx`delete from session where agent_member_id = ${member} and agent_id = ${id}`;

/** The stored form of an agent's password (null: none yet) while she may sign in; undefined when there is no such agent. */
export async function readPassword(db: Db, { member, id }: AgentKey): Promise<string | null | undefined> {
  const [row] = await readAs(
    db,
    { member },
    (tx) => tx<{ passwordHash: string | null }[]>`
      select password_hash from agent where member_id = ${member} and id = ${id} and disabled_at is null`,
  );
  return row?.passwordHash;
}

/**
 * Changes the password of an agent who may sign in, and ends her sessions and her tokens, if it is still `before`. False when
 * it is not.
 */
export async function writePassword(
  db: Db,
  key: AgentKey,
  change: { readonly before: string | null; readonly after: string; readonly now: Date },
): Promise<boolean> {
  return withActor(db, { member: key.member }, async (tx) => {
    const rows = await tx`
      update agent set password_hash = ${change.after}
      where member_id = ${key.member} and id = ${key.id} and disabled_at is null
        and password_hash is not distinct from ${change.before} returning id`;
    if (rows.length === 0) return false;
    await revokeTokens(tx, key, change.now);
    await endSessions(tx, key);
    return true;
  });
}
