import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { Browser, hidden } from "../identity/installation.ts";
import { runs } from "../quick-scrypt.ts";
import { MEMBER, TERRACE } from "../town-places.ts";
import { begin, enrol, link, openTown, PASSWORD, type Town } from "../whole-town.ts";

let town: Town;
beforeAll(async () => {
  town = await openTown({ trustedProxies: 1 });
});
beforeEach(async () => {
  await town.ctx.db`delete from rate_limit`;
});
afterAll(() => town.stop());

const citizen = () => town.people.citizen.account?.email ?? "";
const agent = () => town.people.agent.agent?.email ?? "";
const nobody = () => `${randomUUID()}@exemple.fr`;
const from = (address: string) => ({ "Sec-Fetch-Site": "same-origin", "X-Forwarded-For": address });

/** What someone learns of an address from one form: all that is shown and done, but for what she typed and tokens. */
async function learns(path: string, fields: Readonly<Record<string, string>>) {
  const browser = new Browser(town.app);
  const page = await (await browser.get(path)).text();
  const before = runs.count;
  const answer = await browser.post(path, { _csrf: hidden(page, "_csrf"), ...fields });
  const location = answer.headers.get("location");
  const body = location === null ? answer : await browser.get(location);
  const text = (await body.text())
    .replaceAll(fields["email"] ?? "", "ADRESSE")
    .replace(/name="_csrf" value="[^"]*"/g, "");
  const headers = [...answer.headers.keys()].filter((name) => name !== "x-request-id").sort();
  return { status: answer.status, location, headers, text, passwordsHashed: runs.count - before };
}

const SIGN_UP = { prenom: "Léa", nom: "Meyer", password: "grenouille sous la pluie" };

describe("an address that has an account looks like one that has none", () => {
  test.each([
    ["a citizen signing in", "/connexion", { password: "rien de juste" }, citizen],
    ["an agent signing in", "/agent/connexion", { password: "rien de juste" }, agent],
    ["an agent at the citizens' door, with her password", "/connexion", { password: PASSWORD }, agent],
    ["a citizen at the agents' door, with her password", "/agent/connexion", { password: PASSWORD }, citizen],
    ["asking for an account", "/inscription", SIGN_UP, citizen],
    ["asking for a password", "/mot-de-passe", {}, citizen],
    ["an agent asking for a password", "/agent/mot-de-passe", {}, agent],
  ] as const)("to %s", async (_, path, fields, known) => {
    const found = await learns(path, { ...fields, email: known() });
    expect([200, 303, 422]).toContain(found.status);
    expect(await learns(path, { ...fields, email: nobody() })).toEqual(found);
  });

  test("to who tries an agent whose access is closed, with her password", async () => {
    const { id = "" } = town.people.unit.agent ?? {};
    await town.database.owner.begin(async (sql) => {
      await sql`select set_config('guichet.system', 'on', true)`;
      await sql`update agent set disabled_at = now() where id = ${id}`;
    });
    const closed = { email: town.people.unit.agent?.email ?? "", password: PASSWORD };
    expect(await learns("/agent/connexion", closed)).toEqual(
      await learns("/agent/connexion", { email: nobody(), password: PASSWORD }),
    );
  });

  test("to who tries an account that has no password", async () => {
    const { account } = await enrol(town.ctx, "Sans mot de passe");
    await town.ctx.db`update account set password_hash = null where id = ${account?.id ?? ""}`;
    const found = await learns("/connexion", { email: account?.email ?? "", password: PASSWORD });
    expect(await learns("/connexion", { email: nobody(), password: PASSWORD })).toEqual(found);
  });
});

const tries = (email: string, password: string, address: string, path = "/connexion") =>
  town.app.request(path, { method: "POST", body: new URLSearchParams({ email, password }), headers: from(address) });

