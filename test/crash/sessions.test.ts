import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { openEntry } from "../../server/commands/open-entry.ts";
import { sendEvent } from "../../server/commands/send-event.ts";
import { verify } from "../../server/commands/verify.ts";
import { readConfig } from "../../server/config.ts";
import { withActor } from "../../server/db/with-actor.ts";
import { createToken } from "../../server/identity/tokens.ts";
import { createLog, type Installation, openInstallation } from "../../server/start.ts";
import { insertAccount } from "../../server/store/accounts.ts";
import { saveMember } from "../../server/store/members.ts";
import { agent } from "../helpers/actors.ts";
import { dayFromNow } from "../helpers/days.ts";
import { type LiveBase, startLiveServer } from "../helpers/live-server.ts";
import { commune } from "../helpers/members.ts";
import { offer } from "../helpers/offer.ts";
import { type PrivatePostgres, startPrivatePostgres } from "../helpers/private-postgres.ts";
import { COURSE, courseAnswers, SIGN_UP } from "../helpers/sessions.ts";

const MEMBER = "mulhouse";
const CLIENTS = 300;
const PLACES = 60;
const WAITING = 40;

let postgres: PrivatePostgres | null = null;
let base: Pick<LiveBase, "dataDir" | "environment">;
let here: Installation;
let clients: readonly string[];
let session: string;

beforeAll(async () => {
  const dataDir = await mkdtemp(join(tmpdir(), "guichet-sessions-"));
  postgres = await startPrivatePostgres();
  base = { dataDir, environment: { DATA_DIR: dataDir, DATABASE_URL: postgres.url, LOG_LEVEL: "error" } };
  const config = readConfig({ ...base.environment, GUICHET_WORKER: "off" });
  here = await openInstallation(config, createLog(config));
  await saveMember(here.ctx.db, commune(MEMBER, "Ville de Mulhouse"));
  for (const definition of [COURSE, SIGN_UP]) await offer(here.ctx, definition);
  clients = await enrolAll();
}, 180_000);
afterAll(async () => {
  await here.close();
  await postgres?.stop();
  await rm(base.dataDir, { recursive: true, force: true });
});
beforeEach(async () => {
  const dates = [{ jour: dayFromNow(60), de: "18:00", a: "19:00" }];
  const answers = courseAnswers({ places: PLACES, attente: WAITING, dates });
  const opened = await openEntry(here.ctx, { member: MEMBER, definition: COURSE, actor: agent(), answers });
  if (!opened.ok) throw new Error(JSON.stringify(opened.problem));
  session = opened.value.view.id;
});

/** The tokens of as many accounts as there are clients. */
async function enrolAll(): Promise<readonly string[]> {
  const tokens: string[] = [];
  for (let rank = 0; rank < CLIENTS; rank += 1) {
    const account = { id: crypto.randomUUID(), name: `Personne ${rank}`, email: `personne${rank}@exemple.fr` };
    await insertAccount(here.ctx.db, { ...account, passwordHash: "aucun" });
    tokens.push(await createToken(here.ctx, { account: account.id }, "essai"));
  }
  return tokens;
}

interface Answer {
  readonly status: number;
  readonly id?: string;
  readonly answers?: { readonly place?: { readonly attente?: boolean; readonly rang?: number } };
  readonly errors?: readonly { readonly code: string; readonly message: string }[];
}

/** One client signs up, of this server or, when it dies, of the others: under the same key. */
async function ask(rank: number, urls: readonly string[]): Promise<Answer> {
  for (let attempt = 0; ; attempt += 1) {
    const url = urls[(rank + attempt) % urls.length] ?? "";
    try {
      const answer = await fetch(`${url}/api/v1/${MEMBER}/${SIGN_UP.id}/entries`, {
        method: "POST",
        headers: {
          Authorization: `Bearer ${clients[rank]}`,
          "Content-Type": "application/json",
          "Idempotency-Key": `client-${rank}-${session}`,
        },
        body: JSON.stringify({
          nom: `Personne ${rank}`,
          naissance: "1990-04-05",
          courriel: `personne${rank}@exemple.fr`,
          place: { seance: session, attente: true },
        }),
      });
      return { status: answer.status, ...((await answer.json()) as object) };
    } catch (error) {
      if (attempt >= 20) throw error;
    }
  }
}

/** Everyone at once, half of them at each server. */
async function everyone(urls: readonly string[], during: () => Promise<void> = async () => undefined) {
  const [answers] = await Promise.all([Promise.all(clients.map((_, rank) => ask(rank, urls))), during()]);
  return answers;
}

interface Row {
  readonly id: string;
  readonly state: string;
  readonly entryId: string | null;
  readonly offers: number;
}

