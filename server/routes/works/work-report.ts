import { shortInstant } from "../../../renderer/back/when.ts";
import { workWords } from "../../../renderer/strings-works.ts";
import { streamOf } from "../../byte-stream.ts";
import { BOM, csvLine } from "../../csv.ts";
import { notFound } from "../../problem.ts";
import { readItems } from "../../store/work-items.ts";
import { type PageContext, refuse } from "../back/agent-scope.ts";
import { memberNames } from "../back/reach.ts";
import { type WorkScope, workScope } from "./work-scope.ts";

const CHUNK = 1_000;

/** GET /{member}/agent/travaux/{work}/rapport: what became of every entry, as CSV. */
export async function workReportRoute(c: PageContext): Promise<Response> {
  const scope = await workScope(c);
  if (scope instanceof Response) return scope;
  if (scope.work.kind === "export" || scope.work.state === "preparing") return refuse(c, notFound());
  c.header("Content-Disposition", 'attachment; filename="rapport.csv"');
  return c.body(streamOf(lines(scope)), 200, { "Content-Type": "text/csv; charset=utf-8" });
}

async function* lines({ ctx, work, reached }: WorkScope): AsyncGenerator<string> {
  const { columns, csv, waiting } = workWords.report;
  const names = memberNames(reached.places);
  yield BOM + csvLine([columns.reference, columns.member, columns.outcome, columns.reason, columns.at]);
  for (let after = 0; ; ) {
    const items = await readItems(ctx.db, work, { limit: CHUNK, after });
    const last = items.at(-1);
    if (!last) return;
    yield items
      .map(({ reference, entryMember, outcome, reason, doneAt }) =>
        csvLine([
          reference,
          names.get(entryMember) ?? entryMember,
          outcome ? csv[outcome] : waiting,
          reason ?? "",
          doneAt ? shortInstant(doneAt.toISOString()) : "",
        ]),
      )
      .join("");
    after = last.rank;
  }
}
