import type { Hono } from "hono";
import type { AppEnv } from "../../app-env.ts";
import { compareRoute, decideCompareRoute } from "./compare.ts";
import { duplicatesRoute } from "./duplicates.ts";
import { holderRoute } from "./fiche-holder.ts";
import { partRoute } from "./merged-views.ts";
import { remindersRoute, settleReminderRoute } from "./reminders.ts";

const LIST = "/:member/agent/:domain/:name";

/** Whose a fiche is, which may be the same, and what is to be recalled of a register. Registered before the addresses of one entry. */
export function registerFicheRoutes(app: Hono<AppEnv>): void {
  app.get(`${LIST}/rappels`, remindersRoute);
  app.post(`${LIST}/rappels`, settleReminderRoute);
  app.get(`${LIST}/doublons`, duplicatesRoute);
  app.get(`${LIST}/:id/doublons/:other`, compareRoute);
  app.post(`${LIST}/:id/doublons/:other`, decideCompareRoute);
  app.post(`${LIST}/:id/separer`, partRoute);
  app.post(`${LIST}/:id/titulaire/:decision{inviter|retirer}`, holderRoute);
}
