import { type Db, withActor } from "../db/with-actor.ts";

/**
 * Removes what has expired: drafts, slots and places held, links, sessions, codes, idempotency keys older than a week, effects done for thirty days,
 * mandates over for a year, idle rate limits.
 */
export async function purgeExpired(db: Db, now: Date): Promise<void> {
  await withActor(db, { system: true }, async (tx) => {
    await tx`delete from draft where expires_at < ${now}`;
    await tx`delete from access_link where expires_at < ${now}`;
    await tx`delete from session where expires_at < ${now}`;
    await tx`delete from one_time_code where expires_at < ${now}`;
    await tx`delete from idempotency where created_at < ${now}::timestamptz - interval '7 days'`;
    // A mail's text is personal data: once sent it is of no more use here, the history says that it was owed.
    await tx`delete from effect where coalesce(done_at, cancelled_at) < ${now}::timestamptz - interval '30 days'`;
    await tx`delete from mandate where coalesce(ended_at, ends_on) < ${now}::timestamptz - interval '1 year'`;
    // One that an entry names is left to its workflow.
    await tx`
      delete from booking where state = 'held' and entry_id is null and expires_at < ${now}::timestamptz - interval '1 day'`;
    await tx`
      delete from enrolment
      where state in ('held', 'waiting') and entry_id is null and expires_at < ${now}::timestamptz - interval '1 day'`;
    await tx`delete from rate_limit where window_start < ${now}::timestamptz - interval '1 day'`;
  });
}
