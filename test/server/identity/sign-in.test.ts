import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { requireAgent, requireCitizen } from "../../../server/identity/require.ts";
import { ensureSession } from "../../../server/identity/sessions.ts";
import { readForm } from "../../../server/middleware/posted-form.ts";
import { registerSignInRoutes } from "../../../server/routes/sign-in.ts";
import {
  addAgent,
  addCitizen,
  Browser,
  createPages,
  hidden,
  install,
  PASSWORD,
  type TestInstallation,
} from "./installation.ts";

const CITIZEN = "camille@exemple.fr";
const AGENT = "sophie@mulhouse.example";

let installation: TestInstallation;
let browser: Browser;
let app: ReturnType<typeof createPages>;

beforeAll(async () => {
  installation = await install();
  await addCitizen(installation.ctx, CITIZEN);
  await addAgent(installation.ctx, AGENT);
  app = createPages(installation.ctx, (routes) => {
    registerSignInRoutes(routes);
    routes.get("/visite", async (c) => c.html((await ensureSession(c)).csrf));
    routes.get("/:member/agent/file", async (c) => {
      const agent = await requireAgent(c, c.req.param("member"));
      return agent.ok ? c.html(`file de ${agent.value.agent.name}`) : agent.response;
    });
    routes.post("/:member/agent/file", async (c) => {
      const agent = await requireAgent(c, c.req.param("member"));
      if (!agent.ok) return agent.response;
      const form = await readForm(c);
      return c.html(`${form.resumed ? "montrer" : "agir"} ${JSON.stringify([...form.fields])}`);
    });
    routes.get("/mes-demandes", async (c) => {
      const citizen = await requireCitizen(c);
      return citizen.ok ? c.html(citizen.value.account.name) : citizen.response;
    });
  });
});
beforeEach(async () => {
  browser = new Browser(app);
  await installation.ctx.db`delete from rate_limit`;
});
afterAll(() => installation.stop());

const signInAs = (email: string, path = "/connexion", more: Record<string, string> = {}) =>
  browser.post(path, { email, password: PASSWORD, ...more });

describe("signing in", () => {
  test("leads a citizen back to the page she wanted", async () => {
    const asked = await browser.get("/mes-demandes?page=2");
    expect(asked.status).toBe(303);
    expect(asked.headers.get("location")).toBe("/connexion?retour=%2Fmes-demandes%3Fpage%3D2");
    const page = await (await browser.get(asked.headers.get("location") ?? "")).text();
    const answer = await signInAs(CITIZEN, "/connexion", { retour: hidden(page, "retour") });
    expect(answer.status).toBe(303);
    expect(answer.headers.get("location")).toBe("/mes-demandes?page=2");
    expect(await (await browser.get("/mes-demandes")).text()).toBe("Camille Schmitt");
  });

  test("takes the address in capitals and with spaces", async () => {
    expect((await signInAs(` ${CITIZEN.toUpperCase()} `)).status).toBe(303);
  });

  test("leads an agent to the back office of her member", async () => {
    expect((await signInAs(AGENT, "/agent/connexion")).headers.get("location")).toBe("/mulhouse/agent");
    expect(await (await browser.get("/mulhouse/agent/file")).text()).toBe("file de Sophie Muller");
  });

  test("refuses an agent the back office of another member", async () => {
    await signInAs(AGENT, "/agent/connexion");
    const answer = await browser.get("/rixheim/agent/file");
    expect(answer.status).toBe(404);
    expect(await answer.text()).toContain("Ville de Mulhouse");
  });

  test("does not open the back office with a citizen's account", async () => {
    expect((await signInAs(CITIZEN, "/agent/connexion")).status).toBe(422);
    await signInAs(CITIZEN);
    expect((await browser.get("/mulhouse/agent/file")).status).toBe(303);
  });

  test.each([
    "//autre.example/x",
    "https://autre.example",
    "/\\autre.example",
    "javascript:alert(1)",
    "/\t/autre.example",
  ])("does not lead to another site through %s", async (retour) => {
    expect((await signInAs(CITIZEN, "/connexion", { retour })).headers.get("location")).toBe("/mon-espace");
  });

  test("says the same of a wrong password and of an address nobody has", async () => {
    const wrong = await browser.post("/connexion", { email: CITIZEN, password: "autre chose" });
    const unknown = await browser.post("/connexion", { email: "personne@exemple.fr", password: "autre chose" });
    expect(wrong.status).toBe(422);
    expect(unknown.status).toBe(422);
    expect((await unknown.text()).replaceAll("personne@exemple.fr", CITIZEN)).toBe(await wrong.text());
    expect(browser.cookies.size).toBe(0);
  });

  test("names each empty box and never sends the password back", async () => {
    const page = await (await browser.post("/connexion", { email: "", password: "" })).text();
    expect(page).toContain("Indiquez votre adresse électronique.");
    expect(page).toContain("Indiquez votre mot de passe.");
    expect(await (await browser.post("/connexion", { email: CITIZEN, password: "secret-tapé" })).text()).not.toContain(
      "secret-tapé",
    );
  });
});

