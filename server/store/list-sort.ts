import { isDay, searchWords } from "../../engine/index.ts";
import { isUuid } from "./entries.ts";
import { BadParameter, type ListQuery } from "./list-query.ts";
import type { Statement } from "./statement.ts";

/** What a list is sorted by, and the way it is read. */
export interface Sort {
  readonly column: "created_at" | "updated_at" | "due" | "fit" | `k${number}`;
  readonly descending: boolean;
  /** As the address says it: a cursor of another sort means nothing. */
  readonly name: string;
}

/** Best first, then newest: the order of a search that asks for none. */
const BEST: Sort = { column: "fit", descending: true, name: "-pertinence" };

/** Throws `BadParameter` for a field that is not listed. */
export function readSort({ definition, sort, q }: ListQuery): Sort {
  const searching = q !== undefined && searchWords(q).length > 0;
  if (searching && (sort === undefined || sort === BEST.name)) return BEST;
  const text = sort === undefined || sort === BEST.name ? "-createdAt" : sort;
  const descending = text.startsWith("-");
  const name = descending ? text.slice(1) : text;
  if (name === "createdAt") return { column: "created_at", descending, name: text };
  if (name === "updatedAt") return { column: "updated_at", descending, name: text };
  if (name === "due") return { column: "due", descending, name: text };
  const slot = definition.list.findIndex((column) => column.key === name);
  if (slot < 0)
    throw new BadParameter("sort", `On ne peut pas trier par « ${name} » : ce champ n’est pas dans la liste.`);
  return { column: `k${slot + 1}`, descending, name: text };
}

/** Where a page begins or ends. */
export interface Cursor {
  readonly value: string;
  readonly id: string;
}

/** Signs that come after, or before, every day: what has no last day to answer is last whichever way a list is sorted. */
const UNDATED = { ascending: "~", descending: "!" } as const;

/** The place of an entry that has no last day to answer, in a list sorted by it. `createdAt` is ISO 8601. */
export const undatedValue = ({ descending }: Sort, createdAt: string): string =>
  `${descending ? UNDATED.descending : UNDATED.ascending}${createdAt}`;

/** The place of a cursor among the entries that have no last day to answer; null among those that have one. */
export const undatedCursor = ({ value, id }: Cursor): Cursor | null =>
  /^[~!]/.test(value) ? { value: value.slice(1), id } : null;

/** The text of a cursor. */
export function writeCursor(sort: Sort, { value, id }: Cursor): string {
  return Buffer.from(JSON.stringify([sort.name, value, id])).toString("base64url");
}

/** Throws `BadParameter` for what is no cursor of this sort. */
export function readCursor(text: string, sort: Sort): Cursor {
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
  if (!isPlace(value, sort)) throw bad();
  return { value, id };
}

/** Whether a list sorted so may have an entry there. */
function isPlace(value: string, sort: Sort): boolean {
  if (sort.column.startsWith("k")) return true;
  if (sort.column === "fit") return /^\d /.test(value) && isInstant(value.slice(2));
  if (sort.column !== "due") return isInstant(value);
  const undated = undatedCursor({ value, id: "" });
  return undated ? undatedValue(sort, undated.value) === value && isInstant(undated.value) : isDay(value);
}

const isInstant = (text: string): boolean =>
  /^.{10}T([01]\d|2[0-3])(:[0-5]\d){2}\.\d{3}Z$/.test(text) && isDay(text.slice(0, 10));

/** The rows beyond a cursor, in the order read. `key` and `identity` name the columns read. */
export function beyond(
  statement: Statement,
  sort: Sort,
  { value, id }: Cursor,
  { key, identity, descending }: { readonly key: string; readonly identity: string; readonly descending: boolean },
): void {
  const sign = descending ? "<" : ">";
  statement.word(`and (${key}, ${identity}) ${sign}`);
  if (sort.column.startsWith("k")) statement.add`(${value}::text, ${id}::uuid)`;
  else if (sort.column === "due") statement.add`(${value}::date, ${id}::uuid)`;
  else statement.add`(${value}::timestamptz, ${id}::uuid)`;
}
