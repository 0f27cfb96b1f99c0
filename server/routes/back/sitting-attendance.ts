import { formatDate, parisDay } from "../../../engine/index.ts";
import { signSheetPdf } from "../../../renderer/pdf/sign-sheet-pdf.ts";
import { sittingWords as words } from "../../../renderer/strings-sittings.ts";
import { auditRead } from "../../audit.ts";
import { noteAttendance } from "../../commands/note-attendance.ts";
import { readForm } from "../../middleware/posted-form.ts";
import { letterheadOf } from "../../pdf/letterhead.ts";
import { problem } from "../../problem.ts";
import { sendPdf } from "../send-pdf.ts";
import { type PageContext, refuse } from "./agent-scope.ts";
import { one } from "./send-event.ts";
import { dayShown, daysOf, mayNote, sittingScope } from "./sitting.ts";
import { peopleOf } from "./sitting-people.ts";

/** Days that a sheet has room for. */
const MOST_BOXES = 6;
const BLANK_ROWS = 6;
const NAME = /^presence\[([0-9a-f-]{36})\]$/;

/** POST …/{id}/places/presence: notes who came on a day. */
export async function sittingAttendanceRoute(c: PageContext): Promise<Response> {
  const scope = await sittingScope(c);
  if (scope instanceof Response) return scope;
  const form = await readForm(c);
  const { ctx, member, definition, sitting, actor, href } = scope;
  if (!mayNote(scope)) return refuse(c, problem("not-allowed", "Seul un agent du service note les présences."));
  const day = dayShown(scope, one(form, "jour") ?? "");
  if (!form.resumed) {
    const said = new Map(
      [...form.fields].flatMap(([name, values]) => {
        const id = NAME.exec(name)?.[1];
        return id === undefined ? [] : [[id, values.at(-1) ?? ""] as const];
      }),
    );
    await noteAttendance(ctx, actor, { member: member.id, definition: definition.id, sitting: sitting.id, day, said });
  }
  return c.redirect(`${href}?${new URLSearchParams({ jour: day, fait: "presences" })}#fait`, 303);
}

/** Where to sign: a box for each of the days. */
const boxesOf = (days: readonly string[]): readonly string[] =>
  days.slice(0, MOST_BOXES).map((day) => {
    const short = formatDate(day).replace(/ \d{4}$/, "");
    return days.length === 1 ? words.sheetSignature(short) : short;
  });

/** GET …/{id}/places/feuille: a sheet to sign for each of the next days: who has a place, with whom, and lines for others. */
export async function sittingSheetRoute(c: PageContext): Promise<Response> {
  const scope = await sittingScope(c);
  if (scope instanceof Response) return scope;
  const { ctx, member, definition, sitting, actor, now } = scope;
  const people = await peopleOf(scope, sitting.id, "");
  const rows = people.taken.flatMap(({ entry }) => (entry === null ? [] : [[entry.label, entry.along]]));
  const days = daysOf(sitting).map(({ value }) => value);
  const next = days.filter((day) => day >= parisDay(now));
  const title = words.sheetTitle(sitting.title);
  const { bytes } = await signSheetPdf({
    head: await letterheadOf(ctx, ctx.db, member, definition),
    title,
    subtitle: [sitting.when, sitting.placeName].filter((part) => part !== "").join(", "),
    columns: [words.sheetColumns.who, words.sheetColumns.along],
    // Whoever comes without a word writes herself down.
    rows: [...rows, ...Array.from({ length: BLANK_ROWS }, () => ["", ""])],
    boxes: boxesOf(next.length > 0 ? next : days),
    at: new Date(now),
  });
  const detail = { of: "sheet", rows: rows.length };
  auditRead(ctx, actor, { member: member.id, definition: definition.id, action: "export", target: sitting.id, detail });
  return sendPdf(c, bytes, `${title}.pdf`);
}
