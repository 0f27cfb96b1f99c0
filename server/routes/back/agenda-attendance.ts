import { type Attendance, isDay } from "../../../engine/index.ts";
import { keepAttendance, type SaidAttendance } from "../../commands/keep-attendance.ts";
import { actorFor } from "../../identity/actor-for.ts";
import { type ReadForm, readForm } from "../../middleware/posted-form.ts";
import { notFound } from "../../problem.ts";
import { posted } from "../admin/posted.ts";
import { marksOf, takenIn } from "./agenda-days.ts";
import { agendaScope } from "./agenda-scope.ts";
import { definitionId, type PageContext, refuse } from "./agent-scope.ts";

/**
 * POST /{member}/agent/{domain}/{name}/agenda/presences: who came on a day. `presence[booking]` says "came" or "missed"; pressed
 * with `_action=came`, those of whom nothing is said came. Only what the page could show is taken.
 */
export async function attendanceRoute(c: PageContext): Promise<Response> {
  const found = await agendaScope(c);
  if (found instanceof Response) return found;
  const { scope, offer } = found;
  const form = await readForm(c);
  const day = posted(form, "jour");
  if (!isDay(day)) return refuse(c, notFound());
  const place = posted(form, "lieu");
  const view = posted(form, "vue") === "semaine" ? "semaine" : "jour";
  const back = new URLSearchParams({ vue: view, jour: day, ...(offer.places.has(place) && { lieu: place }) });
  const href = `/${scope.member.id}/agent/${definitionId(c)}/agenda`;
  if (form.resumed) return c.redirect(`${href}?${back}`, 303);
  const { ctx, member, session, now } = scope;
  const { bookings, entries } = await takenIn(scope, offer, { first: day, last: day, place });
  const said = bookings.flatMap((booking): readonly SaidAttendance[] => {
    const known = entries.get(booking.entryId ?? "");
    const mark = known && booking.startsAt.toISOString() <= now ? saidOf(form, booking.id) : null;
    const event = known && mark && marksOf(scope, known).get(mark);
    if (!known || !mark || event === undefined || event === null) return [];
    const { entry, definition } = known;
    const actor = actorFor(ctx, session, member.id, definition);
    return [{ member: member.id, definition: definition.id, entry: entry.id, actor, mark, event }];
  });
  const { came, missed, left } = await keepAttendance(ctx, said);
  back.set("notes", `${came}-${missed}-${left}`);
  return c.redirect(`${href}?${back}#fait`, 303);
}

function saidOf(form: ReadForm, booking: string): Attendance | null {
  const said = posted(form, `presence[${booking}]`);
  if (said === "came" || said === "missed") return said;
  return posted(form, "_action") === "came" ? "came" : null;
}
