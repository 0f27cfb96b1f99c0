import type { Entry } from "../../../engine/index.ts";
import { listHref } from "../../../renderer/back/list-state.ts";
import { exportWords } from "../../../renderer/strings-exports.ts";
import { workWords } from "../../../renderer/strings-works.ts";
import { prepareWork } from "../../commands/prepare-work.ts";
import type { Context } from "../../context.ts";
import { actorsOf } from "../../identity/actor-for.ts";
import { readForm } from "../../middleware/posted-form.ts";
import { notFound, problem, refused } from "../../problem.ts";
import { findAcross } from "../../store/entries.ts";
import { agentScope, definitionId, type PageContext, refuse } from "../back/agent-scope.ts";
import { readBack } from "../back/entry.ts";
import { type Listed, listedBy, listStateOf } from "../back/list-query.ts";
import { reach, reachedOf } from "../back/reach.ts";
import { one } from "../back/send-event.ts";
import { reassign } from "./reassign.ts";
import { byArrival, TooWide, wholeList } from "./whole-list.ts";
import { mayChoose, WORKS } from "./work-scope.ts";

/** Entries named one by one, on as many pages as she likes. */
const MOST_NAMED = 500;

/**
 * POST /{member}/agent/{domain}/{name}/lot: entries ticked in a list, those of its page, or all that the list holds, kept for
 * what she will ask of them next; or what is under way in the name of who is absent, to be given to others.
 */
export async function pickEntriesRoute(c: PageContext): Promise<Response> {
  const scope = await agentScope(c);
  if (scope instanceof Response) return scope;
  const { ctx, member, session, agent } = scope;
  const id = definitionId(c);
  const [reached] = reachedOf(reach(ctx, session, member.id, id));
  if (!reached) return refuse(c, notFound());
  if (!mayChoose(reached)) {
    return refuse(c, problem("not-allowed", workWords.pick.readOnly));
  }
  const form = await readForm(c);
  const which = one(form, "portee");
  if (which === "absence") return reassign(c, scope, reached, form.fields.get("agent") ?? []);
  const list = readBack(one(form, "liste"));
  const state = listStateOf(list, reached.definition, reached.places);
  const listed = await listedBy(ctx, scope, reached, state);
  const named = new Set(form.fields.get(which === "page" ? "page" : "dossier") ?? []);
  if (which !== "liste" && named.size > MOST_NAMED) {
    return refuse(c, problem("invalid", workWords.pick.tooManyNamed(MOST_NAMED)));
  }
  const chosen =
    which === "liste"
      ? wholeList(ctx, listed, byArrival(reached.definition, state))
      : theseEntries(ctx, listed, [...named]);
  const asked = { agent, actorIn: actorsOf(ctx, session), definition: id, list, chosen };
  const prepared = await prepareWork(ctx, asked).catch((error: unknown) => {
    if (error instanceof TooWide) return refused(problem("invalid", exportWords.failures.tooWide));
    throw error;
  });
  if (prepared.ok) return c.redirect(`/${member.id}/agent/${WORKS}/${prepared.value}`, 303);
  if (prepared.problem.issues[0]?.code !== "none") return refuse(c, prepared.problem);
  const href = listHref(`/${member.id}/agent/${id}`, reached.definition, state);
  return c.redirect(`${href}${href.includes("?") ? "&" : "?"}choix=aucun#erreurs`, 303);
}

/** Entries by their ids, wherever she sees this definition. */
async function* theseEntries(ctx: Context, listed: Listed, ids: readonly string[]): AsyncGenerator<readonly Entry[]> {
  const members = listed.places.map(({ member }) => member.id);
  const found = new Map((await findAcross(ctx, members, ids)).map((entry) => [entry.id, entry]));
  yield ids.flatMap((id) => found.get(id) ?? []);
}
