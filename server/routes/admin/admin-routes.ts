import type { Hono } from "hono";
import { adminHomePage } from "../../../renderer/admin/admin-home-page.tsx";
import type { AppEnv } from "../../app-env.ts";
import { ADMINISTRATORS, backFrame, type PageContext } from "../back/agent-scope.ts";
import { ADMINISTRATION, adminScope, placesOf } from "./admin-scope.ts";
import { agentActionRoute, agentRoute, saveAgentRoute } from "./agent.ts";
import { agentsRoute } from "./agents.ts";
import {
  cannedAnswerRoute,
  cannedAnswersRoute,
  deleteCannedAnswerRoute,
  saveCannedAnswerRoute,
} from "./canned-answers.ts";
import { delegationsRoute, endLendingRoute, lendRoute } from "./delegations.ts";
import { groupCatalogueRoute, shelvedActionRoute, shelvedRoute } from "./group-catalogue.ts";
import { groupMembersRoute } from "./group-members.ts";
import { infectedFilesRoute, releaseFileRoute } from "./infected-files.ts";
import { logRoute } from "./log.ts";
import { logExportRoute } from "./log-export.ts";
import { logoRoute, memberSpaceRoute, saveSectionRoute, sectionRoute } from "./member-space.ts";
import { registerOverlayRoutes } from "./overlay-routes.ts";
import {
  checkPaymentAccountRoute,
  deletePaymentAccountRoute,
  paymentAccountRoute,
  paymentAccountsRoute,
  savePaymentAccountRoute,
} from "./payment-accounts.ts";
import { rightsRoute } from "./rights.ts";
import { forgetSourceSettingsRoute, saveSourceSettingsRoute, sourceSettingsRoute } from "./source-settings.ts";
import { deleteTariffRoute, saveTariffRoute, tariffFormRoute } from "./tariff-form.ts";
import { tariffCsvRoute, tariffRoute, tariffsRoute } from "./tariffs.ts";
import { makeTokenRoute, revokeTokenRoute, tokensRoute } from "./tokens.ts";
import { deleteUnitRoute, saveUnitRoute, unitRoute, unitsRoute } from "./units.ts";

const ADMIN = `/:member/agent/${ADMINISTRATION}`;

/** Pages of administration. Registered before the queues, whose addresses would take theirs. */
export function registerAdminRoutes(app: Hono<AppEnv>): void {
  app.get(ADMIN, adminHomeRoute);
  registerAgentRoutes(app);
  registerMemberRoutes(app);
  registerOverlayRoutes(app, ADMIN);
  registerCannedAnswers(app);
  registerPaymentAccounts(app);
  registerTariffs(app);
}

/** Where the money goes. */
function registerPaymentAccounts(app: Hono<AppEnv>): void {
  app.get(`${ADMIN}/paiement`, paymentAccountsRoute);
  for (const path of [`${ADMIN}/paiement/nouveau`, `${ADMIN}/paiement/:id`]) {
    app.get(path, paymentAccountRoute);
    app.post(path, savePaymentAccountRoute);
  }
  app.post(`${ADMIN}/paiement/:id/verifier`, checkPaymentAccountRoute);
  app.post(`${ADMIN}/paiement/:id/supprimer`, deletePaymentAccountRoute);
}

/** What agents insert in their messages. */
function registerCannedAnswers(app: Hono<AppEnv>): void {
  app.get(`${ADMIN}/reponses`, cannedAnswersRoute);
  for (const path of [`${ADMIN}/reponses/nouvelle`, `${ADMIN}/reponses/:id`]) {
    app.get(path, cannedAnswerRoute);
    app.post(path, saveCannedAnswerRoute);
  }
  app.post(`${ADMIN}/reponses/:id/supprimer`, deleteCannedAnswerRoute);
}

