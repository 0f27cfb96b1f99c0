import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { logDetail } from "../../../renderer/admin/log-detail.ts";
import { auditWritten } from "../../../server/audit.ts";
import { closeAccount } from "../../../server/commands/close-account.ts";
import { exportAccount } from "../../../server/commands/export-account.ts";
import { verify } from "../../../server/commands/verify.ts";
import { readAs } from "../../../server/db/with-actor.ts";
import { searchAudit } from "../../../server/store/audit.ts";
import { findEntry } from "../../../server/store/entries.ts";
import { entryHistory } from "../../../server/store/events.ts";
import { listMandates } from "../../../server/store/mandates.ts";
import { PASSWORD } from "../identity/installation.ts";
import { ROOM } from "./front-office.ts";
import { CARD, COPY, DAY, files, type Mandates, openMandates, PATH, SCHOOL, statusOf, VOTE } from "./mandate-office.ts";
import { fileAs, loneMails } from "./space-office.ts";

let office: Mandates;
beforeAll(async () => {
  office = await openMandates();
});
beforeEach(() => office.ctx.db`delete from rate_limit`);
afterAll(() => office.stop());

describe("a mandate in force", () => {
  test("shows the giver's requests and files for her, and everybody reads who did it", async () => {
    const { giver, mandatary, id } = await office.pair();
    await mandatary.open(`/mulhouse/${CARD.id}`);
    expect(mandatary.html).toMatch(/Pour Camille Donneuse\d/);
    const entry = await files(mandatary, CARD, { pour: id });
    await mandatary.open(`/mulhouse/demandes/${entry}`);
    expect(mandatary.html).toContain("par vous, pour Camille Donneuse");
    const stored = await findEntry(office.ctx, "mulhouse", entry);
    expect(stored?.holder).toBe(office.ctx.secrets.pseudonym(giver.id, "mulhouse", "transport"));
    await mandatary.open(`${PATH}/${id}`);
    expect(mandatary.html).toContain(stored?.reference);
    await mandatary.open("/mon-espace");
    expect(mandatary.html).not.toContain(stored?.reference);
    await giver.open("/mon-espace");
    expect(giver.html).toContain(stored?.reference);
    expect(giver.html).toMatch(/par Odile Mandataire\d+, pour vous/);
    await giver.open(`/mulhouse/demandes/${entry}`);
    expect(giver.html).toMatch(/par Odile Mandataire\d+, pour vous/);
    await giver.send({ _revision: "1" }, [], `/mulhouse/demandes/${entry}/evenements/retirer`);
    await mandatary.open(`/mulhouse/demandes/${entry}`);
    expect(mandatary.html).toMatch(/par Camille Donneuse\d+/);
  });

  test("acts on what the giver filed herself", async () => {
    const { giver, mandatary } = await office.pair();
    const { id } = await fileAs(office, giver.id, "rixheim", CARD, { nom: "Durand" });
    expect(await statusOf(mandatary, `/rixheim/demandes/${id}`)).toBe(200);
    expect(mandatary.html).toContain("(pour Camille Donneuse");
    await mandatary.send({ _revision: "1" }, [], `/rixheim/demandes/${id}/evenements/retirer`);
    const [, act] = await entryHistory(office.ctx, "rixheim", id);
    expect(act).toMatchObject({ type: "retirer", actor: { kind: "citizen", name: expect.stringMatching(/^Odile/) } });
    expect(act?.actor.onBehalfOf).toMatchObject({ kind: "citizen", name: expect.stringMatching(/^Camille/) });
  });

  test("leaves in the base neither name nor key that joins two sectors", async () => {
    const { giver, mandatary, id } = await office.pair();
    const first = await files(mandatary, CARD, { pour: id });
    const second = await files(mandatary, SCHOOL, { pour: id });
    const rows = await readAs(
      office.ctx.db,
      { system: true },
      (tx) => tx<{ actor: { id: string; onBehalfOf: { id: string; sealed: string } } }[]>`
        select actor from entry_event where entry_id in (${first}, ${second})`,
    );
    expect(JSON.stringify(rows)).not.toMatch(/Donneuse|Mandataire/);
    expect(new Set(rows.flatMap(({ actor }) => [actor.id, actor.onBehalfOf.id])).size).toBe(4);
    const own = ["transport", "ecole"].map((sector) => office.ctx.secrets.pseudonym(mandatary.id, "mulhouse", sector));
    expect(rows.some(({ actor }) => own.includes(actor.id))).toBe(false);
    expect(new Set(rows.map(({ actor }) => actor.onBehalfOf.sealed.length)).size).toBe(1);
    for (const table of ["entry", "entry_event", "draft"]) {
      const all = await readAs(
        office.ctx.db,
        { system: true },
        (tx) => tx`select to_jsonb(t) as row from ${tx(table)} t`,
      );
      for (const account of [giver.id, mandatary.id, id]) expect(JSON.stringify(all), table).not.toContain(account);
    }
    expect((await verify(office.ctx)).broken).toEqual([]);
  });

  test("shows a draft to the giver, never her own drafts to the mandatary", async () => {
    const { giver, mandatary, id } = await office.pair();
    const service = `/mulhouse/${CARD.id}`;
    await mandatary.open(service);
    await mandatary.send({ pour: id }, [], `${service}/commencer`);
    const draft = mandatary.path;
    await mandatary.open(`${PATH}/${id}`);
    expect(mandatary.html).toContain(draft.split("/")[3]);
    expect(await statusOf(giver, draft)).toBe(200);
    await giver.open(service);
    await giver.send({}, [], `${service}/commencer`);
    expect(await statusOf(mandatary, giver.path)).toBe(404);
    await mandatary.open(`${PATH}/${id}`);
    expect(mandatary.html).not.toContain(giver.path.split("/")[3]);
  });

  test("makes no link to a draft, which would outlive it", async () => {
    const { mandatary, id } = await office.pair();
    const service = `/mulhouse/${CARD.id}`;
    await mandatary.open(service);
    await mandatary.send({ pour: id }, [], `${service}/commencer`);
    const base = mandatary.path.split("/").slice(0, 4).join("/");
    await mandatary.open(`${base}/plus-tard`);
    expect(mandatary.path).toBe(PATH);
  });

  test("fills nothing from the mandatary's own account", async () => {
    const { mandatary, id } = await office.pair();
    const service = `/mulhouse/${ROOM.id}`;
    await mandatary.open(service);
    await mandatary.send({ pour: id }, [], `${service}/commencer`);
    expect(mandatary.html).not.toContain("Nous avons repris");
    expect(mandatary.html).toContain("(pour Camille");
  });
});

