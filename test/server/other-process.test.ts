import { randomUUID } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Hono } from "hono";
import pino from "pino";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createApp } from "../../server/app.ts";
import type { AppEnv } from "../../server/app-env.ts";
import { openCatalogue } from "../../server/catalogue.ts";
import { publishOverlay } from "../../server/commands/publish-overlay.ts";
import { saveUnit } from "../../server/commands/units.ts";
import { readConfig } from "../../server/config.ts";
import { type Db, withActor } from "../../server/db/with-actor.ts";
import type { AgentIdentity } from "../../server/identity/subject.ts";
import { type Installation, openInstallation } from "../../server/start.ts";
import { adopt } from "../../server/store/definitions.ts";
import { saveMember, setStatusIn } from "../../server/store/members.ts";
import { saveShare } from "../../server/store/sharing.ts";
import { createTestDatabase, type TestDatabase } from "../helpers/db.ts";
import { MEMBERS } from "./town-places.ts";
import { builtAssets } from "./whole-town.ts";

const [TOWN, OTHER] = MEMBERS.map(({ id }) => id) as [string, string];
/** One that is shipped. */
const SERVICE = "etat-civil/acte-naissance";

let base: TestDatabase;
let dataDir: string;
/** Two processes of one installation, each with its own memory and its own ear. */
let here: Installation;
let there: Installation;
let pages: Hono<AppEnv>;

beforeAll(async () => {
  base = await createTestDatabase();
  dataDir = await mkdtemp(join(tmpdir(), "guichet-processes-"));
  for (const member of MEMBERS) await saveMember(base.app, member);
  const config = readConfig({ DATA_DIR: dataDir, DATABASE_URL: base.url, PUBLIC_URL: "http://localhost" });
  const log = pino({ enabled: false });
  here = await openInstallation(config, log);
  there = await openInstallation(config, log);
  pages = createApp(there.ctx, await builtAssets());
}, 60_000);
afterAll(async () => {
  await Promise.all([here.close(), there.close()]);
  await base.stop();
  await rm(dataDir, { recursive: true, force: true });
});

const admin = (): AgentIdentity => ({
  id: randomUUID(),
  name: "Hugo Membre",
  email: "hugo@mulhouse.example",
  member: TOWN,
  assignments: [{ role: "admin-membre", unit: null, definition: null }],
});

/** What the other process answers at an address, once it has heard. */
const answers = (path: string) =>
  expect.poll(async () => {
    const answer = await pages.request(path);
    return { status: answer.status, text: await answer.text() };
  });

describe("what one process writes, another shows without a restart:", () => {
  test("a service adopted, then worded as the member wishes", async () => {
    expect((await pages.request(`/${TOWN}/${SERVICE}`)).status).toBe(404);
    await adopt(here.ctx.db, TOWN, SERVICE);
    await here.ctx.catalogue.reload();
    await answers(`/${TOWN}/${SERVICE}`).toMatchObject({ status: 200 });
    const { version = 0 } = here.ctx.catalogue.definition(TOWN, SERVICE) ?? {};
    const overlay = { of: SERVICE, base: version, title: "Acte de naissance, à Mulhouse" };
    const published = await publishOverlay(here.ctx, { member: TOWN, definition: SERVICE, overlay, agent: admin() });
    expect(published).toMatchObject({ ok: true });
    await answers(`/${TOWN}/${SERVICE}`).toMatchObject({
      text: expect.stringContaining("Acte de naissance, à Mulhouse"),
    });
  });

  test("a unit added", async () => {
    expect(await saveUnit(here.ctx, admin(), null, { name: "Piscines" })).toMatchObject({ ok: true });
    await expect.poll(() => there.ctx.catalogue.member(TOWN)?.units.map(({ name }) => name)).toContain("Piscines");
  });

  test("entries shared with another member", async () => {
    await adopt(here.ctx.db, OTHER, SERVICE);
    await saveShare(here.ctx.db, { member: TOWN, definition: SERVICE, with: OTHER, unit: null, role: "lecteur" });
    await expect.poll(() => there.ctx.catalogue.sharing(SERVICE, OTHER)).toEqual([TOWN]);
  });

  test("a member suspended, then active again", async () => {
    await answers(`/${TOWN}`).toMatchObject({ status: 200 });
    const move = (status: "left" | "active") =>
      withActor(here.ctx.db, { system: true }, (tx) => setStatusIn(tx, TOWN, status));
    await move("left");
    await answers(`/${TOWN}`).toMatchObject({ status: 404 });
    await answers("/api/v1/members").toMatchObject({ text: expect.not.stringContaining(TOWN) });
    await move("active");
    await answers(`/${TOWN}`).toMatchObject({ status: 200 });
  });

  test("even what is written while it hears nothing, for having lost its connection", async () => {
    await base.owner`
      select pg_terminate_backend(pid) from pg_stat_activity
      where datname = current_database() and application_name = 'guichet listen'`;
    await withActor(here.ctx.db, { system: true }, (tx) => setStatusIn(tx, OTHER, "left"));
    await expect.poll(() => there.ctx.catalogue.members().map(({ id }) => id), { timeout: 8000 }).not.toContain(OTHER);
  });
});

test("of two readings of the catalogue at once, the one that began first does not bring the past back", async () => {
  const { db } = here.ctx;
  let slow: Promise<void> | null = null;
  const late = new Proxy(db, {
    apply: async (target, self, statement) => {
      const wait = slow;
      const rows = await Reflect.apply(target as (...parts: unknown[]) => Promise<unknown>, self, statement);
      await wait;
      return rows;
    },
  }) as Db;
  const catalogue = await openCatalogue(late);
  let release: () => void = () => undefined;
  slow = new Promise((resolve) => {
    release = () => resolve();
  });
  const first = catalogue.reload();
  await db`select pg_sleep(0.1)`;
  slow = null;
  await db`update member set name = 'Mulhouse, après' where id = ${TOWN}`;
  const second = catalogue.reload();
  await db`select pg_sleep(0.1)`;
  release();
  await Promise.all([first, second]);
  expect(catalogue.member(TOWN)?.name).toBe("Mulhouse, après");
});
