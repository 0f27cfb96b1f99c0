import type { Issue } from "../../../engine/index.ts";
import { meetingsPage } from "../../../renderer/back/meetings-page.tsx";
import { workWords } from "../../../renderer/strings-works.ts";
import { openMeeting } from "../../commands/meeting.ts";
import { readForm } from "../../middleware/posted-form.ts";
import { notFound, problem } from "../../problem.ts";
import { listMeetings, type Meeting } from "../../store/meetings.ts";
import { posted } from "../admin/posted.ts";
import { typedDay } from "../admin/typed-day.ts";
import { backFrame, type PageContext, refuse } from "./agent-scope.ts";
import { readBack } from "./entry.ts";
import { type SatScope, satScope } from "./meeting-scope.ts";

const MOST_LISTED = 50;

/** GET /{member}/agent/{domain}/{name}/commissions: the meetings of a definition; those she is let to see, for who reads nothing else. */
export async function meetingsRoute(c: PageContext): Promise<Response> {
  const scope = await satScope(c);
  if (scope instanceof Response) return scope;
  return show(c, scope, { list: readBack(c.req.query("liste")), typedDay: "", issues: [] });
}

interface Typed {
  readonly list: string;
  readonly typedDay: string;
  readonly issues: readonly Issue[];
}

async function show(c: PageContext, scope: SatScope, typed: Typed): Promise<Response> {
  const { ctx, member, agent, sat, reached, base, acts } = scope;
  const found = await listMeetings(ctx.db, member.id, sat.definition.id, MOST_LISTED);
  const meetings = reached ? found : found.filter(({ viewers }) => viewers.includes(agent.id));
  if (!reached && meetings.length === 0) return refuse(c, notFound());
  const list = base.replace(/\/commissions$/, "");
  const html = meetingsPage({
    frame: await backFrame(c, scope, sat.definition.id),
    title: sat.commission.title,
    about: sat.definition.title,
    base,
    listHref: typed.list === "" ? list : `${list}?${typed.list}`,
    meetings: meetings.map((meeting) => ({
      href: `${base}/${meeting.id}`,
      day: meeting.day,
      state: stateOf(meeting),
      by: meeting.createdBy,
    })),
    acts,
    ...typed,
  });
  return c.html(html, typed.issues.length > 0 ? 422 : 200);
}

/** Where a meeting is. */
export const stateOf = ({ rankedAt, decidedAt }: Meeting): "open" | "ranked" | "decided" =>
  decidedAt !== null ? "decided" : rankedAt !== null ? "ranked" : "open";

/** POST of the same: prepares a meeting on a list. */
export async function openMeetingRoute(c: PageContext): Promise<Response> {
  const scope = await satScope(c);
  if (scope instanceof Response) return scope;
  if (!scope.reached) return refuse(c, notFound());
  if (!scope.acts) return refuse(c, problem("not-allowed", workWords.pick.readOnly));
  const form = await readForm(c);
  const list = readBack(posted(form, "liste", 2_000));
  const day = posted(form, "jour", 20);
  if (form.resumed) return show(c, scope, { list, typedDay: day, issues: [] });
  const opened = await openMeeting(scope.ctx, scope.agent, scope.sat, { day: typedDay(day), list });
  if (opened.ok) return c.redirect(`${scope.base}/${opened.value}`, 303);
  return show(c, scope, { list, typedDay: day, issues: opened.problem.issues });
}
