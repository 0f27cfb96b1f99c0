import { readFile } from "node:fs/promises";
import { parse } from "csv-parse/sync";
import type { Db } from "../../server/db/with-actor.ts";
import { openPairs } from "../../server/store/alike.ts";
import { readLines } from "../../server/store/import-lines.ts";
import { listImports } from "../../server/store/imports.ts";

/** How well imports told people apart, nobody having answered anything. Every number but the first counts pairs of records. */
export interface ImportScore {
  readonly records: number;
  /** Of one person, whatever was made of them. */
  readonly duplicates: number;
  /** Made one fiche without asking. */
  readonly merged: number;
  /** Of those, the ones that are of one person. */
  readonly right: number;
  /** Of one person, and made one fiche or proposed as one. */
  readonly found: number;
  /** Of two persons taken for each other at least once: homonyms, whatever the names. */
  readonly strangers: number;
}

/**
 * Compares what the last import of each file made of a register, and what it proposes, with who the records are about.
 * @param truth a CSV file: source, line, person; lines are records counted from 2. What no import placed counts as lost.
 */
export async function scoreImports(db: Db, member: string, definition: string, truth: string): Promise<ImportScore> {
  const fiches = await fichesOfLines(db, member, definition);
  const rows = (parse(await readFile(truth, "utf8"), { bom: true }) as string[][]).slice(1);
  const records = rows.map(([source = "", line = "", person = ""]) => {
    const key = lineKey(source, line);
    return { fiche: fiches.get(key) ?? key, person };
  });
  const open = await openPairs(db, [member], definition, EVERY);
  const proposed = new Set(open.map(({ one, other }) => pairKey(one.id, other.id)));
  const pairs = records.flatMap((one, index) => records.slice(0, index).map((other) => [one, other] as const));
  const merged = pairs.filter(([one, other]) => one.fiche === other.fiche);
  const wrong = merged.filter(([one, other]) => one.person !== other.person);
  const duplicates = pairs.filter(([one, other]) => one.person === other.person);
  return {
    ...{ records: records.length, duplicates: duplicates.length, merged: merged.length },
    right: merged.length - wrong.length,
    found: duplicates.filter(
      ([one, other]) => one.fiche === other.fiche || proposed.has(pairKey(one.fiche, other.fiche)),
    ).length,
    strangers: new Set(wrong.map(([one, other]) => pairKey(one.person, other.person))).size,
  };
}

/** More than any test has. */
const EVERY = 1_000_000;

/** The fiche of every line that the last import of each file made or completed. */
async function fichesOfLines(db: Db, member: string, definition: string): Promise<ReadonlyMap<string, string>> {
  const imports = (await listImports(db, member, definition)).filter(({ phase }) => phase === "import");
  const fiches = new Map<string, string>();
  for (const { id, fileName } of imports.reverse()) {
    for (const { line, entryId } of await readLines(db, { member, id }, { limit: EVERY })) {
      if (entryId) fiches.set(lineKey(fileName, String(line)), entryId);
    }
  }
  return fiches;
}

const lineKey = (file: string, line: string): string => `${file} ${line}`;

const pairKey = (one: string, other: string): string => [one, other].sort().join(" ");
