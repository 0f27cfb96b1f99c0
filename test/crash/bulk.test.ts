import { expect, test } from "vitest";
import type { Answers, Entry } from "../../engine/index.ts";
import { openEntry } from "../../server/commands/open-entry.ts";
import { launchWork, planWork } from "../../server/commands/plan-work.ts";
import { prepareWork } from "../../server/commands/prepare-work.ts";
import { verify } from "../../server/commands/verify.ts";
import { readConfig } from "../../server/config.ts";
import type { Context } from "../../server/context.ts";
import { openDatabase } from "../../server/db/connect.ts";
import { readAs, withActor } from "../../server/db/with-actor.ts";
import { actorsOf } from "../../server/identity/actor-for.ts";
import { agentSubject } from "../../server/identity/subject.ts";
import { createLog, openInstallation } from "../../server/start.ts";
import { findAcross } from "../../server/store/entries.ts";
import { agentNow } from "../../server/store/work-turns.ts";
import { findWork } from "../../server/store/works.ts";
import { findAgent } from "../helpers/api-client.ts";
import { createDemoBase } from "../helpers/demo-base.ts";
import { type LiveBase, pause, readDemo, startLiveServer } from "../helpers/live-server.ts";
import { BIRTH, birthCertificate } from "../helpers/samples.ts";
import { MEMBER } from "./load.ts";
import { killNode } from "./rounds.ts";

const MANY = 10_000;
const AT_ONCE = 16;
/** How much of the work is done when the server dies. */
const PART = 0.4;

/** Does something in this process on the base of a server that does not run. */
async function inInstallation<T>(base: LiveBase, work: (ctx: Context) => Promise<T>): Promise<T> {
  const config = readConfig({ ...base.environment, LOG_LEVEL: "error", GUICHET_WORKER: "off", POOL_SIZE: "16" });
  const installation = await openInstallation(config, createLog(config));
  try {
    return await work(installation.ctx);
  } finally {
    await installation.close();
  }
}

/** Demandes of nobody we know, filed as quickly as the base takes them. Answers their ids. */
async function fileMany(ctx: Context): Promise<readonly string[]> {
  const definition = ctx.catalogue.definition(MEMBER, BIRTH);
  if (!definition) throw new Error(`${BIRTH} is not offered`);
  const actor = { kind: "anonymous", id: "visiteur", roles: [], units: [], holders: ["visiteur"] } as const;
  const answers = birthCertificate({}) as Answers;
  const ids: string[] = [];
  const lane = async () => {
    while (ids.length < MANY) {
      const place = ids.push("") - 1;
      const opened = await openEntry(ctx, { member: MEMBER, definition, actor, answers });
      if (!opened.ok) throw new Error(JSON.stringify(opened.problem));
      ids[place] = opened.value.view.id;
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, lane));
  // Their acknowledgements would leave at the same time and hide what is measured here.
  await withActor(ctx.db, { system: true }, (tx) => tx`update effect set done_at = now() where done_at is null`);
  return ids;
}

/** Entries by their ids, five hundred at a time. */
async function* read(ctx: Context, ids: readonly string[]): AsyncGenerator<readonly Entry[]> {
  for (let at = 0; at < ids.length; at += 500) yield findAcross(ctx, [MEMBER], ids.slice(at, at + 500));
}

/** An agent takes all these in hand at once. */
async function launch(ctx: Context, email: string, ids: readonly string[]): Promise<string> {
  const [{ id: agentId } = { id: "" }] = await readAs(
    ctx.db,
    { member: MEMBER },
    (tx) => tx<{ id: string }[]>`select id from agent where email = ${email}`,
  );
  const agent = await withActor(ctx.db, { member: MEMBER }, (tx) => agentNow(tx, MEMBER, agentId, ctx.clock()));
  if (!agent) throw new Error("no such agent");
  const actorIn = actorsOf(ctx, agentSubject(agent));
  const request = { agent, actorIn, definition: BIRTH, list: "", chosen: read(ctx, ids) };
  const prepared = await prepareWork(ctx, request);
  const work = prepared.ok ? await findWork(ctx.db, MEMBER, agent.id, prepared.value) : null;
  if (work?.kind !== "bulk") throw new Error("nothing was prepared");
  expect(await planWork(ctx, work, actorIn, { type: "event", event: "prendre-en-charge", answers: {} })).toEqual({
    ok: true,
    value: { will: MANY, wont: 0 },
  });
  const planned = await findWork(ctx.db, MEMBER, agent.id, work.id);
  if (planned?.kind !== "bulk") throw new Error("nothing was planned");
  expect(await launchWork(ctx, planned)).toMatchObject({ ok: true });
  return planned.id;
}

