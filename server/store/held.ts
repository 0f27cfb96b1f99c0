import type { Entry } from "../../engine/index.ts";
import type { Context } from "../context.ts";
import { readAs } from "../db/with-actor.ts";
import { type EntryRow, entryColumns, isUuid, toEntry } from "./entries.ts";

/**
 * The latest demandes of a member held under one of these pseudonyms, or named one by one, at most 20.
 * @param ids entries opened by a link, whatever their holder: the session was granted each
 */
export async function listHeld(
  ctx: Pick<Context, "db">,
  member: string,
  holders: readonly string[],
  ids: readonly string[],
): Promise<readonly Entry[]> {
  const named = ids.filter(isUuid);
  if (holders.length === 0 && named.length === 0) return [];
  const rows = await readAs(
    ctx.db,
    { member },
    (tx) => tx<EntryRow[]>`
      select ${entryColumns(tx)} from entry
      where member_id = ${member} and kind = 'service'
        and (holder = any(${[...holders]}::text[]) or id = any(${named}::uuid[]))
      order by created_at desc limit 20`,
  );
  return rows.map(toEntry);
}
