import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { messyExports } from "../helpers/messy-exports.ts";
import { type MessyFile, messyFiles } from "../helpers/messy-files.ts";
import { messyPeople, type Rates, USUAL } from "../helpers/messy-people.ts";

const SCRIPT = join(import.meta.dirname, "../score/duplicates.ts");

/** The last line of `score:duplicates` on a folder of invented exports. */
async function scoreOf(files: readonly MessyFile[]): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "guichet-exports-"));
  try {
    for (const { name, content } of files) await writeFile(join(folder, name), content);
    const { stdout } = await promisify(execFile)(process.execPath, ["--import", "tsx", SCRIPT, folder]);
    return stdout.trim().split("\n").at(-1) ?? "";
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

const NEIGHBOURS: Rates = { ...USUAL, neighbours: 1, dateWrong: 0.1 };

test.each([
  ["of the three programs known", () => messyFiles(messyPeople(63, 350))],
  [
    "whose columns, order, delimiter, encoding and dates nobody has met, of people who share house, telephone and names",
    () => messyExports(messyPeople(9, 300, NEIGHBOURS), 9),
  ],
])(
  "exports %s are imported without anyone: merges right, duplicates found, no homonym merged",
  async (_, files) => {
    const line = await scoreOf(files());
    const said = /^merged right ([\d.]+) %, duplicates found ([\d.]+) %, homonyms merged (\d+)$/.exec(line);
    expect(said, line).not.toBeNull();
    const [right = 0, found = 0, homonyms = -1] = (said ?? []).slice(1).map(Number);
    expect(right, line).toBeGreaterThanOrEqual(99.5);
    expect(found, line).toBeGreaterThanOrEqual(97);
    expect(homonyms, line).toBe(0);
  },
  120_000,
);
