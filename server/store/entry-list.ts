import {
  type Answers,
  type CompiledDefinition,
  type Entry,
  type Json,
  keyOf,
  keySlots,
  normalise,
} from "../../engine/index.ts";
import type { Context } from "../context.ts";
import { instantOf } from "../db/instant.ts";
import { readAs } from "../db/with-actor.ts";
import { isUuid } from "./entries.ts";
import { Statement } from "./statement.ts";

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

/** An entry of a list. Its answers are parsed when read, since most lists pass them on as they came. */
export type ListedEntry = Entry & {
  /** The answers as JSON text. */
  readonly answersText: string;
};

/** Some entries of a list, and the cursor of those that follow; null when there are none. */
export interface Page {
  readonly items: readonly ListedEntry[];
  readonly next: string | null;
}

/** A list whose parameters were understood. */
export interface ListPlan {
  readonly query: ListQuery;
  readonly sort: Sort;
  readonly statement: Statement;
}

/** An entry with what the list is sorted by: an instant in ISO 8601, or a key. */
export interface Placed {
  readonly entry: ListedEntry;
  readonly value: string;
}

/**
 * One page of entries by key, never by offset. `next` is the cursor of the following page, or null.
 * Throws `BadParameter` for an unknown sort, filter or cursor.
 */
export async function listEntries(ctx: Context, query: ListQuery): Promise<Page> {
  const plan = planOf(query);
  const rows = await readAs(ctx.db, { member: query.member }, (tx) => plan.statement.on<ListedRow[]>(tx));
  return pageOf(placed(rows, plan), plan);
}

/** Reads the parameters of a list. Throws `BadParameter`. */
export function planOf(query: ListQuery): ListPlan {
  const sort = readSort(query.definition, query.sort ?? "-createdAt");
  return { query, sort, statement: listStatement(query, sort) };
}

/** The rows that the statement of a plan gave: those of a page, and one more when there are others. */
export function placed(rows: readonly ListedRow[], { query, sort }: ListPlan): readonly Placed[] {
  return rows.map((row) => {
    const entry = toListed(row, query);
    return { entry, value: row.sortKey ?? (sort.column === "updated_at" ? entry.updatedAt : entry.createdAt) };
  });
}

/** Entries in the order of the list, one more than the page holds when there are others, as that page. */
export function pageOf(entries: readonly Placed[], { query: { limit }, sort }: ListPlan): Page {
  const last = entries.length > limit ? entries[limit - 1] : undefined;
  return { items: entries.slice(0, limit).map(({ entry }) => entry), next: last ? writeCursor(sort, last) : null };
}

export interface ListedRow {
  id: string;
  reference: string;
  version: number;
  kind: Entry["kind"];
  state: string;
  revision: number;
  answers: string;
  holder: string | null;
  assignee: string | null;
  createdAt: string;
  updatedAt: string;
  /** Only when sorted by a listed field. */
  sortKey?: string;
}

function toListed(row: ListedRow, { member, definition }: ListQuery): ListedEntry {
  let answers: Answers | undefined;
  return {
    id: row.id,
    reference: row.reference,
    member,
    definition: definition.id,
    version: row.version,
    kind: row.kind,
    state: row.state,
    revision: row.revision,
    get answers() {
      answers ??= JSON.parse(row.answers) as Answers;
      return answers;
    },
    answersText: row.answers,
    holder: row.holder,
    assignee: row.assignee,
    createdAt: instantOf(row.createdAt),
    updatedAt: instantOf(row.updatedAt),
  };
}

function listStatement(query: ListQuery, sort: Sort): Statement {
  const statement = new Statement().add`
    select entry.id, entry.reference, entry.version, entry.kind, entry.state, entry.revision,
      entry.answers::text as answers, entry.holder, entry.assignee,
      entry.created_at::text as created_at, entry.updated_at::text as updated_at`;
  const byField = sort.column.startsWith("k");
  if (byField) statement.word(`, ${key(sort)} as sort_key`);
  if (sort.column === "created_at" && query.state && query.state.length > 1) {
    return eachState(statement, query, query.state, sort);
  }
  from(statement, query);
  narrow(statement, query);
  if (byField) statement.word(`and ${key(sort)} is not null`);
  return page(statement, query, sort);
}

