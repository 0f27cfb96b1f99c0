import type { JSONValue } from "postgres";
import type { Mapping } from "../../engine/index.ts";
import { type Db, readAs, type Tx, withActor } from "../db/with-actor.ts";
import { isUuid } from "./entries.ts";

/** What is under way of an import, or was done last. */
export type ImportPhase = "mapping" | "trial" | "import" | "undo";
export type ImportState = "preparing" | "waiting" | "running" | "done" | "stopped" | "failed";

/** What becomes of a line. "probable": created, and perhaps someone known already; "completed": an entry took what it lacked. */
export const LINE_OUTCOMES = ["created", "probable", "completed", "same", "refused", "blank"] as const;
export type LineOutcome = (typeof LINE_OUTCOMES)[number];

/** What undoing a line comes to. */
export type UndoOutcome = "removed" | "restored" | "kept";

export interface ImportCounts {
  readonly outcomes: Partial<Readonly<Record<LineOutcome | UndoOutcome, number>>>;
  /** Values nothing was made of, and notes, by heading. */
  readonly aside: Readonly<Record<string, number>>;
  /** Entries that lack something they must have. */
  readonly incomplete: number;
}

export const NO_COUNTS_YET: ImportCounts = { outcomes: {}, aside: {}, incomplete: 0 };

/** What was seen of a column while its file was read. */
export interface ColumnProfile {
  readonly heading: string;
  /** Lines where it says something. */
  readonly filled: number;
  /** Its values when they are few, otherwise some. */
  readonly values: readonly string[];
  /** Whether those are all of them. */
  readonly all: boolean;
}

/** What a file looks like. */
export interface FileProfile {
  readonly columns: readonly ColumnProfile[];
  /** First lines that are not blank. */
  readonly first: readonly { readonly line: number; readonly cells: readonly string[] }[];
}

/** A file whose lines become entries. */
export interface FileImport {
  readonly id: string;
  readonly member: string;
  readonly agent: string;
  readonly agentName: string;
  readonly definition: string;
  readonly fileName: string;
  /** Id of its lines among the member's files; null once they are gone. */
  readonly file: string | null;
  readonly phase: ImportPhase;
  readonly state: ImportState;
  readonly profile: FileProfile;
  readonly mapping: Mapping;
  readonly total: number;
  readonly progress: number;
  readonly counts: ImportCounts;
  readonly failure: string | null;
  readonly createdAt: Date;
  readonly endedAt: Date | null;
  readonly expiresAt: Date;
}

const columns = (tx: Tx) => tx`
  f.id, f.member_id as member, f.agent_id as agent, f.agent_name, f.definition, f.file_name, f.file, f.phase, f.state, f.profile,
  f.mapping, f.total, f.progress, f.counts, f.failure, f.created_at, f.ended_at, f.expires_at`;

const json = (tx: Tx, value: object) => tx.json(value as JSONValue);

/** Records a file just received. */
export async function insertImport(
  db: Db,
  made: Omit<FileImport, "phase" | "state" | "progress" | "counts" | "failure" | "endedAt">,
): Promise<void> {
  const { id, member, agent, agentName, definition, fileName, file, profile, mapping, total, createdAt, expiresAt } =
    made;
  await withActor(
    db,
    { member },
    (tx) => tx`
      insert into file_import (member_id, id, agent_id, agent_name, definition, file_name, file, phase, state, profile, mapping,
        total, counts, created_at, expires_at, turn_at)
      values (${member}, ${id}, ${agent}, ${agentName}, ${definition}, ${fileName}, ${file}, 'mapping', 'preparing',
        ${json(tx, profile)}, ${json(tx, mapping)}, ${total}, ${json(tx, NO_COUNTS_YET)}, ${createdAt}, ${expiresAt}, ${createdAt})`,
  );
}

/** One import of a definition, or null. Rights are the caller's business. */
export async function findImport(db: Db, member: string, definition: string, id: string): Promise<FileImport | null> {
  if (!isUuid(id)) return null;
  const [found] = await readAs(
    db,
    { member },
    (tx) => tx<FileImport[]>`
      select ${columns(tx)} from file_import f
      where f.member_id = ${member} and f.id = ${id} and f.definition = ${definition}`,
  );
  return found ?? null;
}

/** The imports of a definition, the latest first. */
export async function listImports(db: Db, member: string, definition: string): Promise<readonly FileImport[]> {
  return readAs(
    db,
    { member },
    (tx) => tx<FileImport[]>`
      select ${columns(tx)} from file_import f where f.member_id = ${member} and f.definition = ${definition}
      order by f.created_at desc, f.id desc limit 50`,
  );
}

