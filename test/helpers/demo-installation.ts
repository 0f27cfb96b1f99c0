import { randomBytes } from "node:crypto";
import { mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pino from "pino";
import { openCatalogue } from "../../server/catalogue.ts";
import { publish } from "../../server/commands/publish.ts";
import { type Demo, readConfig } from "../../server/config.ts";
import type { Context } from "../../server/context.ts";
import { loadShipped } from "../../server/definition-files.ts";
import { seedDemo } from "../../server/demo/seed.ts";
import { deriveSecrets } from "../../server/secrets.ts";
import { createTestDatabase, type TestDatabase } from "./db.ts";

export interface DemoInstallation {
  readonly ctx: Context;
  readonly database: TestDatabase;
  stop(): Promise<void>;
}

/** A demo as it was filled once, to be cloned. */
interface Filled {
  readonly database: string;
  readonly secret: Uint8Array;
  /** Its demo.json. */
  readonly people: { readonly text: string; readonly mode: number };
}

/** Those filled in this process, by demo and instant. */
const filled = new Map<string, Promise<Filled>>();

/** A base of its own with the shipped definitions and the demo, as if started at `now`. No port, no worker. */
export async function installDemo(demo: Demo, now: Date): Promise<DemoInstallation> {
  const key = `${demo} ${now.toISOString()}`;
  const known = filled.get(key) ?? fill(demo, now);
  filled.set(key, known);
  const { database, secret, people } = await known;
  const clone = await createTestDatabase(undefined, database);
  const installation = await open(demo, now, clone, secret);
  await writeFile(join(installation.ctx.config.dataDir, "demo.json"), people.text, { mode: people.mode });
  return installation;
}

async function fill(demo: Demo, now: Date): Promise<Filled> {
  const database = await createTestDatabase();
  const secret = randomBytes(32);
  const shipped = await loadShipped();
  if (!shipped.ok) throw new Error(JSON.stringify(shipped.issues));
  await publish(database.app, shipped.definitions);
  const { ctx } = await open(demo, now, database, secret);
  await seedDemo(ctx, demo);
  const file = join(ctx.config.dataDir, "demo.json");
  const people = { text: await readFile(file, "utf8"), mode: (await stat(file)).mode };
  await rm(ctx.config.dataDir, { recursive: true, force: true });
  return { database: await database.keep(), secret, people };
}

async function open(demo: Demo, now: Date, database: TestDatabase, secret: Uint8Array): Promise<DemoInstallation> {
  const dataDir = await mkdtemp(join(tmpdir(), "guichet-demo-"));
  const ctx: Context = {
    config: readConfig({ DATA_DIR: dataDir, GUICHET_DEMO: demo }),
    db: database.app,
    catalogue: await openCatalogue(database.app),
    secrets: deriveSecrets(secret),
    log: pino({ enabled: false }),
    clock: () => now,
    randomBytes: (size) => randomBytes(size),
    wake: () => undefined,
  };
  return {
    ctx,
    database,
    stop: async () => {
      await rm(dataDir, { recursive: true, force: true });
      await database.stop();
    },
  };
}
