import { readFile } from "node:fs/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Answers, CompiledDefinition } from "../../engine/index.ts";
import { openEntry } from "../../server/commands/open-entry.ts";
import { sendEvent } from "../../server/commands/send-event.ts";
import type { Context } from "../../server/context.ts";
import { readAs, withActor } from "../../server/db/with-actor.ts";
import { findEntry } from "../../server/store/entries.ts";
import { entryHistory } from "../../server/store/events.ts";
import { latestMails } from "../../server/store/outbox.ts";
import { drain } from "../../server/worker/worker.ts";
import { clockDefinition } from "../engine/clock.definition.ts";
import { agent } from "../helpers/actors.ts";
import { type DemoInstallation, installDemo } from "../helpers/demo-installation.ts";
import { offer } from "../helpers/offer.ts";

const NOW = new Date("2026-03-03T09:30:00.000Z");
const AGENT = agent({ id: "11111111-1111-4111-8111-111111111111" });

let installation: DemoInstallation;
let definition: CompiledDefinition;

beforeAll(async () => {
  installation = await installDemo("mulhouse", NOW);
  const { ctx } = installation;
  const compiled = clockDefinition({ regime: "SVR", delay: "P2M" });
  await offer(ctx, compiled);
  definition = compiled;
  // What the demo's own entries owe takes its time, and is not the matter here.
  await withActor(ctx.db, { system: true }, (tx) => tx`delete from effect`);
});

afterAll(() => installation.stop());

const at = (instant: string): Context => ({ ...installation.ctx, clock: () => new Date(instant) });

async function filed(instant: string): Promise<string> {
  const opened = await openEntry(at(instant), {
    member: "mulhouse",
    definition,
    actor: AGENT,
    answers: { nom: "Muller" },
  });
  if (!opened.ok) throw new Error(JSON.stringify(opened.problem));
  return opened.value.view.id;
}

const send = (instant: string, id: string, type: string, answers: Answers = {}, revision: number | null = null) =>
  sendEvent(at(instant), {
    member: "mulhouse",
    definitionId: definition.id,
    id,
    actor: AGENT,
    type,
    answers,
    revision,
  });

/** The day that queues filter on, as a member's agent sees it. */
async function due(id: string, member = "mulhouse"): Promise<string | null> {
  const [row] = await readAs(
    installation.ctx.db,
    { member },
    (tx) => tx<{ due: string | null }[]>`select due::text from entry_state where entry_id = ${id}`,
  );
  return row?.due ?? null;
}

const mails = async () =>
  (await latestMails(installation.ctx, 200)).map(({ recipient, subject, body }) => ({ recipient, subject, body }));

const entry = async (id: string) =>
  (await findEntry(installation.ctx, "mulhouse", id)) ?? { state: "gone", clock: null };

