import { randomBytes } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
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

/** A base of its own with the shipped definitions and the demo, as if started at `now`. No port, no worker. */
export async function installDemo(demo: Demo, now: Date): Promise<DemoInstallation> {
  const database = await createTestDatabase();
  const dataDir = await mkdtemp(join(tmpdir(), "guichet-demo-"));
  const shipped = await loadShipped();
  if (!shipped.ok) throw new Error(JSON.stringify(shipped.issues));
  await publish(database.app, shipped.definitions);
  const ctx: Context = {
    config: readConfig({ DATA_DIR: dataDir, GUICHET_DEMO: demo }),
    db: database.app,
    catalogue: await openCatalogue(database.app),
    secrets: deriveSecrets(randomBytes(32)),
    log: pino({ enabled: false }),
    clock: () => now,
    randomBytes: (size) => randomBytes(size),
    wake: () => undefined,
  };
  await seedDemo(ctx, demo);
  return {
    ctx,
    database,
    stop: async () => {
      await rm(dataDir, { recursive: true, force: true });
      await database.stop();
    },
  };
}
