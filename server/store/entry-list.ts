import type { PendingQuery, Row } from "postgres";
import { type CompiledDefinition, type Entry, type Json, keyOf, keySlots, normalise } from "../../engine/index.ts";
import type { Context } from "../context.ts";
import { readAs, type Tx } from "../db/with-actor.ts";
import { type EntryRow, entryColumns, isUuid, toEntry } from "./entries.ts";

export interface ListQuery {
  readonly member: string;
  readonly definition: CompiledDefinition;
  /** A citizen sees only what she holds. */
  readonly holders?: readonly string[];
  readonly state?: readonly string[];
  /** Agent id, or "none" for nobody's. */
  readonly assignee?: string;
  /** Words, each found anywhere in the searched fields or the reference. */
  readonly q?: string;
  /** Values by field key; several values of a field mean any of them. */
  readonly filters?: Readonly<Record<string, readonly string[]>>;
  /** `createdAt`, `updatedAt` or the key of a listed field; a leading "-" for descending. Default `-createdAt`. */
  readonly sort?: string;
  /** 1 to 100. */
  readonly limit: number;
  /** Cursor given by the page before. */
  readonly after?: string;
}

/** A parameter that cannot be understood: `parameter` names it, the message says why in French. */
export class BadParameter extends Error {
  readonly parameter: string;
  constructor(parameter: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.parameter = parameter;
  }
}

interface Sort {
  readonly column: "created_at" | "updated_at" | `k${number}`;
  readonly descending: boolean;
  readonly name: string;
}

/**
 * One page of entries by key, never by offset. `next` is the cursor of the following page, or null.
 * Throws `BadParameter` for an unknown sort, filter or cursor.
 */
export async function listEntries(
  ctx: Context,
  query: ListQuery,
): Promise<{ items: readonly Entry[]; next: string | null }> {
  const sort = readSort(query.definition, query.sort ?? "-createdAt");
  const after = query.after === undefined ? null : readCursor(query.after, sort);
  const filters = readFilters(query);
  const rows = await readAs(
    ctx.db,
    { member: query.member },
    (tx) => tx<(EntryRow & { sortKey: Date | string })[]>`
      select ${entryColumns(tx)}, ${key(tx, sort)} as sort_key from ${source(tx, query)}
      ${conditions(tx, query)}
      ${all(
        tx,
        filters.map((filter) => filterCondition(tx, filter)),
      )}
      ${sort.column.startsWith("k") ? tx`and ${key(tx, sort)} is not null` : tx``}
      ${after ? afterCondition(tx, query, sort, after) : tx``}
      order by ${key(tx, sort, query)} ${direction(tx, sort)}, ${identity(tx, query)} ${direction(tx, sort)}
      limit ${query.limit + 1}`,
  );
  const items = rows.slice(0, query.limit);
  const last = items.at(-1);
  const next = rows.length > query.limit && last ? writeCursor(sort, last.sortKey, last.id) : null;
  return { items: items.map(toEntry), next };
}

/**
 * A choice of states is read from the narrow table, in the order of its index, and each entry found by its key.
 */
function source(tx: Tx, query: ListQuery): Fragment {
  const { member, definition, state } = query;
  if (!state) return tx`entry where entry.member_id = ${member} and entry.definition = ${definition.id}`;
  return tx`entry_state
    join entry on entry.member_id = entry_state.member_id and entry.id = entry_state.entry_id
    where entry_state.member_id = ${member} and entry_state.definition = ${definition.id}
      ${state.length === 1 ? tx`and entry_state.state = ${state[0] ?? ""}` : tx`and entry_state.state = any(${[...state]})`}`;
}

/** What the rows are sorted by. The moment of reception stands in both tables; the index of the one read first is used. */
function key(tx: Tx, sort: Sort, query?: ListQuery): Fragment {
  const narrow = query?.state !== undefined && sort.column === "created_at";
  return tx`${tx(narrow ? "entry_state" : "entry")}.${tx(sort.column)}`;
}

const identity = (tx: Tx, query: ListQuery): Fragment => (query.state ? tx`entry_state.entry_id` : tx`entry.id`);

const direction = (tx: Tx, sort: Sort): Fragment => (sort.descending ? tx`desc` : tx`asc`);

