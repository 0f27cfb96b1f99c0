import type { Hono } from "hono";
import type { AppEnv } from "../../app-env.ts";
import { exportDownloadRoute } from "./export-download.ts";
import { exportFormRoute, exportListRoute } from "./export-list.ts";
import { deleteTemplateRoute, saveTemplateRoute } from "./export-templates.ts";
import { importFileRoute, importFormRoute } from "./import-file.ts";
import { pickEntriesRoute } from "./pick-entries.ts";
import { workRoute } from "./work.ts";
import { planRoute } from "./work-action.ts";
import { launchRoute, stopRoute } from "./work-launch.ts";
import { workReportRoute } from "./work-report.ts";
import { WORKS } from "./work-scope.ts";
import { worksRoute } from "./works.ts";

const LIST = "/:member/agent/:domain/:name";
const WORK = `/:member/agent/${WORKS}/:work`;

/** What is done to many entries at once. Registered before the queues, whose addresses would take theirs. */
export function registerWorkRoutes(app: Hono<AppEnv>): void {
  app.post(`${LIST}/lot`, pickEntriesRoute);
  app.get(`${LIST}/export`, exportFormRoute);
  app.post(`${LIST}/export`, exportListRoute);
  app.get(`${LIST}/import`, importFormRoute);
  app.post(`${LIST}/import`, importFileRoute);
  app.post(`${LIST}/export/modeles`, saveTemplateRoute);
  app.post(`${LIST}/export/modeles/:template/effacer`, deleteTemplateRoute);
  app.get(`/:member/agent/${WORKS}`, worksRoute);
  app.get(WORK, workRoute);
  app.post(`${WORK}/actions/:type`, planRoute);
  app.post(`${WORK}/lancer`, launchRoute);
  app.post(`${WORK}/arreter`, stopRoute);
  app.get(`${WORK}/rapport`, workReportRoute);
  app.get(`${WORK}/fichier`, exportDownloadRoute);
}
