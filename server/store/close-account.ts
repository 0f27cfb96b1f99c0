import { type Db, withActor } from "../db/with-actor.ts";
import type { HeldIn } from "../identity/account-holders.ts";

/**
 * Removes an account with everything that is only hers: sessions, tokens, what the account keeps, drafts of these
 * pseudonyms, in one transaction. Entries stay. False when the account was gone already.
 */
export async function deleteAccount(db: Db, id: string, held: readonly HeldIn[]): Promise<boolean> {
  return withActor(db, { system: true }, async (tx) => {
    await tx`delete from session where account_id = ${id}`;
    await tx`delete from api_token where account_id = ${id}`;
    await tx`
      delete from draft d using unnest(${held.map(({ member }) => member)}::text[],
                                       ${held.map(({ holder }) => holder)}::text[]) as h (member, holder)
      where d.member_id = h.member and d.owner = h.holder`;
    const gone = await tx`delete from account where id = ${id} returning id`;
    return gone.length === 1;
  });
}
