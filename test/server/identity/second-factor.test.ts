import { Secret, TOTP } from "otpauth";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { auditWritten } from "../../../server/audit.ts";
import { readAs } from "../../../server/db/with-actor.ts";
import { requireAgent } from "../../../server/identity/require.ts";
import { postSecurityRoute, securityRoute } from "../../../server/routes/back/security.ts";
import { registerSignInRoutes } from "../../../server/routes/sign-in.ts";
import { saveMemberSettings } from "../../../server/store/member-settings.ts";
import { findAgentSecret } from "./agent-secret.ts";
import { addAgent, Browser, createPages, hidden, install, PASSWORD, type TestInstallation } from "./installation.ts";

const SOPHIE = "sophie@mulhouse.example";
const CODE = "/agent/connexion/code";
const SECURITY = "/mulhouse/agent/securite";
const STEP = 30_000;

let installation: TestInstallation;
let app: ReturnType<typeof createPages>;
let browser: Browser;

beforeAll(async () => {
  installation = await install();
  app = createPages(installation.ctx, (routes) => {
    registerSignInRoutes(routes);
    routes.get("/:member/agent", async (c) => {
      const agent = await requireAgent(c, c.req.param("member"));
      return agent.ok ? c.html("file") : agent.response;
    });
    routes.get("/:member/agent/securite", securityRoute);
    routes.post("/:member/agent/securite", postSecurityRoute);
    routes.post("/:member/agent/file", async (c) => {
      const agent = await requireAgent(c, c.req.param("member"));
      return agent.ok ? c.html("reçu") : agent.response;
    });
  });
});
beforeEach(async () => {
  const { ctx } = installation;
  browser = new Browser(app);
  await ctx.db`delete from session`;
  await readAs(ctx.db, { system: true }, (tx) => tx`delete from agent`);
  await ctx.db`delete from rate_limit`;
  await saveMemberSettings(ctx.db, "mulhouse", { requireMfa: false });
  await addAgent(ctx, SOPHIE);
});
afterAll(() => installation.stop());

const codeOf = (secret: string, steps = 0) =>
  new TOTP({ secret: Secret.fromBase32(secret) }).generate({
    timestamp: installation.ctx.clock().getTime() + steps * STEP,
  });

const signInWith = (more: Record<string, string> = {}) =>
  browser.post("/agent/connexion", { email: SOPHIE, password: PASSWORD, ...more });

const isIn = async () => (await browser.get("/mulhouse/agent")).status === 200;

const secretOn = (html: string) => (/<code>([A-Z2-7 ]+)<\/code>/.exec(html)?.[1] ?? "").replaceAll(" ", "");
const codesOn = (html: string) => [...html.matchAll(/<code>([0-9A-Z-]{19})<\/code>/g)].map(([, code = ""]) => code);

/** Enrols from the page of an open session; the secret and the recovery codes. */
async function enrols(): Promise<{ secret: string; codes: readonly string[] }> {
  await signInWith();
  const page = await (await browser.get(SECURITY)).text();
  const secret = secretOn(page);
  const shown = await browser.post(SECURITY, { _csrf: hidden(page, "_csrf"), acte: "enrol", code: codeOf(secret) });
  expect(shown.status).toBe(200);
  const codes = codesOn(await shown.text());
  browser = new Browser(app);
  installation.advance(2 * STEP);
  return { secret, codes };
}

const sends = async (code: string) => browser.post(CODE, { code });

describe("enrolling", () => {
  test("shows a square, the key, then eight recovery codes once", async () => {
    await signInWith();
    const page = await (await browser.get(SECURITY)).text();
    expect(page).toContain('src="data:image/svg+xml;base64,');
    expect(secretOn(page)).toMatch(/^[A-Z2-7]{32}$/);
    expect(secretOn(await (await browser.get(SECURITY)).text())).toBe(secretOn(page));
    const wrong = await browser.post(SECURITY, { _csrf: hidden(page, "_csrf"), acte: "enrol", code: "000000" });
    expect(wrong.status).toBe(422);
    expect((await (await browser.get(SECURITY)).text()).includes("n’est pas activée")).toBe(true);
    const answer = await browser.post(SECURITY, {
      _csrf: hidden(page, "_csrf"),
      acte: "enrol",
      code: codeOf(secretOn(page)),
    });
    expect(new Set(codesOn(await answer.text())).size).toBe(8);
    const after = await (await browser.get(SECURITY)).text();
    expect(after).toContain("Il vous reste 8 codes de secours");
    expect(codesOn(after)).toEqual([]);
  });

  test("leaves neither the secret nor the codes readable in the base", async () => {
    const { secret, codes } = await enrols();
    const text = await findAgentSecret(installation.ctx);
    expect(text).not.toContain(secret);
    for (const code of codes) expect(text).not.toContain(code.replaceAll("-", ""));
  });
});

