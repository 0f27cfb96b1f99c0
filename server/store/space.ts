import type { Entry } from "../../engine/index.ts";
import type { Context } from "../context.ts";
import { type Tx, withActor } from "../db/with-actor.ts";
import type { HeldIn } from "../identity/account-holders.ts";
import { type Draft, draftColumns } from "./drafts.ts";
import { type EntryRow, entryColumns, toEntry } from "./entries.ts";
import { type EventRow, type StoredEvent, toEvent } from "./events.ts";

/** Where a list goes on. */
export interface After {
  /** ISO 8601. */
  readonly createdAt: string;
  readonly id: string;
}

export interface SpaceQuery {
  readonly held: readonly HeldIn[];
  /** Drafts and entries that a link opened, by id. */
  readonly granted: readonly { readonly member: string; readonly id: string }[];
  /** Ids of the definitions to read; null: all. */
  readonly definitions: readonly string[] | null;
  /** "definition state" of the states in which her answer is awaited. */
  readonly waiting: readonly string[];
  /** The same of the states in which what was granted may be renewed. */
  readonly renewable: readonly string[];
  /** Types of facts that say nothing to her. */
  readonly unsaid: string[];
  readonly after: After | null;
  /** Requests on a page; one more is read. */
  readonly limit: number;
  readonly now: Date;
}

export interface SpaceFile {
  readonly member: string;
  readonly entryId: string;
  readonly id: string;
  readonly name: string;
  /** Bytes. */
  readonly size: number;
  readonly createdAt: Date;
}

/** What one citizen has in every member. */
export interface Space {
  readonly drafts: readonly (Draft & { readonly member: string })[];
  /** The latest fifty that wait for her; none on the pages that follow the first. */
  readonly waiting: readonly Entry[];
  /** The latest fifty in a state that may be renewed, wherever they stand among the others; none on the pages that follow. */
  readonly renewable: readonly Entry[];
  /** The others, latest first. */
  readonly entries: readonly Entry[];
  readonly files: readonly SpaceFile[];
  /** Facts by others than herself, latest first: agents, the platform, her mandatary. */
  readonly facts: readonly { readonly member: string; readonly entryId: string; readonly event: StoredEvent }[];
  /** Entries with messages of the service that she has not had on her screen, and how many each. */
  readonly unread: readonly { readonly member: string; readonly entryId: string; readonly count: number }[];
  /** The entries of `files`, `facts` and `unread`. */
  readonly about: readonly Entry[];
}

const MOST_DRAFTS = 20;
const MOST_WAITING = 50;
const MOST_LINES = 10;

/**
 * Reads across members what these pseudonyms hold: the statements of the first trip leave together, in one transaction
 * of the system's own, each reading the index of holders once per pseudonym.
 */
export async function readSpace(ctx: Pick<Context, "db" | "secrets">, query: SpaceQuery): Promise<Space> {
  return withActor(ctx.db, { system: true }, async (tx) => {
    const first = query.after === null;
    const [drafts, waiting, renewable, entries, files, facts, unread] = await Promise.all([
      first ? readDrafts(tx, query) : [],
      first ? readEntries(tx, query, true, MOST_WAITING) : [],
      first ? readRenewable(tx, query) : [],
      readEntries(tx, query, false, query.limit + 1),
      first ? readFiles(tx, query) : [],
      first ? readFacts(ctx, tx, query) : [],
      first ? readUnread(tx, query) : [],
    ]);
    const lines = [...files, ...facts, ...unread];
    return {
      drafts,
      waiting,
      renewable,
      entries,
      files,
      facts,
      unread,
      about: lines.length === 0 ? [] : await readNamed(tx, lines),
    };
  });
}

/** The pseudonyms as rows named `held`, what links opened as rows named `named`. */
const whose = (tx: Tx, { held, granted }: SpaceQuery) => tx`
    held as (
      select * from unnest(${held.map((each) => each.member)}::text[], ${held.map((each) => each.holder)}::text[])
        as h(member, holder)),
    named as (
      select * from unnest(${granted.map((each) => each.member)}::text[], ${granted.map((each) => each.id)}::uuid[])
        as n(member, id))`;

/** The keys of every request, as rows named `mine`. `offset 0` keeps each pseudonym a reading of the index. */
const mine = (tx: Tx, query: SpaceQuery) => tx`
    with ${whose(tx, query)},
    mine as (
      select e.member_id, e.id from held cross join lateral (
        select member_id, id from entry where member_id = held.member and holder = held.holder and kind = 'service' offset 0) as e
      union
      select e.member_id, e.id from named join entry e on e.member_id = named.member and e.id = named.id
      where e.kind = 'service')`;

