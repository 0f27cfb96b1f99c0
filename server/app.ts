import { Hono } from "hono";
import type { AppEnv } from "./app-env.ts";
import type { Context } from "./context.ts";
import { createMetrics } from "./metrics.ts";
import { problem, problemResponse } from "./problem.ts";
import { apiRoutes } from "./routes/api/routes.ts";
import { healthRoutes } from "./routes/health.ts";
import { pageRoutes } from "./routes/pages.ts";

/** The whole application: health, API, pages. No port: tests call `app.request()`. */
export function createApp(ctx: Context): Hono<AppEnv> {
  const app = new Hono<AppEnv>();
  const metrics = createMetrics(ctx);
  app.use(async (c, next) => {
    c.set("ctx", ctx);
    return next();
  });
  app.use(metrics.middleware);
  app.route("/", healthRoutes(metrics));
  app.route("/api/v1", apiRoutes());
  app.route("/", pageRoutes(ctx));
  app.onError((error, c) => {
    ctx.log.error({ err: error, method: c.req.method }, "request failed");
    return problemResponse(c, problem("internal", "Le service rencontre un problème. Réessayez dans un moment."));
  });
  return app;
}
