import type { Hono } from "hono";
import type { AppEnv } from "../../app-env.ts";
import { claimRoute, postClaimRoute } from "./claim.ts";
import { spaceHomeRoute } from "./home.ts";

/** What a citizen finds in her own space, whatever the member. Registered before the members' own addresses. */
export function registerSpaceRoutes(app: Hono<AppEnv>): void {
  app.get("/mon-espace", spaceHomeRoute);
  app.get("/mon-espace/rattacher", claimRoute);
  app.post("/mon-espace/rattacher", postClaimRoute);
}
