import type { CompiledDefinition } from "../../engine/index.ts";

/** Every choice an agent made on a list, as its address says it. */
export interface ListState {
  /** A state's id, or one of the two groups of states below. */
  readonly tab: string;
  readonly q: string;
  readonly who: "all" | "me" | "nobody";
  /** Values kept per list column; only columns with at least one value. */
  readonly filters: ReadonlyMap<string, readonly string[]>;
  /** Ids of the members whose entries are shown; none for those of every member the agent sees. */
  readonly members: readonly string[];
  /** "createdAt", "updatedAt" or the key of a list column, with "-" for the reverse order. */
  readonly sort: string;
  /** Cursor of the page shown; null for the first. */
  readonly after: string | null;
}

/** The states in which someone has something to do. */
export const TO_DO = "_a-traiter";
export const EVERY_STATE = "_toutes";

const ALONE: ReadonlyMap<string, string> = new Map();
const MAX_QUERY = 200;
const MAX_VALUES = 20;

/** States in the order of the workflow file, those that are work to do first. */
export function orderedStates(definition: CompiledDefinition) {
  const states = [...definition.workflow.states.values()];
  return [...states.filter((state) => state.task), ...states.filter((state) => !state.task)];
}

/** What a list shows when its address says nothing: the work to do, or everything when no state is work. */
export function defaultTab(definition: CompiledDefinition): string {
  return orderedStates(definition).some((state) => state.task) && definition.kind === "service" ? TO_DO : EVERY_STATE;
}

/** Work to do from the oldest, the rest from the newest; a register by its first column. */
export function defaultSort(definition: CompiledDefinition, tab: string): string {
  const first = definition.list[0];
  if (definition.kind === "register" && first) return first.key;
  const work = tab === TO_DO || definition.workflow.states.get(tab)?.task === true;
  return work ? "createdAt" : "-createdAt";
}

/**
 * Reads the address of a list. What it does not know is left out: an old bookmark still opens.
 * @param known names by id of the members whose entries may be on the list
 */
export function readListState(
  params: URLSearchParams,
  definition: CompiledDefinition,
  known: ReadonlyMap<string, string> = ALONE,
): ListState {
  const asked = params.get("etat");
  const exists = asked !== null && (asked === TO_DO || asked === EVERY_STATE || definition.workflow.states.has(asked));
  const tab = exists ? asked : defaultTab(definition);
  const filters = new Map<string, readonly string[]>();
  for (const { key } of definition.list) {
    const values = params.getAll(`filtre[${key}]`).map(cleaned);
    const kept = [...new Set(values.filter((value) => value !== ""))].slice(0, MAX_VALUES);
    if (kept.length > 0) filters.set(key, kept);
  }
  const who = params.get("pour");
  return {
    tab,
    q: cleaned(params.get("q") ?? ""),
    who: who === "moi" ? "me" : who === "personne" ? "nobody" : "all",
    filters,
    members: [...new Set(params.getAll("collectivite"))].filter((id) => known.size > 1 && known.has(id)),
    sort: readSort(params.get("tri"), definition) ?? defaultSort(definition, tab),
    after: params.get("apres") || null,
  };
}

/** Without blanks at the ends, nor the null character, which no stored text holds. */
const cleaned = (text: string): string => text.replaceAll("\u0000", "").trim().slice(0, MAX_QUERY);

function readSort(asked: string | null, definition: CompiledDefinition): string | null {
  if (asked === null) return null;
  const key = asked.replace(/^-/, "");
  const known = key === "createdAt" || key === "updatedAt" || definition.list.some((column) => column.key === key);
  return known ? asked : null;
}

/** The state ids a tab stands for; null for all of them. */
export function tabStates(definition: CompiledDefinition, tab: string): readonly string[] | null {
  if (tab === EVERY_STATE) return null;
  if (tab !== TO_DO) return [tab];
  return orderedStates(definition)
    .filter((state) => state.task)
    .map((state) => state.id);
}

/**
 * The pairs of an address for this list, without what goes without saying, in one fixed order.
 * Changing anything but the page goes back to the first page: pass `after: null`.
 */
export function listPairs(definition: CompiledDefinition, state: ListState): readonly (readonly [string, string])[] {
  const pairs: [string, string][] = [];
  if (state.tab !== defaultTab(definition)) pairs.push(["etat", state.tab]);
  if (state.q !== "") pairs.push(["q", state.q]);
  if (state.who !== "all") pairs.push(["pour", state.who === "me" ? "moi" : "personne"]);
  for (const id of state.members) pairs.push(["collectivite", id]);
  for (const { key } of definition.list) {
    for (const value of state.filters.get(key) ?? []) pairs.push([`filtre[${key}]`, value]);
  }
  if (state.sort !== defaultSort(definition, state.tab)) pairs.push(["tri", state.sort]);
  if (state.after !== null) pairs.push(["apres", state.after]);
  return pairs;
}

/** The same list with some choices changed, from its first page unless `after` is among the changes. */
export function changed(definition: CompiledDefinition, state: ListState, changes: Partial<ListState>): ListState {
  const next = { ...state, after: null, ...changes };
  const followsTab = state.sort === defaultSort(definition, state.tab) && changes.sort === undefined;
  return followsTab ? { ...next, sort: defaultSort(definition, next.tab) } : next;
}

/** The filters with one value taken out; the column with it when it was the last. */
export function without(state: ListState, key: string, value: string): ListState["filters"] {
  const filters = new Map(state.filters);
  const left = (filters.get(key) ?? []).filter((kept) => kept !== value);
  if (left.length > 0) filters.set(key, left);
  else filters.delete(key);
  return filters;
}

/** Query string of a list, without "?"; empty for the list as it opens. */
export function listQueryString(definition: CompiledDefinition, state: ListState): string {
  return new URLSearchParams(listPairs(definition, state).map(([name, value]) => [name, value])).toString();
}

/** Address of a list in this state. */
export function listHref(base: string, definition: CompiledDefinition, state: ListState): string {
  const query = listQueryString(definition, state);
  return query === "" ? base : `${base}?${query}`;
}
