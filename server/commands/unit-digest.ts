import type { Context } from "../context.ts";
import { type Tx, withActor } from "../db/with-actor.ts";
import { uuidFrom } from "../ids.ts";
import { nextMorning } from "../morning.ts";
import { insertLoneEffect } from "../store/effects.ts";

/** The mail that tells a unit each morning what came and what is late. */
export const UNIT_DIGEST = "unit-digest";

/** Owes the next one to a member some unit of which asked for it, once; nothing to the others. */
export async function oweUnitDigest(ctx: Context, member: string, tx: Tx): Promise<void> {
  const units = ctx.catalogue.member(member)?.units ?? [];
  if (!units.some(({ contact }) => contact.digest === "daily")) return;
  const now = ctx.clock();
  const runAt = nextMorning(now);
  const id = uuidFrom(ctx.secrets.mac(UNIT_DIGEST, JSON.stringify([member, runAt.toISOString()])));
  await insertLoneEffect(tx, { member, id, type: UNIT_DIGEST, params: {}, now, runAt, background: true });
}

/** The same for every member: one that was lost is owed again. The worker calls it. */
export async function oweUnitDigests(ctx: Context): Promise<void> {
  for (const { id, units } of ctx.catalogue.everyMember()) {
    if (!units.some(({ contact }) => contact.digest === "daily")) continue;
    await withActor(ctx.db, { member: id }, (tx) => oweUnitDigest(ctx, id, tx));
  }
}
