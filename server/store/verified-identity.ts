import type { Json } from "../../engine/index.ts";
import type { Context } from "../context.ts";
import { withActor } from "../db/with-actor.ts";

/** What seals and opens `account.profile`: a JSON object whose keys say where each part comes from. */
const PROFILE = "account-profile";

/** Keeps in an account's profile what FranceConnect vouched for, in place of what it said before. */
export async function keepVerifiedIdentity(
  ctx: Context,
  account: string,
  claims: { readonly [name: string]: Json },
): Promise<void> {
  await withActor(ctx.db, { account }, async (tx) => {
    const [row] = await tx<{ profile: Buffer | null }[]>`select profile from account where id = ${account} for update`;
    if (!row) return;
    const text = row.profile && ctx.secrets.unseal(PROFILE, row.profile);
    const profile = { ...(text ? JSON.parse(text) : {}), franceconnect: claims };
    await tx`update account set profile = ${ctx.secrets.seal(PROFILE, JSON.stringify(profile))} where id = ${account}`;
  });
}
