import { inviteHolder, partHolder } from "../../commands/hold-fiche.ts";
import { actorFor } from "../../identity/actor-for.ts";
import type { PageContext } from "./agent-scope.ts";
import { entryIn, entryScope } from "./entry-scope.ts";
import { HOLDER_DONE } from "./fiche-holder-view.ts";
import { showEntry } from "./show-entry.ts";

/** POST /{member}/agent/{domain}/{name}/{id}/titulaire/{decision}: invites the person a fiche is about, or takes it back. */
export async function holderRoute(c: PageContext): Promise<Response> {
  const scope = await entryScope(c);
  if (scope instanceof Response) return scope;
  const { ctx, member, entry, base, session, definition } = scope;
  const actor = actorFor(ctx, session, member.id, definition);
  const parts = c.req.param("decision") === "retirer";
  const place = { member: member.id, id: entry.id };
  const outcome = parts ? await partHolder(ctx, place, actor) : await inviteHolder(ctx, place, actor);
  if (outcome.ok) return c.redirect(`${base}?fait=${parts ? HOLDER_DONE.parted : HOLDER_DONE.invited}#fait`, 303);
  const { problem } = outcome;
  const status =
    problem.status === 403 || problem.status === 429 ? problem.status : problem.code === "stale" ? 409 : 422;
  return showEntry(c, (await entryIn(c, scope)) ?? scope, { status, back: "", refused: problem.detail });
}
