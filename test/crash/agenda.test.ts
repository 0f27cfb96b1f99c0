import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { freeOf, offerOf } from "../../server/agenda.ts";
import { openEntry } from "../../server/commands/open-entry.ts";
import { verify } from "../../server/commands/verify.ts";
import { readConfig } from "../../server/config.ts";
import { withActor } from "../../server/db/with-actor.ts";
import { createToken } from "../../server/identity/tokens.ts";
import { createLog, type Installation, openInstallation } from "../../server/start.ts";
import { insertAccount } from "../../server/store/accounts.ts";
import { saveMember } from "../../server/store/members.ts";
import { agent } from "../helpers/actors.ts";
import { DESK, deskAnswers, HALL, VISIT } from "../helpers/agenda.ts";
import { type LiveBase, startLiveServer } from "../helpers/live-server.ts";
import { commune } from "../helpers/members.ts";
import { offer } from "../helpers/offer.ts";
import { type PrivatePostgres, startPrivatePostgres } from "../helpers/private-postgres.ts";

const MEMBER = "mulhouse";
const CLIENTS = 500;
const SLOTS = 100;

let postgres: PrivatePostgres | null = null;
let base: Pick<LiveBase, "dataDir" | "environment">;
let here: Installation;
let hall: string;
let clients: readonly string[];
/** A hundred slots of three minutes, from eight to one, some working day far enough. */
let starts: readonly string[];

beforeAll(async () => {
  const dataDir = await mkdtemp(join(tmpdir(), "guichet-agenda-"));
  postgres = await startPrivatePostgres();
  base = { dataDir, environment: { DATA_DIR: dataDir, DATABASE_URL: postgres.url, LOG_LEVEL: "error" } };
  const config = readConfig({ ...base.environment, GUICHET_WORKER: "off" });
  here = await openInstallation(config, createLog(config));
  await saveMember(here.ctx.db, commune(MEMBER, "Ville de Mulhouse"));
  for (const definition of [HALL, DESK, VISIT]) await offer(here.ctx, definition);
  hall = await file(HALL, { nom: "Mairie" });
  const every = ["lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"];
  const horaires = [{ jours: every, de: "08:00", a: "13:00" }];
  await file(DESK, deskAnswers(hall, { duree: 3, motifs: [{ motif: "depot" }], horaires }));
  starts = await wholeDay();
  clients = await enrolAll();
}, 180_000);
afterAll(async () => {
  await here.close();
  await postgres?.stop();
  await rm(base.dataDir, { recursive: true, force: true });
});
beforeEach(async () => {
  await withActor(here.ctx.db, { system: true }, (tx) => tx`delete from booking`);
});

async function file(definition: typeof HALL, answers: Parameters<typeof deskAnswers>[1] & object): Promise<string> {
  const opened = await openEntry(here.ctx, { member: MEMBER, definition, actor: agent(), answers });
  if (!opened.ok) throw new Error(JSON.stringify(opened.problem));
  return opened.value.view.id;
}

/** The hundred slots of a day far enough, whole: no holiday, no change of hour. */
async function wholeDay(): Promise<readonly string[]> {
  const offered = await offerOf(here.ctx, MEMBER, DESK.id);
  if (!offered) throw new Error("nothing is offered");
  const slots = await freeOf(here.ctx, offered, { reason: "depot", units: 1, place: hall }, []);
  const all = slots.map(({ start }) => new Date(start).toISOString());
  const days = [...new Set(all.map((start) => start.slice(0, 10)))];
  const whole = days
    .map((day) => all.filter((start) => start.startsWith(day)))
    .filter(({ length }) => length === SLOTS);
  const [, , chosen] = whole;
  if (!chosen) throw new Error(`no whole day among ${days.length}`);
  return chosen;
}

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
  readonly errors?: readonly { readonly code: string; readonly message: string }[];
}

/** One client asks for one slot, of this server or, when it dies, of the others: under the same key. */
async function ask(rank: number, urls: readonly string[]): Promise<Answer> {
  const key = `client-${rank}-${run}`;
  for (let attempt = 0; ; attempt += 1) {
    const url = urls[(rank + attempt) % urls.length] ?? "";
    try {
      const answer = await fetch(`${url}/api/v1/${MEMBER}/${VISIT.id}/entries`, {
        method: "POST",
        headers: {
          Authorization: `Bearer ${clients[rank]}`,
          "Content-Type": "application/json",
          "Idempotency-Key": key,
        },
        body: JSON.stringify({
          nom: `Personne ${rank}`,
          motif: "depot",
          rendezVous: { place: hall, debut: starts[rank % SLOTS] },
        }),
      });
      return { status: answer.status, ...((await answer.json()) as object) };
    } catch (error) {
      if (attempt >= 20) throw error;
    }
  }
}

let run = 0;

/** Everyone at once, half of them at each server. */
async function everyone(urls: readonly string[], during: () => Promise<void> = async () => undefined) {
  run += 1;
  const [answers] = await Promise.all([Promise.all(clients.map((_, rank) => ask(rank, urls))), during()]);
  return answers;
}

const rows = () =>
  withActor(
    here.ctx.db,
    { system: true },
    (tx) => tx<{ state: string; startsAt: Date; entryId: string | null; lane: number }[]>`
      select state, starts_at, entry_id, lane from booking`,
  );

/** What must be true however it went: each slot booked once, by who was told so; the others told why. */
async function expectFair(answers: readonly Answer[]): Promise<void> {
  const made = answers.filter(({ status }) => status === 201);
  const told = answers.filter(({ status }) => status === 422);
  expect({ made: made.length, told: told.length }).toEqual({ made: SLOTS, told: CLIENTS - SLOTS });
  expect(new Set(told.flatMap(({ errors = [] }) => errors.map(({ code }) => code)))).toEqual(new Set(["slot"]));
  expect(told.every(({ errors }) => errors?.[0]?.message.includes("pris par quelqu’un d’autre"))).toBe(true);
  const booked = await rows();
  expect(new Set(booked.map(({ state }) => state))).toEqual(new Set(["booked"]));
  expect(booked.map(({ startsAt }) => startsAt.toISOString()).toSorted()).toEqual(starts);
  expect(new Set(booked.map(({ entryId }) => entryId))).toEqual(new Set(made.map(({ id }) => id)));
}

test("five hundred people at once, through two processes, book a hundred slots once", async () => {
  const servers = await Promise.all([startLiveServer(fullBase()), startLiveServer(fullBase())]);
  try {
    await expectFair(await everyone(servers.map(({ url }) => url)));
  } finally {
    await Promise.all(servers.map((server) => server.stop()));
  }
});

test("the same while one process is killed: nobody is left without an answer, no slot stays held", async () => {
  const [doomed, other] = await Promise.all([startLiveServer(fullBase()), startLiveServer(fullBase())]);
  try {
    const gone = once(doomed.process, "exit");
    const answers = await everyone([doomed.url, other.url], async () => {
      await expect.poll(async () => (await rows()).length, { interval: 5 }).toBeGreaterThan(SLOTS / 5);
      doomed.process.kill("SIGKILL");
      await gone;
    });
    await expectFair(answers);
    expect(await verify(here.ctx)).toMatchObject({ broken: [] });
  } finally {
    await Promise.all([doomed, other].map((server) => server.stop()));
  }
});

const fullBase = (): LiveBase => ({ ...base, remove: async () => undefined });