const about = (tx: Tx, { definitions }: SpaceQuery) =>
  definitions === null ? tx`true` : tx`definition = any(${[...definitions]}::text[])`;

async function readEntries(tx: Tx, query: SpaceQuery, waiting: boolean, limit: number): Promise<readonly Entry[]> {
  const { after } = query;
  const rows = await tx<EntryRow[]>`
    ${mine(tx, query)}
    select ${entryColumns(tx)} from mine join entry on entry.member_id = mine.member_id and entry.id = mine.id
    where ${about(tx, query)} and ((definition || ' ' || state) = any(${[...query.waiting]}::text[])) = ${waiting}
      and (${after === null} or (created_at, entry.id) < (${after?.createdAt ?? null}::timestamptz, ${after?.id ?? null}::uuid))
    order by created_at desc, entry.id desc limit ${limit}`;
  return rows.map(toEntry);
}

async function readRenewable(tx: Tx, query: SpaceQuery): Promise<readonly Entry[]> {
  if (query.renewable.length === 0) return [];
  const rows = await tx<EntryRow[]>`
    ${mine(tx, query)}
    select ${entryColumns(tx)} from mine join entry on entry.member_id = mine.member_id and entry.id = mine.id
    where ${about(tx, query)} and (definition || ' ' || state) = any(${[...query.renewable]}::text[])
    order by created_at desc limit ${MOST_WAITING}`;
  return rows.map(toEntry);
}

async function readDrafts(tx: Tx, query: SpaceQuery): Promise<Space["drafts"]> {
  return tx<(Draft & { member: string })[]>`
    with ${whose(tx, query)},
    mine as (
      select d.member_id, d.id from held cross join lateral (
        select member_id, id from draft where member_id = held.member and owner = held.holder offset 0) as d
      union
      select member, id from named)
    select draft.member_id as member, ${draftColumns(tx)}
    from mine join draft on draft.member_id = mine.member_id and draft.id = mine.id
    where entry_id is null and expires_at > ${query.now} and ${about(tx, query)}
    order by updated_at desc limit ${MOST_DRAFTS}`;
}

async function readFiles(tx: Tx, query: SpaceQuery): Promise<readonly SpaceFile[]> {
  return tx<SpaceFile[]>`
    ${mine(tx, query)}
    select a.member_id as member, a.entry_id, a.id, a.name, a.size::float8 as size, a.created_at
    from mine join attachment a on a.member_id = mine.member_id and a.entry_id = mine.id
    order by a.created_at desc, a.id desc limit ${MOST_LINES}`;
}

async function readFacts(ctx: Pick<Context, "secrets">, tx: Tx, query: SpaceQuery): Promise<Space["facts"]> {
  const rows = await tx<(EventRow & { member: string; entryId: string })[]>`
    ${mine(tx, query)}
    select f.member_id as member, f.entry_id, f.seq, f.type, f.from_state, f.to_state, f.actor, f.at, f.data, f.hash
    from mine join entry_event f on f.member_id = mine.member_id and f.entry_id = mine.id
    where (f.actor->>'kind' in ('agent', 'system') and f.from_state is not null
        or f.actor->>'kind' = 'citizen' and f.actor->'onBehalfOf'->>'kind' = 'citizen')
      and f.type <> all(${query.unsaid}::text[])
    order by f.at desc, f.seq desc limit ${MOST_LINES}`;
  return rows.map((row) => ({ entryId: row.entryId, member: row.member, event: toEvent(ctx, row) }));
}

async function readUnread(tx: Tx, query: SpaceQuery): Promise<Space["unread"]> {
  return tx<{ member: string; entryId: string; count: number }[]>`
    ${mine(tx, query)}
    select m.member_id as member, m.entry_id, count(*)::integer as count
    from mine join message m on m.member_id = mine.member_id and m.entry_id = mine.id
    where m.side = 'service' and not exists (
      select from message_seen s
      where s.member_id = m.member_id and s.entry_id = m.entry_id and s.side = 'citizen' and s.seq >= m.seq)
    group by m.member_id, m.entry_id order by max(m.at) desc limit ${MOST_LINES}`;
}

async function readNamed(tx: Tx, lines: readonly { readonly member: string; readonly entryId: string }[]) {
  const rows = await tx<EntryRow[]>`
    select ${entryColumns(tx)} from entry
    where (member_id, id) in (
      select * from unnest(${lines.map((line) => line.member)}::text[], ${lines.map((line) => line.entryId)}::uuid[]))`;
  return rows.map(toEntry);
}
