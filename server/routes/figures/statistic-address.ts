import type { StatisticParams } from "../../../engine/index.ts";

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
