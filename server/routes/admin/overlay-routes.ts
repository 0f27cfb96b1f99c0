import type { Hono } from "hono";
import type { AppEnv } from "../../app-env.ts";
import { documentPreviewRoute } from "./document-preview.ts";
import { mailTrialRoute, mailTrialsRoute } from "./mail-trials.ts";
import { overlayPartRoute, saveOverlayPartRoute } from "./overlay-part.ts";
import { overlayPreviewNextRoute, overlayPreviewRoute } from "./overlay-preview.ts";
import { overlayActionRoute, overlayRoute, overlaysRoute } from "./overlays.ts";
import { newDefinitionRoute, ownDefinitionsRoute, publishDefinitionRoute } from "./own-definitions.ts";

/** What a member changes in what it adopted, and what it wrote itself. `admin` is where administration is. */
export function registerOverlayRoutes(app: Hono<AppEnv>, admin: string): void {
  const overlays = `${admin}/personnalisations`;
  const overlay = `${overlays}/:domain/:name`;
  app.get(overlays, overlaysRoute);
  app.get(overlay, overlayRoute);
  app.get(`${overlay}/apercu`, overlayPreviewRoute);
  app.get(`${overlay}/apercu/:step`, overlayPreviewRoute);
  app.post(`${overlay}/apercu/:step`, overlayPreviewNextRoute);
  app.post(`${overlay}/:action{publier|abandonner|choisir}`, overlayActionRoute);
  app.get(`${overlay}/:part`, overlayPartRoute);
  app.post(`${overlay}/:part`, saveOverlayPartRoute);
  app.get(`${admin}/documents/:domain/:name/:document`, documentPreviewRoute);
  app.get(`${admin}/courriels/:domain/:name`, mailTrialsRoute);
  app.get(`${admin}/courriels/:domain/:name/:template`, mailTrialRoute);
  app.get(`${admin}/definitions`, ownDefinitionsRoute);
  app.get(`${admin}/definitions/publier`, newDefinitionRoute);
  app.post(`${admin}/definitions/publier`, publishDefinitionRoute);
}
