import { recalls } from "../../engine/index.ts";
import type { Context } from "../context.ts";
import { type Tx, withActor } from "../db/with-actor.ts";
import { uuidFrom } from "../ids.ts";
import { nextMorning } from "../morning.ts";
import { insertLoneEffect } from "../store/effects.ts";

/** Looks, each morning, for what is to be recalled of the dates of a member's fiches. */
export const REMIND = "remind";

/** Owes the search of the next morning to a member with something to recall, once; nothing to the others. */
export async function oweReminders(ctx: Context, member: string, tx: Tx): Promise<void> {
  if (!ctx.catalogue.definitions(member).some(recalls)) return;
  const now = ctx.clock();
  const runAt = nextMorning(now);
  const id = uuidFrom(ctx.secrets.mac(REMIND, JSON.stringify([member, runAt.toISOString()])));
  await insertLoneEffect(tx, { member, id, type: REMIND, params: {}, now, runAt, background: true });
}

/** The same for every member: one that was lost is owed again. The worker calls it. */
export async function oweEveryReminder(ctx: Context): Promise<void> {
  for (const { id } of ctx.catalogue.everyMember()) {
    if (!ctx.catalogue.definitions(id).some(recalls)) continue;
    await withActor(ctx.db, { member: id }, (tx) => oweReminders(ctx, id, tx));
  }
}
