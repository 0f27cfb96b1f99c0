import type { Context } from "../context.ts";
import { readAs } from "../db/with-actor.ts";
import type { AccountIdentity, AgentIdentity } from "../identity/subject.ts";

export interface StoredToken {
  readonly account: AccountIdentity | null;
  readonly agent: AgentIdentity | null;
  readonly expiresAt: Date | null;
}

/** Whose live token has this hash. */
export async function findToken(ctx: Context, tokenHash: Buffer): Promise<StoredToken | null> {
  const [row] = await readAs(
    ctx.db,
    { system: true },
    (tx) => tx<StoredToken[]>`
      select t.expires_at,
        case when a.id is not null then jsonb_build_object('id', a.id, 'name', a.name, 'email', a.email) end as account,
        case when g.id is not null then jsonb_build_object('id', g.id, 'name', g.name, 'email', g.email,
          'member', g.member_id, 'roles', g.roles, 'units', g.units) end as agent
      from api_token t
      left join account a on a.id = t.account_id
      left join agent g on g.member_id = t.agent_member_id and g.id = t.agent_id
      where t.token_hash = ${tokenHash} and (t.expires_at is null or t.expires_at > ${ctx.clock()})`,
  );
  return row && (row.account ?? row.agent) ? row : null;
}

/** Stores the hash of a new token of an account or of an agent. */
export async function insertToken(
  ctx: Pick<Context, "db" | "clock">,
  token: {
    readonly tokenHash: Buffer;
    readonly owner: { readonly account: string } | { readonly member: string; readonly agent: string };
    readonly name: string;
    readonly expiresAt: Date | null;
  },
): Promise<void> {
  const { owner } = token;
  const account = "account" in owner ? owner.account : null;
  const [member, agent] = "agent" in owner ? [owner.member, owner.agent] : [null, null];
  await ctx.db`
    insert into api_token (token_hash, account_id, agent_member_id, agent_id, name, created_at, expires_at)
    values (${token.tokenHash}, ${account}, ${member}, ${agent}, ${token.name}, ${ctx.clock()}, ${token.expiresAt})`;
}
