import type { JSONValue, Sql } from "postgres";
import type { Effect, Entry, Transition } from "../../engine/index.ts";
import type { Context } from "../context.ts";
import { seenUnits } from "../db/seen-units.ts";
import { readAs, savepoint, type Tx } from "../db/with-actor.ts";
import type { Link } from "../history.ts";
import { type FilePlace, findNamed, findNamedIn, type StoredAttachment } from "./attachments.ts";
import { findEntry, findEntryIn, type StoredEntry } from "./entries.ts";
import { remember } from "./entry-memory.ts";
import { Statement } from "./statement.ts";
import { type CitingQuery, entriesCiting, entriesCitingIn, lockTaken } from "./using-entries.ts";

/** What a write needs beside the transition itself. */
export interface WriteParams {
  readonly transition: Transition;
  readonly link: Link;
  readonly keys: readonly (string | null)[];
  readonly search: string;
  /** Keys of the actor, her own first: she owns her idempotency keys under it, and her uploads under any. */
  readonly owners: readonly string[];
  readonly attachments: readonly string[];
}

export interface OpenParams extends WriteParams {
  readonly idempotency?: { readonly key: string; readonly requestHash: Buffer; readonly response: JSONValue };
  readonly draft?: string;
}

export interface ApplyParams extends WriteParams {
  readonly expected: number;
  /** False leaves the stored answers, keys and search text as they are. */
  readonly answersChanged: boolean;
}

export type OpenOutcome =
  | { readonly outcome: "opened" }
  | { readonly outcome: "replayed"; readonly same: boolean; readonly response: JSONValue }
  | { readonly outcome: "sent"; readonly entry: string };

/** Reads and writes entries, on the pool (one statement, one transaction) or inside a transaction under way. */
export interface EntryWriter {
  /** What it wrote is committed once it answers. */
  readonly alone: boolean;
  find(member: string, id: string): Promise<StoredEntry | null>;
  /** Those of these files that the place may name: see `findNamed`. */
  files(member: string, ids: readonly string[], place: FilePlace): Promise<readonly StoredAttachment[]>;
  /** Those of these members that refer to an entry. */
  citing(members: readonly string[], query: CitingQuery): Promise<readonly Entry[]>;
  /** Waits until nobody else takes places of these entries, then keeps others waiting to the end of the transaction; nothing without one. */
  take(ids: readonly string[]): Promise<void>;
  open(params: OpenParams): Promise<OpenOutcome>;
  /** False when the entry no longer has the expected revision: nothing is written. */
  apply(params: ApplyParams): Promise<boolean>;
}

/** An attachment named by the answers does not exist, is someone else's or belongs to another entry. */
export const ATTACHMENT_REFUSED = "GU001";

/** A slot named by the answers is no longer kept for whoever names it. */
export const SLOT_REFUSED = "GU002";

/** A place in a session named by the answers is no longer kept for whoever names it. */
export const SEAT_REFUSED = "GU003";

/** There are no more places than that: see the check of `sitting_room`. */
export const NO_OVERBOOKING = "no_overbooking";

/** Reads and writes on the pool, or within `tx`. */
export function entryWriter(ctx: Context, tx?: Tx): EntryWriter {
  if (tx) {
    return {
      alone: false,
      find: (member, id) => findEntryIn(tx, member, id),
      files: (member, ids, place) => findNamedIn(tx, member, ids, place),
      citing: (members, query) => entriesCitingIn(tx, members, query),
      take: (ids) => lockTaken(tx, ids),
      open: (params) => apart(tx, params, () => openEntry(ctx, tx, params)),
      apply: (params) => apart(tx, params, () => applyEvent(ctx, tx, params)),
    };
  }
  return {
    alone: true,
    async find(member, id) {
      const entry = await findEntry(ctx, member, id);
      if (entry) remember(ctx, entry);
      return entry;
    },
    files: (member, ids, place) => findNamed(ctx, member, ids, place),
    citing: (members, query) => entriesCiting(ctx, members, query),
    take: async () => undefined,
    async open(params) {
      const outcome = await openEntry(ctx, ctx.db, params);
      if (outcome.outcome === "opened") remember(ctx, { ...params.transition.entry, head: params.link.hash });
      return outcome;
    },
    async apply(params) {
      const applied = await applyEvent(ctx, ctx.db, params);
      if (applied) remember(ctx, { ...params.transition.entry, head: params.link.hash });
      return applied;
    },
  };
}

/** A write that the base may refuse on purpose leaves the transaction it is in usable. */
async function apart<T>(tx: Tx, { transition, attachments }: WriteParams, write: () => Promise<T>): Promise<T> {
  const written = await (transition.bookings.length + attachments.length > 0 ? savepoint(tx, write) : write());
  // What was said of a unit is of this entry alone: the transaction may write others.
  if (transition.entry.unit !== undefined) {
    await tx`select set_config('guichet.unit', '', true), set_config('guichet.units', ${seenUnits()}, true)`;
  }
  return written;
}

/** What was answered to an idempotency key of this owner; null for one not used yet. */
export async function findAnswer(
  ctx: Context,
  member: string,
  owner: string,
  key: string,
): Promise<{ readonly requestHash: Buffer; readonly response: JSONValue } | null> {
  const [row] = await readAs(
    ctx.db,
    { member },
    (tx) => tx<{ requestHash: Buffer; response: JSONValue }[]>`
      select request_hash, response from idempotency
      where member_id = ${member} and actor = ${owner} and key = ${key}`,
  );
  return row ?? null;
}

