import { Secret, TOTP } from "otpauth";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { auditWritten } from "../../../server/audit.ts";
import { readAs } from "../../../server/db/with-actor.ts";
import { checkCode, enrol, newSecret } from "../../../server/identity/second-factor.ts";
import type { AgentIdentity } from "../../../server/identity/subject.ts";
import { authenticateToken, createToken } from "../../../server/identity/tokens.ts";
import { readAgent } from "../../../server/store/agent-list.ts";
import { findAgent } from "../../../server/store/agents.ts";
import { searchAudit } from "../../../server/store/audit.ts";
import { Browser } from "../identity/installation.ts";
import { mailTo, openAdministration } from "./admin-office.ts";
import { atWork, fieldsOf, hire, type Office, signIn, words } from "./back-office.ts";

const AGENTS = "/mulhouse/agent/administration/agents";

let office: Office;
let chief: AgentIdentity;
let browser: Browser;

beforeAll(async () => {
  office = await openAdministration();
  chief = await hire(office.ctx, "Anne Keller", { roles: ["admin-membre"], units: [] });
  browser = await atWork(office, chief);
});
afterAll(() => office.stop());

async function send(path: string, page: string, fields: Record<string, string>): Promise<Response> {
  const html = await (await browser.get(page)).text();
  return browser.post(path, { ...fieldsOf(html, path), ...fields });
}

const row = (role: string, unit = "", definition = "", at = 0) => ({
  [`role.${at}`]: role,
  [`unite.${at}`]: unit,
  [`definition.${at}`]: definition,
});

const add = (email: string, fields: Record<string, string> = row("agent")) =>
  send(`${AGENTS}/nouveau`, `${AGENTS}/nouveau`, { nom: "Paul Haas", email, ...fields });

const change = (id: string, fields: Record<string, string>) => send(`${AGENTS}/${id}`, `${AGENTS}/${id}`, fields);

const act = (id: string, action: string) => send(`${AGENTS}/${id}/${action}`, `${AGENTS}/${id}`, {});

async function linkFor(address: string): Promise<string> {
  const mail = await mailTo(office.ctx, address);
  return /\/agent\/inscription\/[\w-]+/.exec(mail?.body ?? "")?.[0] ?? "";
}

async function choose(link: string, password = "neuf mots de passe", again = password): Promise<Response> {
  const visitor = new Browser(office.app);
  return visitor.post(link, { password, encore: again });
}

describe("adding an agent", () => {
  test("sends her a link to choose a password, and shows none to anybody", async () => {
    const response = await add("paul@mulhouse.example", row("agent", "espaces-verts"));
    expect(response.status).toBe(303);
    const page = words(await (await browser.get(response.headers.get("location") ?? "")).text());
    expect(page).toContain("Le message pour choisir le mot de passe est parti");
    const link = await linkFor("paul@mulhouse.example");
    expect(page).not.toContain(link);
    expect((await choose(link)).status).toBe(200);
    const found = await findAgent(office.ctx.db, "paul@mulhouse.example", office.ctx.clock());
    expect(found?.agent).toMatchObject({
      name: "Paul Haas",
      assignments: [{ role: "agent", unit: "espaces-verts", definition: null }],
    });
    const paul = new Browser(office.app);
    const form = await (await paul.get("/agent/connexion")).text();
    expect(form).toContain("/agent/mot-de-passe");
    const signedIn = await paul.post("/agent/connexion", {
      email: "paul@mulhouse.example",
      password: "neuf mots de passe",
    });
    expect(signedIn.headers.get("location")).toBe("/mulhouse/agent");
  });

  test("is refused without a name, a true address or a role, and keeps what was typed", async () => {
    const response = await add("pas une adresse", { ...row(""), nom: "" });
    expect(response.status).toBe(422);
    expect(await (await add("pas une adresse")).text()).toContain('value="pas une adresse"');
    expect(words(await (await add("sans-role@mulhouse.example", row(""))).text())).toContain(
      "Donnez au moins un droit",
    );
    const noName = await add("sans-nom@mulhouse.example", { ...row("agent"), nom: "" });
    expect(words(await noName.text())).toContain("Indiquez le nom de la personne");
  });

  test("is refused for an address that an agent of another member has", async () => {
    const other = await hire(office.ctx, "Luc", { member: "rixheim" });
    const response = await add(other.email.toUpperCase());
    expect(response.status).toBe(422);
    expect(words(await response.text())).toContain("Cette adresse ne peut pas être ajoutée");
  });

  test("refuses a right that could never serve", async () => {
    const definition = "jardins/parcelle";
    const misplaced = await add("a@mulhouse.example", row("agent", "etat-civil", definition));
    expect(words(await misplaced.text())).toContain("traité par le service Espaces verts");
    const partial = await add("b@mulhouse.example", row("admin-membre", "etat-civil"));
    expect(words(await partial.text())).toContain("Ce rôle vaut pour toute la collectivité");
    const unknown = await add("c@mulhouse.example", row("agent", "piscine"));
    expect(words(await unknown.text())).toContain("Choisissez un service de la liste");
  });

  test("adds and removes rows without saving anything", async () => {
    const more = await add("d@mulhouse.example", { ...row("agent"), faire: "ajouter" });
    const html = await more.text();
    expect(more.status).toBe(200);
    expect(html).toContain('name="role.1"');
    const less = await add("d@mulhouse.example", {
      ...row("agent"),
      ...row("lecteur", "etat-civil", "", 1),
      faire: "retirer-0",
    });
    const kept = await less.text();
    expect(kept).not.toContain('name="role.1"');
    expect(kept).toMatch(/<option value="lecteur" selected/);
    expect(await findAgent(office.ctx.db, "d@mulhouse.example", office.ctx.clock())).toBeNull();
  });

  test("cannot give the role over the group, unless one holds it in the member that coordinates", async () => {
    const refused = await add("e@mulhouse.example", row("admin-groupe"));
    expect(refused.status).toBe(422);
    const boss = await hire(office.ctx, "Eva", { roles: ["admin-membre", "admin-groupe"], units: [] });
    const before = browser;
    try {
      browser = await atWork(office, boss);
      expect((await add("f@mulhouse.example", row("admin-groupe"))).status).toBe(422);
      await office.ctx.db`update member set coordinator = true where id = 'mulhouse'`;
      expect((await add("g@mulhouse.example", row("admin-groupe"))).status).toBe(303);
    } finally {
      browser = before;
      await office.ctx.db`update member set coordinator = false where id = 'mulhouse'`;
    }
  });
});

