import { Hono } from "hono";
import type { AppEnv } from "./app-env.ts";
import type { Assets } from "./assets.ts";
import type { Context } from "./context.ts";
import { createMetrics } from "./metrics.ts";
import { requestLog } from "./middleware/request-log.ts";
import { securityHeaders } from "./middleware/security-headers.ts";
import { failure, problemResponse } from "./problem.ts";
import { apiRoutes } from "./routes/api/routes.ts";
import { registerCalendarFeeds } from "./routes/calendar-feed.ts";
import { healthRoutes } from "./routes/health.ts";
import { registerNationalRoutes } from "./routes/national/national-routes.ts";
import { pageRoutes } from "./routes/pages.ts";
import { registerPaymentNotification } from "./routes/payment-notification.ts";
import { registerSmsReceipts } from "./routes/sms-receipts.ts";

/** The whole application: health, API, pages. No port: tests call `app.request()`. */
export function createApp(ctx: Context, assets: Assets): Hono<AppEnv> {
  const app = new Hono<AppEnv>();
  const metrics = createMetrics(ctx);
  app.use(async (c, next) => {
    c.set("ctx", ctx);
    return next();
  });
  app.use(requestLog, securityHeaders, metrics.middleware);
  app.route("/", healthRoutes(metrics));
  app.route("/api/v1", apiRoutes());
  registerSmsReceipts(app);
  registerPaymentNotification(app);
  registerNationalRoutes(app);
  registerCalendarFeeds(app);
  app.route(
    "/",
    pageRoutes(ctx, assets, (path, init) => app.request(path, init)),
  );
  app.onError((error, c) => {
    ctx.log.error({ err: error, method: c.req.method }, "request failed");
    return problemResponse(c, failure(error));
  });
  return app;
}
