import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { freePort } from "../helpers/private-postgres.ts";

export type SubjectName = "limit" | "hand-written" | "Guichet";

/** One of the three servers: what to run, and on which base. */
export interface Subject {
  readonly name: SubjectName;
  /** Module from the root of the project. */
  readonly module: string;
  readonly environment: Readonly<Record<string, string>>;
  /** Name of the database made for a number of entries. */
  readonly base: (size: number) => string;
  readonly tokens: Tokens;
}

/** Bearer tokens; the references ask for none. */
export interface Tokens {
  readonly citizen: string | null;
  /** Of an agent, by member. */
  readonly agents: Readonly<Record<string, string>>;
}

export const NO_TOKENS: Tokens = { citizen: null, agents: {} };

export interface RunningSubject {
  readonly port: number;
  readonly pid: number;
  readonly stop: () => Promise<void>;
}

export const ROOT = resolve(fileURLToPath(new URL("../..", import.meta.url)));

/** Starts a server as a single Node process of its own and waits for the line that gives its address. */
export async function startSubject(subject: Subject, databaseUrl: string): Promise<RunningSubject> {
  const port = await freePort();
  const child = spawn(
    process.execPath,
    ["--max-semi-space-size=64", "--heap-growing-percent=100", "--import", "tsx", subject.module],
    {
      cwd: ROOT,
      env: {
        ...process.env,
        NODE_ENV: "production",
        ...subject.environment,
        PORT: String(port),
        DATABASE_URL: databaseUrl,
      },
      stdio: ["ignore", "pipe", "inherit"],
    },
  );
  await listening(child, subject.name);
  return {
    port,
    pid: child.pid ?? 0,
    stop: async () => {
      const gone = once(child, "exit");
      child.kill("SIGTERM");
      await gone;
    },
  };
}

function listening(child: ChildProcess, name: string): Promise<void> {
  return new Promise((resolve, reject) => {
    let output = "";
    child.stdout?.on("data", (chunk: Buffer) => {
      output += chunk.toString();
      if (output.includes("http://")) resolve();
    });
    child.once("exit", (code) => reject(new Error(`${name} ended with code ${code} before it listened:\n${output}`)));
  });
}
