import type { JSONValue } from "postgres";
import { type Db, readAs, type Tx, withActor } from "../db/with-actor.ts";
import type { FileImport, ImportCounts } from "./imports.ts";

/** How long a process may say nothing of an import before another takes it up, in milliseconds. */
export const IMPORT_LEASE = 60_000;

/** An import whose turn has come, lent to one process. */
export interface ImportTurn
  extends Pick<
    FileImport,
    | "id"
    | "member"
    | "agent"
    | "definition"
    | "fileName"
    | "file"
    | "phase"
    | "profile"
    | "mapping"
    | "total"
    | "progress"
    | "counts"
  > {
  readonly lease: string;
  readonly attempts: number;
}

/** Key of the advisory lock under which imports are lent: one claim at a time, so that two never have one register. */
const CLAIMS = 56_056;

/**
 * The import whose turn came least recently, or null. A register has one import under way at a time: who looks for a fiche before
 * making it is alone to do so.
 */
export async function takeImport(db: Db, now: Date, lease: string): Promise<ImportTurn | null> {
  const until = new Date(now.getTime() + IMPORT_LEASE);
  const [waits] = await readAs(
    db,
    { system: true },
    (tx) => tx`
      select from file_import where state in ('waiting', 'running') and (leased_until is null or leased_until < ${now}) limit 1`,
  );
  if (!waits) return null;
  return withActor(db, { system: true }, async (tx) => {
    await tx`select pg_advisory_xact_lock(${CLAIMS})`;
    const [turn] = await tx<ImportTurn[]>`
      update file_import f set state = 'running', turn_at = ${now}, started_at = coalesce(started_at, ${now}),
        attempts = attempts + 1, lease = ${lease}, leased_until = ${until}
      where (member_id, id) = (
        select w.member_id, w.id from file_import w
        where w.state in ('waiting', 'running') and (w.leased_until is null or w.leased_until < ${now})
          and not exists (
            select from file_import o
            where o.member_id = w.member_id and o.definition = w.definition and o.id <> w.id
              and o.phase in ('import', 'undo') and w.phase <> 'trial' and o.state = 'running' and o.leased_until >= ${now})
        order by w.turn_at limit 1)
      returning id, member_id as member, agent_id as agent, definition, file_name, file, phase, profile, mapping, total, progress,
        counts, attempts, lease`;
    return turn ?? null;
  });
}

/**
 * Says how far an import is, in the transaction that did it, and keeps it for this process. False when it was stopped, or lent to
 * another: nothing of the transaction may stay.
 */
export async function keepImport(
  tx: Tx,
  { member, id, lease }: Pick<ImportTurn, "member" | "id" | "lease">,
  { progress, counts }: { readonly progress: number; readonly counts: ImportCounts },
  now: Date,
): Promise<boolean> {
  const until = new Date(now.getTime() + IMPORT_LEASE);
  const { count } = await tx`
    update file_import set progress = ${progress}, counts = ${tx.json(counts as unknown as JSONValue)}, leased_until = ${until},
      attempts = 0
    where member_id = ${member} and id = ${id} and lease = ${lease} and state = 'running' and leased_until >= ${now}`;
  return count === 1;
}

/** Ends the phase of an import, or gives it back for later (`waiting`). */
export async function endImport(
  db: Db,
  { member, id, lease }: Pick<ImportTurn, "member" | "id" | "lease">,
  end: { readonly state: "done" | "failed" | "waiting"; readonly failure?: string },
  now: Date,
): Promise<boolean> {
  const over = end.state === "waiting" ? null : now;
  const { count } = await readAs(
    db,
    { member },
    (tx) => tx`
      update file_import set state = ${end.state}, failure = ${end.failure ?? null}, ended_at = ${over}, lease = null,
        leased_until = null, turn_at = ${now}
      where member_id = ${member} and id = ${id} and lease = ${lease} and state = 'running'`,
  );
  return count === 1;
}

/** Whether the entries of a register are being imported or taken back now. */
export async function isImporting(tx: Tx, member: string, definition: string, now: Date): Promise<boolean> {
  const rows = await tx`
    select from file_import where member_id = ${member} and definition = ${definition} and phase in ('import', 'undo')
      and state = 'running' and leased_until >= ${now} limit 1`;
  return rows.length > 0;
}

/** Keeps everyone else from making entries of a register from a file, until the transaction ends. */
export async function lockRegister(tx: Tx, member: string, definition: string): Promise<void> {
  await tx`select lock_register(${member}, ${definition})`;
}

/** Writes the words by which entries of a register are found, all that are owed: what was just made is found. */
export async function writeOwedWords(db: Db, member: string, definition: string): Promise<void> {
  for (;;) {
    const [row] = await readAs(
      db,
      { member },
      (tx) => tx<{ count: number }[]>`select write_words(${member}, ${definition}, 2000) as count`,
    );
    if ((row?.count ?? 0) === 0) return;
  }
}
