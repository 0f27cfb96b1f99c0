import { workWords } from "../../../renderer/strings-works.ts";
import { sharePage } from "../../../renderer/works/share-page.tsx";
import type { ReadForm } from "../../middleware/posted-form.ts";
import { type Assignee, countAssigned, listAssignable } from "../../store/assignees.ts";
import type { BulkAction, BulkWork } from "../../store/works.ts";
import { backFrame, type PageContext } from "../back/agent-scope.ts";
import type { WorkScope } from "./work-scope.ts";

/** Stands for sharing the entries out among several agents; no event may be called so. */
export const SHARE = "_repartir";

/** The choice of those among whom entries are shared out, as it opens or came back. */
export async function shareForm(
  c: PageContext,
  scope: WorkScope<BulkWork>,
  shown: { readonly status: 200 | 422; readonly missing?: string },
): Promise<Response> {
  const { ctx, agent, work, reached, base } = scope;
  const agents = await listAssignable(ctx, reached.places);
  const ids = agents.map(({ id }) => id);
  const { action } = work.params;
  const html = sharePage({
    frame: await backFrame(c, scope, reached.definition.id),
    definition: reached.definition,
    total: work.total ?? 0,
    agents,
    loads: await countAssigned(ctx, reached.places, ids),
    me: agent.id,
    chosen: new Set(action?.type === "share" ? action.among : present(agents).map(({ id }) => id)),
    missing: shown.missing ?? null,
    action: `${base}/actions/${SHARE}`,
    base,
  });
  return c.html(html, shown.status);
}

const present = (agents: readonly Assignee[]): readonly Assignee[] => agents.filter(({ away }) => away === undefined);

/** What a form of `shareForm` asks; null when it names nobody who may work the entries. */
export async function readShare(scope: WorkScope<BulkWork>, read: ReadForm): Promise<BulkAction | null> {
  const named = new Set(read.fields.get("agent") ?? []);
  const agents = await listAssignable(scope.ctx, scope.reached.places);
  const among = agents.flatMap(({ id }) => (named.has(id) ? [id] : []));
  return among.length === 0 ? null : { type: "share", among };
}

/**
 * To whom the entries of these agents go unless somebody says otherwise: those who replace them today, or all who are there.
 * Null when nobody is left.
 */
export function standIns(agents: readonly Assignee[], absent: readonly string[]): BulkAction | null {
  const there = present(agents).filter(({ id }) => !absent.includes(id));
  const replacing = agents.flatMap(({ id, away }) => (absent.includes(id) ? (away?.by ?? []) : []));
  const named = there.filter(({ id }) => replacing.includes(id));
  const among = (named.length > 0 ? named : there).map(({ id }) => id);
  return among.length === 0 ? null : { type: "share", among };
}

/** "Répartir entre 3 agents"; by her name when there is one. */
export function shareLabel(agents: readonly Assignee[], among: readonly string[]): string {
  const [only, ...others] = among;
  const name = agents.find(({ id }) => id === only)?.name ?? "";
  return others.length === 0 ? workWords.prepare.assigned(name) : workWords.share.among(among.length);
}
