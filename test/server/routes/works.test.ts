import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { readAs } from "../../../server/db/with-actor.ts";
import type { AgentIdentity } from "../../../server/identity/subject.ts";
import { drainWorks, workTurn } from "../../../server/worker/works.ts";
import { PERMIT } from "../../renderer/back-fixtures.ts";
import { type Browser, hidden } from "../identity/installation.ts";
import { atWork, file, hire, type Office, openOffice, stored, words } from "./back-office.ts";

const QUEUE = `/mulhouse/agent/${PERMIT.id}`;
let office: Office;
let anne: AgentIdentity;
let browser: Browser;

beforeAll(async () => {
  office = await openOffice();
  anne = await hire(office.ctx, "Anne Keller");
  browser = await atWork(office, anne);
});
afterAll(() => office.stop());

/** Demandes filed at the counter. */
async function demandes(count: number): Promise<readonly string[]> {
  const ids: string[] = [];
  for (let rank = 0; rank < count; rank += 1) {
    ids.push(await file(office, anne, PERMIT, { nom: `Muller ${rank}`, vehicule: "voiture", places: rank }));
  }
  return ids;
}

const csrf = async (by = browser) => hidden(await (await by.get(`${QUEUE}/nouveau`)).text(), "_csrf");

/** Sends a form. */
async function sends(path: string, pairs: readonly (readonly [string, string])[], by = browser): Promise<Response> {
  const form = new FormData();
  form.append("_csrf", await csrf(by));
  for (const [name, value] of pairs) form.append(name, value);
  return by.post(path, form);
}

/** Ticks these demandes and opens what may be done to them; answers the address of the work. */
async function picks(ids: readonly string[], by = browser): Promise<string> {
  const answer = await sends(
    `${QUEUE}/lot`,
    [["portee", "choix"], ["liste", ""], ...ids.map((id) => ["dossier", id] as const)],
    by,
  );
  expect(answer.status).toBe(303);
  return answer.headers.get("location") ?? "";
}

const reads = async (path: string, by = browser) => words(await (await by.get(path)).text());

/** Chooses demandes, says what to do with them, and hands the work to the worker. */
async function launches(ids: readonly string[], event: string, motif?: string, by = browser): Promise<string> {
  const work = await picks(ids, by);
  await sends(`${work}/actions/${event}`, motif === undefined ? [] : [["root[motif]", motif]], by);
  const launched = await sends(`${work}/lancer`, [], by);
  expect([launched.status, launched.headers.get("location")]).toEqual([303, work]);
  return work;
}

/** Someone sends an event to one demande. */
async function acts(id: string, event: string, by = browser): Promise<void> {
  const { revision } = (await stored(office, id)).entry;
  expect((await sends(`${QUEUE}/${id}/evenements/${event}`, [["revision", String(revision)]], by)).status).toBe(303);
}

const states = (ids: readonly string[]) => Promise.all(ids.map(async (id) => (await stored(office, id)).entry.state));

const withdraw = (agent: AgentIdentity) =>
  readAs(office.ctx.db, { member: "mulhouse" }, (tx) => tx`delete from agent_role where agent_id = ${agent.id}`);

