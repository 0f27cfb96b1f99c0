import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { submit } from "../../../engine/index.ts";
import { readAs } from "../../../server/db/with-actor.ts";
import { mandateForm } from "../../../server/routes/space/mandate-form.ts";
import { listMandates } from "../../../server/store/mandates.ts";
import { NOW } from "../../helpers/definitions.ts";
import { Citizen } from "./front-office.ts";
import { CARD, type Mandates, openMandates, PATH, statusOf } from "./mandate-office.ts";
import { loneMails } from "./space-office.ts";

let office: Mandates;
beforeAll(async () => {
  office = await openMandates();
});
beforeEach(() => office.ctx.db`delete from rate_limit`);
afterAll(() => office.stop());

describe("giving a mandate", () => {
  test("asks a visitor to sign in", async () => {
    const response = await new Citizen(office).browser.get(`${PATH}/donner`);
    expect(response.headers.get("location")).toBe("/connexion?retour=%2Fmon-espace%2Fmandats%2Fdonner");
  });

  test("says the same whether the address has an account or not, and writes to both sides", async () => {
    const giver = await office.citizen("camille.meme@exemple.fr");
    await office.citizen("connue@exemple.fr");
    const pages: string[] = [];
    for (const email of ["connue@exemple.fr", "inconnu@exemple.fr"]) {
      const before = (await loneMails(office)).length;
      await office.offers(giver, { "root[courriel]": email });
      expect(giver.path).toBe(`${PATH}?fait=donne`);
      pages.push(giver.html.slice(0, giver.html.indexOf('<ul class="rows"')));
      const mails = (await loneMails(office)).slice(0, -before || undefined);
      expect(mails.map(({ to }) => to).sort()).toEqual(["camille.meme@exemple.fr", email].sort());
    }
    const plain = pages.map((page) => page.replace(/value="[^"]*"/g, ""));
    expect(plain[0]).toBe(plain[1]);
  });

  test.each([
    ["her own address", { "root[courriel]": "Refuse@exemple.fr" }, "#root_courriel"],
    ["no right", { "root[droit]": "tout" }, "#root_droit"],
    ["no member where some are announced", { "root[collectivites]": "certaines" }, "#root_membres"],
    ["a member that is not there", { "root[collectivites]": "certaines", "root[membres]": "paris" }, "#root_membres"],
    ["a service that is not there", { "root[demarches]": "certaines", "root[services]": "a/b" }, "#root_services"],
  ])("refuses %s, and keeps what was typed", async (_, changes, where) => {
    const giver = await office.citizen(`refuse${randomUUID()}@exemple.fr`);
    if (where === "#root_courriel")
      await office.ctx.db`update account set email = 'refuse@exemple.fr' where id = ${giver.id}`;
    await office.offers(giver, changes);
    expect(giver.status).toBe(422);
    expect(giver.errors().join()).toContain(where);
    expect(giver.html).toContain("2026");
    expect(await listMandates(office.ctx, giver.id)).toEqual([]);
  });

  test.each([
    ["a first day that is past", -1, 30, "#root_debut"],
    ["a last day before the first", 10, 9, "#root_fin"],
    ["more than a year", 0, 366, "#root_fin"],
    ["a first day beyond a year", 366, 367, "#root_debut"],
  ])("refuses %s", async (_, from, until, where) => {
    const giver = await office.citizen(`dates${randomUUID()}@exemple.fr`);
    await office.offers(giver, { ...office.day("debut", from), ...office.day("fin", until) });
    expect(giver.status).toBe(422);
    expect(giver.errors().join()).toContain(where);
  });

  test("keeps the address and what it is about sealed", async () => {
    const giver = await office.citizen("scelle.mandat@exemple.fr");
    await office.offers(giver, { "root[demarches]": "certaines", "root[services]": CARD.id });
    const rows = await readAs(
      office.ctx.db,
      { account: giver.id },
      (tx) => tx`select to_jsonb(mandate) as row from mandate`,
    );
    expect(rows).toHaveLength(1);
    expect(JSON.stringify(rows)).not.toMatch(/odile|transport|6f64696c65/);
  });

  test("is about everything where nothing is served yet", async () => {
    const { catalogue } = office.ctx;
    const form = mandateForm({ ...office.ctx, catalogue: { ...catalogue, definitions: () => [] } });
    expect(form.order.map(({ key }) => key)).not.toContain("services");
    const asked = { courriel: "odile@exemple.fr", droit: "suivre", collectivites: "toutes", demarches: "certaines" };
    const days = { debut: "2026-03-04", fin: "2026-03-05" };
    expect(submit(form, { ...asked, ...days }, { now: NOW })).toMatchObject({ issues: [{ pointer: "/demarches" }] });
    expect(submit(form, { ...asked, demarches: "toutes", ...days }, { now: NOW }).ok).toBe(true);
  });

  test("writes no more than a few times to one address", async () => {
    const giver = await office.citizen("insiste@exemple.fr");
    for (let time = 0; time < 5; time += 1) await office.offers(giver);
    await office.offers(giver);
    expect(giver.status).toBe(429);
  });

  test("refuses a form that another site made", async () => {
    const giver = await office.citizen("piege@exemple.fr");
    await giver.open(`${PATH}/donner`);
    const forged = await giver.browser.post(`${PATH}/donner`, { ...office.offer(), _csrf: "faux" } as Record<
      string,
      string
    >);
    expect(forged.status).toBe(403);
    const foreign = await giver.post(office.offer(), [], `${PATH}/donner`, { "Sec-Fetch-Site": "cross-site" });
    expect(foreign.status).toBe(403);
    expect(await listMandates(office.ctx, giver.id)).toEqual([]);
  });
});

describe("the answer to an offer", () => {
  test("is an explicit yes: opening the link, even twice, decides nothing", async () => {
    const giver = await office.citizen("attend@exemple.fr");
    await office.offers(giver);
    const link = await office.link();
    const visitor = new Citizen(office);
    expect(await statusOf(visitor, link)).toBe(200);
    expect(visitor.html).toContain("Se connecter pour accepter");
    expect(visitor.html).not.toContain("Accepter le mandat");
    const mandatary = await office.citizen("ouvre@exemple.fr");
    await mandatary.open(link);
    await mandatary.send({}, [], link);
    expect(mandatary.html).toContain("Accepter le mandat");
    expect((await listMandates(office.ctx, giver.id))[0]?.to).toBeNull();
  });

  test("needs an account for a yes, none for a no, and serves once", async () => {
    const giver = await office.citizen("refusee@exemple.fr");
    await office.offers(giver);
    const link = await office.link();
    const visitor = await new Citizen(office).open(link);
    expect((await visitor.post({ accepter: "1" }, [], link)).status).toBe(401);
    await visitor.open(link);
    await visitor.send({ refuser: "1" }, [], link);
    expect(visitor.html).toContain("Vous avez refusé le mandat");
    expect((await office.mailed(/est refusé/))?.to).toBe("refusee@exemple.fr");
    const late = await office.citizen("tard@exemple.fr");
    expect(await statusOf(late, link)).toBe(404);
    await late.open(`${PATH}/donner`);
    expect((await late.post({ accepter: "1" }, [], link)).status).toBe(404);
  });

  test("tells both sides; the link is then worth nothing, to anybody", async () => {
    const { giver, mandatary } = await office.pair();
    expect(mandatary.path).toBe(`${PATH}?fait=accepte`);
    expect((await office.mailed(/est accepté/))?.body).toContain("Odile Mandataire");
    expect((await office.mailed(/avez accepté/))?.to).toMatch(/recoit/);
    const other = await office.citizen("rejoue@exemple.fr");
    const link = await office.link();
    for (const person of [other, mandatary, giver]) {
      await person.open(`${PATH}/donner`);
      expect((await person.post({ accepter: "1" }, [], link)).status).toBe(404);
    }
  });

  test("is not the giver's to give", async () => {
    const giver = await office.citizen("seule@exemple.fr");
    await office.offers(giver);
    const link = await office.link();
    await giver.open(link);
    expect(giver.html).not.toContain("Accepter le mandat");
    expect((await giver.post({ accepter: "1" }, [], link)).status).toBe(403);
    expect((await listMandates(office.ctx, giver.id))[0]?.to).toBeNull();
  });

  test("comes too late when the offer was taken back", async () => {
    const giver = await office.citizen("reprend@exemple.fr");
    await office.offers(giver);
    const link = await office.link();
    const [mandate] = await listMandates(office.ctx, giver.id);
    await giver.send({}, [], `${PATH}/${mandate?.id}/terminer`);
    expect((await office.mailed(/^Une proposition de mandat est retirée/))?.to).toBe("odile@exemple.fr");
    const mandatary = await office.citizen("trop-tard@exemple.fr");
    expect(await statusOf(mandatary, link)).toBe(404);
  });
});
