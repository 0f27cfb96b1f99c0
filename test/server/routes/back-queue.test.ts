import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { AgentIdentity } from "../../../server/identity/subject.ts";
import { PERMIT } from "../../renderer/back-fixtures.ts";
import type { Browser } from "../identity/installation.ts";
import { atWork, file, hire, type Office, openOffice, stored, words } from "./back-office.ts";

const QUEUE = `/mulhouse/agent/${PERMIT.id}`;
let office: Office;
let anne: AgentIdentity;
let browser: Browser;

const rows = (html: string) => [...html.matchAll(/class="row-link">([^<]+)</g)].map(([, reference]) => reference);
const linkNamed = (html: string, name: string) =>
  new RegExp(`<a [^>]*href="([^"]+)"[^>]*>${name}`).exec(html)?.[1]?.replaceAll("&amp;", "&") ?? "";

beforeAll(async () => {
  office = await openOffice();
  anne = await hire(office.ctx, "Anne Keller");
  browser = await atWork(office, anne);
  for (let rank = 0; rank < 27; rank += 1) {
    const vehicule = rank % 3 === 0 ? "utilitaire" : "voiture";
    await file(office, anne, PERMIT, { nom: `Muller ${String.fromCharCode(65 + rank)}`, vehicule, places: rank });
  }
});
afterAll(() => office.stop());

describe("a queue", () => {
  test("shows every demande once, page after page, the oldest first", async () => {
    const first = await (await browser.get(QUEUE)).text();
    expect(rows(first)).toHaveLength(25);
    const second = await (await browser.get(linkNamed(first, "Page suivante"))).text();
    expect(rows(second)).toHaveLength(2);
    expect(new Set([...rows(first), ...rows(second)]).size).toBe(27);
    expect(words(first).indexOf("Muller A")).toBeLessThan(words(first).indexOf("Muller B"));
    expect(linkNamed(second, "Revenir à la première page")).toBe(QUEUE);
  });

  test("is searched, filtered by several values and sorted, all by its address", async () => {
    const found = async (query: string) => rows(await (await browser.get(`${QUEUE}?${query}`)).text()).length;
    expect(await found("filtre[vehicule]=utilitaire")).toBe(9);
    expect(await found("filtre[vehicule]=utilitaire&filtre[vehicule]=voiture&filtre[nom]=Muller+A")).toBe(1);
    expect(await found("filtre[places]=4")).toBe(1);
    expect(await found("pour=moi")).toBe(0);
    const reversed = await (await browser.get(`${QUEUE}?tri=-nom`)).text();
    expect(words(reversed)).toMatch(/Muller Z .*Muller Y/);
  });

  test("keeps in its address only what was chosen", async () => {
    const answer = await browser.get(`${QUEUE}?q=&filtre[nom]=&filtre[vehicule]=voiture&filtre[vehicule]=`);
    expect(answer.headers.get("location")).toBe(`${QUEUE}?filtre%5Bvehicule%5D=voiture`);
  });

  test("says which choice empties it", async () => {
    const html = await (await browser.get(`${QUEUE}?filtre[vehicule]=voiture&etat=acceptee`)).text();
    expect(words(html)).toContain("il y a des résultats : Retirer l’état « Acceptée »");
    expect(words(html)).toContain("aussi actifs : Retirer le filtre « Véhicule : Voiture »");
  });

  test("opens at its first page from an address whose cursor means nothing", async () => {
    for (const cursor of ["abc", "%00", "W10"]) {
      const answer = await browser.get(`${QUEUE}?apres=${cursor}`);
      expect(answer.status).toBe(200);
      expect(rows(await answer.text())).toHaveLength(25);
    }
  });

  test("takes whatever is typed without failing", async () => {
    for (const query of [
      "q=%25_%5C",
      "q=%00",
      "filtre[places]=beaucoup",
      "filtre[debut]=hier",
      "tri=--nom",
      "etat=%F0%9F",
    ]) {
      expect((await browser.get(`${QUEUE}?${query}`)).status).toBe(200);
    }
  });

  test("leads from an entry to the next one of the list as it was filtered", async () => {
    const html = await (await browser.get(`${QUEUE}?filtre[vehicule]=utilitaire`)).text();
    const [, entry = ""] = /<a href="([^"]+)" class="row-link"/.exec(html) ?? [];
    const page = await (await browser.get(entry.replaceAll("&amp;", "&"))).text();
    const next = linkNamed(page, "Demande suivante");
    const second = [...html.matchAll(/<a href="([^"]+)" class="row-link"/g)][1]?.[1]?.replaceAll("&amp;", "&");
    expect(next).toBe(second);
    expect(linkNamed(page, '<span aria-hidden="true">← </span>Revenir à la liste')).toBe(
      `${QUEUE}?filtre%5Bvehicule%5D=utilitaire`,
    );
  });
});