describe("the link to choose a password", () => {
  test("serves once, and not after another was used", async () => {
    const agent = await hire(office.ctx, "Marc");
    await act(agent.id, "lien");
    const first = await linkFor(agent.email);
    office.advance(1000);
    await act(agent.id, "lien");
    const second = await linkFor(agent.email);
    expect(second).not.toBe(first);
    expect((await choose(second)).status).toBe(200);
    expect((await choose(second, "encore un autre mot")).status).toBe(404);
    expect((await choose(first, "encore un autre mot")).status).toBe(404);
    expect((await new Browser(office.app).get(first)).status).toBe(404);
  });

  test("stays good when the password will not do", async () => {
    const agent = await hire(office.ctx, "Nina");
    await act(agent.id, "lien");
    const link = await linkFor(agent.email);
    expect((await choose(link, "court")).status).toBe(422);
    const different = await choose(link, "neuf mots de passe", "dix mots de passe");
    expect(words(await different.text())).toContain("ne sont pas les mêmes");
    expect((await choose(link)).status).toBe(200);
  });

  test("is worth nothing after seven days, or once the access is closed", async () => {
    const [late, closed] = [await hire(office.ctx, "Late"), await hire(office.ctx, "Fermée")];
    for (const { id } of [late, closed]) await act(id, "lien");
    const [lateLink, closedLink] = [await linkFor(late.email), await linkFor(closed.email)];
    await act(closed.id, "fermer");
    expect((await choose(closedLink)).status).toBe(404);
    office.advance(7 * 86_400_000);
    browser = await atWork(office, chief);
    expect((await choose(lateLink)).status).toBe(404);
  });

  test("ends the sessions and tokens that came before, and a mail says so", async () => {
    const agent = await hire(office.ctx, "Olga");
    const hers = await atWork(office, agent);
    const token = await createToken(office.ctx, { member: "mulhouse", agent: agent.id }, "script");
    expect((await authenticateToken(office.ctx, `Bearer ${token}`))?.agent?.id).toBe(agent.id);
    await act(agent.id, "lien");
    const link = await linkFor(agent.email);
    office.advance(1000);
    const chosen = words(await (await choose(link)).text());
    expect(chosen).toContain("les logiciels qui utilisaient votre accès ne l’ont plus");
    expect((await hers.get("/mulhouse/agent")).status).toBe(303);
    expect(await authenticateToken(office.ctx, `Bearer ${token}`)).toBeNull();
    expect(await mailTo(office.ctx, agent.email)).toMatchObject({
      subject: "Votre mot de passe a changé",
      body: expect.stringContaining("les logiciels qui utilisaient votre accès ne l’ont plus"),
    });
  });

  test("is sent to who asks for it, in the same words whether or not she is an agent", async () => {
    const agent = await hire(office.ctx, "Paule");
    const visitor = new Browser(office.app);
    const known = await visitor.post("/agent/mot-de-passe", { email: agent.email });
    const unknown = await visitor.post("/agent/mot-de-passe", { email: "personne@mulhouse.example" });
    expect([known.status, unknown.status]).toEqual([200, 200]);
    expect(await known.text()).toBe(await unknown.text());
    expect((await mailTo(office.ctx, agent.email))?.subject).toBe("Choisir un nouveau mot de passe");
    expect(await mailTo(office.ctx, "personne@mulhouse.example")).toBeUndefined();
  });

  test("is sent three times an hour at most, without saying so", async () => {
    const agent = await hire(office.ctx, "Rose");
    office.advance(1000);
    const visitor = new Browser(office.app);
    for (let time = 0; time < 4; time += 1) {
      expect((await visitor.post("/agent/mot-de-passe", { email: agent.email })).status).toBe(200);
    }
    const [row] = await office.ctx.db<{ count: number }[]>`
      select count(*)::int as count from one_time_code where purpose = 'agent-password' and created_at = ${office.ctx.clock()}`;
    expect(row?.count).toBe(3);
  });
});

