import { Hono } from "hono";
import type { AppEnv } from "../app-env.ts";
import { sourceStates } from "../connectors/sources.ts";
import { filesReach } from "../files/reach.ts";
import type { Metrics } from "../metrics.ts";
import { isReady } from "../store/ready.ts";

/**
 * GET /healthz (the process lives), /readyz (its base answers and is migrated; it also tells of the store of files, of the
 * antivirus and of the services of others, without which requests go on), /metrics (Prometheus).
 */
export function healthRoutes(metrics: Metrics): Hono<AppEnv> {
  const routes = new Hono<AppEnv>();
  routes.get("/healthz", (c) => c.json({ status: "ok" }));
  routes.get("/readyz", async (c) => {
    const [ready, reach] = await Promise.all([isReady(c.var.ctx), filesReach(c.var.ctx)]);
    const status = ready ? "ok" : "unavailable";
    const sources = sourceStates(c.var.ctx);
    return c.json({ status, ...reach, ...(Object.keys(sources).length > 0 && { sources }) }, ready ? 200 : 503, {
      "Cache-Control": "no-store",
    });
  });
  routes.get("/metrics", async (c) => c.body(await metrics.text(), 200, { "Content-Type": metrics.contentType }));
  return routes;
}
