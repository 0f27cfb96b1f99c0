import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { readAs } from "../../../server/db/with-actor.ts";
import type { AgentIdentity } from "../../../server/identity/subject.ts";
import { insertDelegation } from "../../../server/store/delegations.ts";
import { drainWorks } from "../../../server/worker/works.ts";
import { PERMIT } from "../../renderer/back-fixtures.ts";
import { type Browser, hidden } from "../identity/installation.ts";
import { atWork, file, hire, type Office, openOffice, stored, words } from "./back-office.ts";

const QUEUE = `/mulhouse/agent/${PERMIT.id}`;
let office: Office;
let anne: AgentIdentity;
let jean: AgentIdentity;
let lea: AgentIdentity;
let browser: Browser;

beforeAll(async () => {
  office = await openOffice();
  anne = await hire(office.ctx, "Anne Keller");
  jean = await hire(office.ctx, "Jean Roth");
  lea = await hire(office.ctx, "Léa Simon");
  browser = await atWork(office, anne);
});
afterAll(() => office.stop());

/** Every demande of the queue is somebody's before each test, so that nobody has any. */
beforeEach(() =>
  readAs(
    office.ctx.db,
    { member: "mulhouse" },
    (tx) => tx`update entry set assignee = null where member_id = 'mulhouse'`,
  ),
);

async function demandes(count: number, of: AgentIdentity | null = null, state = "a-instruire") {
  const ids: string[] = [];
  for (let rank = 0; rank < count; rank += 1) ids.push(await file(office, anne, PERMIT, { nom: `Muller ${rank}` }));
  if (of || state !== "a-instruire") {
    await readAs(
      office.ctx.db,
      { member: "mulhouse" },
      (tx) => tx`
        with moved as (update entry_state set state = ${state} where member_id = 'mulhouse' and entry_id = any(${ids}))
        update entry set assignee = ${of?.id ?? null}, state = ${state} where member_id = 'mulhouse' and id = any(${ids})`,
    );
  }
  return ids;
}

async function sends(path: string, pairs: readonly (readonly [string, string])[], by = browser): Promise<Response> {
  const form = new FormData();
  form.append("_csrf", hidden(await (await by.get(`${QUEUE}/nouveau`)).text(), "_csrf"));
  for (const [name, value] of pairs) form.append(name, value);
  return by.post(path, form);
}

const picks = async (ids: readonly string[]) => {
  const ticked = ids.map((id) => ["dossier", id] as const);
  return (await sends(`${QUEUE}/lot`, [["portee", "choix"], ["liste", ""], ...ticked])).headers.get("location") ?? "";
};

const reads = async (path: string, by = browser) => words(await (await by.get(path)).text());

async function launches(work: string): Promise<string> {
  await sends(`${work}/lancer`, []);
  await drainWorks(office.ctx);
  return reads(work);
}

/** Ids of the agents these are given to. */
const holders = (ids: readonly string[]) =>
  Promise.all(ids.map(async (id) => (await stored(office, id)).entry.assignee));
const count = (all: readonly (string | null)[], agent: AgentIdentity) => all.filter((id) => id === agent.id).length;

/** Lends what someone may do, from today to the twelfth. */
async function lends(from: AgentIdentity, to: AgentIdentity, startsOn = "2026-03-01"): Promise<string> {
  const id = randomUUID();
  const by = { id: from.id, name: from.name };
  const days = { startsOn, endsOn: "2026-03-12", reason: "congés", createdBy: by, now: office.ctx.clock() };
  await insertDelegation(office.ctx.db, {
    member: "mulhouse",
    id,
    from: from.id,
    to: to.id,
    definition: null,
    ...days,
  });
  return id;
}
const comesBack = (id: string) =>
  readAs(office.ctx.db, { member: "mulhouse" }, (tx) => tx`update delegation set revoked_at = now() where id = ${id}`);

