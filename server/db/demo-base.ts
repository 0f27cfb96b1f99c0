import type { Sql } from "postgres";

const KEY = "demo";

/**
 * Makes `fill` run once on a base without members. A filling that was cut short leaves nothing: the base held nothing
 * else, so it is emptied and filled again. `owner` is the connection that owns the tables.
 */
export async function fillOnce(owner: Sql, fill: () => Promise<void>): Promise<void> {
  const [mark] = await owner<{ value: string }[]>`select value from installation where key = ${KEY}`;
  if (mark?.value === "filling") {
    await owner`truncate member, account, api_token, session, entry, entry_state, entry_event, effect, draft, access_link,
      attachment, idempotency, outbox, rate_limit cascade`;
  } else {
    const [member] = await owner`select 1 from member limit 1`;
    if (member === undefined) await owner`insert into installation (key, value) values (${KEY}, 'filling')`;
  }
  await fill();
  await owner`update installation set value = 'filled' where key = ${KEY}`;
}
