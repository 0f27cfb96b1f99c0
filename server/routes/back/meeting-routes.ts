import type { Hono } from "hono";
import type { AppEnv } from "../../app-env.ts";
import { meetingRoute } from "./meeting.ts";
import { decideRoute, deviateRoute, dropRoute, placesRoute, rankAgainRoute, rankRoute } from "./meeting-act.ts";
import { minutesRoute, rankingRoute } from "./meeting-minutes.ts";
import { meetingsRoute, openMeetingRoute } from "./meetings.ts";

const MEETINGS = "/:member/agent/:domain/:name/commissions";
const MEETING = `${MEETINGS}/:meeting`;

/** Meetings of a commission: prepared, ranked, decided. Registered before the pages of entries, whose addresses would take theirs. */
export function registerMeetingRoutes(app: Hono<AppEnv>): void {
  app.get(MEETINGS, meetingsRoute);
  app.post(MEETINGS, openMeetingRoute);
  app.get(MEETING, meetingRoute);
  app.post(`${MEETING}/places`, placesRoute);
  app.post(`${MEETING}/classer`, rankRoute);
  app.post(`${MEETING}/refaire`, rankAgainRoute);
  app.post(`${MEETING}/ecarter`, dropRoute);
  app.post(`${MEETING}/deroger`, deviateRoute);
  app.post(`${MEETING}/decider`, decideRoute);
  app.get(`${MEETING}/proces-verbal.pdf`, minutesRoute);
  app.get(`${MEETING}/classement.ods`, rankingRoute);
}