describe("a bulk event", () => {
  test("is done once to each entry chosen, and its history says who and that it was in bulk", async () => {
    const ids = await demandes(3);
    const work = await picks(ids);
    expect(await reads(work)).toContain("Agir sur 3 demandes");
    const asked = await sends(`${work}/actions/refuser`, [["root[motif]", "Voie trop étroite"]]);
    expect(asked.headers.get("location")).toBe(work);
    const confirm = await reads(work);
    expect(confirm).toContain("3 seront traitées");
    expect(confirm).toContain("Voie trop étroite");
    await sends(`${work}/lancer`, []);
    await drainWorks(office.ctx);
    const report = await reads(work);
    expect(report).toContain("3 traitées");
    for (const id of ids) {
      const { entry, history } = await stored(office, id);
      expect(entry.state).toBe("refusee");
      expect(history).toHaveLength(2);
      expect(history.at(-1)).toMatchObject({
        actor: { name: "Anne Keller" },
        data: { bulk: true, answers: { motif: "Voie trop étroite" } },
      });
      expect(await reads(`${QUEUE}/${id}`)).toContain("(En lot)");
    }
  });

  test("tells before anything is done how many will take it, and why the others will not", async () => {
    const [taken = "", waiting = ""] = await demandes(2);
    await acts(waiting, "demander-avis");
    const work = await picks([taken, waiting]);
    expect(await reads(work)).toContain("Refuser Possible pour 1 sur 2");
    await sends(`${work}/actions/refuser`, [["root[motif]", "Voie trop étroite"]]);
    const confirm = await reads(work);
    expect(confirm).toMatch(/1 sera traitée 1 ne le sera pas/);
    expect(confirm).toContain("Cette action n’est pas possible à l’étape où en est ce dossier.");
    expect(await states([taken, waiting])).toEqual(["a-instruire", "en-attente"]);
    await sends(`${work}/lancer`, []);
    await drainWorks(office.ctx);
    expect(await states([taken, waiting])).toEqual(["refusee", "en-attente"]);
    const report = await reads(work);
    expect(report).toMatch(/1 traitée 1 refusée/);
    const csv = await (await browser.get(`${work}/rapport`)).text();
    expect(csv.split("\r\n").filter((line) => line !== "")).toHaveLength(3);
    expect(csv).toContain('"refusée";"Cette action n’est pas possible');
  });

  test("asks the reasons of a refusal as it does for one, and keeps what was typed", async () => {
    const work = await picks(await demandes(2));
    const answer = await sends(`${work}/actions/refuser`, [["root[motif]", ""]]);
    expect(answer.status).toBe(422);
    const page = await answer.text();
    expect(page).toContain('id="erreurs"');
    expect(words(page)).toContain("Une décision défavorable doit être motivée");
    expect(await reads(work)).toContain("Que voulez-vous faire ?");
  });

  test("leaves alone and reports what someone changed after it was told", async () => {
    const [changed = "", kept = ""] = await demandes(2);
    const colleague = await atWork(office, await hire(office.ctx, "Jean Roth"));
    const work = await picks([changed, kept]);
    await sends(`${work}/actions/accepter`, []);
    await acts(changed, "demander-avis", colleague);
    await acts(changed, "reprendre", colleague);
    await sends(`${work}/lancer`, []);
    await drainWorks(office.ctx);
    expect(await states([changed, kept])).toEqual(["a-instruire", "acceptee"]);
    expect(await reads(work)).toContain("Ce dossier a changé depuis que vous l’aviez choisi.");
  });

  test("does each entry once when several processes and two works run over the same", async () => {
    const ids = await demandes(30);
    const first = await launches(ids, "accepter");
    const second = await launches(ids, "refuser", "Trop tard");
    await Promise.all(Array.from({ length: 4 }, () => drainWorks(office.ctx)));
    await drainWorks(office.ctx);
    const after = await Promise.all(ids.map((id) => stored(office, id)));
    for (const { history } of after) expect(history).toHaveLength(2);
    const accepted = after.filter(({ entry }) => entry.state === "acceptee").length;
    const told = async (work: string) => {
      const text = await reads(work);
      const figure = (pattern: RegExp) => Number(pattern.exec(text)?.[1] ?? 0);
      return [figure(/(\d+) traitée/), figure(/(\d+) modifiée/)];
    };
    expect(await told(first)).toEqual([accepted, 30 - accepted]);
    expect(await told(second)).toEqual([30 - accepted, accepted]);
  });

  test("stopped, keeps what is done, says what is not, and does nothing more", async () => {
    const ids = await demandes(60);
    const work = await launches(ids, "accepter");
    await workTurn(office.ctx);
    expect(await reads(work)).toContain("50 sur 60");
    await sends(`${work}/arreter`, []);
    const report = await reads(work);
    expect(report).toMatch(/50 traitées 10 non traitées/);
    expect(report).toContain("Ce qui était fait reste fait");
    await drainWorks(office.ctx);
    expect((await states(ids)).filter((state) => state === "acceptee")).toHaveLength(50);
    expect(await reads(work)).toMatch(/50 traitées 10 non traitées/);
  });

  test("does nothing more once the right of its agent is withdrawn", async () => {
    const ids = await demandes(52);
    const jean = await hire(office.ctx, "Jean Heitz");
    const his = await atWork(office, jean);
    await launches(ids, "accepter", undefined, his);
    await workTurn(office.ctx);
    await withdraw(jean);
    await drainWorks(office.ctx);
    expect((await states(ids)).filter((state) => state === "acceptee")).toHaveLength(50);
    const [row] = await readAs(
      office.ctx.db,
      { member: "mulhouse" },
      (tx) => tx`
        select count(*)::int as refused, max(reason) as why from work_item i join work w on w.id = i.work_id
        where w.agent_id = ${jean.id} and outcome = 'refused'`,
    );
    expect(row).toEqual({ refused: 2, why: "Vous n’avez plus accès à ce dossier." });
  });

  test("gives up an entry that fails three times for no known reason, and goes on", async () => {
    const ids = await demandes(2);
    const work = await launches(ids, "accepter");
    const broken = { ...office.ctx.catalogue, version: () => Promise.reject(new Error("no such version")) };
    await drainWorks({ ...office.ctx, catalogue: broken });
    expect(await states(ids)).toEqual(["a-instruire", "a-instruire"]);
    expect(await reads(work)).toContain("2 en échec");
  });

  test("gives entries to an agent, each of them told so", async () => {
    const ids = await demandes(3);
    const jean = await hire(office.ctx, "Jean Wolff");
    const work = await picks(ids);
    expect((await sends(`${work}/actions/_attribuer`, [["assignee", ""]])).status).toBe(422);
    await sends(`${work}/actions/_attribuer`, [["assignee", jean.id]]);
    expect(await reads(work)).toContain("Attribuer à Jean Wolff");
    await sends(`${work}/lancer`, []);
    await drainWorks(office.ctx);
    for (const id of ids) {
      const { entry, history } = await stored(office, id);
      expect(entry.assignee).toBe(jean.id);
      expect(history.at(-1)?.data).toEqual({ bulk: true, answers: { agent: "Jean Wolff" } });
    }
  });
});