describe("signing in with a code", () => {
  test("opens no session before the code is right", async () => {
    const { secret } = await enrols();
    const answer = await signInWith({ retour: "/mulhouse/agent?vue=1" });
    expect(answer.headers.get("location")).toBe(CODE);
    expect(await isIn()).toBe(false);
    expect((await sends("000000")).status).toBe(422);
    expect(await isIn()).toBe(false);
    const opened = await sends(codeOf(secret));
    expect(opened.headers.get("location")).toBe("/mulhouse/agent?vue=1");
    expect(await isIn()).toBe(true);
  });

  test.each([
    ["one step late", -1, 303],
    ["one step early", 1, 303],
    ["two steps late", -2, 422],
    ["two steps early", 2, 422],
  ])("takes a clock that is %s or not", async (_, steps, status) => {
    const { secret } = await enrols();
    installation.advance(3 * STEP);
    await signInWith();
    expect((await sends(codeOf(secret, steps))).status).toBe(status);
  });

  test("takes each code once, whoever types it", async () => {
    const { secret } = await enrols();
    await signInWith();
    const other = new Browser(app);
    await other.post("/agent/connexion", { email: SOPHIE, password: PASSWORD });
    const code = codeOf(secret);
    expect((await sends(code)).status).toBe(303);
    expect((await other.post(CODE, { code })).status).toBe(422);
    expect((await other.post(CODE, { code: codeOf(secret, -1) })).status).toBe(422);
    expect((await other.post(CODE, { code: codeOf(secret, 1) })).status).toBe(303);
  });

  test("takes each recovery code once, in small letters too", async () => {
    const { codes } = await enrols();
    const [code = ""] = codes;
    await signInWith();
    expect((await sends(code.toLowerCase())).status).toBe(303);
    browser = new Browser(app);
    await signInWith();
    expect((await sends(code)).status).toBe(422);
    expect((await sends(codes[1] ?? "")).status).toBe(303);
    expect(await (await browser.get(SECURITY)).text()).toContain("Il vous reste 6 codes");
  });

  test("refuses the right code too after five wrong ones, from any browser, for a quarter of an hour", async () => {
    const { secret } = await enrols();
    await signInWith();
    const wrong = await Promise.all(Array.from({ length: 5 }, () => sends("000000")));
    expect(wrong.map(({ status }) => status)).toEqual([422, 422, 422, 422, 422]);
    browser = new Browser(app);
    await signInWith();
    const refused = await sends(codeOf(secret));
    expect(refused.status).toBe(429);
    expect(Number(refused.headers.get("retry-after"))).toBeGreaterThan(800);
    installation.advance(15 * 60_000 + 1);
    browser = new Browser(app);
    await signInWith();
    expect((await sends(codeOf(secret))).status).toBe(303);
  });

  test("asks for the password again after a quarter of an hour, and without one", async () => {
    const { secret } = await enrols();
    expect((await sends(codeOf(secret))).headers.get("location")).toBe("/agent/connexion");
    await signInWith();
    installation.advance(15 * 60_000 + 1);
    expect((await sends(codeOf(secret))).headers.get("location")).toBe("/agent/connexion");
  });

  test("gives back the form that was under way", async () => {
    const { secret } = await enrols();
    const asked = await (await browser.post("/mulhouse/agent/file", { motif: "Pièce illisible" })).text();
    await signInWith({ _garde: hidden(asked, "_garde") });
    expect(await (await sends(codeOf(secret))).text()).toContain("Pièce illisible");
  });

  test("is logged once open, and refusals too", async () => {
    const { ctx } = installation;
    const { secret } = await enrols();
    await auditWritten(ctx);
    const before = await logged();
    await signInWith();
    await sends("000000");
    installation.advance(1);
    await sends(codeOf(secret));
    await auditWritten(ctx);
    expect((await logged()).slice(before.length)).toEqual([
      { action: "sign-in-refused", detail: { why: "code" } },
      { action: "sign-in", detail: { via: "password-and-code" } },
    ]);
  });
});

async function logged() {
  return readAs(
    installation.ctx.db,
    { member: "mulhouse" },
    (tx) => tx<{ action: string; detail: object }[]>`select action, detail from audit order by id`,
  );
}

describe("removing it", () => {
  test("takes a code, and the password is enough again", async () => {
    const { secret } = await enrols();
    await signInWith();
    await sends(codeOf(secret));
    const page = await (await browser.get(SECURITY)).text();
    const _csrf = hidden(page, "_csrf");
    expect((await browser.post(SECURITY, { _csrf, acte: "remove", code: "000000" })).status).toBe(422);
    expect((await browser.post(SECURITY, { _csrf, acte: "remove", code: codeOf(secret, 1) })).status).toBe(303);
    browser = new Browser(app);
    await signInWith();
    expect(await isIn()).toBe(true);
  });
});

describe("a member that requires it", () => {
  test("has it prepared between the password and the session", async () => {
    await saveMemberSettings(installation.ctx.db, "mulhouse", { requireMfa: true });
    expect((await signInWith()).headers.get("location")).toBe(CODE);
    expect(await isIn()).toBe(false);
    const secret = secretOn(await (await browser.get(CODE)).text());
    expect((await sends("000000")).status).toBe(422);
    const answer = await sends(codeOf(secret));
    expect(codesOn(await answer.text())).toHaveLength(8);
    expect(await isIn()).toBe(true);
  });

  test("is one whose administrator said so", async () => {
    const { ctx } = installation;
    await signInWith();
    const acts = async (acte: string) => {
      const page = await (await browser.get(SECURITY)).text();
      return browser.post(SECURITY, { _csrf: hidden(page, "_csrf"), acte });
    };
    const rule = async () =>
      (
        await ctx.db<{ on: boolean | null }[]>`
      select (settings ->> 'requireMfa')::boolean as on from member where id = 'mulhouse'`
      )[0]?.on;
    await acts("require");
    expect(await rule()).toBe(false);
    await readAs(
      ctx.db,
      { member: "mulhouse" },
      (tx) => tx`
      insert into agent_role (member_id, agent_id, role) select member_id, id, 'admin-membre' from agent`,
    );
    await acts("require");
    expect(await rule()).toBe(true);
    await acts("release");
    expect(await rule()).toBe(false);
  });
});
