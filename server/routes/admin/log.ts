import { type Json, parisMidnight } from "../../../engine/index.ts";
import { type LogLine, logPage } from "../../../renderer/admin/log-page.tsx";
import { logWords as words } from "../../../renderer/strings-admin-log.ts";
import { type AuditRecord, audit, type StoredAudit } from "../../audit.ts";
import { mayGrantGroup } from "../../commands/agent-access.ts";
import { agentNames } from "../../store/agent-list.ts";
import { type AuditQuery, searchAudit } from "../../store/audit.ts";
import { findReferencesAcross, isUuid } from "../../store/entries.ts";
import { GROUP } from "../../store/members.ts";
import { type AgentScope, backFrame, type PageContext } from "../back/agent-scope.ts";
import { ADMINISTRATION, adminScope } from "./admin-scope.ts";
import { namesOf } from "./names.ts";
import { dayEnd, typedDay } from "./typed-day.ts";

const PAGE = 50;
const CHUNK = 1000;
const MOST_EXPORTED = 50_000;
const NAMES = ["journal", "qui", "quoi", "definition", "agent", "reference", "du", "au", "apres"] as const;

type Search = Readonly<Record<string, string>>;

/** GET /{member}/agent/administration/journal */
export async function logRoute(c: PageContext): Promise<Response> {
  const scope = await adminScope(c, ["admin-membre"]);
  if (scope instanceof Response) return scope;
  const { ctx, member } = scope;
  const search = searchOf(c);
  const group = await mayGrantGroup(ctx, scope.agent);
  const query = await queryOf(scope, search, group, PAGE + 1);
  const found = query === null ? [] : await searchAudit(ctx.db, query);
  const people = (await agentNames(ctx.db, member.id, "closed too")).map(({ id, name }) => [id, name] as const);
  const html = logPage({
    frame: await backFrame(c, scope, ADMINISTRATION),
    base: `/${member.id}/agent/${ADMINISTRATION}/journal`,
    lines: found.slice(0, PAGE).map(lineOf(scope, new Map(people))),
    search,
    agents: people,
    definitions: [...namesOf(scope).definitions],
    group,
    next: found.length > PAGE ? (found[PAGE - 1]?.id ?? null) : null,
  });
  return c.html(html);
}

/** GET …/journal/export: the same search as CSV for French spreadsheets; the export is written in the log. */
export async function logExportRoute(c: PageContext): Promise<Response> {
  const scope = await adminScope(c, ["admin-membre"]);
  if (scope instanceof Response) return scope;
  const { ctx, member, agent } = scope;
  const search = searchOf(c);
  const query = await queryOf(scope, { ...search, apres: "" }, await mayGrantGroup(ctx, agent), CHUNK);
  const toLine = lineOf(
    scope,
    new Map((await agentNames(ctx.db, member.id, "closed too")).map((one) => [one.id, one.name])),
  );
  const rows: string[] = [csv(Object.values(words.columns))];
  for (let after: string | undefined, more = query !== null; more && query && rows.length < MOST_EXPORTED; ) {
    const chunk = await searchAudit(ctx.db, { ...query, ...(after !== undefined && { after }) });
    for (const line of chunk.map(toLine)) rows.push(csv([line.at, line.who, line.what, line.about, line.detail]));
    after = chunk.at(-1)?.id;
    more = chunk.length === CHUNK;
  }
  const filters = NAMES.filter((name) => search[name] !== "");
  const actor = { kind: "agent", id: agent.id, name: agent.name } as const;
  const detail = { of: "log", rows: rows.length - 1, filters: [...filters] };
  audit(ctx, { member: query?.member ?? member.id, action: "export", actor, detail });
  c.header("Content-Disposition", 'attachment; filename="journal.csv"');
  return c.body(`\ufeff${rows.join("\r\n")}\r\n`, 200, { "Content-Type": "text/csv; charset=utf-8" });
}

const searchOf = (c: PageContext): Search =>
  Object.fromEntries(NAMES.map((name) => [name, (c.req.query(name) ?? "").replaceAll("\0", "").trim().slice(0, 100)]));

/** What to look for; null when the reference is nobody's. */
async function queryOf(
  { ctx, member }: AgentScope,
  search: Search,
  group: boolean,
  limit: number,
): Promise<AuditQuery | null> {
  const value = (name: (typeof NAMES)[number]) => search[name] ?? "";
  const [entry] = value("reference") === "" ? [] : await findReferencesAcross(ctx, [member.id], [value("reference")]);
  if (value("reference") !== "" && !entry) return null;
  const target = entry?.id ?? value("agent");
  const [from, to] = [typedDay(value("du")), typedDay(value("au"))];
  return {
    member: group && value("journal") === "groupe" ? GROUP : member.id,
    limit,
    ...(value("quoi") in words.actions && { actions: [value("quoi") as AuditRecord["action"]] }),
    ...(value("qui") !== "" && { actor: value("qui") }),
    ...(target !== "" && { target }),
    ...(value("definition") !== "" && { definition: value("definition") }),
    ...(from !== "" && { from: new Date(parisMidnight(from)) }),
    ...(to !== "" && { before: dayEnd(to) }),
    ...(isUuid(value("apres")) && { after: value("apres") }),
  };
}

const lineOf =
  (scope: AgentScope, people: ReadonlyMap<string, string>) =>
  ({ id, at, actor, action, definition, target, detail }: StoredAudit): LogLine => {
    const title = definition ? (namesOf(scope).definitions.get(definition) ?? definition) : "";
    const about = target ? (people.get(target) ?? (action.endsWith("-read") ? target : "")) : "";
    return {
      id,
      at: at.toISOString(),
      who: actor.name ?? people.get(actor.id) ?? words.kinds[actor.kind],
      what: words.actions[action] ?? action,
      about: [title, about].filter(Boolean).join(" · "),
      detail: Object.entries(detail ?? {})
        .map(([key, value]) => `${key} : ${plain(value)}`)
        .join(" ; "),
    };
  };

function plain(value: Json): string {
  if (Array.isArray(value)) return value.map(plain).join(", ");
  return typeof value === "object" && value !== null ? JSON.stringify(value) : String(value);
}

/** One line; a cell that a spreadsheet would compute is kept a text. */
const csv = (cells: readonly string[]): string =>
  cells.map((cell) => `"${(/^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell).replaceAll('"', '""')}"`).join(";");
