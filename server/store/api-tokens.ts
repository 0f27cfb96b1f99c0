import type { Verb } from "../../engine/index.ts";
import type { Db } from "../db/with-actor.ts";

/** Software's token as its administrators see it. */
export interface ApiToken {
  readonly id: string;
  readonly name: string;
  readonly role: "agent" | "lecteur";
  /** Null: every definition of the member. */
  readonly definitions: readonly string[] | null;
  readonly verbs: readonly Verb[];
  readonly createdBy: { readonly id: string; readonly name: string } | null;
  readonly createdAt: Date;
  /** Null: until revoked. */
  readonly expiresAt: Date | null;
  readonly lastUsedAt: Date | null;
  readonly revokedAt: Date | null;
}

/** A token to keep. */
export type NewApiToken = Omit<ApiToken, "lastUsedAt" | "revokedAt">;

/** The tokens of software of a member, the latest first; two hundred at most. */
export async function listApiTokens(db: Db, member: string): Promise<readonly ApiToken[]> {
  return db<ApiToken[]>`
    select id, name, role, definitions, coalesce(verbs, '{read,open,event}') as verbs, created_by, created_at, expires_at,
      last_used_at, revoked_at
    from api_token where member_id = ${member} and role is not null order by created_at desc, id limit 200`;
}

/** Keeps a token's hash. False when one with this id is kept already. */
export async function insertApiToken(db: Db, member: string, tokenHash: Buffer, token: NewApiToken): Promise<boolean> {
  const { id, name, role, definitions, verbs, createdBy, createdAt, expiresAt } = token;
  const rows = await db`
    insert into api_token
      (id, token_hash, name, member_id, role, definitions, verbs, created_by, created_at, expires_at)
    values (${id}, ${tokenHash}, ${name}, ${member}, ${role}, ${definitions && [...definitions]}, ${[...verbs]},
            ${db.json({ ...createdBy })}, ${createdAt}, ${expiresAt})
    on conflict (id) do nothing returning id`;
  return rows.length === 1;
}

/** Ends a token of a member now; its name, or null when it is unknown or had ended. */
export async function revokeApiToken(db: Db, member: string, id: string, now: Date): Promise<string | null> {
  const [row] = await db<{ name: string }[]>`
    update api_token set revoked_at = ${now}
    where member_id = ${member} and id = ${id} and revoked_at is null returning name`;
  return row?.name ?? null;
}

/** Notes when a token was used last. */
export async function touchToken(db: Db, id: string, now: Date): Promise<void> {
  await db`
    update api_token set last_used_at = ${now} where id = ${id} and (last_used_at is null or last_used_at < ${now})`;
}