describe("sharing out", () => {
  test("evens out what each has under way, and tells who receives how many before anything is done", async () => {
    await demandes(3, jean);
    await demandes(20, lea, "acceptee");
    const ids = await demandes(7);
    const work = await picks(ids);
    expect(await reads(work)).toContain("Répartir entre plusieurs agents Possible pour les 7 demandes");
    const form = await reads(`${work}?action=_repartir`);
    expect(form).toContain("Jean Roth 3 en cours");
    expect(form).toContain("Léa Simon 0 en cours");
    const asked = await sends(`${work}/actions/_repartir`, [
      ["agent", jean.id],
      ["agent", lea.id],
    ]);
    expect(asked.headers.get("location")).toBe(work);
    const told = await reads(work);
    expect(told).toContain("Vérifiez avant de lancer : Répartir entre 2 agents");
    expect(told).toContain("Jean Roth 2 5 Léa Simon 5 5");
    expect(count(await holders(ids), jean)).toBe(0);
    expect(await launches(work)).toContain("7 traitées");
    const after = await holders(ids);
    expect([count(after, jean), count(after, lea)]).toEqual([2, 5]);
    const { history } = await stored(office, ids[0] ?? "");
    expect(history.at(-1)).toMatchObject({ type: "assigner", actor: { name: "Anne Keller" }, data: { bulk: true } });
  });

  test("leaves to those who share what is theirs already, and says so", async () => {
    const mine = await demandes(2, jean);
    const free = await demandes(2);
    const work = await picks([...mine, ...free]);
    await sends(`${work}/actions/_repartir`, [
      ["agent", jean.id],
      ["agent", lea.id],
    ]);
    const told = await reads(work);
    expect(told).toMatch(/2 seront traitées 2 ne le seront pas/);
    expect(told).toContain("Une des personnes cochées l’a déjà et le garde.");
    const report = await launches(work);
    expect(report).toMatch(/2 traitées 2 inchangées/);
    expect(report).toContain("Inchangées : déjà attribuées comme vous le demandez");
    expect(report).not.toMatch(/refusée/i);
    expect(await reads(`${work}/rapport`)).toMatch(/"?inchangée"?;"?Une des personnes cochées l’a déjà et le garde/);
    expect(count(await holders([...mine, ...free]), jean)).toBe(2);
    for (const id of mine) expect((await stored(office, id)).history).toHaveLength(1);
  });

  test("tells apart what somebody else had already given, once launched", async () => {
    const [first = "", second = ""] = await demandes(2);
    const work = await picks([first, second]);
    await sends(`${work}/actions/_attribuer`, [["assignee", lea.id]]);
    const twin = await picks([first, second]);
    await sends(`${twin}/actions/_attribuer`, [["assignee", lea.id]]);
    expect(await launches(work)).toContain("2 traitées");
    // They changed since she was told: hers to look at again, not refused.
    expect(await launches(twin)).toContain("2 modifiées entre-temps");
    const again = await picks([first, second]);
    await sends(`${again}/actions/_attribuer`, [["assignee", lea.id]]);
    expect(await launches(again)).toMatch(/2 inchangées/);
  });

  test("asks among whom, and takes nobody who does not work there", async () => {
    const elsewhere = await hire(office.ctx, "Paul Ott", { member: "rixheim" });
    const work = await picks(await demandes(1));
    for (const agent of [[], [["agent", elsewhere.id]], [["agent", "'; --"]]] as const) {
      const answer = await sends(`${work}/actions/_repartir`, agent);
      expect(answer.status).toBe(422);
      expect(words(await answer.text())).toContain("Cochez au moins une personne.");
    }
  });

  test("gives nothing to who lost her right after it was told, and says why", async () => {
    const gone = await hire(office.ctx, "Zoé Ancel");
    const ids = await demandes(2);
    const work = await picks(ids);
    await sends(`${work}/actions/_repartir`, [["agent", gone.id]]);
    await readAs(office.ctx.db, { member: "mulhouse" }, (tx) => tx`delete from agent_role where agent_id = ${gone.id}`);
    expect(await launches(work)).toContain("2 refusées");
    expect(await holders(ids)).toEqual([null, null]);
  });
});

describe("an agent who is away", () => {
  test("is told above the list, and what she has under way goes to who replaces her in one press", async () => {
    const ids = [...(await demandes(3, jean)), ...(await demandes(1, jean, "en-attente"))];
    const over = await demandes(2, jean, "acceptee");
    expect(await reads(QUEUE)).not.toContain("Absence de");
    const absence = await lends(jean, lea);
    expect(await reads(`${QUEUE}?etat=_toutes`)).not.toContain("Absence de");
    expect(await reads(QUEUE)).toContain(
      "Absence de Jean Roth jusqu’au 12 mars 2026 : des demandes en cours sont à son nom.",
    );
    const answer = await sends(`${QUEUE}/lot`, [
      ["portee", "absence"],
      ["agent", jean.id],
    ]);
    const work = answer.headers.get("location") ?? "";
    const told = await reads(work);
    expect(told).toContain("Vérifiez avant de lancer : Attribuer à Léa Simon");
    expect(told).toContain("4 seront traitées");
    expect(await launches(work)).toContain("4 traitées");
    expect(count(await holders(ids), lea)).toBe(4);
    expect(count(await holders(over), jean)).toBe(2);
    expect(await reads(QUEUE)).not.toContain("Absence de");
    await comesBack(absence);
  });

  test("without anyone to replace her there, leaves it to all who are, never to others who are away", async () => {
    const ids = await demandes(6, jean);
    const [first, second] = [await lends(jean, lea), await lends(lea, jean)];
    const answer = await sends(`${QUEUE}/lot`, [
      ["portee", "absence"],
      ["agent", jean.id],
    ]);
    const work = answer.headers.get("location") ?? "";
    const there = await reads(`${work}?action=_repartir`);
    expect(there).toContain("Léa Simon 0 en cours – absence jusqu’au 12 mars 2026");
    await launches(work);
    const after = await holders(ids);
    expect([count(after, lea), count(after, jean)]).toEqual([0, 0]);
    expect(after).not.toContain(null);
    for (const id of [first, second]) await comesBack(id);
  });

  test("whose access is closed, or who was never there, leaves nothing behind either", async () => {
    const left = await hire(office.ctx, "Paul Parti");
    const ids = await demandes(2, left);
    await readAs(
      office.ctx.db,
      { member: "mulhouse" },
      (tx) => tx`update agent set disabled_at = now() where id = ${left.id}`,
    );
    expect(await reads(QUEUE)).toContain("Des demandes en cours sont au nom d’agents qui ne travaillent plus ici.");
    const answer = await sends(`${QUEUE}/lot`, [
      ["portee", "absence"],
      ["agent", left.id],
    ]);
    await launches(answer.headers.get("location") ?? "");
    expect(await holders(ids)).not.toContain(left.id);
    expect(await reads(QUEUE)).not.toContain("ne travaillent plus ici");
  });

  test("is nobody to who names none, and readers reassign nothing", async () => {
    for (const agent of ["", "'; --", "moi"]) {
      const answer = await sends(`${QUEUE}/lot`, [
        ["portee", "absence"],
        ["agent", agent],
      ]);
      expect(answer.headers.get("location")).toMatch(new RegExp(`^${QUEUE}(\\?.*fait=sans-demande)?$`));
    }
    await demandes(1, jean);
    const absence = await lends(jean, lea);
    const reader = await atWork(office, await hire(office.ctx, "Paul Lecteur", { roles: ["lecteur"] }));
    expect(await reads(QUEUE, reader)).not.toContain("Absence de");
    const token = hidden(await (await reader.get("/mulhouse/agent/securite")).text(), "_csrf");
    const answer = await reader.post(`${QUEUE}/lot`, { _csrf: token, portee: "absence", agent: jean.id });
    expect(answer.status).toBe(403);
    await comesBack(absence);
  });
});
