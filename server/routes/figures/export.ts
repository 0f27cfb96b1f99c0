import { buffer } from "node:stream/consumers";
import { type SheetLine, sheetOf } from "../../../renderer/figures/figure-sheet.ts";
import type { FigureView } from "../../../renderer/figures/figure-view.ts";
import { audit } from "../../audit.ts";
import { BOM, csvLine } from "../../csv.ts";
import { typeOf } from "../../export/export-file.ts";
import { lineSheet, xlsxFile } from "../../export/xlsx-file.ts";
import { noticeResponse } from "../../middleware/answers.ts";
import { notFound } from "../../problem.ts";
import type { PageContext } from "../back/agent-scope.ts";
import type { Place } from "../back/reach.ts";
import { type FigureScope, figureScope, placesOf } from "./figure-scope.ts";
import { figureView } from "./figure-view.ts";
import { statisticParams } from "./statistic-address.ts";

/** GET /{member}/agent/chiffres/export.csv: the table of a statistic for French spreadsheets. */
export async function exportCsvRoute(c: PageContext): Promise<Response> {
  return exported(c, "csv", async (view) => csvOf([[view.title], [view.period], [], ...sheetOf(view)]));
}

/** GET …/export.xlsx: the same for any spreadsheet, with real numbers. */
export const exportXlsxRoute = (c: PageContext): Promise<Response> =>
  exported(c, "xlsx", (view, at) => {
    const lines = [[view.title], [view.period], ...sheetOf(view)];
    return buffer(xlsxFile([lineSheet(view.definition.title, lines, 3)], at));
  });

async function exported(
  c: PageContext,
  format: "csv" | "xlsx",
  write: (view: FigureView, at: Date) => Promise<string | Uint8Array>,
): Promise<Response> {
  const scope = await figureScope(c);
  if (scope instanceof Response) return scope;
  const search = new URL(c.req.url).searchParams;
  const places = placesOf(scope, search.get("demarche") ?? "");
  if (places.length === 0) return noticeResponse(c, notFound());
  const found = await figureView(scope, places, statisticParams(search));
  if (!found.ok) return noticeResponse(c, found.problem);
  const body = await write(found.value, scope.ctx.clock());
  noteExport(scope, places, found.value);
  c.header("Content-Disposition", `attachment; filename="statistique.${format}"`);
  return c.body(typeof body === "string" ? body : Uint8Array.from(body), 200, { "Content-Type": typeOf(format) });
}

/** Written in the log of each member whose entries were counted. */
function noteExport({ ctx, agent }: FigureScope, places: readonly Place[], { table, definition }: FigureView): void {
  const actor = { kind: "agent", id: agent.id, name: agent.name } as const;
  const detail = { of: "figures", rows: table.rows.length };
  for (const { member } of places) {
    audit(ctx, { member: member.id, action: "export", actor, definition: definition.id, detail });
  }
}

/** A file of lines for French spreadsheets, with the decimal comma they read. */
const csvOf = (lines: readonly SheetLine[]): string =>
  BOM +
  lines
    .map((line) =>
      csvLine(line.map((cell) => (typeof cell === "number" ? String(cell).replace(".", ",") : (cell ?? "")))),
    )
    .join("");