function conditions(tx: Tx, query: ListQuery) {
  const words = query.q === undefined ? [] : normalise(query.q).split(/\s+/).filter(Boolean).slice(0, 8);
  const { assignee, holders } = query;
  return tx`
    ${holders ? tx`and entry.holder = any(${[...holders]})` : tx``}
    ${assignee === undefined ? tx`` : assignee === "none" ? tx`and entry.assignee is null` : tx`and entry.assignee = ${readAssignee(assignee)}`}
    ${all(
      tx,
      words.map((word) => tx`and entry.search like ${`%${word.replace(/[\\%_]/g, "\\$&")}%`}`),
    )}`;
}

type Fragment = PendingQuery<Row[]>;

/** Fragments one after the other: the driver takes an empty list of them for a value. */
function all(tx: Tx, fragments: readonly Fragment[]): Fragment {
  return fragments.reduce((before, next) => tx`${before} ${next}`, tx``);
}

function readAssignee(text: string): string {
  if (!isUuid(text)) throw new BadParameter("assignee", "assignee doit être l’identifiant d’un agent, ou none.");
  return text;
}

interface Filter {
  /** Key column of a listed field, or null for one read in the answers. */
  readonly column: string | null;
  readonly field: string;
  readonly values: readonly string[];
}

function readFilters(query: ListQuery): readonly Filter[] {
  const { definition } = query;
  return Object.entries(query.filters ?? {}).map(([name, values]) => {
    const listed = keySlots(definition).find(({ column }) => column.key === name);
    if (listed) {
      const { field } = listed.column;
      const wanted = values.map((text) => keyOf(field, typed(field.type, text)));
      return { column: `k${listed.slot + 1}`, field: name, values: wanted };
    }
    // Whoever is not at work here guesses no internal answer by filtering on it.
    const field = definition.form.order.find((each) => each.key === name && !(query.holders && each.internal));
    if (!field) throw new BadParameter(`filter[${name}]`, `Le champ « ${name} » n’existe pas dans ce formulaire.`);
    return { column: null, field: name, values };
  });
}

function typed(type: string, text: string): Json {
  if (type === "boolean") return text === "true";
  if (type === "integer" || type === "number") return Number.isFinite(Number(text)) ? Number(text) : text;
  return text;
}

function filterCondition(tx: Tx, filter: Filter) {
  const values = [...filter.values];
  return filter.column
    ? tx`and entry.${tx(filter.column)} = any(${values})`
    : tx`and entry.answers->>${filter.field} = any(${values})`;
}

function readSort(definition: CompiledDefinition, text: string): Sort {
  const descending = text.startsWith("-");
  const name = descending ? text.slice(1) : text;
  if (name === "createdAt") return { column: "created_at", descending, name: text };
  if (name === "updatedAt") return { column: "updated_at", descending, name: text };
  const slot = definition.list.findIndex((column) => column.key === name);
  if (slot < 0)
    throw new BadParameter("sort", `On ne peut pas trier par « ${name} » : ce champ n’est pas dans la liste.`);
  return { column: `k${slot + 1}`, descending, name: text };
}

function afterCondition(tx: Tx, query: ListQuery, sort: Sort, after: { value: string; id: string }) {
  const value = sort.column.startsWith("k") ? tx`${after.value}::text` : tx`${after.value}::timestamptz`;
  return tx`and (${key(tx, sort, query)}, ${identity(tx, query)}) ${sort.descending ? tx`<` : tx`>`} (${value}, ${after.id}::uuid)`;
}

function writeCursor(sort: Sort, value: Date | string, id: string): string {
  const text = value instanceof Date ? value.toISOString() : value;
  return Buffer.from(JSON.stringify([sort.name, text, id])).toString("base64url");
}

function readCursor(text: string, sort: Sort): { value: string; id: string } {
  const bad = (cause?: unknown) =>
    new BadParameter("after", "Ce curseur n’est pas valable : reprenez la liste depuis le début.", { cause });
  let parts: unknown;
  try {
    parts = JSON.parse(Buffer.from(text, "base64url").toString("utf8"));
  } catch (error) {
    throw bad(error);
  }
  if (!Array.isArray(parts) || parts.length !== 3) throw bad();
  const [name, value, id]: unknown[] = parts;
  if (name !== sort.name || typeof value !== "string" || typeof id !== "string" || !isUuid(id)) throw bad();
  if (value.includes("\u0000")) throw bad();
  if (!sort.column.startsWith("k") && Number.isNaN(Date.parse(value))) throw bad();
  return { value, id };
}