describe("an agent's home", () => {
  test("counts what waits in each of her queues, and since when", async () => {
    const text = words(await (await browser.get("/mulhouse/agent")).text());
    expect(text).toContain("27 demandes à traiter La plus ancienne est arrivée à l’instant");
    expect(text).toContain("0 fiche");
  });

  test("opens an entry by its reference, however it is typed", async () => {
    const id = await file(office, anne, PERMIT, { nom: "Roth" });
    const { reference } = (await stored(office, id)).entry;
    for (const typed of [
      reference,
      reference.toLowerCase(),
      reference.replace("-", " "),
      ` ${reference.replace("-", "")} `,
    ]) {
      const answer = await browser.get(`/mulhouse/agent?reference=${encodeURIComponent(typed)}`);
      expect([answer.status, answer.headers.get("location")]).toEqual([303, `${QUEUE}/${id}`]);
    }
  });

  test("says when a reference names nothing she may see", async () => {
    const answer = await browser.get("/mulhouse/agent?reference=AAAA-AAAA");
    expect(answer.status).toBe(404);
    expect(words(await answer.text())).toContain("n’a la référence « AAAA-AAAA »");
  });
});

describe("what an agent may not see does not exist", () => {
  test("another town's queues", async () => {
    const elsewhere = await atWork(office, await hire(office.ctx, "Paul Ott", { member: "rixheim" }));
    const id = await file(office, anne, PERMIT, { nom: "Roth" });
    for (const path of [
      "/mulhouse/agent",
      QUEUE,
      `${QUEUE}/${id}`,
      `/rixheim/agent/${PERMIT.id}/${id}`,
      "/nulle-part/agent",
    ]) {
      expect((await elsewhere.get(path)).status).toBe(404);
    }
  });

  test("registers of a unit she does not work in", async () => {
    const outside = await atWork(office, await hire(office.ctx, "Luc Haas", { units: ["etat-civil"] }));
    const home = await (await outside.get("/mulhouse/agent")).text();
    expect(home).not.toContain("jardins/parcelle");
    expect((await outside.get("/mulhouse/agent/jardins/parcelle")).status).toBe(404);
    expect((await outside.get("/mulhouse/agent/jardins/parcelle/nouveau")).status).toBe(404);
  });

  test("anything, for an administrator without a role on entries, but the definitions", async () => {
    const admin = await atWork(office, await hire(office.ctx, "Eva Jung", { roles: ["admin-fonctionnel"] }));
    expect((await admin.get(QUEUE)).status).toBe(404);
    const text = words(await (await admin.get("/mulhouse/agent/definitions")).text());
    expect(text).toContain("voirie/stationnement");
    expect(text).toMatch(/À instruire .*Accepter \(agent\) → mène à Acceptée/);
    expect((await browser.get("/mulhouse/agent/definitions")).status).toBe(404);
  });

  test("anything, before she signs in", async () => {
    const { Browser: Fresh } = await import("../identity/installation.ts");
    const answer = await new Fresh(office.app).get(QUEUE);
    expect(answer.status).toBe(303);
    expect(answer.headers.get("location")).toBe(`/agent/connexion?retour=${encodeURIComponent(QUEUE)}`);
  });
});
