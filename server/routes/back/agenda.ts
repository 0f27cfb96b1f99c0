import {
  addDays,
  type CompiledDefinition,
  canReadEvery,
  isUsualDay,
  parisDay,
  parisMidnight,
  slotDay,
} from "../../../engine/index.ts";
import { type AgendaPageView, type AgendaWeek, agendaPage } from "../../../renderer/back/agenda-page.tsx";
import { agendaWords as words } from "../../../renderer/strings-agenda.ts";
import type { Offer } from "../../agenda.ts";
import { actorFor } from "../../identity/actor-for.ts";
import { bookableEntries, bookedCounts } from "../../store/bookings.ts";
import { agendaDays } from "./agenda-days.ts";
import { agendaScope } from "./agenda-scope.ts";
import { type AgentScope, backFrame, type PageContext } from "./agent-scope.ts";

const WEEK = 7;
/** Weeks that the counts of who came look back on. */
const WEEKS = 12;

/** GET /{member}/agent/{domain}/{name}/agenda: what is taken of a register's agenda, on a day or in a week; or who came. */
export async function agendaRoute(c: PageContext): Promise<Response> {
  const found = await agendaScope(c);
  if (found instanceof Response) return found;
  const { scope, offer } = found;
  const { id, title } = offer.definition;
  const asked = readAsked(c, scope.now, offer);
  const counts = asked.span === "presences";
  return c.html(
    agendaPage({
      frame: await backFrame(c, scope, id),
      register: title,
      href: `/${scope.member.id}/agent/${id}`,
      ...asked,
      title: titleOf(asked),
      places: [...offer.places].map(([value, label]) => ({ value, label })),
      days: counts ? [] : await agendaDays(scope, offer, asked),
      weeks: counts ? await weeksOf(scope, offer, asked) : [],
      before: addDays(asked.day, -STEPS[asked.span]),
      after: addDays(asked.day, STEPS[asked.span]),
      today: parisDay(scope.now),
      notice: noticeOf(c),
    }),
  );
}

const STEPS = { jour: 1, semaine: WEEK, presences: WEEK * WEEKS } as const;

interface Asked extends Pick<AgendaPageView, "span" | "day" | "place"> {
  /** The days shown, both included. */
  readonly first: string;
  readonly last: string;
}

function readAsked(c: PageContext, now: string, offer: Offer): Asked {
  const text = c.req.query("jour") ?? "";
  const day = isUsualDay(text) ? text : parisDay(now);
  const place = c.req.query("lieu") ?? "";
  const shown = { day, place: offer.places.has(place) ? place : "" };
  const span = c.req.query("vue");
  const monday = addDays(day, -((new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % WEEK));
  const sunday = addDays(monday, WEEK - 1);
  if (span === "semaine") return { ...shown, span, first: monday, last: sunday };
  if (span === "presences") return { ...shown, span, first: addDays(monday, -WEEK * (WEEKS - 1)), last: sunday };
  return { ...shown, span: "jour", first: day, last: day };
}

function titleOf({ span, day, first, last }: Asked): string {
  if (span === "presences") return words.attendance.between(slotDay(first), slotDay(last));
  return span === "jour" ? slotDay(day) : words.weekOf(slotDay(first));
}

/** What the attendance that has just been kept came to. */
function noticeOf(c: PageContext): string | null {
  const [, came, missed, left] = /^(\d{1,4})-(\d{1,4})-(\d{1,4})$/.exec(c.req.query("notes") ?? "") ?? [];
  return came === undefined ? null : words.attendance.kept(Number(came), Number(missed), Number(left));
}

/** Who came, week after week, as the workflows of today mark it. Only what this agent may read is counted. */
async function weeksOf(scope: AgentScope, offer: Offer, asked: Asked): Promise<readonly AgendaWeek[]> {
  const { ctx, member, session, now } = scope;
  const { definition: register } = offer;
  const desks = await bookableEntries(ctx, member.id, register.id, [...register.workflow.states.keys()]);
  const end = [parisMidnight(addDays(asked.last, 1)), now].sort()[0] ?? now;
  const within = { from: new Date(parisMidnight(asked.first)), to: new Date(end), place: asked.place };
  const ids = desks.map(({ id }) => id);
  const weeks = new Map<string, { -readonly [part in keyof AgendaWeek]: AgendaWeek[part] }>();
  const readable = (definition: CompiledDefinition | null) =>
    definition !== null && canReadEvery(definition, actorFor(ctx, session, member.id, definition));
  for (const { week, definition: id, state, count } of await bookedCounts(ctx, member.id, ids, within)) {
    const definition = ctx.catalogue.definition(member.id, id);
    if (!readable(definition)) continue;
    const row = weeks.get(week) ?? { monday: slotDay(week), came: 0, missed: 0, unknown: 0 };
    row[definition?.workflow.states.get(state)?.attendance ?? "unknown"] += count;
    weeks.set(week, row);
  }
  return [...weeks.values()];
}