async function openEntry(ctx: Context, sql: Sql, params: OpenParams): Promise<OpenOutcome> {
  const { entry, event, effects } = params.transition;
  const owed = owedEffects(ctx, effects);
  const written = said(entry).add`
    select open_entry(
      ${entry.member}, ${[...params.owners]}, ${entry.id}, ${entry.reference}, ${entry.definition}, ${entry.version},
      ${entry.kind}, ${entry.state}, ${json(sql, entry.answers)}, ${entry.holder}, ${[...params.keys]}, ${params.search},
      ${params.link.hash}, ${entry.createdAt}, ${event.type}, ${json(sql, event.actor)}, ${json(sql, event.data)},
      ${params.link.answersDigest}, ${owed && sql.json(owed)}, ${list(params.attachments)},
      ${params.idempotency?.key ?? null}, ${params.idempotency?.requestHash ?? null},
      ${params.idempotency ? asWritten(sql, params.idempotency.response) : null}, ${params.draft ?? null},
      ${entry.clock ? json(sql, entry.clock) : null}, ${entry.clock?.due ?? null}
    ) as result`;
  const opening = settling(sql, written.word(after(entry)), params, "result->>'outcome' = 'opened'");
  const [row] = await opening.on<{ result: OpenOutcome }[]>(sql);
  if (!row) throw new Error("open_entry answered nothing");
  return row.result;
}

async function applyEvent(ctx: Context, sql: Sql, params: ApplyParams): Promise<boolean> {
  const { entry, event, effects } = params.transition;
  const changed = params.answersChanged;
  const owed = owedEffects(ctx, effects);
  // A timer set again takes the place of the one before.
  const cancelled = effects.flatMap((effect) => ("sendId" in effect ? [effect.sendId] : []));
  const written = said(entry).add`
    select apply_event(
      ${entry.member}, ${[...params.owners]}, ${entry.id}, ${params.expected}, ${entry.state},
      ${changed ? json(sql, entry.answers) : null}, ${changed ? [...params.keys] : null}, ${changed ? params.search : null},
      ${entry.assignee}, ${params.link.hash}, ${event.at}, ${event.type}, ${event.from}, ${json(sql, event.actor)},
      ${json(sql, event.data)}, ${params.link.answersDigest}, ${owed && sql.json(owed)}, ${list(cancelled)},
      ${list(params.attachments)}, ${entry.clock ? json(sql, entry.clock) : null}
    ) as result`;
  const [row] = await settling(sql, written.word(after(entry)), params, "result").on<{ result: boolean }[]>(sql);
  return row?.result === true;
}

/** What is said first, in the same transaction: the unit that wrote an entry of a register kept by units, and whether it is shared. */
function said({ unit, keptBy }: Pick<Entry, "unit" | "keptBy">): Statement {
  const statement = new Statement();
  if (unit === undefined) return statement;
  return statement.add`with said as materialized (
    select set_config('guichet.unit', ${unit}, true), set_config('guichet.units', ${unit}, true),
      set_config('guichet.kept', ${keptBy === undefined ? "off" : "on"}, true))`;
}

/** Where that comes from. */
const after = ({ unit }: Pick<Entry, "unit">): string => (unit === undefined ? "" : "from said");

/** `written`, and after it, hence in its transaction, the slots and places it settles if what it answers holds `done`. */
function settling(sql: Sql, written: Statement, { transition, owners }: WriteParams, done: string): Statement {
  const { entry, event, bookings, seats, sitting } = transition;
  if (bookings.length === 0 && seats.length === 0 && sitting === undefined) return written;
  const statement = written.within("with written as materialized (", ")").add`
    select result`;
  const settle = (name: "settle_bookings" | "settle_seats", changes: readonly object[]) =>
    statement.add`, case when `.word(done).add` then `.word(name).add`(
      ${entry.member}, ${[...owners]}, ${entry.id}, ${event.at}, ${json(sql, changes)})::text end`;
  if (bookings.length > 0) settle("settle_bookings", bookings);
  if (seats.length > 0) settle("settle_seats", seats);
  if (sitting) {
    statement.add`, case when `.word(done).add` then
      set_sitting(${entry.member}, ${entry.id}, ${event.at}, ${json(sql, sitting)})::text end`;
  }
  return statement.add`
    from written`;
}

const list = (items: readonly string[]): string[] | null => (items.length > 0 ? [...items] : null);

/** As `json`, which keeps the order of keys. */
const asWritten = (sql: Sql, value: JSONValue) => sql.typed(value as never, 114);

const json = (sql: Sql, value: object) => sql.json(value as JSONValue);

/** What effects are as rows; null for none. */
export function owedEffects({ background = false }: Context, effects: readonly Effect[]): JSONValue | null {
  const owed = effects.flatMap((effect): JSONValue[] => {
    if (effect.type === "cancel") return [];
    const { type, ...params } = effect;
    return type === "timer"
      ? [{ type, params, sendId: effect.sendId, runAt: effect.runAt } as JSONValue]
      : [{ type, params, ...(background && { background }) } as JSONValue];
  });
  return owed.length > 0 ? owed : null;
}
