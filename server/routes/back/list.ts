import { type CompiledDefinition, canWorkQueue, type Entry, type Linked, valuesAt } from "../../../engine/index.ts";
import { listPage } from "../../../renderer/back/list-page.tsx";
import { listHref, readListState } from "../../../renderer/back/list-state.ts";
import { words } from "../../../renderer/strings-back.ts";
import { auditRead } from "../../audit.ts";
import { mayOpen } from "../../commands/may-open.ts";
import { actorFor } from "../../identity/actor-for.ts";
import { notFound } from "../../problem.ts";
import { listAssignable } from "../../store/assignees.ts";
import { type AgentScope, agentScope, backFrame, type PageContext, refuse } from "./agent-scope.ts";
import { NO_ENTRY, shown } from "./labels.ts";
import { freeing, readPage } from "./list-query.ts";

/** GET /{member}/agent/{domain}/{name}: a queue or a register, as its address asks for it. */
export async function listRoute(c: PageContext): Promise<Response> {
  const scope = await agentScope(c);
  if (scope instanceof Response) return scope;
  const definition = workedDefinition(c, scope);
  if (!definition) return refuse(c, notFound());
  const { ctx, member, session, agent } = scope;
  const me = { member: member.id, me: agent.id };
  const params = new URL(c.req.url).searchParams;
  const asked = readListState(params, definition);
  // A form sends its empty boxes too: the address kept, shared and bookmarked says only what was chosen.
  if ([...params.values()].includes("")) {
    return c.redirect(listHref(`/${member.id}/agent/${definition.id}`, definition, asked), 303);
  }
  const [page, frame, agents] = await Promise.all([
    readPage(ctx, definition, asked, me),
    backFrame(c, scope, definition.id),
    listAssignable(ctx, member.id, definition),
  ]);
  const actor = actorFor(ctx, session, member.id, definition);
  const read = { member: member.id, definition: definition.id, detail: { entries: page.items.length } };
  auditRead(ctx, actor, { ...read, action: "list-read" });
  const names = await shown(ctx, session, member.id, listed(definition, page.items), NO_ENTRY);
  const html = listPage({
    frame,
    definition,
    state: page.state,
    counts: frame.workloads.find((workload) => workload.definition === definition.id)?.counts ?? new Map(),
    entries: page.items,
    next: page.next,
    agents: new Map(agents.map(({ id, name }) => [id, name])),
    me: agent.id,
    labels: names.labels,
    frees: page.items.length === 0 ? await freeing(ctx, definition, page.state, me) : [],
    mayOpen: mayOpen(ctx, member.id, definition, actor),
    notice: c.req.query("fait") === "attribution" ? words.assign.done : null,
  });
  return c.html(html);
}

/** The definition the path names, as offered now, when the agent may work or consult it. */
export function workedDefinition(c: PageContext, scope: AgentScope): CompiledDefinition | null {
  const { ctx, member, session } = scope;
  const id = `${c.req.param("domain")}/${c.req.param("name")}`;
  const definition = ctx.catalogue.definition(member.id, id);
  return definition && canWorkQueue(definition, actorFor(ctx, session, member.id, definition)) ? definition : null;
}

/** The entries that the listed fields of these refer to. */
function listed(definition: CompiledDefinition, entries: readonly Entry[]): readonly Linked[] {
  return entries.flatMap((entry) =>
    definition.list.flatMap(({ key, field }) => {
      const { ref } = field;
      if (ref === undefined) return [];
      const ids = valuesAt(entry.answers, key).filter((value) => typeof value === "string");
      return ids.map((id) => ({ id, pointer: `/${key}`, definition: ref }));
    }),
  );
}
