import type { JSONValue } from "postgres";
import { type Db, readAs, withActor } from "../db/with-actor.ts";
import type { Outcome } from "./work-items.ts";
import { LEASE, type LentTurn, type PrintTurn } from "./work-turns.ts";
import type { ExportReport } from "./works.ts";

/** Says how far an export is, and keeps it for this process. False when it was stopped or taken over. */
export async function renewLease(
  db: Db,
  { member, id, lease }: LentTurn,
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

/** What became of an item of a file that was drawn. */
export interface Drawn {
  readonly rank: number;
  readonly outcome: Outcome;
  /** A French sentence, or null. */
  readonly reason: string | null;
}

/** Ends a file that was drawn, with what became of each entry: both or neither. False when it was stopped or taken over. */
export async function endPrint(
  db: Db,
  { member, id, lease }: PrintTurn,
  end: { readonly drawn: readonly Drawn[]; readonly report: ExportReport; readonly expiresAt: Date },
  now: Date,
): Promise<boolean> {
  const { drawn, report, expiresAt } = end;
  return withActor(db, { member }, async (tx) => {
    const { count } = await tx`
      update work set state = 'done', progress = ${drawn.length}, total = ${drawn.length},
        report = ${tx.json({ ...report } as JSONValue)}, ended_at = ${now}, expires_at = ${expiresAt}, lease = null,
        leased_until = null
      where member_id = ${member} and id = ${id} and lease = ${lease} and state = 'running'`;
    if (count === 0) return false;
    await tx`
      update work_item i set outcome = d.outcome, reason = d.reason, done_at = ${now}
      from unnest(${drawn.map(({ rank }) => rank)}::integer[], ${drawn.map(({ outcome }) => outcome)}::text[],
        ${drawn.map(({ reason }) => reason)}::text[]) as d (rank, outcome, reason)
      where i.member_id = ${member} and i.work_id = ${id} and i.rank = d.rank`;
    return true;
  });
}

/** Ends an export, or gives it back to be begun again (`waiting`). False when it was stopped or taken over. */
export async function endExport(
  db: Db,
  { member, id, lease }: LentTurn,
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
