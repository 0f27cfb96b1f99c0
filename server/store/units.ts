import { type Db, withActor } from "../db/with-actor.ts";
import type { Unit } from "./members.ts";

/** Adds the units of a member, or brings them up to date. */
export async function saveUnits(db: Db, member: string, units: readonly Unit[]): Promise<void> {
  await withActor(db, { member }, async (tx) => {
    for (const { id, name, contact } of units) {
      await tx`
        insert into unit (member_id, id, name, contact) values (${member}, ${id}, ${name}, ${tx.json({ ...contact })})
        on conflict (member_id, id) do update set name = excluded.name, contact = excluded.contact`;
    }
  });
}
