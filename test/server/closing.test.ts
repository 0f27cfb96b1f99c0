import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pino from "pino";
import { afterAll, beforeAll, expect, test } from "vitest";
import { readConfig } from "../../server/config.ts";
import { openInstallation } from "../../server/start.ts";
import { createTestDatabase, type TestDatabase } from "../helpers/db.ts";

let base: TestDatabase;
let dataDir: string;

beforeAll(async () => {
  base = await createTestDatabase();
  dataDir = await mkdtemp(join(tmpdir(), "guichet-fermeture-"));
});
afterAll(async () => {
  await base.stop();
  await rm(dataDir, { recursive: true, force: true });
});

test("an installation closed as soon as it is open ends what it was reading, and has nothing to complain of", async () => {
  const lines: string[] = [];
  const log = pino({ level: "warn" }, { write: (line) => void lines.push(line) });
  for (let time = 0; time < 3; time += 1) {
    const { close } = await openInstallation(readConfig({ DATA_DIR: dataDir, DATABASE_URL: base.url }), log);
    await close();
  }
  expect(lines).toEqual([]);
});
