import { randomBytes, randomUUID } from "node:crypto";
import { once } from "node:events";
import { createWriteStream, openAsBlob, readFileSync, statSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { finished } from "node:stream/promises";
import { setTimeout } from "node:timers/promises";
import postgres, { type Sql } from "postgres";
import { readConfig } from "../../server/config.ts";
import { hashPassword } from "../../server/identity/passwords.ts";
import { createLog, openInstallation } from "../../server/start.ts";
import { insertAgent } from "../../server/store/agents.ts";
import { adopt } from "../../server/store/definitions.ts";
import { saveMember } from "../../server/store/members.ts";
import { inventedLine } from "../helpers/legacy-file.ts";
import { commune } from "../helpers/members.ts";
import type { PrivatePostgres } from "../helpers/private-postgres.ts";
import type { Bases } from "./bases.ts";
import { compared, pairsRate } from "./import-check.ts";
import { processorSeconds } from "./processor-time.ts";
import { NO_TOKENS, type RunningSubject, startSubject } from "./subject.ts";

const BASE = "bench_import";
const REGISTER = "relais/assistante-maternelle";
const MEMBER = "vallee";
const EMAIL = "reprise@vallee.example";
/** Of the papers of that register. */
const TITLES = ["AGREMENT", "NB PLACES"] as const;
const PASSWORD = "trois-abeilles-et-un-pont";

/** What one stretch of the import took: until it was killed, or until its end. */
interface Stretch {
  readonly rows: number;
  readonly seconds: number;
  /** Milliseconds of processor a row, of the worker and of PostgreSQL. */
  readonly worker: number;
  readonly database: number;
  /** Megabytes, of the worker. */
  readonly peak: number;
}

type Say = (text: string) => void;

/**
 * An export of another software is sent to a server that only serves, and imported by another that works behind, killed without a word
 * half-way and started again; every line is then compared with the file. Answers what is to be printed.
 */
export async function importBench(cluster: PrivatePostgres, bases: Bases, rows: number, say: Say): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "guichet-import-"));
  const environment = { DATA_DIR: folder, GUICHET_SECRET: randomBytes(32).toString("hex"), LOG_LEVEL: "warn" };
  const sql = await prepared(bases, environment);
  const running = new Set<RunningSubject>();
  const start = async (worker: "on" | "off") => {
    const subject = { name: "Guichet", module: "server/main.ts", base: () => BASE, tokens: NO_TOKENS } as const;
    const server = await startSubject(
      { ...subject, environment: { ...environment, GUICHET_WORKER: worker } },
      bases.url(BASE),
    );
    running.add(server);
    return server;
  };
  try {
    const file = join(folder, "reprise.csv");
    await write(file, rows);
    const serving = await start("off");
    say(`sending ${rows} lines`);
    const upload = await send(sql, serving.port, file);
    const server = peakOf(serving.pid);
    const [killed, half] = await stretch({ sql, cluster, say, worker: await start("on"), to: rows / 2 });
    process.kill(killed.pid, "SIGKILL");
    running.delete(killed);
    const silence = performance.now();
    const reached = await progressOf(sql);
    const again = await start("on");
    while ((await progressOf(sql)) === reached) await setTimeout(250);
    const waited = secondsSince(silence);
    const [, rest] = await stretch({ sql, cluster, say, worker: again, to: rows });
    const told = await compared(sql, rows);
    const pairs = await pairsRate(sql, say);
    return report({ rows, bytes: statSync(file).size, upload, server, half, rest, waited, told, pairs });
  } finally {
    for (const server of running) await server.stop();
    await sql.end();
    await rm(folder, { recursive: true, force: true });
  }
}

/** An empty base with a member that keeps the register, and an agent who works it. */
async function prepared(bases: Bases, environment: Readonly<Record<string, string>>): Promise<Sql> {
  await bases.create(BASE);
  const config = readConfig({ ...environment, DATABASE_URL: bases.url(BASE), GUICHET_WORKER: "off" });
  const { ctx, database, close } = await openInstallation(config, createLog(config));
  await saveMember(database.owner, commune(MEMBER, "Vallée"));
  await adopt(ctx.db, MEMBER, REGISTER);
  const agent = { id: randomUUID(), name: "Reprise", email: EMAIL, member: MEMBER, roles: ["agent"] as const };
  await insertAgent(ctx.db, { ...agent, units: [], passwordHash: await hashPassword(PASSWORD) });
  await close();
  const sql = postgres(bases.url(BASE), { max: 1, onnotice: () => undefined });
  await sql`select set_config('guichet.system', 'on', false)`;
  return sql;
}

async function write(path: string, rows: number): Promise<void> {
  const out = createWriteStream(path);
  for (let row = 0; row <= rows; row += 1) {
    if (!out.write(`${inventedLine(row, TITLES)}\r\n`)) await once(out, "drain");
  }
  out.end();
  await finished(out);
}

