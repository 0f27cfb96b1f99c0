import type { Hono } from "hono";
import type { AppEnv } from "../../app-env.ts";
import { activityCsvRoute, activityOdsRoute, activityPdfRoute, activityRoute } from "./activity.ts";

const REPORT = "/:member/agent/:domain/:name/:id/rapport";

/** The report that an entry is, and its files. */
export function registerActivityRoutes(app: Hono<AppEnv>): void {
  app.get(REPORT, activityRoute);
  app.get(`${REPORT}.pdf`, activityPdfRoute);
  app.get(`${REPORT}.csv`, activityCsvRoute);
  app.get(`${REPORT}.ods`, activityOdsRoute);
}
