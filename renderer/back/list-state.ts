import { type CompiledDefinition, countedBy, fieldAt, filterKind, type State } from "../../engine/index.ts";
import { readCited } from "./cited.ts";
import { CONFIRMED } from "./confirmed-filter.ts";

/** Every choice an agent made on a list, as its address says it. */
export interface ListState {
  /** A state's id, or one of the groups of states below. */
  readonly tab: string;
  /** Ids of the states chosen, when the tab is `SEVERAL`. */
  readonly states: readonly string[];
  readonly q: string;
  readonly who: "all" | "me" | "nobody" | "unit" | "some";
  /** For "some": ids of agents, `ME` and `NOBODY` among them. */
  readonly assignees: readonly string[];
  /** Values kept by field key, dotted inside groups, or by moment (`MOMENTS`); only those with at least one value. */
  readonly filters: ReadonlyMap<string, readonly string[]>;
  /** The statistic of another definition whose entries refer to those shown, as its address says it; null for all. */
  readonly cited: string | null;
  /** Ids of the members whose entries are shown; none for those of every member the agent sees. */
  readonly members: readonly string[];
  /** "createdAt", "updatedAt", "due" or the key of a list column, with "-" for the reverse order; `BEST` for a search. */
  readonly sort: string;
  /** Columns after the reference, by key; none for the usual ones. */
  readonly columns: readonly string[];
  /** What the list is divided by: `GROUPS`, or the key of a listed choice; null for one list. */
  readonly group: string | null;
  /** Id of the saved view it was opened from, or `NO_VIEW`; null when the address says nothing. */
  readonly view: string | null;
  /** Key of a filter just added, open and still empty. */
  readonly added: string | null;
  /** Cursor after which the page shown begins; null for the first. */
  readonly after: string | null;
  /** Cursor before which it ends. */
  readonly before: string | null;
}

/** The states in which someone has something to do. */
export const TO_DO = "_a-traiter";
/** Those in which the citizen has. */
export const WAITING = "_attente";
export const EVERY_STATE = "_toutes";
export const SEVERAL = "_plusieurs";

/** Order of a search: what fits best first. */
export const BEST = "-pertinence";
export const NO_VIEW = "aucune";
export const ME = "moi";
export const NOBODY = "personne";
const MY_UNIT = "service";
/** What keeps the panel of columns open while they are chosen one after the other. */
export const COLUMNS_OPEN = "_colonnes";

/** A list narrowed to the communes of the reader's units, and the one value that asks it. */
export const TERRITORY = "_territoire";
export const OWN_TERRITORY = "mien";

/** Moments of an entry that a list shows and filters on beside its fields. */
export const MOMENTS = ["_recue", "_modifiee", "_echeance"] as const;
/** Columns that are no field, and what a list may be divided by that is none. */
export const OWN_COLUMNS = ["_etat", "_recue", "_modifiee", "_attribuee", "_echeance"] as const;
export const GROUPS = ["_etat", "_attribuee", "_collectivite"] as const;

const ALONE: ReadonlyMap<string, string> = new Map();
const MAX_QUERY = 200;
const MAX_VALUES = 20;
const MAX_FILTERS = 20;
const MAX_COLUMNS = 20;
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** States in the order of the workflow file, those that are work to do first. */
export function orderedStates(definition: CompiledDefinition) {
  const states = [...definition.workflow.states.values()];
  return [...states.filter((state) => state.task), ...states.filter((state) => !state.task)];
}

/** Whether the service waits for the citizen: nothing is to be done by it, and an event of the citizen goes on. */
export const waitsForCitizen = (state: State): boolean =>
  !state.task && !state.final && state.events.some(({ who }) => who.includes("holder") || who.includes("citizen"));

/** What a list shows when its address says nothing: the work to do, or everything when no state is work. */
export function defaultTab(definition: CompiledDefinition): string {
  return orderedStates(definition).some((state) => state.task) && definition.kind === "service" ? TO_DO : EVERY_STATE;
}

/**
 * As the definition says; else work to do from the oldest, the rest from the newest, a register by its first column. A search by what
 * fits best.
 */
