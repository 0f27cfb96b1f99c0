import { Readable } from "node:stream";
import { criterionRule, formatDate, mostPoints } from "../../../engine/index.ts";
import { type MinutesView, meetingPdf } from "../../../renderer/pdf/meeting-pdf.ts";
import { meetingWords as words } from "../../../renderer/strings-meetings.ts";
import type { Cell, Table } from "../../export/cell.ts";
import { odsFile } from "../../export/ods-file.ts";
import { namedPlaces, placeNames } from "../../meeting.ts";
import { letterheadOf } from "../../pdf/letterhead.ts";
import { notFound } from "../../problem.ts";
import { disposition } from "../files.ts";
import { sendPdf } from "../send-pdf.ts";
import { type PageContext, refuse } from "./agent-scope.ts";
import { isAnonymous, noteRead } from "./meeting.ts";
import { rankedView, roomWords } from "./meeting-ranked.ts";
import { type MeetingScope, meetingScope, readLines } from "./meeting-scope.ts";

/** A ranked meeting as its files say it, with or without names. */
async function ranked(c: PageContext) {
  const scope = await meetingScope(c);
  if (scope instanceof Response) return scope;
  if (scope.meeting.rankedAt === null) return refuse(c, notFound());
  const { lines, seen } = await readLines(scope);
  const view = await rankedView(scope, lines, seen, { anonymous: isAnonymous(c, scope), typed: null });
  return { scope, lines, view };
}

const titleOf = ({ sat, meeting }: MeetingScope): string =>
  words.document.title(sat.commission.title, formatDate(meeting.day));

/** GET …/commissions/{meeting}/proces-verbal.pdf: the minutes. */
export async function minutesRoute(c: PageContext): Promise<Response> {
  const found = await ranked(c);
  if (found instanceof Response) return found;
  const { scope, lines, view } = found;
  const { ctx, member, sat, meeting } = scope;
  const names = await placeNames(ctx, member.id, sat.commission.wishes.register, namedPlaces(meeting, lines));
  const minutes: MinutesView = {
    head: await letterheadOf(ctx, ctx.db, member, sat.definition),
    title: titleOf(scope),
    notes: [sat.definition.title, words.criteriaDay(formatDate(meeting.day)), words.seed(meeting.seed)],
    places: meeting.places.map((capacity) => roomWords(scope, capacity, names)),
    criteria: sat.scoring.criteria.map((criterion) => ({
      label: criterion.label,
      rule: criterionRule(sat.scoring, criterion),
      maximum: mostPoints({ criteria: [criterion] }),
    })),
    lines: view.lines.map(({ rank, who, reference, score, result, leaves }) => ({
      who: [`${rank}.`, who, reference ?? ""].join(" ").trim(),
      points: score.total,
      result: leaves ?? result,
    })),
    deviations: view.lines.flatMap(({ rank, who, result, deviation }) =>
      deviation ? [`${rank}. ${who} – ${result}. ${words.deviated(deviation.reason)}`] : [],
    ),
    figures: words.figures(view.placed, view.waiting),
    signed: words.signed,
    at: ctx.clock(),
  };
  const { bytes } = await meetingPdf(minutes);
  noteRead(scope, "export", { format: "pdf" });
  return sendPdf(c, bytes, `${minutes.title}.pdf`);
}

/** GET …/commissions/{meeting}/classement.ods: every line with the points of each criterion. */
export async function rankingRoute(c: PageContext): Promise<Response> {
  const found = await ranked(c);
  if (found instanceof Response) return found;
  const { scope, view } = found;
  const { sat } = scope;
  const { heads } = words;
  const headings = [
    ...[heads.rank, heads.who, words.reference],
    ...sat.scoring.criteria.map(({ label }) => label),
    ...[heads.points, heads.wants, heads.result, words.deviateReason],
  ];
  const rows = view.lines.map((line): readonly Cell[] => [
    ...[line.rank, line.who, line.reference],
    ...line.score.criteria.map(({ total }) => total),
    ...[line.score.total, line.wants.join(" ; "), line.leaves ?? line.result, line.deviation?.reason ?? null],
  ]);
  const table: Table = { title: sat.commission.title, headings, keys: headings, rows: once(rows) };
  noteRead(scope, "export", { format: "ods" });
  const body = Readable.toWeb(
    Readable.from(odsFile(table, scope.ctx.clock()), { objectMode: false }),
  ) as ReadableStream;
  return c.body(body, 200, {
    "Content-Type": "application/vnd.oasis.opendocument.spreadsheet",
    "Content-Disposition": disposition(`${titleOf(scope)}.ods`),
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'; sandbox",
    "Cache-Control": "private, no-store",
  });
}

async function* once<T>(value: T): AsyncGenerator<T> {
  yield value;
}