describe("a mandate goes no further than", () => {
  test("its services", async () => {
    const { giver, mandatary, id } = await office.pair({ "root[demarches]": "certaines", "root[services]": CARD.id });
    const inside = await fileAs(office, giver.id, "mulhouse", CARD, { nom: "Durand" });
    const outside = await fileAs(office, giver.id, "mulhouse", SCHOOL, { nom: "Durand" });
    expect(await statusOf(mandatary, `/mulhouse/demandes/${inside.id}`)).toBe(200);
    expect(await statusOf(mandatary, `/mulhouse/demandes/${outside.id}`)).toBe(404);
    await mandatary.open(`${PATH}/${id}`);
    expect(mandatary.html).toContain(inside.reference);
    expect(mandatary.html).not.toContain(outside.reference);
    await mandatary.open(`/mulhouse/${SCHOOL.id}`);
    expect(mandatary.html).not.toContain("Pour Camille");
    expect(await files(mandatary, SCHOOL, { pour: id })).toBe("");
    expect(mandatary.status).toBe(422);
  });

  test("its services in what a form searches or names", async () => {
    const within = { "root[demarches]": "certaines", "root[services]": COPY.id };
    const some = await office.pair(within);
    const every = await office.pair();
    for (const [{ giver, mandatary, id }, seen] of [
      [some, false],
      [every, true],
    ] as const) {
      const card = await fileAs(office, giver.id, "mulhouse", CARD, { nom: "Durand" });
      const own = await fileAs(office, mandatary.id, "mulhouse", CARD, { nom: "Durand" });
      const service = `/mulhouse/${COPY.id}`;
      await mandatary.open(service);
      await mandatary.send({ pour: id }, [], `${service}/commencer`);
      await mandatary.send({ "_search:/carte": card.reference.toLowerCase(), _action: "search:/carte" });
      expect(mandatary.html.includes(`value="${card.id}"`)).toBe(seen);
      await mandatary.send({ "_search:/carte": "", _action: "search:/carte" });
      expect(mandatary.html).not.toContain(own.reference);
      await mandatary.send({ "root[nom]": "Durand", "root[carte]": card.id });
      await mandatary.send({});
      expect(mandatary.path.includes("/demandes/")).toBe(seen);
    }
  });

  test("its members", async () => {
    const { giver, mandatary, id } = await office.pair({
      "root[collectivites]": "certaines",
      "root[membres]": "rixheim",
    });
    const inside = await fileAs(office, giver.id, "rixheim", CARD, { nom: "Durand" });
    const outside = await fileAs(office, giver.id, "mulhouse", CARD, { nom: "Durand" });
    expect(await statusOf(mandatary, `/rixheim/demandes/${inside.id}`)).toBe(200);
    expect(await statusOf(mandatary, `/mulhouse/demandes/${outside.id}`)).toBe(404);
    await mandatary.open(`${PATH}/${id}`);
    expect(mandatary.html).not.toContain(outside.reference);
    expect(await files(mandatary, CARD, { pour: id })).toBe("");
  });

  test("following, when that is all it lets do", async () => {
    const { giver, mandatary, id } = await office.pair({ "root[droit]": "suivre" });
    const entry = await fileAs(office, giver.id, "mulhouse", CARD, { nom: "Durand" });
    expect(await statusOf(mandatary, `/mulhouse/demandes/${entry.id}`)).toBe(200);
    expect(mandatary.html).not.toContain("Retirer ma demande");
    const sent = await mandatary.post({ _revision: "1" }, [], `/mulhouse/demandes/${entry.id}/evenements/retirer`);
    expect(sent.status).toBe(403);
    expect(await files(mandatary, CARD, { pour: id })).toBe("");
    expect((await findEntry(office.ctx, "mulhouse", entry.id))?.revision).toBe(1);
  });

  test("what FranceConnect vouches for: nobody vouched for the giver", async () => {
    const { mandatary, id } = await office.pair();
    await office.ctx.db`update session set via = 'franceconnect' where account_id = ${mandatary.id}`;
    await mandatary.open(`/mulhouse/${VOTE.id}`);
    expect(mandatary.html).not.toContain("Pour Camille");
    expect(await files(mandatary, VOTE, { pour: id })).toBe("");
    expect(mandatary.status).toBe(422);
  });

  test("its dates, without anything having to run", async () => {
    const { giver, mandatary, id } = await office.pair({ ...office.day("debut", 2), ...office.day("fin", 4) });
    const entry = await fileAs(office, giver.id, "mulhouse", CARD, { nom: "Durand" });
    const path = `/mulhouse/demandes/${entry.id}`;
    const seen: number[] = [];
    for (let today = 0; today < 6; today += 1) {
      seen.push(await statusOf(mandatary, path));
      office.advance(DAY);
    }
    expect(seen).toEqual([404, 404, 200, 200, 200, 404]);
    expect(await statusOf(mandatary, `${PATH}/${id}`)).toBe(404);
    await mandatary.open(`${PATH}/donner`);
    expect((await mandatary.post({}, [], `${PATH}/${id}/terminer`)).status).toBe(404);
  });

  test("its two sides: to anybody else it does not exist", async () => {
    const { giver, id } = await office.pair();
    const entry = await fileAs(office, giver.id, "mulhouse", CARD, { nom: "Durand" });
    const stranger = await office.citizen(`etrangere${randomUUID()}@exemple.fr`);
    expect(await statusOf(stranger, `/mulhouse/demandes/${entry.id}`)).toBe(404);
    expect(await statusOf(stranger, `${PATH}/${id}`)).toBe(404);
    await stranger.open(`${PATH}/donner`);
    expect((await stranger.post({}, [], `${PATH}/${id}/terminer`)).status).toBe(404);
    expect((await stranger.post({}, [], `${PATH}/pas-un-mandat/terminer`)).status).toBe(404);
    expect(await files(stranger, CARD, { pour: id })).toBe("");
    expect(stranger.status).toBe(422);
    expect((await listMandates(office.ctx, giver.id))[0]?.endedAt).toBeNull();
    expect(await listMandates(office.ctx, stranger.id)).toEqual([]);
  });

  test("one way: the giver sees nothing of her mandatary", async () => {
    const { giver, mandatary, id } = await office.pair();
    const entry = await fileAs(office, mandatary.id, "mulhouse", CARD, { nom: "Durand" });
    expect(await statusOf(giver, `/mulhouse/demandes/${entry.id}`)).toBe(404);
    expect(await statusOf(giver, `${PATH}/${id}`)).toBe(404);
  });
});