describe("the legal clock of an entry", () => {
  test("stands beside it and in the column of queues, for its member alone", async () => {
    const id = await filed("2026-03-03T09:30:00Z");
    expect((await entry(id)).clock).toMatchObject({ regime: "SVR", status: "running", due: "2026-05-03" });
    expect(await due(id)).toBe("2026-05-03");
    expect(await due(id, "rixheim")).toBeNull();
  });

  test("moves with a request for items and their arrival, and stops with the decision", async () => {
    const id = await filed("2026-03-03T09:30:00Z");
    await send("2026-04-03T09:30:00Z", id, "demander", { avant: "2026-05-03" });
    expect(await due(id)).toBe("2026-06-02");
    await send("2026-04-13T09:30:00Z", id, "completer");
    expect(await due(id)).toBe("2026-05-13");
    await send("2026-04-14T09:30:00Z", id, "accepter");
    expect(await due(id)).toBeNull();
    await drain(at("2026-08-01T09:30:00Z"));
    expect((await entry(id)).state).toBe("acceptee");
  });

  test("falls at its own midnight and not at the one it had before", async () => {
    const id = await filed("2026-03-03T09:30:00Z");
    await send("2026-04-03T09:30:00Z", id, "demander", { avant: "2026-05-03" });
    await drain(at("2026-05-03T22:00:00Z"));
    expect((await entry(id)).state).toBe("incomplete");
    await drain(at("2026-06-02T21:59:59Z"));
    expect((await entry(id)).state).toBe("incomplete");
    await drain(at("2026-06-02T22:00:00Z"));
    expect(await entry(id)).toMatchObject({
      state: "rejetee-silence",
      clock: { status: "stopped", due: null, silentOn: "2026-06-02" },
    });
    expect((await entryHistory(installation.ctx, "mulhouse", id)).at(-1)).toMatchObject({
      type: "silence-rejet",
      actor: { kind: "system" },
    });
  });

  test("an agent who acts after the time is told of the decision that silence made, even before the worker records it", async () => {
    const id = await filed("2026-03-03T09:30:00Z");
    const late = await send("2026-05-04T06:00:00Z", id, "refuser", {}, 1);
    expect(late).toMatchObject({ ok: false, problem: { code: "stale" } });
    expect((await entry(id)).state).toBe("rejetee-silence");
    expect(await send("2026-05-04T06:01:00Z", id, "refuser", {}, 2)).toMatchObject({ ok: true });
    await drain(at("2026-05-04T06:02:00Z"));
    expect((await entry(id)).state).toBe("refusee");
  });

  test("two who act at once leave one clock and one timer", async () => {
    const id = await filed("2026-03-03T09:30:00Z");
    const sent = await Promise.all(
      ["2026-05-03", "2026-05-13"].map((avant) => send("2026-04-03T09:30:00Z", id, "demander", { avant })),
    );
    expect(sent.every(({ ok }) => ok)).toBe(true);
    const waiting = await readAs(
      installation.ctx.db,
      { member: "mulhouse" },
      (tx) => tx<{ day: string }[]>`
        select ((run_at at time zone 'Europe/Paris')::date - 1)::text as day from effect
        where entry_id = ${id} and send_id = 'horloge:echeance' and done_at is null and cancelled_at is null`,
    );
    expect(waiting.map(({ day }) => day)).toEqual([await due(id)]);
  });

  test("warns the service a week before, once for all that is due that day", async () => {
    const ids = [await filed("2026-07-01T09:30:00Z"), await filed("2026-07-01T11:30:00Z")];
    await drain(at("2026-08-25T04:59:00Z"));
    const about = async () => (await mails()).filter(({ subject }) => subject.endsWith("avant le 1er septembre 2026"));
    expect(await about()).toEqual([]);
    await drain(at("2026-08-25T05:00:00Z"));
    const [mail, second] = await about();
    expect(second).toBeUndefined();
    expect(mail).toMatchObject({
      recipient: "accueil@mulhouse.example",
      subject: "2 demandes à décider avant le 1er septembre 2026",
    });
    for (const id of ids) expect(mail?.body).toContain(`/mulhouse/agent/essai/delai/${id}`);
    expect(mail?.body).not.toContain("Muller");
  });

  test("says nothing of what has been decided meanwhile", async () => {
    const id = await filed("2026-09-10T09:30:00Z");
    await send("2026-09-11T09:30:00Z", id, "accepter");
    await drain(at("2026-11-09T09:30:00Z"));
    expect((await mails()).filter(({ subject }) => subject.endsWith("10 novembre 2026"))).toEqual([]);
  });
});

test("an installation that upgrades gives the entries under way the clock they would have had", async () => {
  const id = await filed("2026-08-31T09:30:00Z");
  const over = await filed("2026-03-03T09:30:00Z");
  await send("2026-03-04T09:30:00Z", over, "accepter");
  const file = new URL("../../server/db/migrations/0013_clock.sql", import.meta.url);
  const sql = await readFile(file, "utf8");
  const [, upgrade = ""] =
    /select set_config\('guichet.system', 'on', true\);\n([\s\S]*?)select set_config/.exec(sql) ?? [];
  expect(upgrade).toContain("update entry_state");
  await withActor(installation.ctx.db, { system: true }, async (tx) => {
    await tx`update entry set clock = null where id in (${id}, ${over})`;
    await tx`update entry_state set due = null where entry_id in (${id}, ${over})`;
    await tx.unsafe(upgrade).simple();
  });
  expect(await due(id)).toBe("2026-10-31");
  expect((await entry(id)).clock).toMatchObject({ regime: "SVR", status: "running", startedOn: "2026-08-31" });
  expect(await due(over)).toBeNull();
  expect((await entry(over)).clock).toMatchObject({ status: "stopped", due: null });
  expect(await send("2026-09-10T09:30:00Z", id, "demander", { avant: "2026-09-20" })).toMatchObject({ ok: true });
  expect(await due(id)).toBe("2026-11-10");
});
