import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { withActor } from "../../../server/db/with-actor.ts";
import { registerDemoRoutes } from "../../../server/routes/demo.ts";
import { keepMail } from "../../../server/store/outbox.ts";
import { createPages, install, type TestInstallation } from "../identity/installation.ts";

let installation: TestInstallation;
beforeAll(async () => {
  installation = await install({ demo: "all", publicUrl: "http://127.0.0.1:3000" });
});
afterAll(() => installation.stop());

const page = async (path: string): Promise<string> => {
  const app = createPages(installation.ctx, (routes) => registerDemoRoutes(routes, installation.ctx));
  return (await app.request(path)).text();
};

test("the demonstration lists its people, each one button away, by member", async () => {
  expect(await page("/demo")).toContain("Comptes pour essayer");
  const people = {
    citizens: [{ name: "Camille Schmitt", email: "camille@exemple.fr", password: "cigogne", token: "jeton-secret" }],
    agents: [
      { name: "Sophie Muller", member: "mulhouse", units: [], roles: ["agent"], email: "s@m.example", password: "x" },
    ],
  };
  await writeFile(join(installation.ctx.config.dataDir, "demo.json"), JSON.stringify(people));
  const html = await page("/demo");
  expect(html).toContain(
    '<form method="post" action="/connexion"><input type="hidden" name="email" value="camille@exemple.fr"',
  );
  expect(html).toContain("Agents : Ville de Mulhouse");
  expect(html).not.toContain("jeton-secret");
});

test("the mails it would have sent are read there, their links to this site clickable and no other", async () => {
  const at = installation.ctx.clock();
  const body =
    "Bonjour <b>Camille</b>,\nSuivez-la : http://127.0.0.1:3000/mulhouse/suivi/abc.\n\nVoir http://autre.example/x";
  await withActor(installation.ctx.db, { member: "mulhouse" }, (tx) =>
    keepMail(tx, {
      member: "mulhouse",
      id: "0192b3f0-0000-7000-8000-000000000001",
      messageId: "m1",
      to: "camille@exemple.fr",
      subject: "Votre demande",
      body,
      at,
    }),
  );
  const html = await page("/demo/messages");
  expect(html).toContain('<a href="http://127.0.0.1:3000/mulhouse/suivi/abc">');
  expect(html).toContain("&lt;b>Camille&lt;/b>");
  expect(html).not.toContain('href="http://autre.example');
  expect(html).toContain("De Ville de Mulhouse à camille@exemple.fr");
});

test("outside the demonstration these addresses do not exist", async () => {
  const plain = { ...installation.ctx, config: { ...installation.ctx.config, demo: "none" as const } };
  const app = createPages(plain, (routes) => registerDemoRoutes(routes, plain));
  expect((await app.request("/demo")).status).toBe(404);
  expect((await app.request("/demo/messages")).status).toBe(404);
});
