import type { JSONValue } from "postgres";
import type { Answers } from "../../engine/index.ts";
import type { LabelFormat } from "../../renderer/pdf/label-sheets.ts";
import { type Db, readAs, type Tx, withActor } from "../db/with-actor.ts";
import { isUuid } from "./entries.ts";

/**
 * What a work does to each entry: an event with what was typed in its form, an assignment (null: to nobody), or an assignment
 * shared out among several agents; or what a meeting decides of each, at the revision it was planned at.
 */
export type BulkAction =
  | { readonly type: "event"; readonly event: string; readonly answers: Answers }
  | { readonly type: "assign"; readonly assignee: string | null }
  | { readonly type: "share"; readonly among: readonly string[] }
  | { readonly type: "meeting"; readonly meeting: string; readonly revision: number }
  | SendingAction;

/** What is made of entries to write to those they are about: sheets of labels, letters in one file, a mail to each. */
export type SendingAction =
  | {
      readonly type: "labels";
      readonly format: LabelFormat;
      /** Labels already used of the first sheet. */
      readonly skipped: number;
      /** One for those who live at one address. */
      readonly household: boolean;
    }
  | { readonly type: "letters"; readonly title: string; readonly body: string }
  | {
      readonly type: "mailing";
      readonly subject: string;
      readonly body: string;
      /** To those alone who accepted it; or owed to all, for a reason that each mail says. */
      readonly purpose: "consent" | "service";
      readonly reason: string;
    };

/** An event that some of the chosen entries take now. */
export interface Offer {
  readonly event: string;
  readonly label: string;
  readonly tone: "primary" | "secondary" | "danger";
  /** How many take it. */
  readonly count: number;
  /** One of them: its form is the one filled. */
  readonly sample: { readonly member: string; readonly id: string };
}

/** What is to be done to entries, each an item of the work. */
export interface BulkParams {
  /** Query string of the list they were chosen in. */
  readonly list: string;
  readonly offers: readonly Offer[];
  /** Labels of the events that some take and that are done one entry at a time. */
  readonly alone: readonly string[];
  /** Chosen, with every entry told what it would make of it. */
  readonly action?: BulkAction;
}

/** What a list is exported as. */
export interface ExportParams {
  /** Query string of the list. */
  readonly list: string;
  readonly format: "csv" | "xlsx" | "ods" | "json" | "zip";
  /** Keys, in the order of the file. */
  readonly columns: readonly string[];
  /** Choices as people read them, or as they are stored. */
  readonly values: "labels" | "codes";
  /** Id of a file of the definition, in the words of another software: it then says the columns and the format. */
  readonly layout?: string;
}

/** What an export came to. */
export interface ExportReport {
  /** Id of its file among the member's: see files/vault.ts. */
  readonly file?: string;
  /** Of the file. */
  readonly name?: string;
  readonly type?: string;
  /** Bytes. */
  readonly size?: number;
  /** Ids of the members whose entries it holds. */
  readonly members?: readonly string[];
  /** Why it failed, a French sentence. */
  readonly failure?: string;
}

export type WorkState = "preparing" | "waiting" | "running" | "done" | "stopped" | "failed";

interface WorkBase {
  readonly id: string;
  /** Of whoever asked. */
  readonly member: string;
  readonly agent: string;
  readonly definition: string;
  readonly state: WorkState;
  /** Null while unknown. */
  readonly total: number | null;
  /** Entries done with so far. */
  readonly progress: number;
  readonly attempts: number;
  readonly createdAt: Date;
  readonly endedAt: Date | null;
  readonly expiresAt: Date;
}

export interface BulkWork extends WorkBase {
  readonly kind: "bulk";
  readonly params: BulkParams;
}

export interface ExportWork extends WorkBase {
  readonly kind: "export";
  readonly params: ExportParams;
  readonly report: ExportReport;
}

/** Labels or letters: entries chosen as for any bulk work, of which one process draws a file. */
export interface PrintWork extends WorkBase {
  readonly kind: "print";
  readonly params: BulkParams;
  readonly report: ExportReport;
}

export type Work = BulkWork | ExportWork | PrintWork;

/** A work's progress: entries done with, from its items when it has some. */
const columns = (tx: Tx) => tx`
  w.id, w.member_id as member, w.agent_id as agent, w.kind, w.definition, w.state, w.params, w.total, w.report, w.attempts,
  w.created_at, w.ended_at, w.expires_at,
  case when w.kind = 'bulk' and w.state <> 'preparing' then (
    select count(*)::integer from work_item i
    where i.member_id = w.member_id and i.work_id = w.id and i.outcome is not null) else w.progress end as progress`;

export interface NewWork {
  readonly id: string;
  readonly member: string;
  readonly agent: string;
  readonly kind: "bulk" | "export";
  readonly definition: string;
  readonly state: "preparing" | "waiting";
  readonly params: BulkParams | ExportParams;
  readonly total: number | null;
  readonly now: Date;
  readonly expiresAt: Date;
}

/** Records a work, within the transaction that records its items. */
export async function insertWork(tx: Tx, work: NewWork): Promise<void> {
  const { id, member, agent, kind, definition, state, params, total, now, expiresAt } = work;
  await tx`
    insert into work (member_id, id, agent_id, kind, definition, state, params, total, created_at, turn_at, expires_at)
    values (${member}, ${id}, ${agent}, ${kind}, ${definition}, ${state}, ${json(tx, params)}, ${total}, ${now}, ${now},
      ${expiresAt})`;
}