/** The rows after the cursor, in order, as many as the page takes and one more. */
function page(statement: Statement, query: ListQuery, sort: Sort): Statement {
  if (query.after !== undefined) after(statement, query, sort, readCursor(query.after, sort));
  const direction = sort.descending ? "desc" : "asc";
  statement.word(`order by ${key(sort, query)} ${direction}, ${identity(query)} ${direction}`);
  return statement.add` limit ${query.limit + 1}`;
}

/**
 * Several states by moment of reception: the index holds each state in that order, not several together. The first rows
 * of each are read, and sorted.
 */
function eachState(statement: Statement, query: ListQuery, states: readonly string[], sort: Sort): Statement {
  const { member, definition, limit } = query;
  statement.add` from unnest(${[...new Set(states)]}::text[]) as wanted (state) cross join lateral (
    select entry.* from entry_state
    join entry on entry.member_id = entry_state.member_id and entry.id = entry_state.entry_id
    where entry_state.member_id = ${member} and entry_state.definition = ${definition.id}
      and entry_state.state = wanted.state`;
  narrow(statement, query);
  page(statement, query, sort);
  const direction = sort.descending ? "desc" : "asc";
  statement.word(`) as entry order by entry.created_at ${direction}, entry.id ${direction}`);
  return statement.add` limit ${limit + 1}`;
}

/** A choice of states is read from the narrow table, in the order of its index, and each entry found by its key. */
function from(statement: Statement, { member, definition, state }: ListQuery): void {
  if (!state) {
    statement.add` from entry where entry.member_id = ${member} and entry.definition = ${definition.id}`;
    return;
  }
  statement.add` from entry_state
    join entry on entry.member_id = entry_state.member_id and entry.id = entry_state.entry_id
    where entry_state.member_id = ${member} and entry_state.definition = ${definition.id}`;
  if (state.length === 1) statement.add` and entry_state.state = ${state[0] ?? ""}`;
  else statement.add` and entry_state.state = any(${[...state]})`;
}

/** What the rows are sorted by. The moment of reception stands in both tables; the index of the one read first is used. */
function key(sort: Sort, query?: ListQuery): string {
  const inQueue = query?.state !== undefined && sort.column === "created_at";
  return `${inQueue ? "entry_state" : "entry"}.${sort.column}`;
}

const identity = (query: ListQuery): string => (query.state ? "entry_state.entry_id" : "entry.id");

/** Whose, assigned to whom, with what words and answers. */
function narrow(statement: Statement, query: ListQuery): void {
  const { assignee, holders } = query;
  if (holders) statement.add` and entry.holder = any(${[...holders]})`;
  if (assignee === "none") statement.word("and entry.assignee is null");
  else if (assignee !== undefined) statement.add` and entry.assignee = ${readAssignee(assignee)}`;
  const words = query.q === undefined ? [] : normalise(query.q).split(/\s+/).filter(Boolean).slice(0, 8);
  for (const word of words) statement.add` and entry.search like ${`%${word.replace(/[\\%_]/g, "\\$&")}%`}`;
  for (const { column, field, values } of readFilters(query)) {
    if (column === null) statement.add` and entry.answers->>${field} = any(${[...values]})`;
    else statement.word(`and entry.${column}`).add`= any(${[...values]})`;
  }
}

function readAssignee(text: string): string {
  if (!isUuid(text)) throw new BadParameter("assignee", "assignee doit être l’identifiant d’un agent, ou none.");
  return text;
}

interface Filter {
  /** Key column of a listed field, or null for one read in the answers. */
  readonly column: `k${number}` | null;
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

function after(statement: Statement, query: ListQuery, sort: Sort, { value, id }: Cursor): void {
  statement.word(`and (${key(sort, query)}, ${identity(query)}) ${sort.descending ? "<" : ">"}`);
  if (sort.column.startsWith("k")) statement.add`(${value}::text, ${id}::uuid)`;
  else statement.add`(${value}::timestamptz, ${id}::uuid)`;
}

interface Cursor {
  readonly value: string;
  readonly id: string;
}

function writeCursor(sort: Sort, { entry, value }: Placed): string {
  return Buffer.from(JSON.stringify([sort.name, value, entry.id])).toString("base64url");
}

function readCursor(text: string, sort: Sort): Cursor {
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
