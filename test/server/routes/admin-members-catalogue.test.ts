import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { adopt } from "../../../server/store/definitions.ts";
import { type DemoApp, openDemoApp } from "../../helpers/demo-app.ts";
import { type Browser, hidden } from "../identity/installation.ts";
import { words } from "./back-office.ts";

const NOW = new Date("2026-03-03T09:30:00.000Z");
const BASE = "/rixheim/agent/administration/catalogue";
const RELAY = "relais/assistante-maternelle";
const BIRTH = "etat-civil/acte-naissance";

let town: DemoApp;
let admin: Browser;

beforeAll(async () => {
  town = await openDemoApp("mulhouse", NOW);
  admin = await town.agent("rixheim", "admin-membre");
});
afterAll(() => town.installation.stop());

const read = async (path: string, who = admin) => (await who.get(path)).text();

async function send(path: string, values: Record<string, string>, who = admin) {
  const page = await read(path.replace(/\/[^/]+$/, ""), who);
  const answer = await who.post(path, { ...values, _csrf: hidden(page, "_csrf") });
  return { status: answer.status, text: words(await answer.text()) };
}

describe("the catalogue of the group", () => {
  test("lists what is common, who uses it, and nothing that runs the group", async () => {
    const page = words(await read(BASE));
    expect(page).toContain("Demander un acte de naissance");
    expect(page).toContain("Illzach, Mulhouse, Rixheim");
    expect(page).toContain("Assistantes maternelles");
    expect(page).not.toContain("Collectivités du groupe");
    const coordinator = await town.agent("m2a", "admin-membre");
    expect(words(await read("/m2a/agent/administration/catalogue", coordinator))).toContain("Collectivités du groupe");
    expect((await admin.get(`${BASE}/groupe/collectivite`)).status).toBe(404);
  });

  test("is for administrators", async () => {
    const agent = await town.agent("rixheim", "agent");
    expect((await agent.get(BASE)).status).toBe(403);
    expect((await agent.get(`${BASE}/${RELAY}`)).status).toBe(403);
  });

  test("shows another member's own work only once it offers it", async () => {
    const seen = async () => words(await read(BASE)).includes("Assistantes maternelles");
    const own = (owner: string | null) =>
      town.installation.database.owner`update definition_version set owner_member = ${owner} where id = ${RELAY}`;
    await own("m2a");
    await town.ctx.catalogue.reload();
    expect(await seen()).toBe(false);
    expect((await admin.get(`${BASE}/${RELAY}`)).status).toBe(404);
    const coordinator = await town.agent("m2a", "admin-membre");
    const theirs = `/m2a/agent/administration/catalogue/${RELAY}/offrir`;
    expect((await send(theirs, { offert: "oui" }, coordinator)).status).toBe(303);
    expect(await seen()).toBe(true);
    await send(theirs, { offert: "non" }, coordinator);
    expect(await seen()).toBe(false);
    await own(null);
    await town.ctx.catalogue.reload();
  });
});

describe("adopting", () => {
  test("asks to confirm the processing, and for the unit that is missing", async () => {
    const page = words(await read(`${BASE}/${RELAY}`));
    expect(page).toContain("Suivre les assistantes maternelles");
    expect(page).toContain("une mission d’intérêt public");
    expect(page).toContain("2 ans");
    const refused = await send(`${BASE}/${RELAY}/adopter`, { service: "" });
    expect(refused.status).toBe(422);
    expect(refused.text).toContain("Cochez la case");
    expect(refused.text).toContain("Indiquez le nom du service à créer.");
    expect(town.ctx.catalogue.offers("rixheim", RELAY)).toBe(false);
  });

  test("creates the unit and opens the queue at once", async () => {
    const answer = await send(`${BASE}/${RELAY}/adopter`, { service: "Relais petite enfance", confirme: "oui" });
    expect(answer.status).toBe(303);
    expect(town.ctx.catalogue.member("rixheim")?.units.map(({ id }) => id)).toContain("relais");
    expect(town.ctx.catalogue.offers("rixheim", RELAY)).toBe(true);
  });

  test("stops without losing what is under way, and starts again", async () => {
    expect((await send(`${BASE}/${BIRTH}/arreter`, {})).status).toBe(303);
    const service = words(await (await town.app.request(`/rixheim/${BIRTH}`)).text());
    expect(service).toContain("n’est plus proposée ici");
    expect(await (await town.app.request("/rixheim")).text()).not.toContain(`/rixheim/${BIRTH}`);
    const started = await town.app.request(`/rixheim/${BIRTH}/commencer`, {
      method: "POST",
      body: new URLSearchParams(),
      headers: { "Sec-Fetch-Site": "same-origin" },
    });
    expect(started.headers.get("location")).toBe(`/rixheim/${BIRTH}`);
    const token = town.demo.citizens[0]?.token ?? "";
    const filed = await town.app.request(`/api/v1/rixheim/${BIRTH}/entries`, {
      method: "POST",
      body: "{}",
      headers: { Authorization: `Bearer ${token}`, "Content-Type": "application/json" },
    });
    expect(filed.status).toBe(403);
    const agent = await town.agent("rixheim", "agent");
    expect((await agent.get(`/rixheim/agent/${BIRTH}`)).status).toBe(200);
    expect((await send(`${BASE}/${BIRTH}/adopter`, { confirme: "oui" })).status).toBe(303);
    expect(await (await town.app.request("/rixheim")).text()).toContain(`/rixheim/${BIRTH}`);
  });
});

describe("sharing", () => {
  test("lets another member's unit read or work, and takes it back", async () => {
    await adopt(town.ctx.db, "m2a", BIRTH);
    const share = { avec: "m2a", service: "relais", role: "agent" };
    expect((await send(`${BASE}/${BIRTH}/partager`, share)).status).toBe(303);
    expect(town.ctx.catalogue.sharedWith("rixheim", BIRTH, "m2a")).toMatchObject([{ unit: "relais", role: "agent" }]);
    expect(words(await read(`${BASE}/${BIRTH}`))).toContain("Mulhouse Alsace Agglomération");
    expect((await send(`${BASE}/${BIRTH}/retirer`, { avec: "m2a", service: "relais" })).status).toBe(303);
    expect(town.ctx.catalogue.sharedWith("rixheim", BIRTH, "m2a")).toEqual([]);
  });

  test("goes to members of the group, and units they have", async () => {
    for (const share of [
      { avec: "", service: "", role: "agent" },
      { avec: "rixheim", service: "", role: "agent" },
      { avec: "ailleurs", service: "", role: "agent" },
      { avec: "m2a", service: "etat-civil", role: "agent" },
      { avec: "m2a", service: "", role: "admin-membre" },
    ]) {
      expect((await send(`${BASE}/${BIRTH}/partager`, share)).status, JSON.stringify(share)).toBe(422);
    }
  });
});

describe("the members of the group", () => {
  test("are listed for who runs it, with the register where one is invited", async () => {
    const runner = await town.agent("m2a", "admin-groupe");
    const page = await read("/m2a/agent/administration/collectivites", runner);
    expect(words(page)).toContain("Rixheim Ouverte aux usagers");
    expect(page).toContain('href="/m2a/agent/groupe/collectivite/nouveau"');
    expect((await admin.get("/rixheim/agent/administration/collectivites")).status).toBe(403);
  });
});
