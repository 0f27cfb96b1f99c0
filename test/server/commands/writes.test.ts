import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Actor, Answers, CompiledDefinition } from "../../../engine/index.ts";
import { openEntry } from "../../../server/commands/open-entry.ts";
import { sendEvent } from "../../../server/commands/send-event.ts";
import { withActor } from "../../../server/db/with-actor.ts";
import { listEntries } from "../../../server/store/entry-list.ts";
import { entryHistory } from "../../../server/store/events.ts";
import { type DemoInstallation, installDemo } from "../../helpers/demo-installation.ts";

const NOW = new Date("2026-03-03T09:30:00.000Z");
const MEMBER = "mulhouse";
const CITIZEN: Actor = { kind: "citizen", id: "citizen-key", roles: [], units: [], holders: ["citizen-key"] };

let installation: DemoInstallation;
let definition: CompiledDefinition;
let agent: Actor;
let answers: Answers;

beforeAll(async () => {
  installation = await installDemo("mulhouse", NOW);
  const first = installation.ctx.catalogue.definition(MEMBER, "etat-civil/acte-naissance");
  if (!first) throw new Error("The demo offers nothing");
  definition = first;
  const units = first.unit === null ? [] : [first.unit];
  agent = {
    kind: "agent",
    id: randomUUID(),
    name: "Sophie Muller",
    member: MEMBER,
    roles: ["agent"],
    units,
    holders: [],
  };
  const { items } = await listEntries(installation.ctx, { definition, member: MEMBER, limit: 1 });
  answers = items[0]?.answers ?? {};
});

afterAll(() => installation.stop());

const open = (over: { idempotencyKey?: string; draft?: string; answers?: Answers; actor?: Actor } = {}) =>
  openEntry(installation.ctx, { member: MEMBER, definition, actor: CITIZEN, answers, ...over });

const opened = async (over: Parameters<typeof open>[0] = {}) => {
  const outcome = await open(over);
  if (!outcome.ok) throw new Error(JSON.stringify(outcome.problem));
  return outcome.value;
};

const firstEvent = () => {
  const state = definition.workflow.states.get(definition.workflow.initial);
  const event = state?.events.find((each) => each.form === undefined && !each.edit && each.who.includes("agent"));
  if (!event) throw new Error("The first state has no plain event");
  return event.type;
};

const send = (id: string, revision: number | null, type = firstEvent()) =>
  sendEvent(installation.ctx, { member: MEMBER, definitionId: definition.id, id, actor: agent, type, revision });

describe("an entry sent twice", () => {
  test("is made once for the same key, at the same time or later, and answered the same", async () => {
    const key = randomUUID();
    const all = await Promise.all(Array.from({ length: 10 }, () => opened({ idempotencyKey: key })));
    const again = await opened({ idempotencyKey: key });
    expect(new Set([...all, again].map(({ view }) => JSON.stringify(view))).size).toBe(1);
    expect(all.filter(({ replayed }) => !replayed)).toHaveLength(1);
  });

  test("is refused when the key comes with other answers", async () => {
    const key = randomUUID();
    await opened({ idempotencyKey: key });
    const other = await open({ idempotencyKey: key, answers: { ...answers, nom: "Autrement" } });
    expect(other).toMatchObject({ ok: false, problem: { status: 409, code: "idempotency-conflict" } });
  });

  test("may use the key of someone else", async () => {
    const key = randomUUID();
    const mine = await opened({ idempotencyKey: key });
    const hers = await opened({ idempotencyKey: key, actor: { ...CITIZEN, id: "other", holders: ["other"] } });
    expect(hers.view.id).not.toBe(mine.view.id);
  });

  test("is made once for the same draft", async () => {
    const draft = randomUUID();
    await withActor(
      installation.ctx.db,
      { member: MEMBER },
      (tx) => tx`insert into draft (member_id, id, definition, version, owner, answers, expires_at)
                 values (${MEMBER}, ${draft}, ${definition.id}, ${definition.version}, 'citizen-key', '{}', now() + interval '1 day')`,
    );
    const all = await Promise.all(Array.from({ length: 8 }, () => opened({ draft })));
    expect(new Set(all.map(({ view }) => view.id)).size).toBe(1);
  });
});

describe("two agents at once", () => {
  test("one wins and the others learn that the entry has changed", async () => {
    const { view } = await opened();
    const outcomes = await Promise.all(Array.from({ length: 8 }, () => send(view.id, view.revision)));
    const lost = outcomes.filter((outcome) => !outcome.ok);
    expect(outcomes.filter((outcome) => outcome.ok)).toHaveLength(1);
    expect(lost.every((outcome) => !outcome.ok && outcome.problem.code === "stale")).toBe(true);
    const history = await entryHistory(installation.ctx, MEMBER, view.id);
    expect(history.map((event) => event.seq)).toEqual([1, 2]);
  });

  test("without a revision, an event applies to the entry as it has become, or is refused by its state", async () => {
    const { view } = await opened();
    const outcomes = await Promise.all(Array.from({ length: 4 }, () => send(view.id, null)));
    expect(outcomes.filter((outcome) => outcome.ok)).toHaveLength(1);
    for (const outcome of outcomes) {
      if (!outcome.ok) expect(outcome.problem.code).toBe("unknown-event");
    }
  });
});

describe("an entry the actor may not know of", () => {
  test("does not exist: another member's, another definition's, another citizen's", async () => {
    const { view } = await opened();
    const stranger: Actor = { ...agent, member: "rixheim" };
    const base = { member: MEMBER, definitionId: definition.id, id: view.id, type: firstEvent(), revision: null };
    const attempts = [
      { ...base, actor: stranger },
      { ...base, actor: agent, member: "rixheim" },
      { ...base, actor: agent, definitionId: "autre/chose" },
      { ...base, actor: { ...CITIZEN, id: "other", holders: ["other"] } },
      { ...base, actor: agent, id: "pas-un-identifiant" },
    ];
    for (const attempt of attempts) {
      expect(await sendEvent(installation.ctx, attempt)).toMatchObject({ ok: false, problem: { status: 404 } });
    }
  });
});

describe("an entry kept in memory", () => {
  test("does not hide what another process did in between", async () => {
    const { view } = await opened();
    const base = { member: MEMBER, definitionId: definition.id, id: view.id, actor: agent, type: firstEvent() };
    const [first] = await withActor(
      installation.ctx.db,
      { member: MEMBER },
      (tx) => tx`update entry set revision = 7 where member_id = ${MEMBER} and id = ${view.id} returning revision`,
    );
    expect(first?.["revision"]).toBe(7);
    const impossible = { ...base, type: "evenement-inconnu", revision: 1 };
    expect(await sendEvent(installation.ctx, impossible)).toMatchObject({ ok: false, problem: { code: "stale" } });
    expect(await sendEvent(installation.ctx, { ...base, revision: 1 })).toMatchObject({
      ok: false,
      problem: { code: "stale" },
    });
    expect(await sendEvent(installation.ctx, { ...base, revision: 7 })).toMatchObject({ ok: true });
  });
});