describe("sessions", () => {
  test("change identifier at sign-in, and the one before is worth nothing", async () => {
    await browser.get("/visite");
    const before = new Map(browser.cookies);
    const csrf = await (await browser.get("/visite")).text();
    await signInAs(CITIZEN, "/connexion", { _csrf: csrf });
    expect(browser.cookies).not.toEqual(before);
    const fixed = new Browser(app);
    for (const [name, value] of before) fixed.cookies.set(name, value);
    expect((await fixed.get("/mes-demandes")).status).toBe(303);
  });

  test("are known by a cookie no script reads and no other site sends", async () => {
    const answer = await signInAs(CITIZEN);
    expect(answer.headers.getSetCookie()).toEqual([
      expect.stringMatching(/^__Host-guichet=[\w-]{43}; Max-Age=2592000; Path=\/; HttpOnly; Secure; SameSite=Lax$/),
    ]);
  });

  test("are not readable in the base", async () => {
    await signInAs(CITIZEN);
    const id = browser.cookies.get("__Host-guichet") ?? "";
    const rows = await installation.ctx.db<{ idHash: Buffer }[]>`select id_hash from session`;
    const stored = rows.map((row) => row.idHash.toString("latin1"));
    expect(stored.some((hash) => hash.includes(id) || hash === Buffer.from(id, "base64url").toString("latin1"))).toBe(
      false,
    );
  });

  test("end when the person signs out, even for who kept the cookie", async () => {
    await signInAs(CITIZEN);
    const kept = new Map(browser.cookies);
    const csrf = await (await browser.get("/visite")).text();
    expect((await browser.post("/deconnexion", { _csrf: csrf })).status).toBe(303);
    expect(browser.cookies.size).toBe(0);
    for (const [name, value] of kept) browser.cookies.set(name, value);
    expect((await browser.get("/mes-demandes")).status).toBe(303);
  });

  test("of agents end twelve hours after their last use", async () => {
    const HOUR = 3_600_000;
    await signInAs(AGENT, "/agent/connexion");
    installation.advance(11 * HOUR);
    expect((await browser.get("/mulhouse/agent/file")).status).toBe(200);
    installation.advance(11 * HOUR);
    expect((await browser.get("/mulhouse/agent/file")).status).toBe(200);
    installation.advance(12 * HOUR);
    expect((await browser.get("/mulhouse/agent/file")).status).toBe(303);
  });
});

describe("too many attempts", () => {
  const fail = (email: string) => browser.post("/connexion", { email, password: "faux" });

  test("on one address are refused for a quarter of an hour, the right password too", async () => {
    await fail(CITIZEN);
    await installation.ctx.db`update rate_limit set hits = 10 where key like 'citizen-email:%'`;
    const refused = await signInAs(CITIZEN);
    expect(refused.status).toBe(429);
    expect(Number(refused.headers.get("retry-after"))).toBeGreaterThan(890);
    expect(await refused.text()).toContain("Trop d’essais de connexion. Réessayez dans 15 minutes.");
    installation.advance(15 * 60_000 + 1);
    expect((await signInAs(CITIZEN)).status).toBe(303);
  });

  test("from one place are refused whatever the account", async () => {
    await fail("personne@exemple.fr");
    await installation.ctx.db`update rate_limit set hits = 100 where key like 'address:%'`;
    expect((await signInAs(CITIZEN)).status).toBe(429);
  });

  test("are not counted once the person has signed in", async () => {
    await Promise.all([fail(CITIZEN), fail(CITIZEN)]);
    expect((await signInAs(CITIZEN)).status).toBe(303);
    const rows = await installation.ctx.db<{ hits: number }[]>`select hits from rate_limit`;
    expect(rows.map((row) => row.hits)).toEqual([2]);
  });

  test("leave no address in clear in the base", async () => {
    await fail(CITIZEN);
    const rows = await installation.ctx.db<{ key: string }[]>`select key from rate_limit`;
    expect(rows.map((row) => row.key).join()).not.toContain("camille");
  });
});

describe("a session that ends while a form is filled", () => {
  test("gives the form back after signing in, to be looked at and sent again", async () => {
    const posted = await browser.post("/mulhouse/agent/file?vue=1", "motif=Pièce+%22illisible%22&choix=a&choix=b");
    expect(posted.status).toBe(401);
    const signInPage = await posted.text();
    expect(signInPage).toContain("ce que vous aviez saisi vous sera rendu");
    const wrong = await browser.post("/agent/connexion", {
      email: AGENT,
      password: "faux",
      _garde: hidden(signInPage, "_garde"),
    });
    const resumed = await signInAs(AGENT, "/agent/connexion", { _garde: hidden(await wrong.text(), "_garde") });
    expect(resumed.status).toBe(200);
    const page = await resumed.text();
    expect(page).toContain('action="/mulhouse/agent/file?vue=1"');
    const again = new URLSearchParams();
    for (const [, name = "", value = ""] of page.matchAll(/type="hidden" name="([^"]*)" value="([^"]*)"/g)) {
      again.append(name, value.replaceAll("&quot;", '"'));
    }
    const shown = await browser.post("/mulhouse/agent/file?vue=1", again.toString());
    expect(await shown.text()).toBe('montrer [["motif",["Pièce \\"illisible\\""]],["choix",["a","b"]]]');
  });

  test("takes no kept form that someone else wrote", async () => {
    const forged = Buffer.from(JSON.stringify({ path: "/x", fields: [], until: 9e15 })).toString("base64url");
    for (const _garde of [`garde:${forged}.x`, forged, "garde:"]) {
      const answer = await signInAs(AGENT, "/agent/connexion", { _garde });
      expect(answer.headers.get("location")).toBe("/mulhouse/agent");
      browser.cookies.clear();
    }
  });

  test("says so when the form is too long to be kept", async () => {
    const posted = await browser.post("/mulhouse/agent/file", { motif: "a".repeat(90_000) });
    expect(posted.status).toBe(401);
    expect(await posted.text()).toContain("trop longue pour être gardée");
  });
});