describe("changing what an agent may do", () => {
  test("holds from her next request and is written in the log", async () => {
    const agent = await hire(office.ctx, "Sophie Muller", { roles: ["lecteur"], units: [] });
    const response = await change(agent.id, { nom: "Sophie Weber", ...row("agent", "espaces-verts") });
    expect(response.headers.get("location")).toContain("fait=enregistre");
    const now = await readAgent(office.ctx.db, "mulhouse", agent.id);
    expect(now).toMatchObject({
      name: "Sophie Weber",
      assignments: [{ role: "agent", unit: "espaces-verts", definition: null }],
    });
    await auditWritten(office.ctx);
    const log = await searchAudit(office.ctx.db, { member: "mulhouse", target: agent.id, limit: 10 });
    expect(log.map(({ action, detail }) => [action, detail])).toContainEqual([
      "rights",
      { before: ["lecteur * *"], after: ["agent espaces-verts *"] },
    ]);
  });

  test("never takes one's own role of administrator", async () => {
    await hire(office.ctx, "Autre cheffe", { roles: ["admin-membre"], units: [] });
    const response = await change(chief.id, { nom: chief.name, ...row("agent") });
    expect(response.status).toBe(422);
    expect(words(await response.text())).toContain("Vous ne pouvez pas retirer votre propre rôle");
    expect((await act(chief.id, "fermer")).status).toBe(403);
  });

  test("never leaves the member without administrator, even when two leave at once", async () => {
    const [one, two] = await Promise.all(
      ["Une", "Deux"].map((name) => hire(office.ctx, name, { member: "rixheim", roles: ["admin-membre"], units: [] })),
    );
    if (!one || !two) throw new Error("nobody");
    const [first, second] = [await atWork(office, one), await atWork(office, two)];
    const close = async (who: Browser, whom: AgentIdentity) => {
      const page = `/rixheim/agent/administration/agents/${whom.id}`;
      const form = fieldsOf(await (await who.get(page)).text(), `${page}/fermer`);
      return () => who.post(`${page}/fermer`, form);
    };
    const closings = [await close(first, two), await close(second, one)];
    const answers = await Promise.all(closings.map((go) => go()));
    expect(answers.filter(({ headers }) => headers.get("location")?.includes("fait=ferme"))).toHaveLength(1);
    const left = await Promise.all([one, two].map(({ id }) => readAgent(office.ctx.db, "rixheim", id)));
    expect(left.filter((agent) => agent?.disabledAt === null)).toHaveLength(1);
  });

  test("keeps the role over the group of who holds it", async () => {
    const holder = await hire(office.ctx, "Groupe", { roles: ["agent", "admin-groupe"], units: [] });
    const response = await change(holder.id, { nom: "Groupe", ...row("lecteur") });
    expect(response.status).toBe(303);
    const roles = (await readAgent(office.ctx.db, "mulhouse", holder.id))?.assignments.map(({ role }) => role);
    expect(roles?.sort()).toEqual(["admin-groupe", "lecteur"]);
  });
});

