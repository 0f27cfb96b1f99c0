import type { AuditRecord, StoredAudit } from "../audit.ts";
import { type Db, readAs } from "../db/with-actor.ts";
import { GROUP } from "./members.ts";

/** Writes records together, in one statement whose text does not depend on how many they are: it is prepared once. */
export async function insertAudit(db: Db, records: readonly StoredAudit[]): Promise<void> {
  const rows = records.map(({ actor, at, detail, ...others }) => ({
    ...others,
    at: at.toISOString(),
    actor: { ...actor },
    detail: { ...detail },
  }));
  await readAs(
    db,
    { system: true },
    (tx) => tx`
      insert into audit (member_id, id, at, action, actor, definition, target, detail)
      select member, id, at, action, actor, definition, target, detail
      from jsonb_to_recordset(${tx.json(rows)})
        as record (member text, id uuid, at timestamptz, action text, actor jsonb, definition text, target text, detail jsonb)`,
  );
}

/** What to look for in a member's log, or the group's. */
export interface AuditQuery {
  readonly member: string;
  readonly actions?: readonly AuditRecord["action"][];
  /** Agent id. */
  readonly actor?: string;
  readonly target?: string;
  readonly definition?: string;
  readonly from?: Date;
  readonly before?: Date;
  /** At most this many, the latest first. */
  readonly limit: number;
  /** Id of the last record of the page before. */
  readonly after?: string;
}

/** A page of a member's log, the latest first. Ids sort by time. */
export async function searchAudit(db: Db, query: AuditQuery): Promise<readonly StoredAudit[]> {
  const { member, actions, actor, target, definition, from, before, limit, after } = query;
  return readAs(
    db,
    member === GROUP ? { system: true } : { member },
    (tx) => tx<StoredAudit[]>`
      select member_id as member, id, at, action, actor, definition, target, detail from audit
      where member_id = ${member}
        ${actions ? tx`and action = any(${[...actions]})` : tx``}
        ${actor ? tx`and actor ->> 'id' = ${actor}` : tx``}
        ${target ? tx`and target = ${target}` : tx``}
        ${definition ? tx`and definition = ${definition}` : tx``}
        ${from ? tx`and at >= ${from}` : tx``}
        ${before ? tx`and at < ${before}` : tx``}
        ${after ? tx`and id < ${after}::uuid` : tx``}
      order by id desc limit ${limit}`,
  );
}
