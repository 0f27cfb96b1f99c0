import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { uploadAttachment } from "../../../server/commands/attachment.ts";
import { readAs } from "../../../server/db/with-actor.ts";
import { ensureSession, grantHolder, signIn } from "../../../server/identity/sessions.ts";
import type { AgentIdentity, Subject } from "../../../server/identity/subject.ts";
import { registerFileRoutes } from "../../../server/routes/files.ts";
import { SERVICE } from "../identity/definition.ts";
import { addAgent, Browser, createPages, install, type TestInstallation } from "../identity/installation.ts";

const MEMBER = "mulhouse";
const CONTENT = "%PDF-1.7\nacte de naissance\n%%EOF";
let installation: TestInstallation;
let app: ReturnType<typeof createPages>;
let agents: Record<string, AgentIdentity>;
let entry: string;
let file: string;

beforeAll(async () => {
  installation = await install();
  const { ctx } = installation;
  agents = {
    mulhouse: await addAgent(ctx, "sophie@mulhouse.example"),
    rixheim: await addAgent(ctx, "paul@rixheim.example", "rixheim"),
  };
  app = createPages(ctx, (routes) => {
    registerFileRoutes(routes);
    routes.get("/agent-de/:member", async (c) => {
      const agent = agents[c.req.param("member")];
      if (agent) await signIn(c, { agent });
      return c.html("");
    });
    routes.get("/lien/:target", async (c) => {
      const grant = { member: MEMBER, sector: "essai", holder: "porteur-1", target: c.req.param("target") };
      await grantHolder(ctx, await ensureSession(c), grant);
      return c.html("");
    });
  });
  const citizen: Subject = {
    account: { id: randomUUID(), name: "C", email: "c@e.fr" },
    agent: null,
    grants: [],
    visitor: null,
    via: null,
  };
  const form = new FormData();
  form.append("file", new File([CONTENT], 'pièce "1".pdf'));
  const sent = await uploadAttachment(ctx, MEMBER, citizen, new Request("http://x/", { method: "POST", body: form }));
  if (!sent.ok) throw new Error(sent.problem.detail);
  file = sent.value.id;
  entry = await addEntry("porteur-1");
  await readAs(ctx.db, { member: MEMBER }, (tx) => tx`update attachment set entry_id = ${entry} where id = ${file}`);
});
afterAll(() => installation.stop());

async function addEntry(holder: string): Promise<string> {
  const id = randomUUID();
  await readAs(
    installation.ctx.db,
    { member: MEMBER },
    (tx) => tx`
      insert into entry (member_id, id, reference, definition, version, kind, state, revision, answers, holder, search, head, created_at, updated_at)
      values (${MEMBER}, ${id}, ${id.slice(0, 9)}, ${SERVICE.id}, 1, 'service', 'deposee', 1, '{}', ${holder}, '', ${Buffer.alloc(32)}, now(), now())`,
  );
  return id;
}

const asAgent = async (member: string): Promise<Browser> => {
  const browser = new Browser(app);
  await browser.get(`/agent-de/${member}`);
  return browser;
};
const withLink = async (target: string): Promise<Browser> => {
  const browser = new Browser(app);
  await browser.get(`/lien/${target}`);
  return browser;
};

test("an agent downloads a file of a demande of her member, never shown as a page", async () => {
  const answer = await (await asAgent("mulhouse")).get(`/mulhouse/agent/essai/carte/${entry}/fichiers/${file}`);
  expect(answer.status).toBe(200);
  expect(await answer.text()).toBe(CONTENT);
  expect(Object.fromEntries(answer.headers)).toMatchObject({
    "content-type": "application/pdf",
    "content-disposition": "attachment; filename=\"piece _1_.pdf\"; filename*=UTF-8''pi%C3%A8ce%20_1_.pdf",
    "content-security-policy": "default-src 'none'; frame-ancestors 'none'; sandbox",
    "x-content-type-options": "nosniff",
    "cache-control": "private, no-store",
  });
});

test("the person who holds the demande downloads it through her link", async () => {
  const answer = await (await withLink(entry)).get(`/mulhouse/demandes/${entry}/fichiers/${file}`);
  expect(await answer.text()).toBe(CONTENT);
});

test("nobody else learns that it exists", async () => {
  const citizenPath = `/mulhouse/demandes/${entry}/fichiers/${file}`;
  expect((await new Browser(app).get(citizenPath)).status).toBe(404);
  expect((await (await withLink(randomUUID())).get(citizenPath)).status).toBe(404);
  expect((await (await asAgent("rixheim")).get(citizenPath)).status).toBe(404);
  expect((await (await asAgent("rixheim")).get(`/mulhouse/agent/essai/carte/${entry}/fichiers/${file}`)).status).toBe(
    404,
  );
});

test("a file is not reached through another demande, definition or member", async () => {
  const browser = await asAgent("mulhouse");
  const other = await addEntry("porteur-1");
  for (const path of [
    `/mulhouse/agent/essai/carte/${other}/fichiers/${file}`,
    `/mulhouse/agent/essai/autre/${entry}/fichiers/${file}`,
    `/mulhouse/agent/essai/carte/${entry}/fichiers/${randomUUID()}`,
    `/mulhouse/agent/essai/carte/${entry}/fichiers/..%2f..%2fsecret.key`,
    `/rixheim/demandes/${entry}/fichiers/${file}`,
  ]) {
    expect((await browser.get(path)).status).toBe(404);
  }
});
