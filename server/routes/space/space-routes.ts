import type { Hono } from "hono";
import type { AppEnv } from "../../app-env.ts";
import { claimRoute, postClaimRoute } from "./claim.ts";
import { ficheRoute } from "./fiche.ts";
import { ficheDocumentRoute } from "./fiche-document.ts";
import { ficheEventRoute, postFicheEventRoute } from "./fiche-event.ts";
import { invitationRoute, takeInvitationRoute } from "./fiche-invitation.ts";
import { spaceHomeRoute } from "./home.ts";
import { householdRoute, personRoute, postPersonRoute, removePersonRoute } from "./household.ts";
import { informationRoute, postInformationRoute } from "./information.ts";
import { keepRoute } from "./keep.ts";
import { answerOfferRoute, offerRoute } from "./mandate-offer.ts";
import { endMandateRoute, mandatesRoute, offeringRoute, postOfferingRoute } from "./mandates.ts";
import { notificationsRoute, postNotificationsRoute } from "./notifications.ts";
import { representedRoute } from "./represented.ts";

/** What a citizen finds in her own space, whatever the member. Registered before the members' own addresses. */
export function registerSpaceRoutes(app: Hono<AppEnv>): void {
  app.get("/mon-espace", spaceHomeRoute);
  app.get("/mon-espace/rattacher", claimRoute);
  app.post("/mon-espace/rattacher", postClaimRoute);
  app.get("/mon-espace/informations", informationRoute);
  app.post("/mon-espace/informations", postInformationRoute);
  app.get("/mon-espace/notifications", notificationsRoute);
  app.post("/mon-espace/notifications", postNotificationsRoute);
  app.post("/:member/demandes/:entry/garder", keepRoute);
  app.get("/:member/fiches/invitation/:token", invitationRoute);
  app.post("/:member/fiches/invitation/:token", takeInvitationRoute);
  app.get("/:member/fiches/:entry", ficheRoute);
  app.get("/:member/fiches/:entry/evenements/:type", ficheEventRoute);
  app.post("/:member/fiches/:entry/evenements/:type", postFicheEventRoute);
  app.get("/:member/fiches/:entry/liens/:relation/:of/:linked/documents/:document", ficheDocumentRoute);
  app.get("/mon-espace/foyer", householdRoute);
  app.get("/mon-espace/foyer/:person", personRoute);
  app.post("/mon-espace/foyer/:person", postPersonRoute);
  app.post("/mon-espace/foyer/:person/retirer", removePersonRoute);
  app.get("/mon-espace/mandats", mandatesRoute);
  app.get("/mon-espace/mandats/donner", offeringRoute);
  app.post("/mon-espace/mandats/donner", postOfferingRoute);
  app.get("/mon-espace/mandats/invitation/:token", offerRoute);
  app.post("/mon-espace/mandats/invitation/:token", answerOfferRoute);
  app.get("/mon-espace/mandats/:mandate", representedRoute);
  app.post("/mon-espace/mandats/:mandate/terminer", endMandateRoute);
}
