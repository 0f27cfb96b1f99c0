import type { Entry, EntryEvent } from "../../engine/index.ts";
import { citation } from "../../engine/index.ts";
import type { Context } from "../context.ts";
import { readAcross, readAs } from "../db/with-actor.ts";
import type { Link } from "../history.ts";
import type { HeldIn } from "../identity/account-holders.ts";
import { type EntryRow, entryColumns, toEntry } from "./entries.ts";
import { remember } from "./entry-memory.ts";
import { writeOwed } from "./word-index.ts";

/**
 * Writes who holds an entry of a register, or that she is invited, with the fact that says so. `entry` is the entry as it becomes.
 * False, and nothing written, when someone else acted since `expected`.
 */
export async function writeHolder(
  ctx: Context,
  { entry, event, link, expected }: { entry: Entry; event: EntryEvent; link: Link; expected: number },
): Promise<boolean> {
  const { db } = ctx;
  const [row] = await db<{ applied: boolean }[]>`
    select hold_entry(${entry.member}, ${entry.id}, ${expected}, ${entry.holder}, ${link.hash}, ${event.at}, ${event.type},
      ${entry.state}, ${db.json({ ...event.actor } as never)}, ${link.answersDigest}, ${entry.unit ?? null},
      ${entry.keptBy !== undefined}) as applied`;
  const applied = row?.applied === true;
  if (applied) remember(ctx, { ...entry, head: link.hash });
  return applied;
}

/** The fiches that these pseudonyms hold, in every member, oldest first, at most `most`. */
export async function heldFiches(
  ctx: Pick<Context, "db">,
  held: readonly HeldIn[],
  most: number,
): Promise<readonly Entry[]> {
  const rows = await readAs(
    ctx.db,
    { system: true },
    (tx) => tx<EntryRow[]>`
      select ${entryColumns(tx)}
      from unnest(${held.map(({ member }) => member)}::text[], ${held.map(({ holder }) => holder)}::text[]) as h (member, holder)
      cross join lateral (
        select * from entry where member_id = h.member and entry.holder = h.holder and kind = 'register' offset 0) as entry
      order by created_at limit ${most}`,
  );
  return rows.map(withoutHead);
}

/** The entries of a definition that refer by one field to an entry, or that these pseudonyms hold: newest first. */
export async function entriesAbout(
  ctx: Context,
  {
    members,
    definition,
    field,
    id,
    holders,
    most,
  }: {
    readonly members: readonly string[];
    readonly definition: string;
    /** Dotted. */
    readonly field: string;
    readonly id: string;
    /** By member. */
    readonly holders: ReadonlyMap<string, readonly string[]>;
    readonly most: number;
  },
): Promise<readonly Entry[]> {
  const path = `$.${field
    .split(".")
    .map((key) => JSON.stringify(key))
    .join(".")} ? (@ == $id)`;
  const results = await readAcross(
    ctx.db,
    members,
    (tx, member) => tx<EntryRow[]>`
      select ${entryColumns(tx)} from (
        select w.entry_id as id from entry_word as w join entry as e on e.member_id = w.member_id and e.id = w.entry_id
        where w.member_id = ${member} and w.definition = ${definition} and w.word = ${citation(id)}
          and jsonb_path_exists(e.answers, ${path}::text::jsonpath, jsonb_build_object('id', ${id}::text))
        union
        select e.id from unnest(${[...(holders.get(member) ?? [])]}::text[]) as h (holder)
        join entry as e on e.member_id = ${member} and e.holder = h.holder and e.definition = ${definition}) as found
      join entry on entry.member_id = ${member} and entry.id = found.id
      order by created_at desc limit ${most}`,
    "auto",
    (tx, member) => writeOwed(tx, member, [definition], MOST_BEFORE),
  );
  return results
    .flatMap((rows) => rows.map(withoutHead))
    .sort((a, b) => b.createdAt.localeCompare(a.createdAt))
    .slice(0, most);
}

/** Entries whose words are written before they are looked for. */
const MOST_BEFORE = 1_000;

function withoutHead(row: EntryRow): Entry {
  const { head: _, ...entry } = toEntry(row);
  return entry;
}