/** What the member's prices are, and from when. */
function registerTariffs(app: Hono<AppEnv>): void {
  const table = `${ADMIN}/tarifs/:domain/:name/:table`;
  app.get(`${ADMIN}/tarifs`, tariffsRoute);
  app.get(table, tariffRoute);
  for (const path of [`${table}/nouvelle`, `${table}/:since`]) {
    app.get(path, tariffFormRoute);
    app.post(path, saveTariffRoute);
  }
  app.post(`${table}/:since/supprimer`, deleteTariffRoute);
  app.get(`${table}/:since/csv`, tariffCsvRoute);
}

/** What the member shows of itself, what it takes from the group, and who the members are. */
function registerMemberRoutes(app: Hono<AppEnv>): void {
  app.get(`${ADMIN}/collectivite`, memberSpaceRoute);
  app.post(`${ADMIN}/collectivite/logo`, logoRoute);
  app.get(`${ADMIN}/collectivite/:section`, sectionRoute);
  app.post(`${ADMIN}/collectivite/:section`, saveSectionRoute);
  app.get(`${ADMIN}/catalogue`, groupCatalogueRoute);
  app.get(`${ADMIN}/catalogue/:domain/:name`, shelvedRoute);
  app.post(`${ADMIN}/catalogue/:domain/:name/:action`, shelvedActionRoute);
  app.get(`${ADMIN}/collectivites`, groupMembersRoute);
  app.get(`${ADMIN}/donnees`, sourceSettingsRoute);
  app.post(`${ADMIN}/donnees`, saveSourceSettingsRoute);
  app.post(`${ADMIN}/donnees/retirer`, forgetSourceSettingsRoute);
  app.get(`${ADMIN}/fichiers`, infectedFilesRoute);
  app.post(`${ADMIN}/fichiers/:file/rendre`, releaseFileRoute);
}

/** Agents, units, and what agents lend. */
function registerAgentRoutes(app: Hono<AppEnv>): void {
  app.get(`${ADMIN}/agents`, agentsRoute);
  for (const path of [`${ADMIN}/agents/nouveau`, `${ADMIN}/agents/:id`]) {
    app.get(path, agentRoute);
    app.post(path, saveAgentRoute);
  }
  app.post(`${ADMIN}/agents/:id/:action`, agentActionRoute);
  app.get(`${ADMIN}/droits`, rightsRoute);
  app.get(`${ADMIN}/journal`, logRoute);
  app.get(`${ADMIN}/journal/export`, logExportRoute);
  app.get(`${ADMIN}/jetons`, tokensRoute);
  app.post(`${ADMIN}/jetons`, makeTokenRoute);
  app.post(`${ADMIN}/jetons/:id/revoquer`, revokeTokenRoute);
  app.get(`${ADMIN}/unites`, unitsRoute);
  for (const path of [`${ADMIN}/unites/nouveau`, `${ADMIN}/unites/:unit`]) {
    app.get(path, unitRoute);
    app.post(path, saveUnitRoute);
  }
  app.post(`${ADMIN}/unites/:unit/supprimer`, deleteUnitRoute);
  for (const [path, whose] of [
    ["/:member/agent/delegations", "own"],
    [`${ADMIN}/delegations`, "any"],
  ] as const) {
    app.get(path, delegationsRoute(whose));
    app.post(path, lendRoute(whose));
    app.post(`${path}/:id/terminer`, endLendingRoute(whose));
  }
}

/** GET /{member}/agent/administration: what this administrator may set. */
async function adminHomeRoute(c: PageContext): Promise<Response> {
  const scope = await adminScope(c, ADMINISTRATORS);
  if (scope instanceof Response) return scope;
  const base = `/${scope.member.id}/agent/${ADMINISTRATION}`;
  const places = placesOf(scope).map(({ path, title, summary }) => ({ href: `${base}/${path}`, title, summary }));
  return c.html(adminHomePage({ frame: await backFrame(c, scope, ADMINISTRATION), places }));
}