/** The enrolments of the session, in the order of their turns. */
const rows = () =>
  withActor(
    here.ctx.db,
    { system: true },
    (tx) => tx<Row[]>`select id, state, entry_id, offers from enrolment where sitting_id = ${session} order by turn`,
  );

const inState = (all: readonly Row[], state: string): readonly Row[] => all.filter((row) => row.state === state);

/** What must be true however it went: sixty have a place, forty a rank each, the others are told why. */
async function expectFair(answers: readonly Answer[]): Promise<readonly Row[]> {
  const made = answers.filter(({ status }) => status === 201);
  const told = answers.filter(({ status }) => status === 422);
  expect({ made: made.length, told: told.length }).toEqual({
    made: PLACES + WAITING,
    told: CLIENTS - PLACES - WAITING,
  });
  expect(told.every(({ errors }) => errors?.[0]?.code === "seat")).toBe(true);
  expect(told.every(({ errors }) => errors?.[0]?.message.includes("liste d’attente aussi"))).toBe(true);
  const all = await rows();
  expect(all.map(({ state }) => state)).toEqual([
    ...Array<string>(PLACES).fill("taken"),
    ...Array<string>(WAITING).fill("waiting"),
  ]);
  const waiting = made.filter(({ answers: given }) => given?.place?.attente === true);
  const byRank = waiting.toSorted((a, b) => (a.answers?.place?.rang ?? 0) - (b.answers?.place?.rang ?? 0));
  expect(byRank.map(({ answers: given }) => given?.place?.rang)).toEqual(
    Array.from({ length: WAITING }, (_, i) => i + 1),
  );
  // The rank each was told is the order in which she arrived.
  expect(inState(all, "waiting").map(({ entryId }) => entryId)).toEqual(byRank.map(({ id }) => id));
  return all;
}

/** Thirty of those who have a place give it back, all at once. */
async function giveBack(all: readonly Row[], count: number): Promise<void> {
  const ids = inState(all, "taken")
    .slice(0, count)
    .map(({ entryId }) => entryId ?? "");
  const sent = await Promise.all(
    ids.map((id) =>
      sendEvent(here.ctx, {
        ...{ member: MEMBER, definitionId: SIGN_UP.id, id, actor: agent(), type: "renoncer", revision: null },
      }),
    ),
  );
  expect(sent.every(({ ok }) => ok)).toBe(true);
}

const states = (ids: readonly (string | null)[]) =>
  withActor(
    here.ctx.db,
    { system: true },
    (tx) => tx<{ state: string }[]>`
      select state from entry_state where entry_id = any(${ids.map((id) => id ?? "")}::uuid[])`,
  );

test("three hundred people at once, through two processes, take sixty places and forty ranks in their order", async () => {
  const servers = await Promise.all([startLiveServer(fullBase()), startLiveServer(fullBase())]);
  try {
    const all = await expectFair(await everyone(servers.map(({ url }) => url)));
    const queue = inState(all, "waiting").slice(0, 30);
    await giveBack(all, 30);
    const after = await rows();
    expect(inState(after, "offered").map(({ id }) => id)).toEqual(queue.map(({ id }) => id));
    expect(after.every(({ offers, state }) => offers === (state === "offered" ? 1 : 0))).toBe(true);
    // Two workers tell them; each is told once.
    const told = async () => (await states(queue.map(({ entryId }) => entryId))).map(({ state }) => state);
    await expect.poll(told, { timeout: 30_000 }).toEqual(Array<string>(30).fill("proposee"));
  } finally {
    await Promise.all(servers.map((server) => server.stop()));
  }
});

test("the same while one process is killed: nobody without an answer, no place lost, each offered once", async () => {
  const [doomed, other] = await Promise.all([startLiveServer(fullBase()), startLiveServer(fullBase())]);
  try {
    const gone = once(doomed.process, "exit");
    const answers = await everyone([doomed.url, other.url], async () => {
      await expect.poll(async () => (await rows()).length, { interval: 5 }).toBeGreaterThan(PLACES / 2);
      doomed.process.kill("SIGKILL");
      await gone;
    });
    const all = await expectFair(answers);
    const queue = inState(all, "waiting");
    await giveBack(all, PLACES);
    const told = async () => (await states(queue.map(({ entryId }) => entryId))).map(({ state }) => state);
    await expect.poll(told, { timeout: 30_000 }).toEqual(Array<string>(WAITING).fill("proposee"));
    expect(inState(await rows(), "offered")).toHaveLength(WAITING);
    expect(await verify(here.ctx)).toMatchObject({ broken: [] });
  } finally {
    await Promise.all([doomed, other].map((server) => server.stop()));
  }
});

const fullBase = (): LiveBase => ({ ...base, remove: async () => undefined });
