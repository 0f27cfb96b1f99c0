import { slotDay } from "../../../engine/index.ts";
import { seriesWords as words } from "../../../renderer/strings-series.ts";
import { followSession } from "../../commands/follow-session.ts";
import { prepareWork } from "../../commands/prepare-work.ts";
import { actorsOf } from "../../identity/actor-for.ts";
import { readForm } from "../../middleware/posted-form.ts";
import { notFound, problem } from "../../problem.ts";
import { findAcross } from "../../store/entries.ts";
import { seriesOf } from "../../store/session-series.ts";
import { WORKS } from "../works/work-scope.ts";
import { type PageContext, refuse } from "./agent-scope.ts";
import { one } from "./send-event.ts";
import { addressOf, followingOf, mayRepeat, showSeries } from "./series.ts";
import { sittingScope } from "./sitting.ts";

/**
 * POST /{member}/agent/{domain}/{name}/{id}/serie/suivantes: gives those that follow the answers of this one; or keeps them all for
 * what she will ask of them (cancel, suspend), as entries ticked in a list are.
 */
export async function seriesFollowingRoute(c: PageContext): Promise<Response> {
  const scope = await sittingScope(c);
  if (scope instanceof Response) return scope;
  const form = await readForm(c);
  const { ctx, member, agent, session, sitting, entry, definition } = scope;
  const found = await seriesOf(ctx, member.id, sitting.id);
  if (!found) return refuse(c, notFound());
  if (!mayRepeat(scope)) return refuse(c, problem("not-allowed", words.notAllowed));
  if (form.resumed) return showSeries(c, scope, found);
  const here = found.items.find(({ id }) => id === sitting.id);
  const items = followingOf(found.items, sitting.id);
  const actorIn = actorsOf(ctx, session);
  if (one(form, "quoi") === "agir") {
    const ids = [sitting.id, ...items.map(({ id }) => id)];
    const chosen = (async function* () {
      yield await findAcross(ctx, [member.id], ids);
    })();
    const prepared = await prepareWork(ctx, { agent, actorIn, definition: definition.id, list: "", chosen });
    return prepared.ok
      ? c.redirect(`/${member.id}/agent/${WORKS}/${prepared.value}`, 303)
      : refuse(c, prepared.problem);
  }
  const { changed, left } = await followSession(ctx, {
    ...{ member: member.id, definition: definition.id, actorIn, items, others: one(form, "autres") === "oui" },
    source: { id: sitting.id, day: here?.day ?? "", answers: entry.answers },
  });
  if (left.length === 0) return c.redirect(`${addressOf(scope)}?repris=${changed}#fait`, 303);
  const refused = `${words.copied(changed)} ${words.copiedLeft(left.map((day) => slotDay(day)).join(", "))}`;
  return showSeries(c, scope, found, { status: 409, refused });
}
