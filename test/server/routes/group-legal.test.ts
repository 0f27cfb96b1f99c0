import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { type DemoApp, openDemoApp } from "../../helpers/demo-app.ts";
import { Browser, hidden } from "../identity/installation.ts";

const NOW = new Date("2026-03-03T09:30:00.000Z");
const PAGES = ["mentions-legales", "accessibilite", "donnees-personnelles"] as const;

let town: DemoApp;

beforeAll(async () => {
  town = await openDemoApp("mulhouse", NOW, { auditMonths: 18 });
});
afterAll(() => town.installation.stop());

beforeEach(async () => {
  await change("m2a", { coordinator: true });
});

async function change(id: string, facts: { coordinator?: boolean; host?: string | null }): Promise<void> {
  await town.ctx.db`update member set ${town.ctx.db(facts)} where id = ${id}`;
  await town.ctx.catalogue.reload();
}

const page = async (path: string, host?: string) => town.app.request(path, host ? { headers: { Host: host } } : {});
const text = async (path: string): Promise<string> => (await page(path)).text();

describe("the pages of no member", () => {
  test("lead from their foot to the legal pages of the whole, and those of a member to its own", async () => {
    const citizen = new Browser(town.app);
    const door = await (await citizen.get("/connexion")).text();
    const { email = "", password = "" } = town.demo.citizens[0] ?? {};
    await citizen.post("/connexion", { email, password, _csrf: hidden(door, "_csrf") });
    const html = {
      "": [await text("/"), await text("/connexion"), await (await citizen.get("/mon-espace")).text()],
      "/rixheim": [await text("/rixheim"), await text("/agent/connexion?retour=/rixheim/agent")],
    };
    for (const [base, every] of Object.entries(html)) {
      for (const one of every) {
        const foot = one.slice(one.indexOf("<footer"));
        expect(one).not.toContain("Page introuvable");
        for (const name of PAGES) expect(foot).toContain(`href="${base}/${name}"`);
        expect(foot).toContain("Accessibilité\u00a0: non conforme");
      }
    }
  });

  test("are published by the member that runs the group, in its own words once it has written some", async () => {
    const notice = await text("/mentions-legales");
    expect(notice).toContain("Ces pages sont éditées par Mulhouse Alsace Agglomération.");
    expect(notice).toContain("Numéro SIREN\u00a0:\u00a0200066009.");
    const admin = await town.agent("m2a", "admin-membre");
    const section = "/m2a/agent/administration/collectivite/textes";
    const form = await (await admin.get(section)).text();
    expect(form).toContain("pages communes");
    const typed = { responsable: "Le président", dpo: "dpo@m2a.example", mentions: "Hébergé à <Mulhouse>." };
    const words = { ...typed, donnees: "Rien n’est vendu." };
    expect((await admin.post(section, { ...words, _csrf: hidden(form, "_csrf") })).status).toBe(303);
    expect(await text("/mentions-legales")).toContain("Direction de la publication : Le président.");
    expect(await text("/mentions-legales")).toContain("Hébergé à &lt;Mulhouse>.");
    const privacy = await text("/donnees-personnelles");
    for (const word of [
      "Le président est responsable",
      "Rien n’est vendu.",
      'href="mailto:dpo@m2a.example"',
      "18 mois",
    ]) {
      expect(privacy).toContain(word);
    }
  });

  test("say that nobody is in charge of them while no member runs the group", async () => {
    await change("m2a", { coordinator: false });
    for (const name of ["mentions-legales", "donnees-personnelles"]) {
      expect(await text(`/${name}`), name).toContain("aucune n’est encore chargée des pages communes");
    }
    expect((await page("/accessibilite")).status).toBe(200);
  });

  test("lead to the same page of each member open to citizens", async () => {
    await town.ctx.db`update member set status = 'invited' where id = 'illzach'`;
    await town.ctx.catalogue.reload();
    for (const name of PAGES) {
      const html = await text(`/${name}`);
      expect(html).toContain(`<a href="/rixheim/${name}">Rixheim</a>`);
      expect(html).not.toContain("/illzach/");
    }
  });

  test("are, at a member's own host name, its own", async () => {
    await change("rixheim", { host: "demarches.rixheim.example" });
    for (const name of PAGES) {
      const answer = await page(`/${name}`, "demarches.rixheim.example");
      expect(answer.headers.get("Location"), name).toBe(`/rixheim/${name}`);
    }
  });
});
