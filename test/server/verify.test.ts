import { afterAll, beforeAll, expect, test } from "vitest";
import type { Actor, Role } from "../../engine/index.ts";
import { assignEntry } from "../../server/commands/assign-entry.ts";
import { type Broken, verify } from "../../server/commands/verify.ts";
import { readAs } from "../../server/db/with-actor.ts";
import { type DemoInstallation, installDemo } from "../helpers/demo-installation.ts";

let installation: DemoInstallation;

beforeAll(async () => {
  installation = await installDemo("mulhouse", new Date("2026-03-03T09:30:00.000Z"));
});

afterAll(() => installation.stop());

/** Nobody deletes their rows, not even their owner, who is under her own policies until she says otherwise. */
const FORCED = ["entry", "entry_state", "entry_event"];

/** Alters the base as its owner could, tells what `verify` sees, then undoes the alteration. */
async function seen(alter: string, undo: string): Promise<string[]> {
  const { owner } = installation.database;
  const asOwner = async (statements: string) => {
    const connection = await owner.reserve();
    const force = (how: string) => FORCED.map((table) => `alter table ${table} ${how} row level security;`).join("");
    try {
      await connection
        .unsafe(`begin; set local guichet.system = 'on'; ${force("no force")} ${statements}; ${force("force")} commit`)
        .simple();
    } finally {
      connection.release();
    }
  };
  await asOwner(alter);
  const { broken } = await verify(installation.ctx);
  await asOwner(undo);
  return broken.map((fault) => `${fault.seq ?? "-"} ${fault.reason}`);
}

const CERTIFICATE = { member: "mulhouse", definitionId: "etat-civil/acte-naissance" };

/** Some entries of a queue, and the agent who works it. */
async function worked() {
  const { db } = installation.ctx;
  const agents = await readAs(
    db,
    { member: "mulhouse" },
    (tx) => tx<{ id: string; name: string; roles: Role[]; units: string[] }[]>`
      select id, name, array[role] as roles, array[unit] as units from agent join agent_role on agent_id = id
      where role = 'agent' and unit = 'etat-civil' limit 1`,
  );
  const entries = await readAs(
    db,
    { member: "mulhouse" },
    (tx) => tx<{ id: string }[]>`select id from entry where definition = ${CERTIFICATE.definitionId} limit 8`,
  );
  const [worker] = agents;
  if (!worker) throw new Error("no agent");
  return { ids: entries.map(({ id }) => id), worker };
}

const ONE = "(select member_id, id from entry where revision > 2 order by id limit 1)";

test("finds nothing to say of an untouched history", async () => {
  const { entries, events, broken } = await verify(installation.ctx);
  expect(broken).toEqual([]);
  expect(entries).toBeGreaterThan(60);
  expect(events).toBeGreaterThan(entries);
});

test("sees a fact that was altered", async () => {
  const where = `where seq = 2 and (member_id, entry_id) in ${ONE}`;
  const faults = await seen(
    `update entry_event set at = at + interval '1 day' ${where}`,
    `update entry_event set at = at - interval '1 day' ${where}`,
  );
  expect(faults).toEqual(["2 ce fait a été modifié"]);
});

test("sees that the last fact was removed", async () => {
  const faults = await seen(
    `create table aside as select * from entry_event where (member_id, entry_id) in ${ONE} order by seq desc limit 1;
     delete from entry_event e using aside a where (e.member_id, e.entry_id, e.seq) = (a.member_id, a.entry_id, a.seq)`,
    "insert into entry_event select * from aside; drop table aside",
  );
  expect(faults).toEqual(["- les derniers faits manquent"]);
});

test("sees a fact removed from the middle", async () => {
  const faults = await seen(
    `create table aside as select * from entry_event where seq = 2 and (member_id, entry_id) in ${ONE};
     delete from entry_event e using aside a where (e.member_id, e.entry_id, e.seq) = (a.member_id, a.entry_id, a.seq)`,
    "insert into entry_event select * from aside; drop table aside",
  );
  expect(faults).toEqual(["2 un fait manque"]);
});

test("sees a state or an answer changed behind the history", async () => {
  expect(
    await seen(
      `create table aside as select member_id, id, state from entry where (member_id, id) in ${ONE};
       update entry set state = 'ailleurs' where (member_id, id) in ${ONE}`,
      "update entry e set state = a.state from aside a where e.id = a.id; drop table aside",
    ),
  ).toEqual(["- l’état a été modifié"]);
  expect(
    await seen(
      `create table aside as select member_id, id, answers from entry where (member_id, id) in ${ONE};
       update entry set answers = answers || '{"nom": "Autre"}' where (member_id, id) in ${ONE}`,
      "update entry e set answers = a.answers from aside a where e.id = a.id; drop table aside",
    ),
  ).toEqual(["- les réponses ont été modifiées"]);
});

test("sees that the queues show an entry in another state", async () => {
  const where = `where (member_id, entry_id) in ${ONE}`;
  const faults = await seen(
    `create table aside as select member_id, entry_id, state from entry_state ${where};
     update entry_state set state = 'ailleurs' ${where}`,
    "update entry_state s set state = a.state from aside a where s.entry_id = a.entry_id; drop table aside",
  );
  expect(faults).toEqual(["- les files d’attente la montrent dans un autre état"]);
});

test.each([
  ["agent", "assignee = gen_random_uuid()"],
  ["échéance", "due = '1999-01-01'"],
  ["réception", "created_at = created_at - interval '1 day'"],
  ["dernier changement", "updated_at = updated_at + interval '1 day'"],
  ["champs de la liste", "k2 = 'autre'"],
  ["agent, champs de la liste", "assignee = gen_random_uuid(), k6 = 'autre'"],
])("sees that the queues show an entry otherwise: %s", async (unlike, change) => {
  const where = `where (member_id, entry_id) in ${ONE}`;
  const faults = await seen(
    `create table aside as select * from entry_state ${where}; update entry_state set ${change} ${where}`,
    `delete from entry_state ${where}; insert into entry_state select * from aside; drop table aside`,
  );
  expect(faults).toEqual([`- les files d’attente la montrent autrement : ${unlike}`]);
});

test("sees an entry that the queues forgot, and one that they alone know", async () => {
  const where = `where (member_id, entry_id) in ${ONE}`;
  const faults = await seen(
    `create table aside as select * from entry_state ${where};
     update entry_state set entry_id = '00000000-0000-7000-8000-00000000dead' ${where}`,
    `delete from entry_state where entry_id = '00000000-0000-7000-8000-00000000dead';
     insert into entry_state select * from aside; drop table aside`,
  );
  expect(faults).toEqual([
    "- les files d’attente ne la connaissent pas",
    "- les files d’attente la montrent, elle n’existe pas",
  ]);
});

test("finds nothing to say of histories that grow while it reads them", async () => {
  const { ctx } = installation;
  const { ids, worker } = await worked();
  const actor: Actor = { ...worker, kind: "agent", member: "mulhouse", holders: [] };
  let reading = true;
  let written = 0;
  const writing = Promise.all(
    ids.map(async (id) => {
      for (let turn = 0; reading; turn += 1) {
        const assignee = turn % 2 === 0 ? worker.id : null;
        const outcome = await assignEntry(ctx, { ...CERTIFICATE, id, actor, assignee, revision: null });
        if (outcome.ok) written += 1;
      }
    }),
  );
  const faults: Broken[] = [];
  for (let round = 0; round < 20; round += 1) faults.push(...(await verify(ctx)).broken);
  reading = false;
  await writing;
  expect(faults).toEqual([]);
  expect(written).toBeGreaterThan(100);
});
