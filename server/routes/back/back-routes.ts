import type { Hono } from "hono";
import type { AppEnv } from "../../app-env.ts";
import { registerWorkRoutes } from "../works/work-routes.ts";
import { agendaRoute } from "./agenda.ts";
import { assignRoute } from "./assign.ts";
import { definitionsRoute } from "./definitions.ts";
import { entryRoute } from "./entry.ts";
import { homeRoute } from "./home.ts";
import { keysRoute, postKeysRoute } from "./keys.ts";
import { letterRoute } from "./letter.ts";
import { listRoute } from "./list.ts";
import { createEntryRoute, newEntryRoute } from "./new-entry.ts";
import { paymentExportRoute, paymentReportRoute } from "./payment-report.ts";
import { decideRoute } from "./payments.ts";
import { presenceRoute } from "./presence.ts";
import { labelsRoute, printRoute, signSheetRoute } from "./print-list.ts";
import { receiptRoute, renewReceiptRoute } from "./receipt.ts";
import { postSecurityRoute, securityRoute } from "./security.ts";
import { sendEventRoute } from "./send-event.ts";
import { tasksRoute } from "./tasks.ts";
import { viewsRoute } from "./views.ts";
import { addNoteRoute, sendMessageRoute, settleTaskRoute } from "./write.ts";

const LIST = "/:member/agent/:domain/:name";

/** The back office: an agent's home, her queues and registers, their entries. */
export function registerBackRoutes(app: Hono<AppEnv>): void {
  registerWorkRoutes(app);
  app.get("/:member/agent", homeRoute);
  app.get("/:member/agent/securite", securityRoute);
  app.post("/:member/agent/securite", postSecurityRoute);
  app.get("/:member/agent/clavier", keysRoute);
  app.post("/:member/agent/clavier", postKeysRoute);
  app.get("/:member/agent/definitions", definitionsRoute);
  app.get("/:member/agent/taches", tasksRoute);
  app.get("/:member/agent/paiements", paymentReportRoute);
  app.get("/:member/agent/paiements/export.csv", paymentExportRoute);
  app.get(LIST, listRoute);
  app.get(`${LIST}/nouveau`, newEntryRoute);
  app.post(`${LIST}/nouveau`, createEntryRoute);
  app.post(`${LIST}/vues`, viewsRoute);
  app.get(`${LIST}/imprimer`, printRoute);
  app.get(`${LIST}/imprimer/etiquettes`, labelsRoute);
  app.get(`${LIST}/imprimer/feuille`, signSheetRoute);
  app.get(`${LIST}/agenda`, agendaRoute);
  app.get(`${LIST}/:id`, entryRoute);
  app.post(`${LIST}/:id/evenements/:type`, sendEventRoute);
  app.get(`${LIST}/:id/recepisse`, receiptRoute);
  app.post(`${LIST}/:id/recepisse`, renewReceiptRoute);
  app.post(`${LIST}/:id/assigner`, assignRoute);
  app.post(`${LIST}/:id/presence`, presenceRoute);
  app.post(`${LIST}/:id/messages`, sendMessageRoute);
  app.get(`${LIST}/:id/courriers/:delivery`, letterRoute);
  app.post(`${LIST}/:id/notes`, addNoteRoute);
  app.post(`${LIST}/:id/taches/:kind`, settleTaskRoute);
  app.post(`${LIST}/:id/paiements/:payment/:decision`, decideRoute);
}
