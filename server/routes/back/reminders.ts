import { formatDate, isDay, parisDay, recalls, reminderTitle } from "../../../engine/index.ts";
import { type ReminderLine, remindersPage } from "../../../renderer/back/reminders-page.tsx";
import { reminderWords as words } from "../../../renderer/strings-reminders.ts";
import { readForm } from "../../middleware/posted-form.ts";
import { notFound, problem } from "../../problem.ts";
import { findEntries, isUuid } from "../../store/entries.ts";
import { type OpenReminder, openReminders, settleReminder } from "../../store/reminders.ts";
import { isStillDue } from "../../worker/remind.ts";
import { type AgentScope, agentScope, backFrame, definitionId, type PageContext, refuse } from "./agent-scope.ts";
import { alikeFiche } from "./alike-views.ts";
import { auditLists } from "./audit-lists.ts";
import { type Place, reach } from "./reach.ts";
import { one } from "./send-event.ts";

/** Lines of the page: the work goes on with the next ones once these are seen to. */
const MOST = 100;

/** GET /{member}/agent/{domain}/{name}/rappels: what is to be recalled of a register, in every member she sees. */
export async function remindersRoute(c: PageContext): Promise<Response> {
  const scope = await agentScope(c);
  if (scope instanceof Response) return scope;
  const { ctx, session, member } = scope;
  const id = definitionId(c);
  const places = reach(ctx, session, member.id, id);
  const [first] = places;
  if (!first || !recalls(first.definition)) return refuse(c, notFound());
  const open = await openReminders(
    ctx.db,
    places.map((place) => place.member.id),
    id,
    MOST + 1,
  );
  const said = c.req.query("fait");
  return c.html(
    remindersPage({
      frame: await backFrame(c, scope, id),
      register: first.definition.title,
      registerHref: `/${member.id}/agent/${id}`,
      lines: await linesOf(scope, places, open.slice(0, MOST)),
      most: open.length > MOST ? MOST : null,
      notice: said === "vu" ? words.settled : said === "trop-tard" ? words.gone : null,
    }),
  );
}

async function linesOf(
  scope: AgentScope,
  places: readonly Place[],
  open: readonly OpenReminder[],
): Promise<readonly ReminderLine[]> {
  const { ctx, now } = scope;
  const today = parisDay(now);
  const ids = new Map<string, string[]>();
  for (const { member, entryId } of open) ids.set(member, [...(ids.get(member) ?? []), entryId]);
  const entries = new Map((await findEntries(ctx, ids)).map((entry) => [entry.id, entry]));
  auditLists(ctx, places, [...entries.values()]);
  const lines: ReminderLine[] = [];
  for (const each of open) {
    const entry = entries.get(each.entryId);
    const fiche = entry && (await isStillDue(ctx, entry, each, today)) ? await alikeFiche(scope, entry) : null;
    const place = places.find(({ member }) => member.id === each.member);
    if (!fiche || !place) continue;
    const { reminder, day, mailed } = each;
    const works = place.actor.roles.includes("agent");
    lines.push({
      label: fiche.label,
      href: fiche.href,
      of: fiche.of,
      title: reminderTitle(place.definition, reminder),
      day: formatDate(day),
      late: day < today,
      mailed,
      settles: works
        ? [
            ["collectivite", each.member],
            ["fiche", each.entryId],
            ["rappel", reminder],
            ["date", day],
          ]
        : null,
    });
  }
  return lines;
}

/** POST: an agent has seen to one. Settled already, it is said so. */
export async function settleReminderRoute(c: PageContext): Promise<Response> {
  const scope = await agentScope(c);
  if (scope instanceof Response) return scope;
  const { ctx, session, member, agent } = scope;
  const id = definitionId(c);
  const read = await readForm(c);
  const [of = "", entryId = "", reminder = "", day = ""] = ["collectivite", "fiche", "rappel", "date"].map((name) =>
    one(read, name),
  );
  const place = reach(ctx, session, member.id, id).find((each) => each.member.id === of);
  if (!place || !isUuid(entryId) || !isDay(day)) return refuse(c, notFound());
  if (!place.actor.roles.includes("agent")) {
    return refuse(c, problem("not-allowed", "Vous n’avez pas le droit de faire cette action."));
  }
  const [entry] = await findEntries(ctx, new Map([[of, [entryId]]]));
  if (entry?.definition !== id) return refuse(c, notFound());
  const settled = await settleReminder(ctx.db, { member: of, entryId, reminder, day }, agent.id, ctx.clock());
  return c.redirect(`/${member.id}/agent/${id}/rappels?fait=${settled ? "vu" : "trop-tard"}#fait`, 303);
}
