import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import type { ProgramSources } from "../../server/db/embedded-programs.ts";

export interface EmbeddedOrders {
  readonly dataDir: string;
  /** Stands for /var/lib/guichet. */
  readonly shared?: string;
  readonly sources?: ProgramSources;
  /** Who runs Node; the user of the tests when absent. */
  readonly user?: { readonly uid: number; readonly gid: number };
  /** Root of the clone; the one of the tests when absent. */
  readonly clone?: string;
  /** A command that runs Node in altered surroundings, its own arguments included. */
  readonly wrapper?: readonly string[];
}

export interface EmbeddedProcess {
  /** What it said at start, such as `socketFolder`, `version`, `lines`; or `failed`. */
  readonly first: Readonly<Record<string, unknown>>;
  readonly process: ChildProcess;
  /** Runs one statement as the owner of the database. */
  ask(sql: string): Promise<readonly Readonly<Record<string, unknown>>[]>;
  stop(): Promise<void>;
  /** Kills Node alone, as `kill -9` would. */
  kill(): Promise<void>;
}

const root = fileURLToPath(new URL("../../", import.meta.url));

/** Starts another Node process that uses the embedded database of a folder. */
export async function startProcess(orders: EmbeddedOrders): Promise<EmbeddedProcess> {
  const { user, clone = root, wrapper = [], ...rest } = orders;
  const script = join(clone, "test/helpers/embedded.process.ts");
  const [program = process.execPath, ...args] = [
    ...wrapper,
    ...[process.execPath, "--import", "tsx", script, JSON.stringify(rest)],
  ];
  const env = { PATH: process.env["PATH"] };
  const child = spawn(program, args, { cwd: clone, stdio: ["pipe", "pipe", "inherit"], env, ...user });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const next = async () => {
    const line = await lines.next();
    if (line.done) throw new Error("The process ended without a word");
    return JSON.parse(line.value) as Record<string, unknown>;
  };
  const ended = once(child, "exit");
  const first = await next();
  return {
    first,
    process: child,
    ask: async (sql) => {
      child.stdin.write(`${sql}\n`);
      const { rows, failed } = await next();
      if (!Array.isArray(rows)) throw new Error(String(failed));
      return rows;
    },
    stop: async () => {
      child.stdin.end("stop\n");
      await ended;
    },
    kill: async () => {
      child.kill("SIGKILL");
      await ended;
    },
  };
}

/** Process number of the server of a data folder, from its postmaster.pid; null when there is no such file. */
export function serverPid(data: string): number | null {
  try {
    return Number(readFileSync(join(data, "postmaster.pid"), "utf8").split("\n")[0]);
  } catch {
    return null;
  }
}

/** Name of the user who runs a process; null when it is gone. */
export function runnerOf(pid: number): string | null {
  try {
    return execFileSync("id", ["-un", String(statSync(`/proc/${pid}`).uid)], { encoding: "utf8" }).trim();
  } catch {
    return null;
  }
}
