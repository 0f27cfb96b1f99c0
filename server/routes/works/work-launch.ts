import { launchWork } from "../../commands/plan-work.ts";
import { readForm } from "../../middleware/posted-form.ts";
import { stopWork } from "../../store/works.ts";
import { type PageContext, refuse } from "../back/agent-scope.ts";
import { actingScope, workScope } from "./work-scope.ts";

/** POST /{member}/agent/travaux/{work}/lancer: hands the work to the worker; pressed twice, it is launched once. */
export async function launchRoute(c: PageContext): Promise<Response> {
  const scope = await actingScope(c);
  if (scope instanceof Response) return scope;
  const form = await readForm(c);
  const { ctx, work, base } = scope;
  // A form that comes back after signing in does nothing by itself.
  if (work.kind !== "bulk" || work.state !== "preparing" || form.resumed) return c.redirect(base, 303);
  const launched = await launchWork(ctx, work);
  return launched.ok || launched.problem.code === "not-found" ? c.redirect(base, 303) : refuse(c, launched.problem);
}

/** POST /{member}/agent/travaux/{work}/arreter: nothing more of it is done. */
export async function stopRoute(c: PageContext): Promise<Response> {
  const scope = await workScope(c);
  if (scope instanceof Response) return scope;
  const form = await readForm(c);
  if (!form.resumed) await stopWork(scope.ctx.db, scope.work, scope.ctx.clock());
  return c.redirect(scope.base, 303);
}