export function defaultSort(definition: CompiledDefinition, { tab, q }: Pick<ListState, "tab" | "q">): string {
  if (q !== "") return BEST;
  if (definition.order !== null) return definition.order;
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
  const q = cleaned(params.get("q") ?? "");
  const chosen = readTab(params.getAll("etat"), definition);
  const group = params.get("groupe");
  const added = params.get("ajout");
  return {
    ...chosen,
    q,
    ...readWho(params.getAll("pour")),
    filters: readFilters(params, definition),
    cited: readCited(params.get("cite")),
    members: [...new Set(params.getAll("collectivite"))].filter((id) => known.size > 1 && known.has(id)),
    sort: readSort(params.get("tri"), definition, q) ?? defaultSort(definition, { ...chosen, q }),
    columns: [...new Set(params.getAll("colonne"))].filter((key) => isColumn(definition, key)).slice(0, MAX_COLUMNS),
    group: group !== null && groupings(definition, known).includes(group) ? group : null,
    view: readView(params.get("vue")),
    added: added === COLUMNS_OPEN || (added !== null && isFiltered(definition, added)) ? added : null,
    after: params.get("avant") ? null : params.get("apres") || null,
    before: params.get("avant") || null,
  };
}

function readTab(asked: readonly string[], definition: CompiledDefinition): Pick<ListState, "tab" | "states"> {
  const group = asked.find((id) => id === TO_DO || id === WAITING || id === EVERY_STATE);
  const states = [...new Set(asked)].filter((id) => definition.workflow.states.has(id));
  if (group === undefined && states.length > 1) return { tab: SEVERAL, states };
  return { tab: group ?? states[0] ?? defaultTab(definition), states: [] };
}

function readWho(asked: readonly string[]): Pick<ListState, "who" | "assignees"> {
  const known = [...new Set(asked)].filter((each) => [ME, NOBODY, MY_UNIT].includes(each) || UUID.test(each));
  const named = known.filter((each) => each !== MY_UNIT);
  const [only] = known;
  if (only === undefined) return { who: "all", assignees: [] };
  if (named.length === 0) return { who: "unit", assignees: [] };
  if (named.length === 1 && only === ME) return { who: "me", assignees: [] };
  if (named.length === 1 && only === NOBODY) return { who: "nobody", assignees: [] };
  return { who: "some", assignees: named.slice(0, MAX_VALUES) };
}

function readFilters(params: URLSearchParams, definition: CompiledDefinition): ListState["filters"] {
  const asked = [...new Set(params.keys())].flatMap((name) => /^filtre\[([\w.-]{1,200})\]$/.exec(name)?.[1] ?? []);
  const listed = definition.list.map(({ key }) => key);
  const rank = (key: string) => (listed.includes(key) ? listed.indexOf(key) : listed.length);
  const filters = new Map<string, readonly string[]>();
  for (const key of asked.sort((a, b) => rank(a) - rank(b) || a.localeCompare(b)).slice(0, MAX_FILTERS)) {
    if (!isFiltered(definition, key)) continue;
    const values = params.getAll(`filtre[${key}]`).map(cleaned);
    const kept = [...new Set(values.filter((value) => value !== ""))].slice(0, MAX_VALUES);
    if (kept.length > 0) filters.set(key, kept);
  }
  return filters;
}

/** Whether a list of this definition may be filtered on this: a moment, or a field that has single values. */
export function isFiltered(definition: CompiledDefinition, key: string): boolean {
  if ((MOMENTS as readonly string[]).includes(key)) return true;
  if (key === TERRITORY) return definition.territory !== null;
  if (key === CONFIRMED) return definition.confirmation !== null;
  const field = fieldAt(definition.form.order, key);
  if (field === undefined) return referenceIn(definition, key) !== null;
  return field !== undefined && (filterKind(field) !== null || definition.list.some((column) => column.key === key));
}

/** Where a key goes through a reference: the key of that field, the definition it names, the key there. Null where it does not. */
export function referenceIn(
  definition: CompiledDefinition,
  key: string,
): { readonly key: string; readonly definition: string; readonly there: string } | null {
  const parts = key.split(".");
  for (let at = 1; at < parts.length; at += 1) {
    const start = parts.slice(0, at).join(".");
    const ref = fieldAt(definition.form.order, start)?.ref;
    if (ref !== undefined) return { key: start, definition: ref, there: parts.slice(at).join(".") };
  }
  return null;
}

/** A column of our own, a field, or a field of what a field refers to: which of these exist is known elsewhere. */
function isColumn(definition: CompiledDefinition, key: string): boolean {
  if ((OWN_COLUMNS as readonly string[]).includes(key) || countedBy(definition, key)) return true;
  if (key === CONFIRMED) return definition.confirmation !== null;
  if (!/^[\w.-]{1,200}$/.test(key)) return false;
  if (fieldAt(definition.form.order, key) !== undefined) return true;
  return referenceIn(definition, key) !== null;
}