const json = (tx: Tx, value: object) => tx.json(value as JSONValue);

/** One work of an agent, or null. */
export async function findWork(db: Db, member: string, agent: string, id: string): Promise<Work | null> {
  if (!isUuid(id)) return null;
  const [work] = await readAs(
    db,
    { member },
    (tx) => tx<Work[]>`
      select ${columns(tx)} from work w where w.member_id = ${member} and w.id = ${id} and w.agent_id = ${agent}`,
  );
  return work ?? null;
}

/** The works an agent launched, the latest first. */
export async function listWorks(db: Db, member: string, agent: string, limit: number): Promise<readonly Work[]> {
  return readAs(
    db,
    { member },
    (tx) => tx<Work[]>`
      select ${columns(tx)} from work w
      where w.member_id = ${member} and w.agent_id = ${agent} and w.state <> 'preparing'
      order by w.created_at desc, w.id desc limit ${limit}`,
  );
}

/** The works of an agent that are under way, and those that ended since she last looked at them. */
export async function worksToTell(db: Db, member: string, agent: string): Promise<readonly Work[]> {
  return readAs(
    db,
    { member },
    (tx) => tx<Work[]>`
      select ${columns(tx)} from work w
      where w.member_id = ${member} and w.agent_id = ${agent}
        and (w.state in ('waiting', 'running') or (w.ended_at is not null and w.seen_at is null))
      order by w.created_at desc, w.id desc limit 10`,
  );
}

/** Keeps that its agent saw the end of a work. */
export async function markSeen(db: Db, { member, id }: Pick<Work, "member" | "id">, now: Date): Promise<void> {
  await readAs(
    db,
    { member },
    (tx) => tx`
      update work set seen_at = ${now}
      where member_id = ${member} and id = ${id} and ended_at is not null and seen_at is null`,
  );
}

/** Works of an agent under way, counted while nobody else may add one: her row is locked until the transaction ends. */
export async function countUnderWay(tx: Tx, member: string, agent: string): Promise<number> {
  await tx`select from agent where member_id = ${member} and id = ${agent} for no key update`;
  const [row] = await tx<{ count: number }[]>`
    select count(*)::integer as count from work
    where member_id = ${member} and agent_id = ${agent} and state in ('waiting', 'running')`;
  return row?.count ?? 0;
}

/** Removes what an agent was preparing, the latest `kept` left out. */
export async function dropPreparing(tx: Tx, member: string, agent: string, kept: number): Promise<void> {
  await tx`
    delete from work where member_id = ${member} and id in (
      select id from work where member_id = ${member} and agent_id = ${agent} and state = 'preparing'
      order by created_at desc, id desc offset ${kept})`;
}

/** Says what a work in preparation is to do. False when it is no longer in preparation. */
export async function setAction(tx: Tx, { member, id, params }: BulkWork, action: BulkAction): Promise<boolean> {
  const { count } = await tx`
    update work set params = ${json(tx, { ...params, action })}
    where member_id = ${member} and id = ${id} and state = 'preparing'`;
  return count === 1;
}

/**
 * Hands a prepared work to the worker, which does it entry by entry (`bulk`) or draws a file of all (`print`). False when it was
 * launched already.
 */
export async function launch(
  tx: Tx,
  { member, id, kind }: Pick<Work, "member" | "id" | "kind">,
  now: Date,
  expiresAt: Date,
): Promise<boolean> {
  const { count } = await tx`
    update work set kind = ${kind}, state = 'waiting', turn_at = ${now}, created_at = ${now}, expires_at = ${expiresAt}
    where member_id = ${member} and id = ${id} and state = 'preparing'`;
  return count === 1;
}

/** Puts a work that was just launched back in preparation, within the transaction that launched it. */
export async function cancelLaunch(tx: Tx, { member, id }: Pick<Work, "member" | "id">): Promise<void> {
  await tx`update work set state = 'preparing' where member_id = ${member} and id = ${id} and state = 'waiting'`;
}

/**
 * Stops a work: nothing more of it begins once this is committed. The items under way end first, since their rows are
 * locked; those left are marked. False when it had ended.
 */
export async function stopWork(db: Db, { member, id }: Pick<Work, "member" | "id">, now: Date): Promise<boolean> {
  return withActor(db, { member }, async (tx) => {
    const { count } = await tx`
      update work set state = 'stopped', ended_at = ${now}, seen_at = ${now}, lease = null, leased_until = null
      where member_id = ${member} and id = ${id} and state in ('waiting', 'running')`;
    if (count === 0) return false;
    await tx`
      update work_item set outcome = 'stopped', done_at = ${now}
      where member_id = ${member} and work_id = ${id} and outcome is null`;
    return true;
  });
}

/** Removes up to a hundred works that have expired. Answers the files they leave, and how many went. */
export async function purgeWorks(
  db: Db,
  now: Date,
): Promise<{ readonly count: number; readonly files: readonly { readonly member: string; readonly file: string }[] }> {
  const rows = await withActor(
    db,
    { system: true },
    (tx) => tx<{ member: string; file: string | null }[]>`
      delete from work where (member_id, id) in (
        select member_id, id from work where expires_at < ${now} and state not in ('waiting', 'running')
        order by expires_at limit 100 for update skip locked)
      returning member_id as member, report ->> 'file' as file`,
  );
  return { count: rows.length, files: rows.flatMap(({ member, file }) => (file === null ? [] : [{ member, file }])) };
}