type Which = Pick<FileImport, "member" | "id">;

/** Keeps what the columns of a file mean, until it is imported. False when it was launched meanwhile. */
export async function setMapping(db: Db, { member, id }: Which, mapping: Mapping): Promise<boolean> {
  const { count } = await readAs(
    db,
    { member },
    (tx) => tx`
      update file_import set mapping = ${json(tx, mapping)}, phase = 'mapping', state = 'preparing', progress = 0, failure = null,
        counts = ${json(tx, NO_COUNTS_YET)}, ended_at = null
      where member_id = ${member} and id = ${id} and phase in ('mapping', 'trial') and state <> 'running'`,
  );
  return count === 1;
}

/** From which phases and states another begins. */
const BEFORE: Readonly<Record<"trial" | "import" | "undo", readonly string[]>> = {
  trial: ["mapping preparing", "trial done", "trial failed", "trial stopped"],
  import: ["trial done", "import stopped", "import failed"],
  undo: ["import done", "import stopped", "import failed", "undo failed", "undo stopped"],
};

/**
 * Hands the next phase of an import to the worker. An import that was stopped goes on from where it stood; any other phase begins.
 * False when something else was begun meanwhile.
 */
export async function beginPhase(
  db: Db,
  { member, id }: Which,
  phase: "trial" | "import" | "undo",
  now: Date,
): Promise<boolean> {
  return withActor(db, { member }, async (tx) => {
    const { count } = await tx`
      update file_import set progress = case when phase = ${phase} then progress else 0 end,
        counts = case when phase = ${phase} then counts when ${phase} = 'undo' then counts else ${json(tx, NO_COUNTS_YET)}::jsonb end,
        phase = ${phase}, state = 'waiting', failure = null, attempts = 0, turn_at = ${now}, started_at = null, ended_at = null
      where member_id = ${member} and id = ${id} and phase || ' ' || state = any(${[...BEFORE[phase]]})`;
    if (count === 1 && phase !== "undo") {
      await tx`delete from import_line where member_id = ${member} and import_id = ${id} and trial`;
    }
    return count === 1;
  });
}

/** Stops what is under way of an import: the lines under way end first, nothing more begins. False when nothing was. */
export async function stopImport(db: Db, { member, id }: Which, now: Date): Promise<boolean> {
  const { count } = await readAs(
    db,
    { member },
    (tx) => tx`
      update file_import set state = 'stopped', ended_at = ${now}, lease = null, leased_until = null
      where member_id = ${member} and id = ${id} and state in ('waiting', 'running')`,
  );
  return count === 1;
}

/** Removes an import that wrote nothing. Answers the file it leaves, or null when it did write or runs. */
export async function dropImport(db: Db, { member, id }: Which): Promise<{ readonly file: string | null } | null> {
  const [gone] = await readAs(
    db,
    { member },
    (tx) => tx<{ file: string | null }[]>`
      delete from file_import where member_id = ${member} and id = ${id} and phase in ('mapping', 'trial') and state <> 'running'
      returning file`,
  );
  return gone ?? null;
}

/**
 * Lets go of the cells and the file of imports that have expired; those that wrote nothing go whole. What was made of each line stays,
 * without anything it said: sent again, it still finds its entry. Answers the files left.
 */
export async function purgeImports(
  db: Db,
  now: Date,
): Promise<readonly { readonly member: string; readonly file: string }[]> {
  return withActor(db, { system: true }, async (tx) => {
    const gone = await tx<{ member: string; id: string; file: string | null; phase: ImportPhase }[]>`
      select member_id as member, id, file, phase from file_import
      where expires_at < ${now} and state not in ('waiting', 'running') and (file is not null or phase in ('mapping', 'trial'))
      order by expires_at limit 20 for update skip locked`;
    for (const { member, id, phase } of gone) {
      if (phase === "mapping" || phase === "trial") {
        await tx`delete from file_import where member_id = ${member} and id = ${id}`;
        continue;
      }
      await tx`update import_line set cells = null, details = null where member_id = ${member} and import_id = ${id}`;
      await tx`
        update file_import set file = null, profile = ${json(tx, { columns: [], first: [] })}
        where member_id = ${member} and id = ${id}`;
    }
    return gone.flatMap(({ member, file }) => (file === null ? [] : [{ member, file }]));
  });
}