/** What a list may be divided by. `known`: names by id of the members it covers. */
export function groupings(definition: CompiledDefinition, known: ReadonlyMap<string, string>): readonly string[] {
  const own = GROUPS.filter((key) => key !== "_collectivite" || known.size > 1);
  return [...own, ...definition.list.filter(({ field }) => isDividing(field)).map(({ key }) => key)];
}

const isDividing = ({ choices, type }: CompiledDefinition["list"][number]["field"]): boolean =>
  type !== "array" && (choices !== undefined || type === "boolean");

const readView = (asked: string | null): string | null =>
  asked !== null && (asked === NO_VIEW || UUID.test(asked)) ? asked : null;

/** Without blanks at the ends, nor the null character, which no stored text holds. */
const cleaned = (text: string): string => text.replaceAll("\u0000", "").trim().slice(0, MAX_QUERY);

function readSort(asked: string | null, definition: CompiledDefinition, q: string): string | null {
  if (asked === null) return null;
  if (asked === BEST) return q === "" ? null : BEST;
  const key = asked.replace(/^-/, "");
  const known = ["createdAt", "updatedAt", "due"].includes(key) || definition.list.some((column) => column.key === key);
  return known ? asked : null;
}

/** The state ids a list is about; null for all of them. */
export function tabStates(
  definition: CompiledDefinition,
  { tab, states }: Pick<ListState, "tab" | "states">,
): readonly string[] | null {
  if (tab === EVERY_STATE) return null;
  if (tab === SEVERAL) return states;
  if (tab !== TO_DO && tab !== WAITING) return [tab];
  return orderedStates(definition)
    .filter((state) => (tab === TO_DO ? state.task : waitsForCitizen(state)))
    .map((state) => state.id);
}

/**
 * The pairs of an address for this list, without what goes without saying, in one fixed order.
 * Changing anything but the page goes back to the first page: pass `after: null`.
 */
export function listPairs(definition: CompiledDefinition, state: ListState): readonly (readonly [string, string])[] {
  const pairs: [string, string][] = [];
  const add = (name: string, values: readonly string[]) =>
    pairs.push(...values.map((value): [string, string] => [name, value]));
  if (state.view !== null) pairs.push(["vue", state.view]);
  // A view's address that says nothing else is the view as it was saved.
  const said = state.tab !== defaultTab(definition) || (state.view !== null && state.view !== NO_VIEW);
  if (said) add("etat", state.tab === SEVERAL ? state.states : [state.tab]);
  if (state.q !== "") pairs.push(["q", state.q]);
  add("pour", whoPairs(state));
  add("collectivite", state.members);
  for (const [key, values] of state.filters) add(`filtre[${key}]`, values);
  if (state.cited !== null) pairs.push(["cite", state.cited]);
  if (state.sort !== defaultSort(definition, state)) pairs.push(["tri", state.sort]);
  add("colonne", state.columns);
  if (state.group !== null) pairs.push(["groupe", state.group]);
  if (state.after !== null) pairs.push(["apres", state.after]);
  if (state.before !== null) pairs.push(["avant", state.before]);
  return pairs;
}

function whoPairs({ who, assignees }: Pick<ListState, "who" | "assignees">): readonly string[] {
  if (who === "some") return assignees;
  return who === "all" ? [] : [{ me: ME, nobody: NOBODY, unit: MY_UNIT }[who]];
}

/** The same list with some choices changed, from its first page unless `after` or `before` is among the changes. */
export function changed(definition: CompiledDefinition, state: ListState, changes: Partial<ListState>): ListState {
  const next = { ...state, after: null, before: null, added: null, ...changes };
  const followsTab = state.sort === defaultSort(definition, state) && changes.sort === undefined;
  return followsTab ? { ...next, sort: defaultSort(definition, next) } : next;
}

/** The filters without those of one key. */
export function withoutFilter(state: ListState, key: string): ListState["filters"] {
  const filters = new Map(state.filters);
  filters.delete(key);
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

/** The pairs of an address that mean nothing any more: a field or a state that the definition no longer has. */
export function leftOut(
  params: URLSearchParams,
  definition: CompiledDefinition,
  known: ReadonlyMap<string, string> = ALONE,
): readonly (readonly [string, string])[] {
  const state = readListState(params, definition, known);
  const kept = listPairs(definition, state);
  const usual: readonly (readonly [string, string])[] = [
    ["tri", state.sort],
    ...(state.tab === SEVERAL ? [] : [["etat", state.tab] as const]),
  ];
  const has = (name: string, value: string) =>
    [...kept, ...usual].some(([knownName, knownValue]) => knownName === name && knownValue === value.trim());
  return [...params].filter(([name, value]) => /^(etat|filtre\[.*\]|tri|groupe)$/.test(name) && !has(name, value));
}
