import { parisMidnight } from "../../../engine/index.ts";
import { logWords as words } from "../../../renderer/strings-admin-log.ts";
import type { AuditRecord } from "../../audit.ts";
import type { AuditQuery } from "../../store/audit.ts";
import { findReferencesAcross, isUuid } from "../../store/entries.ts";
import { GROUP } from "../../store/members.ts";
import type { AgentScope, PageContext } from "../back/agent-scope.ts";
import { dayEnd, typedDay } from "./typed-day.ts";

const NAMES = ["journal", "qui", "quoi", "definition", "agent", "reference", "du", "au", "apres"] as const;

/** What is looked for in a log, by the names of the address, as typed. */
export type LogSearch = Readonly<Record<(typeof NAMES)[number], string>>;

/** The search an address asks for. */
export function searchOf(c: PageContext): LogSearch {
  const value = (name: string) => (c.req.query(name) ?? "").replaceAll("\0", "").trim().slice(0, 100);
  return Object.fromEntries(NAMES.map((name) => [name, value(name)])) as LogSearch;
}

/** The names a search gives a value to. */
export const filtersOf = (search: LogSearch): readonly string[] => NAMES.filter((name) => search[name] !== "");

/**
 * What to look for; null when the reference is nobody's.
 * @param group the reader may see the group's log too
 */
export async function queryOf(
  { ctx, member }: AgentScope,
  search: LogSearch,
  group: boolean,
  limit: number,
): Promise<AuditQuery | null> {
  const { reference, agent, qui, quoi, definition, apres } = search;
  const [entry] = reference === "" ? [] : await findReferencesAcross(ctx, [member.id], [reference]);
  if (reference !== "" && !entry) return null;
  const target = entry?.id ?? agent;
  const [from, to] = [typedDay(search.du), typedDay(search.au)];
  return {
    member: group && search.journal === "groupe" ? GROUP : member.id,
    limit,
    ...(quoi in words.actions && { actions: [quoi as AuditRecord["action"]] }),
    ...(qui !== "" && { actor: qui }),
    ...(target !== "" && { target }),
    ...(definition !== "" && { definition }),
    ...(from !== "" && { from: new Date(parisMidnight(from)) }),
    ...(to !== "" && { before: dayEnd(to) }),
    ...(isUuid(apres) && { after: apres }),
  };
}
