import { type Entry, formatDate, labelLines, parisDay } from "../../../engine/index.ts";
import { columnText } from "../../../renderer/back/column-text.ts";
import { type PrintChoice, printPage } from "../../../renderer/back/print-page.tsx";
import { isLabelFormat, labelsOf } from "../../../renderer/pdf/label-sheets.ts";
import { labelsPdf } from "../../../renderer/pdf/labels-pdf.ts";
import { signSheetPdf } from "../../../renderer/pdf/sign-sheet-pdf.ts";
import { printWords as words } from "../../../renderer/strings-print.ts";
import { auditRead } from "../../audit.ts";
import { loadFaces } from "../../pdf/faces.ts";
import { letterheadOf } from "../../pdf/letterhead.ts";
import { notFound } from "../../problem.ts";
import { sendPdf } from "../send-pdf.ts";
import { TooWide, wholeList } from "../works/whole-list.ts";
import { type AgentScope, agentScope, backFrame, definitionId, type PageContext, refuse } from "./agent-scope.ts";
import { readBack } from "./entry.ts";
import { NO_ENTRY, shown } from "./labels.ts";
import { listedBy, listStateOf } from "./list-query.ts";
import { type Reached, reach, reachedOf } from "./reach.ts";

/** Lines printed at once: forty sheets of labels take about two seconds to draw. */
const MOST = 1000;
const MOST_BOXES = 4;
const LONGEST_BOX = 40;
const LONGEST_TITLE = 120;

interface PrintScope extends AgentScope {
  readonly reached: Reached;
  readonly list: string;
  readonly base: string;
  readonly choice: PrintChoice;
}

type Issues = readonly { readonly pointer: string; readonly message: string }[];

/** GET …/imprimer: what may be printed of the list she comes from. */
export async function printRoute(c: PageContext): Promise<Response> {
  const scope = await printScope(c);
  return scope instanceof Response ? scope : show(c, scope, [], 200);
}

/** GET …/imprimer/etiquettes: a label for each entry of the list, as the definition words it. */
export async function labelsRoute(c: PageContext): Promise<Response> {
  const scope = await printScope(c);
  if (scope instanceof Response) return scope;
  const { member, reached, choice, now } = scope;
  const skipped = /^\d{1,2}$/.test(choice.skipped) ? Number(choice.skipped) : -1;
  const most = labelsOf(choice.format) - 1;
  if (skipped < 0 || skipped > most)
    return show(c, scope, [{ pointer: "/debut", message: words.skippedWrong(most) }], 422);
  const entries = await entriesOf(scope, "/format");
  if (!Array.isArray(entries)) return show(c, scope, entries.issues, 422);
  const { definition } = reached;
  const { bytes } = await labelsPdf({
    title: words.title(definition.title),
    author: member.name,
    faces: await loadFaces(),
    format: choice.format,
    skipped,
    labels: entries.map((entry) => labelLines(definition, entry, now)),
    at: new Date(now),
  });
  noted(scope, entries, "labels");
  return sendPdf(c, bytes, `${definition.title}.pdf`);
}

/** GET …/imprimer/feuille: the list with empty boxes to sign. */
export async function signSheetRoute(c: PageContext): Promise<Response> {
  const scope = await printScope(c);
  if (scope instanceof Response) return scope;
  const { ctx, session, member, reached, choice, now } = scope;
  const { definition } = reached;
  const boxes = choice.boxes
    .split(",")
    .map((box) => box.trim())
    .filter(Boolean);
  const issues: Issues = [
    ...(choice.title === "" ? [{ pointer: "/titre", message: words.sheetTitleMissing }] : []),
    ...(boxes.length > MOST_BOXES || boxes.some((box) => box.length > LONGEST_BOX)
      ? [{ pointer: "/cases", message: words.boxesWrong(MOST_BOXES) }]
      : []),
  ];
  const entries = issues.length > 0 ? { issues } : await entriesOf(scope, "/titre");
  if (!Array.isArray(entries)) return show(c, scope, entries.issues, 422);
  const columns = definition.list.slice(0, MOST_BOXES);
  const links = entries.flatMap((entry: Entry) => columns.flatMap((column) => linkedAt(column, entry)));
  const { labels } = await shown(ctx, session, member.id, links, NO_ENTRY);
  const { bytes } = await signSheetPdf({
    head: await letterheadOf(ctx, ctx.db, member, definition),
    title: choice.title,
    subtitle: words.sheetSubtitle(entries.length, formatDate(parisDay(now))),
    columns: columns.map(({ field }) => field.shortTitle ?? field.title),
    rows: entries.map((entry: Entry) => columns.map((column) => columnText(column, entry, labels))),
    boxes,
    at: new Date(now),
  });
  noted(scope, entries, "sheet");
  return sendPdf(c, bytes, `${choice.title}.pdf`);
}

/** The entry a column refers to, in an entry of the list. */
const linkedAt = ({ key, field }: Reached["definition"]["list"][number], entry: Entry) => {
  const id = entry.answers[key];
  return field.ref !== undefined && typeof id === "string" ? [{ id, pointer: `/${key}`, definition: field.ref }] : [];
};

async function printScope(c: PageContext): Promise<PrintScope | Response> {
  const scope = await agentScope(c);
  if (scope instanceof Response) return scope;
  const { ctx, session, member } = scope;
  const [reached] = reachedOf(reach(ctx, session, member.id, definitionId(c)));
  if (!reached) return refuse(c, notFound());
  const asked = (name: string, otherwise: string) => (c.req.query(name) ?? otherwise).trim().slice(0, 400);
  const format = asked("format", "3x7");
  return {
    ...scope,
    reached,
    list: readBack(c.req.query("liste")),
    base: `/${member.id}/agent/${reached.definition.id}`,
    choice: {
      format: isLabelFormat(format) ? format : "3x7",
      skipped: asked("debut", "0"),
      title: asked("titre", reached.definition.title).slice(0, LONGEST_TITLE),
      boxes: asked("cases", "Signature"),
    },
  };
}

/** Every entry of the list, or why it cannot be printed, said at the first field of the form she sent. */
async function entriesOf(scope: PrintScope, pointer: string): Promise<Entry[] | { readonly issues: Issues }> {
  const { ctx, agent, reached, list } = scope;
  const state = listStateOf(list, reached.definition, reached.places);
  const listed = await listedBy(ctx, { agent }, reached, state);
  const entries: Entry[] = [];
  const refused = (message: string) => ({ issues: [{ pointer, message }] });
  try {
    for await (const some of wholeList(ctx, listed, state)) {
      entries.push(...some);
      if (entries.length > MOST) return refused(words.tooMany(MOST));
    }
  } catch (error) {
    if (error instanceof TooWide) return refused(words.tooMany(MOST));
    throw error;
  }
  return entries.length === 0 ? refused(words.none) : entries;
}

/** The log has a line in each member whose entries were printed. */
function noted({ ctx, reached }: PrintScope, entries: readonly Entry[], of: "labels" | "sheet"): void {
  for (const { member, definition, actor } of reached.places) {
    const count = entries.filter((entry) => entry.member === member.id).length;
    if (count === 0) continue;
    auditRead(ctx, actor, {
      member: member.id,
      definition: definition.id,
      action: "export",
      detail: { of, rows: count },
    });
  }
}

async function show(c: PageContext, scope: PrintScope, issues: Issues, status: 200 | 422): Promise<Response> {
  const { reached, base, list, choice } = scope;
  const frame = await backFrame(c, scope, reached.definition.id);
  return c.html(printPage({ frame, definition: reached.definition.title, base, list, choice, issues }), status);
}
