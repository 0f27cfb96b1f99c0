import { randomUUID } from "node:crypto";
import { parisDay, type Role, type Verb } from "../../engine/index.ts";
import type { Context } from "../context.ts";
import { readAs } from "../db/with-actor.ts";
import type { AccountIdentity, AgentIdentity } from "../identity/subject.ts";

export interface StoredToken {
  readonly id: string;
  readonly account: AccountIdentity | null;
  /** The agent it stands for, or software as an agent of the member that let it in. */
  readonly agent: AgentIdentity | null;
  readonly expiresAt: Date | null;
}

interface TokenRow extends StoredToken {
  readonly name: string;
  readonly memberId: string | null;
  readonly role: Role | null;
  readonly definitions: readonly string[] | null;
  readonly verbs: readonly Verb[] | null;
}

/** Whose live token has this hash. */
export async function findToken(ctx: Context, tokenHash: Buffer): Promise<StoredToken | null> {
  const now = ctx.clock();
  const [row] = await readAs(
    ctx.db,
    { system: true },
    (tx) => tx<TokenRow[]>`
      select t.id, t.name, t.expires_at, t.member_id, t.role, t.definitions, t.verbs,
        case when a.id is not null then jsonb_build_object('id', a.id, 'name', a.name, 'email', a.email) end as account,
        case when t.agent_id is not null
          then agent_identity(t.agent_member_id, t.agent_id, ${parisDay(now.toISOString())}::date) end as agent
      from api_token t
      left join account a on a.id = t.account_id
      where t.token_hash = ${tokenHash} and t.revoked_at is null and (t.expires_at is null or t.expires_at > ${now})`,
  );
  if (!row) return null;
  const { id, account, expiresAt } = row;
  const agent = row.agent ?? software(row);
  return account || agent ? { id, account, agent, expiresAt } : null;
}

/** Software's own token: an agent of the member, with one role over the definitions it was given. */
function software({ id, name, memberId, role, definitions, verbs }: TokenRow): AgentIdentity | null {
  if (memberId === null || role === null) return null;
  const assignments = (definitions ?? [null]).map((definition) => ({ role, unit: null, definition }));
  return { id, name, email: "", member: memberId, assignments, ...(verbs !== null && { verbs }) };
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
    insert into api_token (id, token_hash, account_id, agent_member_id, agent_id, name, created_at, expires_at)
    values (${randomUUID()}, ${token.tokenHash}, ${account}, ${member}, ${agent}, ${token.name}, ${ctx.clock()}, ${token.expiresAt})`;
}
