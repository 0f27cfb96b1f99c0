import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { readAs } from "../../../server/db/with-actor.ts";
import { createAccessLink, redeemAccessLink } from "../../../server/identity/access-links.ts";
import { actorFor } from "../../../server/identity/actor-for.ts";
import { ensureSession, grantHolder } from "../../../server/identity/sessions.ts";
import { registerSignInRoutes } from "../../../server/routes/sign-in.ts";
import { SERVICE } from "./definition.ts";
import { addCitizen, Browser, createPages, install, PASSWORD, type TestInstallation } from "./installation.ts";

const MEMBER = "mulhouse";
let installation: TestInstallation;
let app: ReturnType<typeof createPages>;

beforeAll(async () => {
  installation = await install();
  const { ctx } = installation;
  await addCitizen(ctx, "camille@exemple.fr");
  app = createPages(ctx, (routes) => {
    registerSignInRoutes(routes);
    routes.get("/porteurs", async (c) => {
      const session = await ensureSession(c);
      const { id, kind, holders } = actorFor(ctx, session, MEMBER, SERVICE, c.req.query("cible"));
      return c.json({ id, kind, holders, csrf: session.csrf });
    });
    routes.get("/octroi", async (c) => {
      const grant = { member: MEMBER, sector: "essai", holder: c.req.query("porteur") ?? "" };
      const target = c.req.query("cible");
      await grantHolder(ctx, await ensureSession(c), { ...grant, ...(target !== undefined && { target }) });
      return c.json({});
    });
  });
});
afterAll(() => installation.stop());

interface Holders {
  readonly id: string;
  readonly kind: string;
  readonly holders: readonly string[];
  readonly csrf: string;
}
const holders = async (browser: Browser, query = ""): Promise<Holders> =>
  (await browser.get(`/porteurs${query}`)).json();

async function signIn(browser: Browser): Promise<void> {
  const { csrf } = await holders(browser);
  const form = { email: "camille@exemple.fr", password: PASSWORD, _csrf: csrf };
  expect((await browser.post("/connexion", form)).status).toBe(303);
}

test("keeps the draft begun before signing in, then loses it when she signs out", async () => {
  const { ctx } = installation;
  const browser = new Browser(app);
  const visitor = await holders(browser);
  await readAs(
    ctx.db,
    { member: MEMBER },
    (tx) => tx`
      insert into draft (member_id, id, definition, version, owner, answers, expires_at)
      values (${MEMBER}, ${randomUUID()}, ${SERVICE.id}, 1, ${visitor.id}, '{}', '2027-01-01')`,
  );
  await signIn(browser);
  const citizen = await holders(browser);
  expect(citizen.kind).toBe("citizen");
  expect(citizen.holders[0]).not.toBe(visitor.id);
  expect(citizen.holders).toContain(visitor.id);
  await browser.post("/deconnexion", { _csrf: citizen.csrf });
  expect((await holders(browser)).holders).not.toContain(visitor.id);
});

test("does not carry a pseudonym that holds nothing", async () => {
  const browser = new Browser(app);
  const visitor = await holders(browser);
  await signIn(browser);
  expect((await holders(browser)).holders).not.toContain(visitor.id);
});

test("keeps what a link opened, for that demande only", async () => {
  const browser = new Browser(app);
  await browser.get("/octroi?porteur=porteur-1&cible=demande-1");
  await signIn(browser);
  expect((await holders(browser)).holders).not.toContain("porteur-1");
  expect((await holders(browser, "?cible=demande-1")).holders).toContain("porteur-1");
});

test("keeps the fifty newest grants, each once", async () => {
  const browser = new Browser(app);
  await Promise.all([1, 2, 3].map(() => browser.get("/octroi?porteur=meme")));
  for (let rank = 0; rank < 52; rank += 1) await browser.get(`/octroi?porteur=porteur-${rank}`);
  const granted = (await holders(browser)).holders.filter((holder) => /porteur-|meme/.test(holder));
  expect(granted).toHaveLength(50);
  expect(granted[0]).toBe("porteur-2");
});

test("opens a link until it expires, in its own town, and keeps no token", async () => {
  const { ctx } = installation;
  const target = randomUUID();
  const expiresAt = new Date(ctx.clock().getTime() + 60_000);
  const token = await createAccessLink(ctx, { member: MEMBER, kind: "draft", target, expiresAt });
  expect(await redeemAccessLink(ctx, MEMBER, token)).toEqual({ kind: "draft", target });
  expect(await redeemAccessLink(ctx, "rixheim", token)).toBeNull();
  expect(await redeemAccessLink(ctx, MEMBER, `${token}x`)).toBeNull();
  const rows = await readAs(
    ctx.db,
    { member: MEMBER },
    (tx) => tx<{ row: string }[]>`select access_link::text as row from access_link`,
  );
  expect(rows.map(({ row }) => row).join()).not.toContain(token);
  installation.advance(60_001);
  expect(await redeemAccessLink(ctx, MEMBER, token)).toBeNull();
});
