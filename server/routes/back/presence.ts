import { othersFragment } from "../../../renderer/back/presence.tsx";
import { readForm } from "../../middleware/posted-form.ts";
import { look, lookAway } from "../../store/presence.ts";
import type { PageContext } from "./agent-scope.ts";
import { entryScope } from "./entry-scope.ts";
import { lookingAt } from "./looking.ts";
import { one } from "./send-event.ts";

/**
 * POST /{member}/agent/{domain}/{name}/{id}/presence: a sign that an agent still has the entry before her eyes (`saisie`
 * when she types), or no longer has (`parti`). Answers who else has, as the fragment of the page that says so.
 */
export async function presenceRoute(c: PageContext): Promise<Response> {
  const scope = await entryScope(c);
  if (scope instanceof Response) return scope;
  const form = await readForm(c);
  const looking = lookingAt(scope, one(form, "saisie") === "oui");
  if (one(form, "parti") === "oui") {
    await lookAway(scope.ctx, looking);
    return c.body(null, 204);
  }
  return c.html(othersFragment(await look(scope.ctx, looking)));
}
