import type { Hono } from "hono";
import type { AppEnv } from "../../app-env.ts";
import { importRoute } from "../imports/import.ts";
import {
  importReportRoute,
  launchImportRoute,
  mapImportRoute,
  stopImportRoute,
  undoImportRoute,
} from "../imports/import-acts.ts";
import { importsRoute, sendImportRoute } from "../imports/imports.ts";
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
const IMPORT = `${LIST}/imports/:import`;
const WORK = `/:member/agent/${WORKS}/:work`;

/** What is done to many entries at once. Registered before the queues, whose addresses would take theirs. */
export function registerWorkRoutes(app: Hono<AppEnv>): void {
  app.post(`${LIST}/lot`, pickEntriesRoute);
  app.get(`${LIST}/export`, exportFormRoute);
  app.post(`${LIST}/export`, exportListRoute);
  app.get(`${LIST}/import`, importFormRoute);
  app.post(`${LIST}/import`, importFileRoute);
  app.get(`${LIST}/imports`, importsRoute);
  app.post(`${LIST}/imports`, sendImportRoute);
  app.get(IMPORT, importRoute);
  app.post(IMPORT, mapImportRoute);
  app.post(`${IMPORT}/lancer`, launchImportRoute);
  app.post(`${IMPORT}/arreter`, stopImportRoute);
  app.post(`${IMPORT}/annuler`, undoImportRoute);
  app.get(`${IMPORT}/rapport`, importReportRoute);
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
