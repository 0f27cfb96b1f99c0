import { once } from "node:events";
import { readdirSync, readFileSync } from "node:fs";
import { expect } from "vitest";
import { type ApiAnswer, type ApiEntry, type ApiFact, pathOf } from "../helpers/api-client.ts";
import {
  embeddedPid,
  isAlive,
  type LiveBase,
  type LiveServer,
  pause,
  readDemo,
  runCommand,
  startLiveServer,
} from "../helpers/live-server.ts";
import { inBase } from "../helpers/live-sql.ts";
import { BIRTH, birthCertificate } from "../helpers/samples.ts";
import { act, deposit, MEMBER, type People, people, type UploadWitness, type Witness } from "./load.ts";

/** Deaths of each of the two tests: fifty on each database. */
export const ROUNDS = Math.ceil(Number(process.env["CRASH_ROUNDS"] ?? 50) / 2);
export const EMBEDDED = !process.env["TEST_DATABASE_URL"];
const ACTORS = 6;

export type Kill = (base: LiveBase, server: LiveServer) => Promise<void>;

/** Loads, kills, starts again and checks, so many times; then lets the worker finish and walks every chain. */
export async function dieOften(base: LiveBase, kill: Kill): Promise<readonly Witness[]> {
  const all: Witness[] = [];
  let server = await startLiveServer(base);
  const demo = await readDemo(base);
  for (let round = 0; round < ROUNDS; round += 1) {
    const witnesses: Witness[] = [];
    const uploads: UploadWitness[] = [];
    const acting = Promise.all(Array.from({ length: ACTORS }, () => act(people(server.url, demo), witnesses, uploads)));
    // What goes wrong meanwhile is told when it is awaited.
    acting.catch(() => undefined);
    await pause(50 + Math.random() * 700);
    await kill(base, server);
    await acting.catch((error: unknown) => {
      throw new Error(`The server said before it died:\n${server.output().slice(-3000)}`, { cause: error });
    });
    server = await startLiveServer(base);
    await expectKept(people(server.url, demo), witnesses, uploads);
    all.push(...witnesses);
  }
  await settled(base);
  expect(all.filter((witness) => witness.acknowledged).length).toBeGreaterThan(ROUNDS);
  expect(await server.stop()).toBe(0);
  const { code, output } = await runCommand(base, "verify");
  expect({ code, output }).toMatchObject({ code: 0 });
  return all;
}

export const killNode: Kill = async (_base, { process: node }) => {
  const gone = once(node, "exit");
  node.kill("SIGKILL");
  await gone;
};

/** Node, the embedded PostgreSQL and every process of it, at once. */
export const killTree: Kill = async (base, server) => {
  const postmaster = await embeddedPid(base.dataDir);
  if (postmaster === null) throw new Error("no embedded PostgreSQL runs");
  const pids = [postmaster, ...childrenOf(postmaster)];
  for (const pid of pids) if (isAlive(pid)) process.kill(pid, "SIGKILL");
  await killNode(base, server);
  while (pids.some(isRunning)) await pause(5);
};

function childrenOf(parent: number): readonly number[] {
  return readdirSync("/proc")
    .map(Number)
    .filter((pid) => pid > 0 && parentOf(pid)?.parent === parent);
}

/** A dead process nobody has buried yet still has a number. */
const isRunning = (pid: number) => isAlive(pid) && parentOf(pid)?.state !== "Z";

function parentOf(pid: number): { parent: number; state: string } | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    const [state = "", parent = ""] = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    return { parent: Number(parent), state };
  } catch {
    return null;
  }
}

