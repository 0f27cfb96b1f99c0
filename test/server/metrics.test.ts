import { Hono } from "hono";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { AppEnv } from "../../server/app-env.ts";
import { createMetrics } from "../../server/metrics.ts";
import { install, type TestInstallation } from "./identity/installation.ts";

let installation: TestInstallation;
beforeAll(async () => {
  installation = await install();
});
afterAll(() => installation.stop());

test("times are by route, under its pattern and never under an address", async () => {
  const metrics = createMetrics(installation.ctx);
  const pages = new Hono<AppEnv>();
  pages.use(async (_c, next) => next());
  pages.get("/:member/demandes/:entry", (c) => c.text("ok"));
  pages.all("*", (c) => c.text("no", 404));
  const app = new Hono<AppEnv>().use(metrics.middleware).route("/", pages);
  await app.request("/mulhouse/demandes/0192f0c4-5b7e-7d31-9a40-2f6d1c8e7b55");
  await app.request("/inconnu");
  const text = await metrics.text();
  expect(text).toContain('count{method="GET",route="/:member/demandes/:entry",status="200"} 1');
  expect(text).toContain('count{method="GET",route="/*",status="404"} 1');
  expect(text).not.toContain("0192f0c4");
});
