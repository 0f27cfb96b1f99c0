import { calendarWords as words } from "../../../renderer/strings-calendar.ts";
import { slotCalendar } from "../../slot-calendar.ts";
import { citizenScope, entryGone } from "./entry-scope.ts";
import type { PageContext } from "./front-scope.ts";

/** GET /{member}/demandes/{entry}/rendez-vous.ics: the appointment as it stands, for the holder's own calendar. */
export async function slotCalendarRoute(c: PageContext): Promise<Response> {
  const scope = await citizenScope(c);
  const file = scope && (await slotCalendar(scope.ctx, scope.definition, scope.entry, c.req.query("champ")));
  if (!file) return entryGone(c);
  return c.body(file.text, 200, {
    "Content-Type": file.type,
    "Content-Disposition": `attachment; filename="${words.file}"`,
    "Cache-Control": "private, no-store",
  });
}
