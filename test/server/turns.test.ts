import { once } from "node:events";
import { type AddressInfo, createServer, type Socket } from "node:net";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { launchWork, planWork } from "../../server/commands/plan-work.ts";
import { prepareWork } from "../../server/commands/prepare-work.ts";
import { sendEvent } from "../../server/commands/send-event.ts";
import type { Context } from "../../server/context.ts";
import { withActor } from "../../server/db/with-actor.ts";
import { actorsOf } from "../../server/identity/actor-for.ts";
import { countJobs, Turns } from "../../server/store/effects.ts";
import { findAcross } from "../../server/store/entries.ts";
import { latestMails } from "../../server/store/outbox.ts";
import { findWork } from "../../server/store/works.ts";
import { closeMail } from "../../server/worker/mail.ts";
import { drain, startWorker, tick } from "../../server/worker/worker.ts";
import { drainWorks } from "../../server/worker/works.ts";
import { buildDefinition, INSTRUCTION } from "../helpers/definitions.ts";
import { offer } from "../helpers/offer.ts";
import { MEMBER } from "./town-places.ts";
import { fileEntry, openTown, subjectOf, type Town } from "./whole-town.ts";

const MANY = 500;
const OTHER = "rixheim";

const mailed = (template: string) => ({ type: "mail", params: { to: "courriel", template } });

/** The usual states, each of which mails whoever filed. */
function mailing(): object {
  const states = Object.entries(INSTRUCTION["states"] as Record<string, object>);
  return Object.fromEntries(states.map(([id, state]) => [id, { ...state, entry: [mailed(id)] }]));
}

const SKIP = buildDefinition({
  id: "voirie/benne",
  required: ["nom", "courriel"],
  properties: {
    nom: { type: "string", title: "Nom" },
    courriel: { type: "string", format: "email", title: "Courriel" },
  },
  definition: {
    unit: "voirie",
    templates: {
      deposee: { subject: "Reçue : {{nom}}", body: "Bonjour." },
      instruction: { subject: "Étudiée : {{nom}}", body: "Bonjour." },
      acceptee: { subject: "Acceptée : {{nom}}", body: "Bonjour." },
      retiree: { subject: "Retirée : {{nom}}", body: "Bonjour." },
    },
  },
  workflow: { states: mailing() as never },
});

let town: Town;
let ctx: Context;

beforeAll(async () => {
  town = await openTown({ messagesADay: 0 });
  ctx = town.ctx;
  await offer(ctx, SKIP, [MEMBER, OTHER]);
});
beforeEach(async () => {
  await drain(ctx);
});
afterAll(() => town.stop());

async function file(nom: string, member = MEMBER): Promise<string> {
  const definition = ctx.catalogue.definition(member, SKIP.id);
  if (!definition) throw new Error("not offered");
  return fileEntry(town, town.people.holder, definition, { nom, courriel: `${nom}@exemple.fr` }, member);
}

/** Files so many demandes, and has an agent take them all in hand at once. Their mails then wait. */
async function actOnMany(count: number): Promise<readonly string[]> {
  const ids: string[] = [];
  for (let rank = 0; rank < count; rank += 1) ids.push(await file(`n${rank}`));
  await withActor(ctx.db, { system: true }, (tx) => tx`update effect set done_at = now() where done_at is null`);
  const { agent } = town.people.agent;
  if (!agent) throw new Error("no agent");
  const actorIn = actorsOf(ctx, subjectOf(town.people.agent));
  async function* chosen() {
    yield await findAcross(ctx, [MEMBER], ids);
  }
  const prepared = await prepareWork(ctx, { agent, actorIn, definition: SKIP.id, list: "", chosen: chosen() });
  const work = prepared.ok ? await findWork(ctx.db, MEMBER, agent.id, prepared.value) : null;
  if (work?.kind !== "bulk") throw new Error("nothing was prepared");
  await planWork(ctx, work, actorIn, { type: "event", event: "prendre-en-charge", answers: {} });
  const planned = await findWork(ctx.db, MEMBER, agent.id, work.id);
  if (planned?.kind !== "bulk" || !(await launchWork(ctx, planned)).ok) throw new Error("not launched");
  await drainWorks(ctx);
  town.advance(1_000);
  return ids;
}

