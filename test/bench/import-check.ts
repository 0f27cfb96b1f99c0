import { setTimeout } from "node:timers/promises";
import type { Sql } from "postgres";
import { inventedLine } from "../helpers/legacy-file.ts";

/** Lines read at once. */
const CHUNK = 5_000;

/**
 * Compares what became of each line with the file: every line once, with the cells it had, and every entry and its history made by one.
 * Answers a sentence; throws when something was lost or doubled.
 */
export async function compared(sql: Sql, rows: number): Promise<string> {
  let row = 0;
  const lines = sql<{ line: number; cells: readonly string[] }[]>`
    select line, cells from import_line where not trial order by line`.cursor(CHUNK);
  for await (const some of lines) {
    for (const { line, cells } of some) {
      row += 1;
      if (line !== row + 1 || cells.join(";") !== inventedLine(row))
        throw new Error(`line ${row + 1}: ${line}, ${cells}`);
    }
  }
  if (row !== rows) throw new Error(`${row} lines of ${rows}`);
  const [counts] = await sql<{ entries: number; openings: number; states: number; made: number; own: number }[]>`
    select (select count(*)::integer from entry) as entries,
      (select count(*)::integer from entry_event where seq = 1) as openings,
      (select count(*)::integer from entry_state) as states,
      (select count(*)::integer from import_line where seq = 1 and not trial) as made,
      (select count(*)::integer from import_line l join entry_event e
        on e.member_id = l.member_id and e.entry_id = l.entry_id and e.seq = l.seq and (e.data->'imported'->>'line')::integer = l.line
        where not l.trial) as own`;
  const [facts] = await sql<{ facts: number; told: number }[]>`
    select (select count(*)::integer from entry_event where data ? 'imported') as facts,
      (select count(*)::integer from import_line where seq is not null and not trial) as told`;
  const { entries = 0, openings, states, made, own } = counts ?? {};
  const { facts: written, told } = facts ?? {};
  if (new Set([entries, openings, states, made]).size > 1 || new Set([own, written, told]).size > 1) {
    throw new Error(JSON.stringify({ ...counts, ...facts }));
  }
  return `Each of the ${rows} lines is there once with its own cells; ${entries} entries, each opened once by its own line; ${written} facts, one for each line that wrote.`;
}

/** How fast the worker looks for probable pairs afterwards, over at most this long. */
const WATCHED = 60_000;

export async function pairsRate(sql: Sql, say: (text: string) => void): Promise<string> {
  const due = async () => (await sql<{ due: number }[]>`select count(*)::integer as due from alike_due`)[0]?.due ?? 0;
  // Words left by the last batch are written first.
  await setTimeout(2_000);
  const [before, began] = [await due(), performance.now()];
  let left = before;
  while (left > 0 && performance.now() - began < WATCHED) {
    await setTimeout(1_000);
    left = await due();
    say(`${left} fiches whose like are to be looked for`);
  }
  const [pairs] = await sql<{ pairs: number }[]>`select count(*)::integer as pairs from alike`;
  const rate = ((before - left) * 1_000) / (performance.now() - began);
  return `Probable pairs: ${before - left} of ${before} fiches looked for, ${rate.toFixed(0)} a second, ${pairs?.pairs ?? 0} pairs.`;
}
