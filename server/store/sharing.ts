import { type Db, withActor } from "../db/with-actor.ts";
import { announce } from "./announce.ts";

/** A member lets another's agents work, or only read, its entries of one definition. */
export interface Share {
  /** Whose entries. */
  readonly member: string;
  readonly definition: string;
  /** Whose agents; "*" is every member that adopted the definition. */
  readonly with: string;
  /** The unit whose agents are meant; null for any. */
  readonly unit: string | null;
  readonly role: "agent" | "lecteur";
}

/** Every share of the installation: public facts. */
export async function loadShares(db: Db): Promise<readonly Share[]> {
  return db<Share[]>`
    select member_id as member, definition, with_member as "with", nullif(with_unit, '') as unit, role from sharing`;
}

/** Shares a definition's entries, or changes how. */
export async function saveShare(db: Db, share: Share): Promise<void> {
  const { member, definition, unit, role } = share;
  await withActor(db, { member }, async (tx) => {
    await tx`
      insert into sharing (member_id, definition, with_member, with_unit, role)
      values (${member}, ${definition}, ${share.with}, ${unit ?? ""}, ${role})
      on conflict (member_id, definition, with_member, with_unit) do update set role = excluded.role`;
    await announce(tx);
  });
}

/** Ends a share. */
export async function deleteShare(db: Db, share: Omit<Share, "role">): Promise<void> {
  const { member, definition, unit } = share;
  await withActor(db, { member }, async (tx) => {
    await tx`
      delete from sharing where member_id = ${member} and definition = ${definition}
        and with_member = ${share.with} and with_unit = ${unit ?? ""}`;
    await announce(tx);
  });
}
