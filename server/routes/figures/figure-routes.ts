import type { Hono } from "hono";
import type { AppEnv } from "../../app-env.ts";
import { composeRoute } from "./compose.ts";
import { exportCsvRoute } from "./export.ts";
import { FIGURES } from "./figure-scope.ts";
import { figuresHomeRoute } from "./home.ts";

const BASE = `/:member/agent/${FIGURES}`;

/** Statistics and dashboards. Registered before the queues, whose addresses would take theirs. */
export function registerFigureRoutes(app: Hono<AppEnv>): void {
  app.get(BASE, figuresHomeRoute);
  app.get(`${BASE}/composer`, composeRoute);
  app.get(`${BASE}/export.csv`, exportCsvRoute);
}
