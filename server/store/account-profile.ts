import type { Json } from "../../engine/index.ts";
import type { Context } from "../context.ts";
import { type Tx, withActor } from "../db/with-actor.ts";

/** Seals and opens `account.profile`: a JSON object whose keys say where each part comes from. */
const PROFILE = "account-profile";

/** What an account keeps of its owner, part by part. */
export type StoredProfile = { readonly [part: string]: Json };

type Sealed = Pick<Context, "db" | "secrets">;

/** What this account keeps; empty when it keeps nothing. */
export async function readProfile(ctx: Sealed, account: string): Promise<StoredProfile> {
  return changeProfile(ctx, account, (profile) => profile);
}

/** Replaces what an account keeps, `change` seeing it as it is: two changes at once both count. Returns the result. */
export async function changeProfile(
  ctx: Sealed,
  account: string,
  change: (profile: StoredProfile) => StoredProfile,
): Promise<StoredProfile> {
  return withActor(ctx.db, { account }, async (tx) => {
    const [row] = await tx<{ profile: Buffer | null }[]>`select profile from account where id = ${account} for update`;
    const text = row?.profile ? ctx.secrets.unseal(PROFILE, row.profile) : null;
    const before: StoredProfile = text === null ? {} : JSON.parse(text);
    const after = change(before);
    if (after === before) return before;
    await tx`update account set profile = ${ctx.secrets.seal(PROFILE, JSON.stringify(after))} where id = ${account}`;
    return after;
  });
}

/**
 * The profile of the account that chose how to be reached and of which `holds` is true; null when there is none. Within a
 * transaction of the system's.
 */
export async function profileOfHolder(
  { secrets }: Pick<Context, "secrets">,
  tx: Tx,
  holds: (account: string) => boolean,
): Promise<StoredProfile | null> {
  const accounts = await tx<{ id: string }[]>`select id from account where chose_channel`;
  const found = accounts.find(({ id }) => holds(id));
  if (!found) return null;
  const [row] = await tx<{ profile: Buffer | null }[]>`select profile from account where id = ${found.id}`;
  const text = row?.profile ? secrets.unseal(PROFILE, row.profile) : null;
  return text === null ? null : JSON.parse(text);
}

/** Says whether the profile of an account holds a choice of how to be reached. */
export async function markChoice(ctx: Pick<Context, "db">, account: string, chose: boolean): Promise<void> {
  await withActor(ctx.db, { account }, (tx) => tx`update account set chose_channel = ${chose} where id = ${account}`);
}