describe("guessing a password", () => {
  test.each([
    ["a citizen's", "/connexion", citizen],
    ["an agent's", "/agent/connexion", agent],
  ] as const)("of one person from many machines ends after ten tries: %s", async (_, path, whose) => {
    const answers = await Promise.all(
      Array.from({ length: 15 }, (_each, at) => tries(whose(), `essai ${at}`, `203.0.113.${at}`, path)),
    );
    expect(answers.filter(({ status }) => status === 422)).toHaveLength(10);
    expect((await tries(whose(), PASSWORD, "198.51.100.1", path)).status).toBe(429);
  });

  test("of everybody from one machine ends after a hundred tries", async () => {
    for (let at = 0; at < 100; at += 1) expect((await tries(nobody(), "azerty", "203.0.113.9")).status).toBe(422);
    expect((await tries(citizen(), PASSWORD, "203.0.113.9")).status).toBe(429);
  });

  test("gets no more tries from addresses written in the request", async () => {
    for (let at = 0; at < 100; at += 1) await tries(nobody(), "azerty", `192.0.2.${at}, 203.0.113.9`);
    expect((await tries(citizen(), PASSWORD, "192.0.2.200, 203.0.113.9")).status).toBe(429);
  });

  test("gets no more tries from the spellings of an address", async () => {
    for (let at = 0; at < 10; at += 1) await tries(`  ${citizen().toUpperCase()} `, "azerty", `203.0.113.${at}`);
    expect((await tries(citizen(), PASSWORD, "198.51.100.1")).status).toBe(429);
  });

  test("costs no password beyond the limit", async () => {
    for (let at = 0; at < 10; at += 1) await tries(citizen(), "azerty", "203.0.113.9");
    const before = runs.count;
    await Promise.all(Array.from({ length: 20 }, () => tries(citizen(), "azerty", "203.0.113.9")));
    expect(runs.count).toBe(before);
  });
});

describe.each([
  ["a citizen", "/connexion", citizen, "/mon-espace"],
  ["an agent", "/agent/connexion", agent, `/${MEMBER}/agent`],
] as const)("a cookie planted in the browser of %s before she signs in", (_, path, whose, place) => {
  async function signsIn(browser: Browser): Promise<void> {
    const page = await (await browser.get(path)).text();
    const form = { email: whose(), password: PASSWORD, _csrf: hidden(page, "_csrf") };
    expect((await browser.post(path, form)).status).toBe(303);
    expect((await browser.get(place)).status).toBe(200);
  }

  const planted = (cookies: Browser["cookies"]): Browser => {
    const browser = new Browser(town.app);
    for (const [name, value] of cookies) browser.cookies.set(name, value);
    return browser;
  };

  test("opens nothing afterwards, even what she had begun under it", async () => {
    const attacker = new Browser(town.app);
    const begun = await attacker.post(`/${MEMBER}/${TERRACE.id}/commencer`, {});
    const draft = begun.headers.get("location") ?? "";
    expect((await attacker.get(draft)).status).toBe(200);
    const victim = planted(attacker.cookies);
    await signsIn(victim);
    expect([...victim.cookies.values()]).not.toEqual([...attacker.cookies.values()]);
    expect((await attacker.get(place)).status).toBe(303);
    expect((await attacker.get(draft)).status).toBe(404);
  });

  test("is not taken for a session when the server never gave it", async () => {
    const invented = new Map([...new Browser(town.app).cookies, ["__Host-guichet", "A".repeat(43)]]);
    const victim = planted(invented);
    await signsIn(victim);
    expect([...victim.cookies.values()]).not.toContain("A".repeat(43));
    expect((await planted(invented).get(place)).status).toBe(303);
  });

  test("by a link of the attacker's own draft shows her none of the person's things", async () => {
    const draft = await begin(town, town.people.holder);
    const attacker = new Browser(town.app);
    await attacker.get(`/${MEMBER}/reprise/${await link(town, "draft", draft)}`);
    const victim = planted(attacker.cookies);
    await signsIn(victim);
    expect((await attacker.get(`/${MEMBER}/demarches/${draft}/demande`)).status).toBe(404);
    expect((await attacker.get(place)).status).toBe(303);
  });
});

describe("the cookie of a session", () => {
  test("is bound to this host, hidden from scripts and from other sites' forms", async () => {
    const answer = await tries(citizen(), PASSWORD, "198.51.100.7");
    const [cookie = ""] = answer.headers.getSetCookie();
    expect(cookie).toMatch(/^__Host-guichet=[\w-]{43}; /);
    expect(cookie).toMatch(/HttpOnly/);
    expect(cookie).toMatch(/Secure/);
    expect(cookie).toMatch(/SameSite=Lax/);
    expect(cookie).toMatch(/Path=\//);
    expect(cookie).not.toMatch(/Domain/i);
  });
});
