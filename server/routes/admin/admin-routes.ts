import type { Hono } from "hono";
import { adminHomePage } from "../../../renderer/admin/admin-home-page.tsx";
import type { AppEnv } from "../../app-env.ts";
import { ADMINISTRATORS, backFrame, type PageContext } from "../back/agent-scope.ts";
import { ADMINISTRATION, adminScope, placesOf } from "./admin-scope.ts";

const ADMIN = `/:member/agent/${ADMINISTRATION}`;

/** Pages of administration. Registered before the queues, whose addresses would take theirs. */
export function registerAdminRoutes(app: Hono<AppEnv>): void {
  app.get(ADMIN, adminHomeRoute);
}

/** GET /{member}/agent/administration: what this administrator may set. */
async function adminHomeRoute(c: PageContext): Promise<Response> {
  const scope = await adminScope(c, ADMINISTRATORS);
  if (scope instanceof Response) return scope;
  const base = `/${scope.member.id}/agent/${ADMINISTRATION}`;
  const places = placesOf(scope).map(({ path, title, summary }) => ({ href: `${base}/${path}`, title, summary }));
  return c.html(adminHomePage({ frame: await backFrame(c, scope, ADMINISTRATION), places }));
}
