import { Hono } from "hono";
import { compress } from "hono/compress";
import type { AppEnv } from "../app-env.ts";
import type { Assets } from "../assets.ts";
import type { HubRequest } from "../connectors/fake-ants/national-hub.ts";
import type { Context } from "../context.ts";
import { memberAtHost } from "../member-url.ts";
import { noticeResponse } from "../middleware/answers.ts";
import { memberGate } from "../middleware/member-gate.ts";
import { pages } from "../middleware/pages.ts";
import { failure, notFound } from "../problem.ts";
import { siteView } from "../site.ts";
import { registerAccountRoutes } from "./account/account-routes.ts";
import { registerAdminRoutes } from "./admin/admin-routes.ts";
import { registerAgentPasswordRoutes } from "./agent-password.ts";
import { registerActivityRoutes } from "./back/activity-routes.ts";
import { registerBackRoutes } from "./back/back-routes.ts";
import { registerCompletionRoutes } from "./completion/completion-routes.ts";
import { registerDemoRoutes } from "./demo.ts";
import { registerDemoEngine } from "./demo-engine.ts";
import { registerDocumentRoutes } from "./documents.ts";
import { registerFigureRoutes } from "./figures/figure-routes.ts";
import { registerFileRoutes } from "./files.ts";
import { registerFrontRoutes } from "./front/front-routes.ts";
import { registerFranceConnectRoutes } from "./outside/franceconnect.ts";
import { registerPayerRoutes } from "./outside/payer.ts";
import { registerProConnectRoutes } from "./outside/proconnect.ts";
import { registerSimulatorRoutes } from "./outside/simulator.ts";
import { registerSignInRoutes } from "./sign-in.ts";
import { registerSiteFiles } from "./site-files.ts";
import { registerSpaceRoutes } from "./space/space-routes.ts";

/** Every HTML page. Addresses with a fixed first word come before those that start with a member. */
export function pageRoutes(ctx: Context, assets: Assets, own: HubRequest): Hono<AppEnv> {
  const app = new Hono<AppEnv>();
  app.use(async (c, next) => {
    const own = memberAtHost(ctx, c.req.header("host"));
    c.set("site", (member) => siteView(ctx, assets.links, c.var.session, member ?? own?.id ?? null, own !== null));
    return next();
  });
  registerSiteFiles(app, assets);
  app.use(compress(), pages, memberGate);
  registerSignInRoutes(app);
  registerAccountRoutes(app);
  registerAgentPasswordRoutes(app);
  registerFranceConnectRoutes(app);
  registerProConnectRoutes(app);
  registerSimulatorRoutes(app, ctx.identities?.simulators ?? []);
  if (ctx.fakePayfip) registerPayerRoutes(app, ctx.fakePayfip);
  if (ctx.config.demo !== "none") registerDemoRoutes(app, ctx);
  if (ctx.config.demo !== "none") registerDemoEngine(app, own);
  registerCompletionRoutes(app);
  registerSpaceRoutes(app);
  registerAdminRoutes(app);
  registerFigureRoutes(app);
  registerBackRoutes(app);
  registerActivityRoutes(app);
  registerFileRoutes(app);
  registerDocumentRoutes(app);
  registerFrontRoutes(app);
  app.all("*", (c) => noticeResponse(c, notFound()));
  app.onError((error, c) => {
    ctx.log.error({ err: error, method: c.req.method }, "page failed");
    return noticeResponse(c, failure(error));
  });
  return app;
}
