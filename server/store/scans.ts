import { type Db, withActor } from "../db/with-actor.ts";
import type { Verdict } from "../files/clamd.ts";

/** A file to have looked at; `attempts` counts this one. */
export interface FileToScan {
  readonly member: string;
  readonly id: string;
  readonly attempts: number;
}

/** Takes the next file to scan until `lease`, should its process die; null when none is due. */
export async function claimScan(db: Db, now: Date, lease: Date): Promise<FileToScan | null> {
  return withActor(db, { system: true }, async (tx) => {
    const [file] = await tx<FileToScan[]>`
      update stored_file set scan_at = ${lease}, scan_attempts = scan_attempts + 1
      where (member_id, id) = (
        select member_id, id from stored_file
        where scan in ('waiting', 'unscanned') and (scan_at is null or scan_at <= ${now})
          and stored_at is not null and removed_at is null
        order by scan desc, scan_at nulls first limit 1 for update skip locked)
      returning member_id as member, id, scan_attempts as attempts`;
    return file ?? null;
  });
}

/** What the antivirus said. */
export async function settleScan(db: Db, { member, id }: FileToScan, { scan, threat }: Verdict): Promise<void> {
  await withActor(
    db,
    { member },
    (tx) => tx`
      update stored_file set scan = ${scan}, threat = ${threat}, scan_at = null
      where member_id = ${member} and id = ${id}`,
  );
}

/** To be tried again. */
export async function putOffScan(db: Db, { member, id }: FileToScan, at: Date): Promise<void> {
  await withActor(
    db,
    { member },
    (tx) => tx`update stored_file set scan_at = ${at} where member_id = ${member} and id = ${id}`,
  );
}

/** Files that wait for the antivirus, and those it set aside. */
export async function countScans(db: Db): Promise<{ readonly waiting: number; readonly infected: number }> {
  return withActor(db, { system: true }, async (tx) => {
    const [row] = await tx<{ waiting: number; infected: number }[]>`
      select count(*) filter (where scan = 'waiting')::integer as waiting,
        count(*) filter (where scan = 'infected')::integer as infected
      from stored_file where scan in ('waiting', 'infected')`;
    return row ?? { waiting: 0, infected: 0 };
  });
}