const waiting = async () => (await countJobs(ctx.db, ctx.clock())).pending;
const sent = async (subject: string) => (await latestMails(ctx, 1_000)).some((mail) => mail.subject === subject);
async function ticks(count: number, turns = new Turns()): Promise<void> {
  for (let turn = 0; turn < count; turn += 1) await tick(ctx, turns);
}

describe("a mail that someone waits for", () => {
  test("leaves among the first, before those of an action on five hundred demandes", async () => {
    await actOnMany(MANY);
    expect(await waiting()).toBe(MANY);
    await file("Yvonne");
    expect(await waiting()).toBe(MANY + 1);
    await ticks(2);
    expect(await sent("Reçue : Yvonne")).toBe(true);
    expect(await waiting()).toBeGreaterThanOrEqual(MANY - 1);
  }, 60_000);

  test("leaves among the first, and so does the one before it, about a demande of that action", async () => {
    const ids = await actOnMany(30);
    const id = ids.at(-1) ?? "";
    const actor = actorsOf(ctx, subjectOf(town.people.agent))(MEMBER, SKIP);
    const request = { member: MEMBER, definitionId: SKIP.id, id, actor, revision: null, type: "accepter" };
    expect((await sendEvent(ctx, request)).ok).toBe(true);
    await ticks(3);
    expect(await sent("Étudiée : n29")).toBe(true);
    expect(await sent("Acceptée : n29")).toBe(true);
    expect(await waiting()).toBeGreaterThanOrEqual(28);
  });

  test("leaves soon though a neighbouring member has many of its own", async () => {
    for (let rank = 0; rank < 40; rank += 1) await file(`m${rank}`);
    town.advance(60_000);
    await file("Odile", OTHER);
    await ticks(4);
    expect(await sent("Reçue : Odile")).toBe(true);
  });
});

test("what nobody waits for has one turn of four, however much is waited for", async () => {
  await actOnMany(10);
  for (let rank = 0; rank < 40; rank += 1) await file(`f${rank}`);
  await ticks(12);
  const left = await withActor(
    ctx.db,
    { system: true },
    (tx) => tx<{ background: boolean }[]>`select background from effect where done_at is null and type = 'mail'`,
  );
  expect(left.filter(({ background }) => background)).toHaveLength(7);
  expect(left.filter(({ background }) => !background)).toHaveLength(31);
});

test("a mail server that says nothing holds up no timer", async () => {
  const calls = new Set<Socket>();
  const mute = createServer((socket) => calls.add(socket)).listen(0, "127.0.0.1");
  await once(mute, "listening");
  const { port } = mute.address() as AddressInfo;
  const entries = await Promise.all(["a", "b", "c", "d", "e"].map((nom) => file(nom)));
  town.advance(60_000);
  await withActor(
    ctx.db,
    { system: true },
    (tx) => tx`
      insert into effect (member_id, entry_id, seq, rank, type, params, run_at, background)
      values (${MEMBER}, ${entries[0] ?? ""}, 1, 9, 'timer', ${tx.json({ event: "passer" })}, ${ctx.clock()}, true)`,
  );
  const worker = startWorker({ ...ctx, config: { ...ctx.config, smtpUrl: `smtp://127.0.0.1:${port}` } });
  const left = () =>
    withActor(
      ctx.db,
      { system: true },
      (tx) => tx<{ type: string; count: number }[]>`
        select type, count(*)::integer as count from effect where done_at is null group by type`,
    );
  await expect.poll(() => calls.size, { timeout: 8_000 }).toBeGreaterThan(0);
  await expect.poll(left, { timeout: 8_000 }).toEqual([{ type: "mail", count: 5 }]);
  mute.close();
  for (const call of calls) call.destroy();
  await worker.stop();
  closeMail();
});