describe("closing an access", () => {
  test("ends sessions and tokens at once; opening it again gives neither back", async () => {
    const agent = await hire(office.ctx, "Tom");
    const his = await atWork(office, agent);
    const token = await createToken(office.ctx, { member: "mulhouse", agent: agent.id }, "script");
    const bearer = `Bearer ${token}`;
    expect((await authenticateToken(office.ctx, bearer))?.agent?.id).toBe(agent.id);
    expect((await act(agent.id, "fermer")).status).toBe(303);
    expect((await his.get("/mulhouse/agent")).status).toBe(303);
    expect(await authenticateToken(office.ctx, bearer)).toBeNull();
    expect((await signIn(new Browser(office.app), agent)).status).toBe(422);
    await act(agent.id, "rouvrir");
    expect(await authenticateToken(office.ctx, bearer)).toBeNull();
    expect((await his.get("/mulhouse/agent")).status).toBe(303);
    expect((await signIn(new Browser(office.app), agent)).status).toBe(303);
  });

  test("forgets the second factor of who lost phone and codes; the log and a mail to her say so", async () => {
    const agent = await hire(office.ctx, "Ugo");
    const hers = await atWork(office, agent);
    await readAs(
      office.ctx.db,
      { member: "mulhouse" },
      (tx) => tx`
        update agent set totp_secret = 'x', totp_confirmed_at = now(), recovery_hashes = '{"x"}' where id = ${agent.id}`,
    );
    office.advance(1000);
    for (let guess = 0; guess < 5; guess += 1) await checkCode(office.ctx, agent, "AAAA-BBBB");
    expect(await checkCode(office.ctx, agent, "AAAA-BBBB")).toMatchObject({ problem: { code: "too-many" } });
    expect((await act(agent.id, "double-authentification")).status).toBe(303);
    expect((await readAgent(office.ctx.db, "mulhouse", agent.id))?.hasTotp).toBe(false);
    expect((await hers.get("/mulhouse/agent")).status).toBe(303);
    expect((await signIn(new Browser(office.app), agent)).headers.get("location")).not.toContain("code");
    const secret = newSecret(office.ctx);
    expect(await enrol(office.ctx, agent, secret, codeOf(secret))).toMatchObject({ ok: true });
    expect(await mailTo(office.ctx, agent.email)).toMatchObject({
      subject: "Votre double authentification est réinitialisée",
      body: expect.stringContaining("Anne Keller"),
    });
    await auditWritten(office.ctx);
    const [last] = await searchAudit(office.ctx.db, { member: "mulhouse", actions: ["agent"], limit: 1 });
    expect(last).toMatchObject({ target: agent.id, actor: { id: chief.id }, detail: { change: "forget-totp" } });
  });
});

/** What her telephone shows now. */
const codeOf = (secret: string): string =>
  new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: office.ctx.clock().getTime() });

describe("the list of agents", () => {
  beforeEach(async () => {
    browser = await atWork(office, chief);
  });

  test("says roles and units in words, and when each last signed in", async () => {
    await hire(office.ctx, "Zoé Lecture", { roles: ["lecteur"], units: ["etat-civil"] });
    await auditWritten(office.ctx);
    const page = words(await (await browser.get(`${AGENTS}?q=zo%C3%A9`)).text());
    expect(page).toContain("Zoé Lecture");
    expect(page).toContain("lecteur, service État civil");
    expect(page).toContain("Jamais");
    expect(words(await (await browser.get(`${AGENTS}?q=Keller`)).text())).toMatch(
      /administrateur de la collectivité \d+ mars 2026/,
    );
    expect(words(await (await browser.get(`${AGENTS}?q=100%25`)).text())).toContain("Aucun agent dont le nom");
  });

  test("shows every agent once, page after page", async () => {
    for (let rank = 0; rank < 55; rank += 1) await hire(office.ctx, `Renfort ${rank % 7}`);
    const seen: string[] = [];
    for (let path: string | undefined = `${AGENTS}?q=Renfort`; path; ) {
      const html: string = await (await browser.get(path)).text();
      seen.push(...[...html.matchAll(/agents\/([0-9a-f-]{36})"/g)].map(([, id = ""]) => id));
      path = /rel="next" href="([^"]+)"/.exec(html)?.[1]?.replaceAll("&amp;", "&");
    }
    expect(seen).toHaveLength(55);
    expect(new Set(seen).size).toBe(55);
  });

  test("is for the member's administrators only", async () => {
    const reader = await atWork(office, await hire(office.ctx, "Curieux"));
    const other = await atWork(
      office,
      await hire(office.ctx, "Voisine", { member: "rixheim", roles: ["admin-membre"] }),
    );
    expect((await reader.get(AGENTS)).status).toBe(403);
    expect((await other.get(AGENTS)).status).toBe(404);
    expect((await other.get(`/rixheim/agent/administration/agents/${chief.id}`)).status).toBe(404);
    expect((await new Browser(office.app).get(AGENTS)).status).toBe(303);
  });
});
