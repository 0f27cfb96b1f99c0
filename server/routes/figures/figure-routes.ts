import type { Hono } from "hono";
import type { AppEnv } from "../../app-env.ts";
import { commentsRoute, eraseCommentRoute } from "./comments.ts";
import { composeRoute, keepRoute } from "./compose.ts";
import { exportCsvRoute, exportXlsxRoute } from "./export.ts";
import { FIGURES } from "./figure-scope.ts";
import { figuresHomeRoute } from "./home.ts";
import { readyRoute } from "./ready.ts";
import { reportPdfRoute, reportRoute, reportXlsxRoute } from "./report.ts";
import { dashboardRoute, forgetRoute, savedRoute } from "./saved.ts";

const BASE = `/:member/agent/${FIGURES}`;

/** Statistics and dashboards. Registered before the queues, whose addresses would take theirs. */
export function registerFigureRoutes(app: Hono<AppEnv>): void {
  app.get(BASE, figuresHomeRoute);
  app.get(`${BASE}/composer`, composeRoute);
  app.post(`${BASE}/garder`, keepRoute);
  app.get(`${BASE}/export.csv`, exportCsvRoute);
  app.get(`${BASE}/export.xlsx`, exportXlsxRoute);
  app.get(`${BASE}/statistiques/:id`, savedRoute);
  app.post(`${BASE}/statistiques/:id/supprimer`, forgetRoute);
  app.post(`${BASE}/tableau`, dashboardRoute);
  app.get(`${BASE}/pilotage`, reportRoute);
  app.get(`${BASE}/pilotage.xlsx`, reportXlsxRoute);
  app.get(`${BASE}/pilotage.pdf`, reportPdfRoute);
  app.get(`${BASE}/demarches/:domain/:name`, readyRoute);
  app.get(`${BASE}/demarches/:domain/:name/avis`, commentsRoute);
  app.post(`${BASE}/demarches/:domain/:name/avis/:id/effacer`, eraseCommentRoute);
}
