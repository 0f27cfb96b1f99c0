import { spawn } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type Tx, withActor } from "../../../server/db/with-actor.ts";
import { beginPhase, stopImport } from "../../../server/store/imports.ts";
import { drainImports, importTurn } from "../../../server/worker/run-import.ts";
import { catalogueOf } from "../../helpers/catalogue.ts";
import { createTestDatabase, type TestDatabase } from "../../helpers/db.ts";
import { inventedLine } from "../../helpers/legacy-file.ts";
import { MEMBERS } from "../identity/installation.ts";
import { hire, type Office, openOffice } from "../routes/back-office.ts";
import { BEEKEEPERS, current, fiches, imports, linesOf, type Sent, sends } from "./import-town.ts";

const fileOf = (rows: number): string => Array.from({ length: rows + 1 }, (_, row) => inventedLine(row)).join("\n");

describe("an import that is interrupted", () => {
  const ROWS = 1_600;
  let base: TestDatabase;
  let folder: string;
  beforeAll(async () => {
    base = await createTestDatabase(2);
    folder = await mkdtemp(join(tmpdir(), "guichet-killed-"));
    await writeFile(join(folder, "reprise.csv"), fileOf(ROWS));
  });
  afterAll(async () => {
    await base.stop();
    await rm(folder, { recursive: true, force: true });
  });

  const asSystem = <T>(fn: (tx: Tx) => Promise<T>): Promise<T> => withActor(base.app, { system: true }, fn);

  /** A process that imports, to its end or killed with no warning once a line of it is written. */
  const run = (kill: boolean, args: readonly string[]): Promise<string | null> => {
    const program = new URL("../../bench/import-process.ts", import.meta.url).pathname;
    const child = spawn(process.execPath, ["--import", "tsx", program, ...args], {
      env: { ...process.env, DATABASE_URL: base.url, DATA_DIR: folder, LOG_LEVEL: "silent", TELL_EVERY: "50" },
      stdio: ["ignore", "pipe", "inherit"],
    });
    child.stdout.on("data", (bytes: Buffer) => {
      const { progress } = JSON.parse(String(bytes).trim().split("\n").at(-1) ?? "{}") as { progress: number };
      if (kill && progress > 0 && progress < ROWS) child.kill("SIGKILL");
    });
    return new Promise((resolve) => child.on("exit", (_, signal) => resolve(signal)));
  };

  test("by kill -9 goes on where it stood, nothing doubled nor lost", async () => {
    expect(await run(true, ["--send", join(folder, "reprise.csv")])).toBe("SIGKILL");
    const killed = await asSystem(async (tx) => {
      const [row] = await tx<{ progress: number; lines: number }[]>`
        select progress, (select count(*)::integer from import_line) as lines from file_import`;
      // Another process would wait for the lease of the dead one.
      await tx`update file_import set leased_until = now() - interval '1 second'`;
      return row;
    });
    expect(killed?.lines).toBe(killed?.progress);
    expect(killed?.lines).toBeGreaterThan(0);
    expect(killed?.lines).toBeLessThan(ROWS);
    expect(await run(false, [])).toBeNull();
    const [counts] = await asSystem(
      (tx) => tx<Record<string, number>[]>`
        select (select count(*)::integer from import_line) as lines,
          (select count(distinct line)::integer from import_line) as numbers,
          (select count(*)::integer from import_line where seq = 1) as made,
          (select count(*)::integer from entry) as entries,
          (select count(*)::integer from entry_event where seq = 1) as openings`,
    );
    expect(counts).toMatchObject({ lines: ROWS, numbers: ROWS });
    expect(counts?.["made"]).toBe(counts?.["entries"]);
    expect(counts?.["openings"]).toBe(counts?.["entries"]);
  }, 240_000);
});

describe("imports of one register", () => {
  let office: Office;
  let anne: Awaited<ReturnType<typeof hire>>;
  beforeEach(async () => {
    office = await openOffice(catalogueOf(MEMBERS, [BEEKEEPERS]));
    anne = await hire(office.ctx, "Anne Roth");
    return () => office.stop();
  });

  const tried = async (content: string, name: string): Promise<Sent> => {
    const sent = await sends(office.ctx, anne, content, name);
    await beginPhase(office.ctx.db, sent, "trial", office.ctx.clock());
    await drainImports(office.ctx);
    await beginPhase(office.ctx.db, sent, "import", office.ctx.clock());
    return sent;
  };

  test("agreed to at once never make one person twice", async () => {
    const first = await tried("Nom;Prénom;Né le;Tél\nKlein;Odile;12/05/1998;0389001122\n", "un.csv");
    const second = await tried(
      "birth_name,firstname,birthdate,phone\nKLEIN,Odile,1998-05-12,+33389001122\n",
      "deux.csv",
    );
    await Promise.all([drainImports(office.ctx), drainImports(office.ctx), drainImports(office.ctx)]);
    await drainImports(office.ctx);
    expect(await fiches(office.ctx)).toHaveLength(1);
    const ended = await Promise.all([first, second].map((sent) => current(office.ctx, sent)));
    expect(ended.map(({ state }) => state)).toEqual(["done", "done"]);
    expect(ended.map(({ counts }) => counts.outcomes)).toEqual(
      expect.arrayContaining([{ created: 1 }, expect.not.objectContaining({ created: 1 })]),
    );
  });

  test("are each one process's: two workers at once do each line once", async () => {
    const sent = await tried(fileOf(700), "un.csv");
    await Promise.all([importTurn(office.ctx), importTurn(office.ctx)]);
    await drainImports(office.ctx);
    expect(await linesOf(office.ctx, sent)).toHaveLength(700);
    expect(await current(office.ctx, sent)).toMatchObject({ state: "done", progress: 700 });
  });

  test("stop where they are told to, and go on when asked", async () => {
    const sent = await tried(fileOf(20), "un.csv");
    expect(await stopImport(office.ctx.db, sent, office.ctx.clock())).toBe(true);
    await drainImports(office.ctx);
    expect(await linesOf(office.ctx, sent)).toEqual([]);
    expect(await fiches(office.ctx)).toEqual([]);
    await beginPhase(office.ctx.db, sent, "import", office.ctx.clock());
    await drainImports(office.ctx);
    expect((await fiches(office.ctx)).length).toBeGreaterThan(10);
  });

  test("are done under the rights their agent has then", async () => {
    const sent = await tried(fileOf(5), "un.csv");
    await withActor(
      office.ctx.db,
      { member: "mulhouse" },
      (tx) => tx`delete from agent_role where agent_id = ${anne.id}`,
    );
    await drainImports(office.ctx);
    expect(await current(office.ctx, sent)).toMatchObject({
      state: "failed",
      failure: "L’agent qui l’a lancé n’a plus le droit d’ajouter des fiches ici.",
    });
    expect(await fiches(office.ctx)).toEqual([]);
  });

  test("find again by the same lines a person no one could recognise", async () => {
    const file = "Nom;Prénom;Commune\nKlein;Odile;Mulhouse\n";
    await imports(office.ctx, await sends(office.ctx, anne, file));
    const again = await imports(office.ctx, await sends(office.ctx, anne, file));
    expect(again.counts.outcomes).toEqual({ same: 1 });
    expect(await fiches(office.ctx)).toHaveLength(1);
  });
});