/** Everything answered is there; what was not answered happened once or not at all. */
async function expectKept(
  who: People,
  witnesses: readonly Witness[],
  uploads: readonly UploadWitness[],
): Promise<void> {
  for (const witness of witnesses) {
    if (witness.acknowledged === null) await depositAgain(who, witness);
    else await expectEntry(who, witness, witness.acknowledged);
  }
  for (const file of uploads) {
    const answers = birthCertificate({
      document: "copie-integrale",
      parentsInscrits: "aucun",
      qualite: "ascendant",
      envoiJustificatif: "maintenant",
      justificatifs: [file.id],
    });
    const citing = await who.citizen.post(`/${MEMBER}/${BIRTH}/entries`, answers);
    expect(citing, JSON.stringify(citing.body)).toMatchObject({ status: 201 });
  }
}

async function depositAgain(who: People, witness: Witness): Promise<void> {
  const [first, second] = [await deposit(who.citizen, witness), await deposit(who.citizen, witness)];
  expect(first, JSON.stringify(first.body)).toMatchObject({ status: 201 });
  expect(second.body.id).toBe(first.body.id);
  const query = encodeURIComponent(witness.address);
  const found = await who.agent.get<{ items: unknown[] }>(`/${MEMBER}/${BIRTH}/entries?q=${query}`);
  expect(found.body.items).toHaveLength(1);
  witness.acknowledged = first.body;
}

async function expectEntry(who: People, witness: Witness, acknowledged: ApiEntry): Promise<void> {
  const { status, body }: ApiAnswer<ApiEntry> = await who.agent.get(pathOf(acknowledged));
  expect(status).toBe(200);
  const facts = (await who.agent.get<ApiFact[]>(`${pathOf(acknowledged)}/history`)).body;
  expect(facts.map((fact) => fact.seq)).toEqual(facts.map((_, index) => index + 1));
  expect(facts.at(-1)?.to).toBe(body.state);
  expect(facts).toHaveLength(body.revision);
  if (body.revision === acknowledged.revision) {
    expect(body.state).toBe(acknowledged.state);
  } else {
    expect(body.revision).toBe(acknowledged.revision + 1);
    expect(facts.at(-1)?.type).toBe(witness.pending);
  }
  expect(body.answers).toEqual(acknowledged.answers);
  witness.acknowledged = body;
}

/** Waits until no mail is owed, and none is given up. */
async function settled(base: LiveBase): Promise<void> {
  const owed = () =>
    inBase(base, async (sql) => {
      const [row] = await sql<{ waiting: number; dead: number }[]>`
        select count(*) filter (where done_at is null and dead_at is null)::int as waiting,
               count(*) filter (where dead_at is not null)::int as dead
        from effect where type = 'mail'`;
      return row ?? { waiting: 0, dead: 0 };
    });
  for (let attempt = 0; attempt < 600; attempt += 1) {
    const { waiting, dead } = await owed();
    expect(dead).toBe(0);
    if (waiting === 0) return;
    await pause(100);
  }
  throw new Error(`mails are still owed: ${JSON.stringify(await owed())}`);
}

interface Received {
  readonly id: string;
  readonly to: string;
}

/** One mail for each fact that owes one; repeats only of the same mail, and no more than `repeats`. */
export async function expectMails(
  witnesses: readonly Witness[],
  received: readonly Received[],
  repeats: number,
): Promise<void> {
  const byAddress = new Map<string, string[]>();
  for (const mail of received) byAddress.set(mail.to, [...(byAddress.get(mail.to) ?? []), mail.id]);
  let repeated = 0;
  for (const { address, acknowledged } of witnesses) {
    const ids = byAddress.get(address) ?? [];
    // Deposit, request for pieces and reception of the pieces each owe one.
    expect(new Set(ids).size, `mails to the author of ${acknowledged?.reference}`).toBe(acknowledged?.revision);
    repeated += ids.length - new Set(ids).size;
  }
  expect(repeated).toBeLessThanOrEqual(repeats);
}

export function outbox(base: LiveBase): Promise<readonly Received[]> {
  return inBase(base, (sql) => sql<Received[]>`select message_id as id, recipient as to from outbox`);
}
