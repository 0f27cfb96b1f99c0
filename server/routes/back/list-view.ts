import type { CompiledDefinition } from "../../../engine/index.ts";
import { columnAt, type Referable } from "../../../renderer/back/list-columns.ts";
import { type ListState, leftOut, listQueryString, NO_VIEW, readListState } from "../../../renderer/back/list-state.ts";
import type { ViewBarView } from "../../../renderer/back/view-bar.tsx";
import { viewReader } from "../../commands/list-view.ts";
import { holdsRole } from "../../identity/subject.ts";
import type { ListView } from "../../store/list-views.ts";
import type { AgentScope } from "./agent-scope.ts";

/** What an address says beside the view it names and the page of it. */
const BESIDE = new Set(["vue", "apres", "avant", "fait", "choix", "ajout"]);

/** A list as its address asks for it: as composed there, as a view says, or as the agent's own view opens it. */
export function askedList(
  params: URLSearchParams,
  definition: CompiledDefinition,
  members: ReadonlyMap<string, string>,
  views: readonly ListView[],
): ListState {
  const own = views.filter((view) => view.definition === definition.id);
  const usual = own.find(({ isDefault }) => isDefault);
  const named = own.find(({ id }) => id === params.get("vue"));
  const composed = [...params.keys()].some((name) => !BESIDE.has(name));
  const view = named ?? (composed || params.has("vue") ? undefined : usual);
  const state = readListState(params, definition, members);
  if (view && !composed) {
    const saved = readListState(new URLSearchParams(view.query), definition, members);
    return { ...saved, view: view.id, added: state.added, after: state.after, before: state.before };
  }
  // Where a view of hers would open by itself, the list without any says so.
  return { ...state, view: view?.id ?? (usual ? NO_VIEW : null) };
}

/** What the bar says of the view a list is shown by. */
export function viewBarOf(
  scope: AgentScope,
  definition: CompiledDefinition,
  state: ListState,
  views: readonly ListView[],
  { params, members, referable }: Shown,
): Omit<ViewBarView, "refused"> {
  const { agent, home } = scope;
  const view = views.find(({ id }) => id === state.view);
  const bare = (each: ListState) => listQueryString(definition, { ...each, view: null, after: null, before: null });
  const source = view ? new URLSearchParams(view.query) : params;
  const saved = view ? readListState(source, definition, members) : null;
  const { units } = viewReader(agent);
  return {
    current: view
      ? {
          id: view.id,
          name: view.name,
          shared: view.shared.with === "unit" ? `unit:${view.shared.unit}` : view.shared.with,
          mine: view.owner === agent.id,
          ownerName: view.ownerName,
          isDefault: view.isDefault,
          modified: saved !== null && bare(saved) !== bare(state),
        }
      : null,
    units: home.units.filter(({ id }) => units === null || units.includes(id)),
    leftOut: [...new Set([...lostOf(source, definition, members), ...lostColumns(source, definition, referable)])],
    administers: holdsRole(agent, "admin-fonctionnel"),
  };
}

/** What a list was shown from. */
interface Shown {
  readonly params: URLSearchParams;
  readonly members: ReadonlyMap<string, string>;
  readonly referable: Referable;
}

function lostOf(
  source: URLSearchParams,
  definition: CompiledDefinition,
  members: ReadonlyMap<string, string>,
): readonly string[] {
  return leftOut(source, definition, members).map(([name, value]) => {
    const field = /^filtre\[(.*)\]$/.exec(name)?.[1];
    return `« ${field ?? value.replace(/^-/, "")} »`;
  });
}

const lostColumns = (
  source: URLSearchParams,
  definition: CompiledDefinition,
  referable: Referable,
): readonly string[] =>
  source.getAll("colonne").flatMap((key) => (columnAt(definition, key, referable) ? [] : [`« ${key} »`]));
