import type { StatisticParams } from "../../../engine/index.ts";
import { type AgentScope, agentScope, type PageContext } from "../back/agent-scope.ts";
import { type Place, type Reached, reach, reachAll } from "../back/reach.ts";

/** Where the figures are: no definition may be of this domain. */
export const FIGURES = "chiffres";

/** An agent in front of the figures of her member. */
export interface FigureScope extends AgentScope {
  /** "/mulhouse/agent/chiffres". */
  readonly home: AgentScope["home"];
  readonly base: string;
}

/** The agent of the member the path names, or the answer to give instead. */
export async function figureScope(c: PageContext): Promise<FigureScope | Response> {
  const scope = await agentScope(c);
  return scope instanceof Response ? scope : { ...scope, base: `/${scope.member.id}/agent/${FIGURES}` };
}

/** Every definition whose entries she may read, and where. */
export const readable = ({ ctx, session, member }: FigureScope): readonly Reached[] =>
  reachAll(ctx, session, member.id);

/** Where she may read the entries of one definition; none when she may not, or it does not exist. */
export const placesOf = ({ ctx, session, member }: FigureScope, definition: string): readonly Place[] =>
  reach(ctx, session, member.id, definition);

const NAMES = ["mesure", "champ", "centile", "de", "vers", "jours", "par", "puis", "sur", "periode", "du", "au"];
const LISTS = ["etat", "canal", "collectivite"];
const MOST_FILTERS = 40;
const MOST_VALUES = 60;
const LONGEST = 200;
const LONGEST_EXPRESSION = 1000;

/** The parameters of a statistic among those of an address; the rest is left out, and nothing is longer than it may be. */
export function statisticParams(search: URLSearchParams): StatisticParams {
  const filters = [...new Set(search.keys())].filter((name) => /^filtre\[[^\]]{1,200}\]$/.test(name));
  const params: Record<string, readonly string[]> = {};
  const keep = (name: string, values: readonly string[]) => {
    const kept = values.map((value) => value.replaceAll("\u0000", "").trim()).filter((value) => value !== "");
    if (kept.length > 0) params[name] = kept;
  };
  for (const name of NAMES) keep(name, [(search.getAll(name).at(-1) ?? "").slice(0, LONGEST)]);
  keep("si", [(search.get("si") ?? "").slice(0, LONGEST_EXPRESSION)]);
  for (const name of [...LISTS, ...filters.slice(0, MOST_FILTERS)]) {
    keep(
      name,
      search
        .getAll(name)
        .slice(0, MOST_VALUES)
        .map((value) => value.slice(0, LONGEST)),
    );
  }
  return params;
}

/** The same parameters as a query string, with the definition they are about. */
export function statisticQuery(definition: string, params: StatisticParams): string {
  const query = new URLSearchParams({ demarche: definition });
  for (const [name, values] of Object.entries(params)) for (const value of values) query.append(name, value);
  return query.toString();
}

/** Where a statistic is exported, by its query string. */
export const exportsOf = (base: string, query: string) => ({
  csv: `${base}/export.csv?${query}`,
  xlsx: `${base}/export.xlsx?${query}`,
});
