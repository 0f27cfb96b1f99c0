import { type Db, withActor } from "../db/with-actor.ts";

/** Rules a member sets for itself. */
export interface MemberSettings {
  /** Its agents prove who they are in two ways. */
  readonly requireMfa: boolean;
}

/** The rules of a member; the defaults for one that set none. */
export async function memberSettings(db: Db, member: string): Promise<MemberSettings> {
  const [row] = await db<{ settings: { readonly requireMfa?: unknown } }[]>`
    select settings from member where id = ${member}`;
  return { requireMfa: row?.settings.requireMfa === true };
}

/** Changes some of a member's rules. */
export async function saveMemberSettings(db: Db, member: string, changes: Partial<MemberSettings>): Promise<void> {
  await withActor(
    db,
    { member },
    (tx) => tx`update member set settings = settings || ${tx.json(changes)} where id = ${member}`,
  );
}