describe("ending a mandate", () => {
  test.each(["giver", "mandatary"] as const)(
    "by the %s counts at the very next request, and both are told",
    async (side) => {
      const both = await office.pair();
      const { giver, mandatary, id } = both;
      const service = `/mulhouse/${CARD.id}`;
      await mandatary.open(service);
      await mandatary.send({ pour: id }, [], `${service}/commencer`);
      const draft = mandatary.path;
      const entry = await fileAs(office, giver.id, "mulhouse", CARD, { nom: "Durand" });
      office.advance(1000);
      await both[side].open(PATH);
      await both[side].send({}, [], `${PATH}/${id}/terminer`);
      expect(both[side].html).toContain("Le mandat est terminé.");
      const [last, before] = await loneMails(office);
      expect([last?.subject, before?.subject]).toEqual(["Un mandat a pris fin", "Un mandat a pris fin"]);
      expect(await statusOf(mandatary, draft)).toBe(404);
      expect(await statusOf(mandatary, `/mulhouse/demandes/${entry.id}`)).toBe(404);
      expect(await statusOf(mandatary, `${PATH}/${id}`)).toBe(404);
      expect(await files(mandatary, CARD, { pour: id })).toBe("");
      expect(await statusOf(giver, draft)).toBe(200);
      await both[side].open(`${PATH}/donner`);
      expect((await both[side].post({}, [], `${PATH}/${id}/terminer`)).status).toBe(404);
    },
  );

  test("happens when one of them closes her account, and the other is told", async () => {
    const { giver, mandatary } = await office.pair();
    const account = (await listMandates(office.ctx, mandatary.id))[0]?.to;
    if (!account) throw new Error("no mandate");
    office.advance(1000);
    const typed = { password: PASSWORD, code: "", tick: false, via: "password" as const };
    expect((await closeAccount(office.ctx, { account, grants: [] }, typed)).ok).toBe(true);
    expect(await listMandates(office.ctx, giver.id)).toEqual([]);
    const mails = (await loneMails(office)).slice(0, 4).filter(({ subject }) => subject === "Un mandat a pris fin");
    expect(mails.map(({ to }) => to).some((to) => to.startsWith("donne"))).toBe(true);
  });

  test("is kept in the log, as giving it is, and goes with her data", async () => {
    const { giver, mandatary, id } = await office.pair();
    office.advance(1000);
    await giver.open(PATH);
    await giver.send({}, [], `${PATH}/${id}/terminer`);
    await auditWritten(office.ctx);
    const records = await searchAudit(office.ctx.db, { member: "*", target: id, limit: 10 });
    expect(records.map(({ action, detail, actor }) => [action, detail?.["change"], actor.id]).reverse()).toEqual([
      ["rights", "mandate-given", giver.id],
      ["rights", "mandate-accepted", mandatary.id],
      ["rights", "mandate-ended", giver.id],
    ]);
    const names = { definitions: new Map(), units: new Map(), members: new Map() };
    expect(records.map(({ action, detail }) => logDetail(action, detail ?? {}, names))).toEqual([
      "mandat terminé",
      "mandat accepté",
      "mandat proposé",
    ]);
    const [mandate] = await listMandates(office.ctx, giver.id);
    if (!mandate) throw new Error("no mandate");
    const data = await exportAccount(office.ctx, { account: mandate.from, grants: [] });
    expect(data["mandats"]).toMatchObject([{ donneA: expect.stringMatching(/^Odile/), peutAgir: true }]);
  });
});
