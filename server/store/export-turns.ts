import type { JSONValue } from "postgres";
import { type Db, readAs, withActor } from "../db/with-actor.ts";
import { type ExportTurn, LEASE } from "./work-turns.ts";
import type { ExportReport } from "./works.ts";

/** Says how far an export is, and keeps it for this process. False when it was stopped or taken over. */
export async function renewLease(
  db: Db,
  { member, id, lease }: ExportTurn,
  progress: number,
  now: Date,
): Promise<boolean> {
  const until = new Date(now.getTime() + LEASE);
  const { count } = await readAs(
    db,
    { member },
    (tx) => tx`
      update work set progress = ${progress}, leased_until = ${until}
      where member_id = ${member} and id = ${id} and lease = ${lease} and state = 'running'`,
  );
  return count === 1;
}

/** Ends an export, or gives it back to be begun again (`waiting`). False when it was stopped or taken over. */
export async function endExport(
  db: Db,
  { member, id, lease }: ExportTurn,
  end: {
    readonly state: "done" | "failed" | "waiting";
    readonly rows: number;
    readonly report: ExportReport;
    readonly expiresAt: Date;
  },
  now: Date,
): Promise<boolean> {
  const over = end.state === "waiting" ? null : now;
  return withActor(db, { member }, async (tx) => {
    const { count } = await tx`
      update work set state = ${end.state}, progress = ${end.rows}, report = ${tx.json({ ...end.report } as JSONValue)},
        total = case when ${end.state} = 'done' then ${end.rows}::integer else total end,
        ended_at = ${over}, expires_at = ${end.expiresAt}, lease = null, leased_until = null
      where member_id = ${member} and id = ${id} and lease = ${lease} and state = 'running'`;
    return count === 1;
  });
}
