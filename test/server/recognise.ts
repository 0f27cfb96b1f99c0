import type { Json } from "../../engine/index.ts";
import type { Row } from "./every-row.ts";

export type Tables = ReadonlyMap<string, readonly Row[]>;
/** A row and where it is. */
export interface At {
  readonly table: string;
  readonly row: Row;
}

/** What a text may be recognised by: itself, and the ids, digests and names inside it, however written. */
export function marks(value: Json): readonly string[] {
  if (value === null || typeof value === "boolean" || typeof value === "number") return [];
  if (typeof value !== "string") return Object.values(value).flatMap((each) => marks(each as Json));
  if (/^\d{4}-\d\d-\d\d$/.test(value)) return [];
  if (INSTANT.test(value)) return [`at ${instant(value)}`];
  const parts = value.match(/[\w-]{16,}/g) ?? [];
  return [...[value, ...parts].map(normal), ...parts.flatMap(madeAt)];
}

const INSTANT = /^\d{4}-\d\d-\d\dT[\d:.]+([+]00:00|Z)$/;
/** In milliseconds; the base's own clock is read to the microsecond. */
const instant = (text: string): string => (/\.\d{4,}/.exec(text)?.[0] ? text : String(Date.parse(text)));

/** An id of version 7 says when it was made. */
function madeAt(text: string): readonly string[] {
  const time = /^([0-9a-f]{8})-([0-9a-f]{4})-7[0-9a-f]{3}-/.exec(text);
  return time ? [`at ${Number.parseInt(`${time[1]}${time[2]}`, 16)}`] : [];
}

/** One form of the same bytes: a uuid, hexadecimal and base64 compare as hexadecimal. */
export function normal(text: string): string {
  const bare = text.replace(/^\\x/, "").toLowerCase().replaceAll("-", "");
  if (/^([0-9a-f]{2}){8,}$/.test(bare)) return bare;
  if (/^[\w+/-]{43}=?$/.test(text)) return Buffer.from(text, "base64url").toString("hex");
  return text;
}

/** Every row with what it may be recognised by: values that the base held before she came say nothing of her. */
function markedRows(
  tables: Tables,
  common: ReadonlySet<string>,
): readonly (At & { readonly marks: readonly string[] })[] {
  const own = (row: Row) => [...new Set(marks(row))].filter((mark) => !common.has(mark));
  return [...tables].flatMap(([table, rows]) => rows.map((row) => ({ table, row, marks: own(row) })));
}

/**
 * The rows joined, through whatever chain of equal values, to those that bear one of these ids; each with the one it was
 * reached from.
 */
export function reached(
  tables: Tables,
  from: readonly string[],
  common: ReadonlySet<string>,
): ReadonlyMap<At, At | null> {
  const rows = markedRows(tables, common);
  const bearing = new Map<string, typeof rows>();
  for (const each of rows) for (const mark of each.marks) bearing.set(mark, [...(bearing.get(mark) ?? []), each]);
  const waiting = rows.filter(({ marks }) => from.some((id) => marks.includes(normal(id))));
  const found = new Map<At, At | null>(waiting.map((each) => [each, null]));
  for (let at = waiting.pop(); at; at = waiting.pop()) {
    const next = at.marks.flatMap((mark) => bearing.get(mark) ?? []).filter((each) => !found.has(each));
    for (const each of next) found.set(each, at);
    waiting.push(...new Set(next));
  }
  return found;
}

export const MONTH = 30 * 86_400_000;

/** Instants of a row by our clock up to `now`, not the base's own; an end of a month's life tells its beginning. */
export function instantsOf(row: Row, now: number): readonly number[] {
  const texts = Object.values(row).filter((value) => typeof value === "string" && INSTANT.test(value));
  const times = texts.map((text) => Date.parse(String(text)));
  const ids = Object.values(row).flatMap((value) => (typeof value === "string" ? madeAt(value) : []));
  const made = ids.map((mark) => Number(mark.slice("at ".length)));
  return [...times, ...times.map((time) => time - MONTH), ...made].filter((at) => at <= now && at > now - MONTH);
}
