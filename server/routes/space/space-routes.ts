import type { Hono } from "hono";
import type { AppEnv } from "../../app-env.ts";
import { claimRoute, postClaimRoute } from "./claim.ts";
import { spaceHomeRoute } from "./home.ts";
import { householdRoute, personRoute, postPersonRoute, removePersonRoute } from "./household.ts";
import { informationRoute, postInformationRoute } from "./information.ts";
import { keepRoute } from "./keep.ts";

/** What a citizen finds in her own space, whatever the member. Registered before the members' own addresses. */
export function registerSpaceRoutes(app: Hono<AppEnv>): void {
  app.get("/mon-espace", spaceHomeRoute);
  app.get("/mon-espace/rattacher", claimRoute);
  app.post("/mon-espace/rattacher", postClaimRoute);
  app.get("/mon-espace/informations", informationRoute);
  app.post("/mon-espace/informations", postInformationRoute);
  app.post("/:member/demandes/:entry/garder", keepRoute);
  app.get("/mon-espace/foyer", householdRoute);
  app.get("/mon-espace/foyer/:person", personRoute);
  app.post("/mon-espace/foyer/:person", postPersonRoute);
  app.post("/mon-espace/foyer/:person/retirer", removePersonRoute);
}
