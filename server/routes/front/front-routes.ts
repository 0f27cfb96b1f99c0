import type { Hono } from "hono";
import type { AppEnv } from "../../app-env.ts";
import { UNSUBSCRIBE } from "../../commands/unsubscribe.ts";
import { askHelpRoute } from "./ask-help.ts";
import { checkRoute, sendRoute } from "./check.ts";
import { citizenEventRoute } from "./citizen-event.ts";
import { followRoute, postFollowRoute } from "./follow.ts";
import { groupAccessibilityRoute, groupNoticeRoute, groupPrivacyRoute } from "./group-legal.ts";
import { groupHomeRoute, memberHomeRoute } from "./home.ts";
import { laterRoute, mailLinkRoute } from "./later.ts";
import { accessibilityRoute, legalNoticeRoute, privacyRoute } from "./legal.ts";
import { linkRoute } from "./links.ts";
import { messagesRoute, postMessageRoute } from "./messages.ts";
import { opinionRoute, postOpinionRoute } from "./opinion.ts";
import { paperRoute } from "./paper.ts";
import { paymentRoute, payRoute, returnRoute } from "./payments.ts";
import { publishedEntryRoute, publishedListRoute } from "./published.ts";
import { renewRoute } from "./renewal.ts";
import { serviceRoute, startRoute } from "./service.ts";
import { slotCalendarRoute } from "./slot-calendar.ts";
import { draftRoute, postStepRoute, stepRoute } from "./step.ts";
import { trackingRoute } from "./tracking.ts";
import { postUnsubscribeRoute, unsubscribeRoute } from "./unsubscribe.ts";
import { verifyRoute } from "./verify.ts";

const DRAFT = "/:member/demarches/:draft";

/**
 * What a citizen sees. Registered after every other page: its last addresses are `/{member}` and
 * `/{member}/{domain}/{name}`, which would take theirs. A definition's domain may therefore not be called agent,
 * demarches, demandes, reprise, suivi or verifier.
 */
export function registerFrontRoutes(app: Hono<AppEnv>): void {
  app.get("/", groupHomeRoute);
  app.get("/mentions-legales", groupNoticeRoute);
  app.get("/accessibilite", groupAccessibilityRoute);
  app.get("/donnees-personnelles", groupPrivacyRoute);
  app.get("/:member/mentions-legales", legalNoticeRoute);
  app.get("/:member/accessibilite", accessibilityRoute);
  app.get("/:member/donnees-personnelles", privacyRoute);
  app.get("/:member/reprise/:token", linkRoute);
  app.get("/:member/suivi", followRoute);
  app.post("/:member/suivi", postFollowRoute);
  app.get("/:member/suivi/:token", linkRoute);
  app.get("/:member/verifier", verifyRoute);
  app.get("/:member/verifier/:code", verifyRoute);
  app.get(`/:member/${UNSUBSCRIBE}/:token`, unsubscribeRoute);
  app.post(`/:member/${UNSUBSCRIBE}/:token`, postUnsubscribeRoute);
  app.get("/:member/demandes/:entry", trackingRoute);
  app.get("/:member/demandes/:entry/rendez-vous.ics", slotCalendarRoute);
  app.post("/:member/demandes/:entry/evenements/:type", citizenEventRoute);
  app.post("/:member/demandes/:entry/renouveler", renewRoute);
  app.get("/:member/demandes/:entry/avis", opinionRoute);
  app.post("/:member/demandes/:entry/avis", postOpinionRoute);
  app.get("/:member/demandes/:entry/messages", messagesRoute);
  app.post("/:member/demandes/:entry/messages", postMessageRoute);
  app.get("/:member/demandes/:entry/paiements/:payment", paymentRoute);
  app.post("/:member/demandes/:entry/paiements/:payment", payRoute);
  app.get("/:member/demandes/:entry/paiements/:payment/retour", returnRoute);
  app.get(DRAFT, draftRoute);
  app.get(`${DRAFT}/verifier`, checkRoute);
  app.post(`${DRAFT}/verifier`, sendRoute);
  app.get(`${DRAFT}/plus-tard`, laterRoute);
  app.post(`${DRAFT}/plus-tard`, mailLinkRoute);
  app.get(`${DRAFT}/:step`, stepRoute);
  app.post(`${DRAFT}/:step`, postStepRoute);
  app.get("/:member", memberHomeRoute);
  app.get("/:member/:domain/:name", serviceRoute);
  app.get("/:member/:domain/:name/annuaire", publishedListRoute);
  app.post("/:member/:domain/:name/annuaire/demande", askHelpRoute);
  app.get("/:member/:domain/:name/annuaire/:entry", publishedEntryRoute);
  app.get("/:member/:domain/:name/papier", paperRoute);
  app.post("/:member/:domain/:name/commencer", startRoute);
}