/**
 * Sends the file by the page, as an agent does, and launches its import; its trial, which takes as long, is skipped. Answers how long
 * the sending took, in seconds.
 */
async function send(sql: Sql, port: number, path: string): Promise<number> {
  const url = `http://127.0.0.1:${port}`;
  const cookies = new Map<string, string>();
  const ask = async (address: string, body?: FormData | URLSearchParams) => {
    const headers = { Cookie: [...cookies].map((pair) => pair.join("=")).join("; "), "Sec-Fetch-Site": "same-origin" };
    const answer = await fetch(url + address, { headers, redirect: "manual", ...(body && { method: "POST", body }) });
    for (const line of answer.headers.getSetCookie()) {
      const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      cookies.set(name, value);
    }
    return { status: answer.status, text: await answer.text(), location: answer.headers.get("location") ?? "" };
  };
  const tokenIn = ({ text }: { readonly text: string }) => /name="_csrf" value="([^"]*)"/.exec(text)?.[1] ?? "";
  const _csrf = tokenIn(await ask("/agent/connexion"));
  await ask("/agent/connexion", new URLSearchParams({ _csrf, email: EMAIL, password: PASSWORD }));
  const page = `/${MEMBER}/agent/${REGISTER}/imports`;
  const form = new FormData();
  form.append("_csrf", tokenIn(await ask(page)));
  form.append("fichier", await openAsBlob(path), "reprise.csv");
  const began = performance.now();
  const sent = await ask(page, form);
  if (sent.status !== 303) throw new Error(`${sent.status}: ${sent.text.slice(0, 2_000)}`);
  const took = secondsSince(began);
  await sql`update file_import set phase = 'trial', state = 'done'`;
  const launched = await ask(
    `${sent.location}/lancer`,
    new URLSearchParams({ _csrf: tokenIn(await ask(sent.location)) }),
  );
  if (launched.status !== 303) throw new Error(`${launched.status}: ${launched.text.slice(0, 2_000)}`);
  return took;
}

/** Follows a worker until the import is that far. */
async function stretch({
  sql,
  cluster,
  say,
  worker,
  to,
}: {
  readonly sql: Sql;
  readonly cluster: PrivatePostgres;
  readonly say: Say;
  readonly worker: RunningSubject;
  readonly to: number;
}): Promise<[RunningSubject, Stretch]> {
  const read = () => [processorSeconds(worker.pid), processorSeconds(cluster.pid)] as const;
  const [from, before, began] = [await progressOf(sql), read(), performance.now()];
  let [reached, said] = [from, 0];
  while (reached < to) {
    await setTimeout(200);
    reached = await progressOf(sql);
    if (secondsSince(began) - said < 10) continue;
    said = secondsSince(began);
    say(`${reached} lines, ${Math.round((reached - from) / said)} a second`);
  }
  const after = read();
  const rows = reached - from;
  const perRow = (index: 0 | 1) => ((after[index] - before[index]) * 1_000) / rows;
  const took = { rows, seconds: secondsSince(began), worker: perRow(0), database: perRow(1), peak: peakOf(worker.pid) };
  return [worker, took];
}

async function progressOf(sql: Sql): Promise<number> {
  const [found] = await sql<{ progress: number; state: string; failure: string | null }[]>`
    select progress, state, failure from file_import`;
  if (found?.state === "failed") throw new Error(found.failure ?? "The import failed");
  return found?.progress ?? 0;
}

/** Most memory a process ever had, in megabytes. */
const peakOf = (pid: number): number =>
  Math.round(Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1] ?? 0) / 1_000);

const secondsSince = (moment: number): number => (performance.now() - moment) / 1_000;

interface Told {
  readonly rows: number;
  readonly bytes: number;
  readonly upload: number;
  readonly server: number;
  readonly half: Stretch;
  readonly rest: Stretch;
  /** Seconds from the death of the first worker to the next batch. */
  readonly waited: number;
  readonly told: string;
  readonly pairs: string;
}

function report({ rows, bytes, upload, server, half, rest, waited, told, pairs }: Told): string {
  const line = (title: string, { rows: done, seconds, worker, database, peak }: Stretch) =>
    `| ${title} | ${done} | ${seconds.toFixed(0)} | ${(done / seconds).toFixed(0)} | ${worker.toFixed(2)} | ${database.toFixed(2)} | ${peak} |`;
  return `## Import of ${rows} lines

${(bytes / 1_000_000).toFixed(0)} MB sent and read in ${upload.toFixed(0)} s; the server that received them peaked at ${server} MB.

| | lines | s | lines/s | worker ms/line | PostgreSQL ms/line | worker peak MB |
|---|---|---|---|---|---|---|
${line("until it was killed", half)}
${line("after", rest)}

Killed at ${half.rows} lines without a word; another went on ${waited.toFixed(0)} s later. ${told}

${pairs}`;
}
