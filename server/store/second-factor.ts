import { parisDay } from "../../engine/index.ts";
import type { Context } from "../context.ts";
import { type Db, readAs } from "../db/with-actor.ts";
import type { AgentIdentity } from "../identity/subject.ts";

/** Names an agent. */
export type AgentKey = Pick<AgentIdentity, "id" | "member">;

export interface StoredFactor {
  /** Sealed; null when she has none. */
  readonly secret: Buffer | null;
  /** Recovery codes not used yet. */
  readonly recovery: number;
}

/** The agent as she is now; null when she is gone or her access was closed. */
export async function findAgentById(ctx: Context, { member, id }: AgentKey): Promise<AgentIdentity | null> {
  const today = parisDay(ctx.clock().toISOString());
  const [row] = await readAs(
    ctx.db,
    { member },
    (tx) => tx<{ agent: AgentIdentity | null }[]>`select agent_identity(${member}, ${id}, ${today}::date) as agent`,
  );
  return row?.agent ?? null;
}

/** What an agent proves herself with besides her password. */
export async function findFactor(db: Db, { member, id }: AgentKey): Promise<StoredFactor> {
  const [row] = await readAs(
    db,
    { member },
    (tx) => tx<StoredFactor[]>`
      select case when totp_confirmed_at is not null then totp_secret end as secret,
        cardinality(recovery_hashes) as recovery
      from agent where member_id = ${member} and id = ${id}`,
  );
  return row ?? { secret: null, recovery: 0 };
}

/** Keeps a secret whose first code was right, at this step, with the hashes of new recovery codes. */
export async function saveFactor(
  db: Db,
  { member, id }: AgentKey,
  factor: { readonly secret: Buffer; readonly step: number; readonly recovery: readonly Buffer[]; readonly now: Date },
): Promise<void> {
  const hashes = factor.recovery.map((hash) => hash.toString("hex"));
  await readAs(
    db,
    { member },
    (tx) => tx`
      update agent set totp_secret = ${factor.secret}, totp_confirmed_at = ${factor.now},
        totp_last_step = ${factor.step},
        recovery_hashes = (select array_agg(decode(hash, 'hex')) from unnest(${hashes}::text[]) as hash)
      where member_id = ${member} and id = ${id}`,
  );
}

/** Uses a time step: false when it, or a later one, served already. */
export async function useStep(db: Db, { member, id }: AgentKey, step: number): Promise<boolean> {
  const rows = await readAs(
    db,
    { member },
    (tx) => tx<{ id: string }[]>`
      update agent set totp_last_step = ${step}
      where member_id = ${member} and id = ${id} and (totp_last_step is null or totp_last_step < ${step})
      returning id`,
  );
  return rows.length === 1;
}

/** Uses a recovery code: false when it is not one, or served already. */
export async function useRecovery(db: Db, { member, id }: AgentKey, hash: Buffer): Promise<boolean> {
  const rows = await readAs(
    db,
    { member },
    (tx) => tx<{ id: string }[]>`
      update agent set recovery_hashes = array_remove(recovery_hashes, ${hash}::bytea)
      where member_id = ${member} and id = ${id} and ${hash}::bytea = any(recovery_hashes)
      returning id`,
  );
  return rows.length === 1;
}

/** Forgets her secret and recovery codes. */
export async function dropFactor(db: Db, { member, id }: AgentKey): Promise<void> {
  await readAs(
    db,
    { member },
    (tx) => tx`
      update agent set totp_secret = null, totp_confirmed_at = null, totp_last_step = null, recovery_hashes = '{}'
      where member_id = ${member} and id = ${id}`,
  );
}