interface Count {
  readonly state: string;
  readonly left: number;
  readonly outcomes: Readonly<Record<string, number>>;
}

/** How far a work is. */
async function progressOf(ctx: Pick<Context, "db">, id: string): Promise<Count> {
  const [row] = await readAs(
    ctx.db,
    { member: MEMBER },
    (tx) => tx<Count[]>`
      select w.state, (count(*) filter (where outcome is null))::int as left,
        (select jsonb_object_agg(outcome, n) from (
          select outcome, count(*) as n from work_item where work_id = ${id} and outcome is not null group by 1) as o
        ) as outcomes
      from work w join work_item i on i.work_id = w.id where w.id = ${id} group by w.state`,
  );
  if (!row) throw new Error("no such work");
  return row;
}

/** Waits until so many demandes are done with; answers how many are left. */
async function until(base: LiveBase, id: string, left: number): Promise<number> {
  const database = await openDatabase(
    { dataDir: base.dataDir, databaseUrl: base.environment["DATABASE_URL"] ?? null, poolSize: 1 },
    { info: () => undefined, warn: () => undefined },
  );
  try {
    for (let attempt = 0; attempt < 2_400; attempt += 1) {
      const found = await progressOf({ db: database.app }, id);
      if (found.left <= left && (left > 0 || found.state === "done")) return found.left;
      await pause(50);
    }
    throw new Error("the work does not go on");
  } finally {
    await database.stop();
  }
}

test(`a bulk event on ${MANY} demandes survives kill -9: each done once, the report complete`, async () => {
  const base = await createDemoBase("mulhouse");
  try {
    await (await startLiveServer(base)).stop();
    const { email } = findAgent(await readDemo(base), MEMBER, "agent", "etat-civil");
    const { ids, work } = await inInstallation(base, async (ctx) => {
      const filed = await fileMany(ctx);
      return { ids: filed, work: await launch(ctx, email, filed) };
    });
    const dying = await startLiveServer(base);
    const left = await until(base, work, MANY * (1 - PART));
    expect(left, "the work was over before it could be killed").toBeGreaterThan(0);
    await killNode(base, dying);
    const server = await startLiveServer(base);
    await until(base, work, 0);
    expect(await server.stop()).toBe(0);
    await inInstallation(base, async (ctx) => {
      expect(await progressOf(ctx, work)).toEqual({ state: "done", left: 0, outcomes: { done: MANY } });
      expect(await takenOf(ctx, ids)).toEqual({ entries: MANY, once: MANY });
      expect(await verify(ctx)).toMatchObject({ broken: [] });
    });
  } finally {
    await base.remove();
  }
}, 600_000);

/** Of these demandes, how many there are, and how many were taken in hand once, in bulk. */
async function takenOf(ctx: Context, ids: readonly string[]): Promise<unknown> {
  const [row] = await readAs(
    ctx.db,
    { member: MEMBER },
    (tx) => tx`
      select count(*)::int as entries, (count(*) filter (where state = 'instruction' and revision = 2 and (
        select count(*) = 1 and bool_and((data->>'bulk')::boolean) from entry_event v
        where v.member_id = e.member_id and v.entry_id = e.id and v.type = 'prendre-en-charge')))::int as once
      from entry e where member_id = ${MEMBER} and id = any(${[...ids]}::uuid[])`,
  );
  return row;
}
