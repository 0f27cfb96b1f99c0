import { logWords as words } from "../../../renderer/strings-admin-log.ts";
import { audit } from "../../audit.ts";
import { streamOf } from "../../byte-stream.ts";
import { mayGrantGroup } from "../../commands/agent-access.ts";
import { BOM, csvLine } from "../../csv.ts";
import { agentNames } from "../../store/agent-list.ts";
import { type AuditQuery, searchAudit } from "../../store/audit.ts";
import type { AgentScope, PageContext } from "../back/agent-scope.ts";
import { adminScope } from "./admin-scope.ts";
import { logLines } from "./log-lines.ts";
import { filtersOf, queryOf, searchOf } from "./log-search.ts";

/** Records read, worded and sent at a time. */
const CHUNK = 500;

/**
 * GET …/journal/export: the same search as CSV for French spreadsheets, sent as it is read, however long. The export is
 * written in the log, with the rows that were sent, also when the reader stops it.
 */
export async function logExportRoute(c: PageContext): Promise<Response> {
  const scope = await adminScope(c, ["admin-membre"]);
  if (scope instanceof Response) return scope;
  const { ctx, member, agent } = scope;
  const search = { ...searchOf(c), apres: "" };
  const query = await queryOf(scope, search, await mayGrantGroup(ctx, agent), CHUNK);
  const actor = { kind: "agent", id: agent.id, name: agent.name } as const;
  const note = (rows: number) => {
    const detail = { of: "log", rows, filters: [...filtersOf(search)] };
    audit(ctx, { member: query?.member ?? member.id, action: "export", actor, detail });
  };
  c.header("Content-Disposition", 'attachment; filename="journal.csv"');
  return c.body(streamOf(pieces(scope, query, note)), 200, { "Content-Type": "text/csv; charset=utf-8" });
}

/** The file, piece by piece. `ended` is told the number of rows given. */
async function* pieces(scope: AgentScope, query: AuditQuery | null, ended: (rows: number) => void) {
  let rows = 0;
  try {
    yield BOM + csvLine(Object.values(words.columns));
    const { ctx, member } = scope;
    const people = new Map((await agentNames(ctx.db, member.id, "closed too")).map(({ id, name }) => [id, name]));
    for (let after: string | undefined, more = query !== null; more && query; ) {
      const chunk = await searchAudit(ctx.db, { ...query, ...(after !== undefined && { after }) });
      const lines = await logLines(scope, chunk, people);
      rows += lines.length;
      yield lines
        .map(({ at, who, what, about, entry, detail }) => {
          const on = [about, entry?.reference ?? ""].filter(Boolean).join(" · ");
          return csvLine([at, who, what, on, detail]);
        })
        .join("");
      after = chunk.at(-1)?.id;
      more = chunk.length === query.limit;
    }
  } finally {
    ended(rows);
  }
}