describe("choosing entries", () => {
  test("takes the whole list as its address says it, however many pages it has", async () => {
    const jean = await hire(office.ctx, "Jean Meyer");
    const ids = await demandes(28);
    const work = await picks(ids);
    await sends(`${work}/actions/_attribuer`, [["assignee", jean.id]]);
    await sends(`${work}/lancer`, []);
    await drainWorks(office.ctx);
    const his = await atWork(office, jean);
    expect(await reads(`${QUEUE}?pour=moi`, his)).toContain("Agir sur toutes les demandes de cette liste");
    const answer = await sends(
      `${QUEUE}/lot`,
      [
        ["portee", "liste"],
        ["liste", "pour=moi"],
      ],
      his,
    );
    expect(await reads(answer.headers.get("location") ?? "", his)).toContain("Agir sur 28 demandes");
  });

  test("takes the page when asked to, and the entry named twice once", async () => {
    const [id = ""] = await demandes(1);
    const answer = await sends(`${QUEUE}/lot`, [
      ["portee", "page"],
      ["page", id],
      ["page", id],
    ]);
    expect(await reads(answer.headers.get("location") ?? "")).toContain("Agir sur 1 demande");
  });

  test("of nothing brings back to the list, which says what to do", async () => {
    const answer = await sends(`${QUEUE}/lot`, [
      ["portee", "choix"],
      ["liste", "pour=moi"],
    ]);
    const location = answer.headers.get("location") ?? "";
    expect(location).toBe(`${QUEUE}?pour=moi&choix=aucun#erreurs`);
    await demandes(1);
    expect(await reads(`${QUEUE}?choix=aucun`)).toContain("Cochez au moins une demande de la liste");
  });

  test("leaves out what does not exist, whoever names it", async () => {
    const answer = await sends(`${QUEUE}/lot`, [
      ["portee", "choix"],
      ["dossier", "0198c0de-0000-7000-8000-00000000000a"],
      ["dossier", "'; --"],
    ]);
    expect(answer.headers.get("location")).toContain("choix=aucun");
  });

  test("is not for a reader, who sees no box", async () => {
    const [id = ""] = await demandes(1);
    const reader = await atWork(office, await hire(office.ctx, "Paul Lecteur", { roles: ["lecteur"] }));
    const page = await (await reader.get(QUEUE)).text();
    expect(page).not.toContain('name="dossier"');
    const work = await picks([id]);
    const token = hidden(await (await reader.get("/mulhouse/agent/securite")).text(), "_csrf");
    expect((await reader.post(`${QUEUE}/lot`, { _csrf: token, dossier: id })).status).toBe(403);
    expect((await reader.get(work)).status).toBe(404);
  });
});

describe("long works", () => {
  test("are told on their agent's home until she has seen their end", async () => {
    const work = await launches(await demandes(1), "accepter");
    expect(await reads("/mulhouse/agent")).toContain("En attente : Accepter");
    await drainWorks(office.ctx);
    expect(await reads("/mulhouse/agent")).toContain("Terminé : Accepter");
    expect(await reads("/mulhouse/agent/travaux")).toContain("Accepter");
    await reads(work);
    expect(await reads("/mulhouse/agent")).not.toContain("Terminé : Accepter");
  });

  test("are three at a time for one agent; launched twice, one runs once", async () => {
    const lea = await atWork(office, await hire(office.ctx, "Léa Simon"));
    const [first = "", second = "", third = "", fourth = ""] = await demandes(4);
    for (const id of [first, second, third]) await launches([id], "accepter", undefined, lea);
    const work = await picks([fourth], lea);
    await sends(`${work}/actions/accepter`, [], lea);
    expect((await sends(`${work}/lancer`, [], lea)).status).toBe(429);
    await drainWorks(office.ctx);
    await Promise.all([sends(`${work}/lancer`, [], lea), sends(`${work}/lancer`, [], lea)]);
    await drainWorks(office.ctx);
    expect((await stored(office, fourth)).history).toHaveLength(2);
  });
});
