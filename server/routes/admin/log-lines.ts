import { canRead, canWorkQueue } from "../../../engine/index.ts";
import { logDetail } from "../../../renderer/admin/log-detail.ts";
import type { LogLine } from "../../../renderer/admin/log-page.tsx";
import { logWords as words } from "../../../renderer/strings-admin-log.ts";
import type { StoredAudit } from "../../audit.ts";
import { actorsOf } from "../../identity/actor-for.ts";
import { findAcross } from "../../store/entries.ts";
import type { AgentScope } from "../back/agent-scope.ts";
import { namesOf } from "./names.ts";

type Seen = NonNullable<LogLine["entry"]>;

/**
 * Records of a log in words. Entries are told apart by their reference to a reader who may open them; to any other a
 * record says that there was one, no more.
 * @param people names of the member's agents, by id
 */
export async function logLines(
  scope: AgentScope,
  records: readonly StoredAudit[],
  people: ReadonlyMap<string, string>,
): Promise<readonly LogLine[]> {
  const members = new Map(scope.ctx.catalogue.everyMember().map(({ id, name }) => [id, name]));
  const names = { ...namesOf(scope), members };
  const { definitions } = names;
  const entries = await entriesSeen(scope, records);
  return records.map(({ id, at, member, actor, action, definition, target, detail }) => ({
    id,
    at: at.toISOString(),
    who: actor.name ?? people.get(actor.id) ?? words.kinds[actor.kind],
    what: words.actions[action] ?? action,
    about: [
      definition ? (definitions.get(definition) ?? definition) : "",
      (target && (people.get(target) ?? (member === scope.member.id ? "" : members.get(target)))) || "",
    ]
      .filter(Boolean)
      .join(" · "),
    entry: (target && entries.get(target)) || null,
    detail: logDetail(action, detail ?? {}, names),
  }));
}

/** The entries of the member that these records are about and this agent may open, by id. */
async function entriesSeen(scope: AgentScope, records: readonly StoredAudit[]): Promise<ReadonlyMap<string, Seen>> {
  const { ctx, member, session } = scope;
  const read = records.filter(
    (one) => one.member === member.id && (one.action === "entry-read" || one.action === "file-read"),
  );
  const found = await findAcross(
    ctx,
    [member.id],
    read.flatMap(({ target }) => target ?? []),
  );
  const seen = new Map<string, Seen>();
  for (const entry of found) {
    const definition = await ctx.catalogue.version(member.id, entry.definition, entry.version);
    const actor = actorsOf(ctx, session)(member.id, definition);
    if (!canWorkQueue(definition, actor) || !canRead(definition, entry, actor)) continue;
    const { id, reference } = entry;
    seen.set(id, { reference, href: `/${member.id}/agent/${entry.definition}/${id}` });
  }
  return seen;
}
