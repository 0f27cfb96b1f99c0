import { type Db, withActor } from "../db/with-actor.ts";

/** Removes what has expired: drafts, links, sessions, idempotency keys older than a week, idle rate limits. */
export async function purgeExpired(db: Db, now: Date): Promise<void> {
  await withActor(db, { system: true }, async (tx) => {
    await tx`delete from draft where expires_at < ${now}`;
    await tx`delete from access_link where expires_at < ${now}`;
    await tx`delete from session where expires_at < ${now}`;
    await tx`delete from idempotency where created_at < ${now}::timestamptz - interval '7 days'`;
    await tx`delete from rate_limit where window_start < ${now}::timestamptz - interval '1 day'`;
  });
}
