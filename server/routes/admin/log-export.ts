import { logWords as words } from "../../../renderer/strings-admin-log.ts";
import { audit } from "../../audit.ts";
import { mayGrantGroup } from "../../commands/agent-access.ts";
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
    yield `\ufeff${csv(Object.values(words.columns))}\r\n`;
    const { ctx, member } = scope;
    const people = new Map((await agentNames(ctx.db, member.id, "closed too")).map(({ id, name }) => [id, name]));
    for (let after: string | undefined, more = query !== null; more && query; ) {
      const chunk = await searchAudit(ctx.db, { ...query, ...(after !== undefined && { after }) });
      const lines = await logLines(scope, chunk, people);
      rows += lines.length;
      yield lines
        .map(({ at, who, what, about, entry, detail }) => {
          const on = [about, entry?.reference ?? ""].filter(Boolean).join(" · ");
          return `${csv([at, who, what, on, detail])}\r\n`;
        })
        .join("");
      after = chunk.at(-1)?.id;
      more = chunk.length === query.limit;
    }
  } finally {
    ended(rows);
  }
}

/** Bytes drawn from the texts as the network takes them. An error cuts the file short for all to see. */
function streamOf(texts: AsyncGenerator<string>): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const { done, value } = await texts.next();
        if (done) controller.close();
        else controller.enqueue(encoder.encode(value));
      },
      async cancel() {
        await texts.return(undefined);
      },
    },
    { highWaterMark: 0 },
  );
}

/** One line; a cell that a spreadsheet would compute is kept a text. */
const csv = (cells: readonly string[]): string =>
  cells.map((cell) => `"${(/^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell).replaceAll('"', '""')}"`).join(";");
