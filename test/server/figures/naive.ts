import { parseDate } from "../../../engine/cel.ts";
import { namesOf } from "../../../engine/cel-names.ts";
import { compileExpression } from "../../../engine/expression.ts";
import type { Json, StatisticParams } from "../../../engine/index.ts";
import { type MadeEntry, RENT } from "./random-town.ts";

const OUTCOMES = ["refusee", "acceptee"];
const PARIS = new Intl.DateTimeFormat("sv-SE", { timeZone: "Europe/Paris", dateStyle: "short" });
const HOUR = 3_600_000;

/** A table worked out entry by entry, from what an address says: what the base must give. Keys are "row|column". */
export function naiveTable(
  params: StatisticParams,
  entries: readonly MadeEntry[],
  period: { readonly from: string | null; readonly until: string | null },
  now: string,
): ReadonlyMap<string, { readonly value: number | null; readonly n: number }> {
  const one = (name: string) => params[name]?.[0] ?? "";
  const kept = entries.filter((entry) => isKept(entry, params, period, now));
  const [first = "", second = ""] = [one("par"), one("puis")].filter((name) => name !== "");
  const groups = new Map<string, (number | null)[]>();
  for (const entry of kept) {
    for (const g1 of keysOf(entry, first, params)) {
      for (const g2 of keysOf(entry, second, params)) {
        const key = `${g1}|${g2}`;
        groups.set(key, [...(groups.get(key) ?? []), measuredOf(entry, params)]);
      }
    }
  }
  const total = [...groups.values()].reduce((sum, values) => sum + values.length, 0);
  return new Map(
    [...groups].flatMap(([key, values]) => {
      const known = values.filter((value) => value !== null);
      if (known.length === 0) return [];
      return [[key, { value: summary(known, params, total), n: known.length }] as const];
    }),
  );
}

const at = (entry: MadeEntry, key: string): Json | undefined =>
  key.split(".").reduce<Json | undefined>((value, part) => {
    const inside = typeof value === "object" && value !== null;
    return inside ? (value as Record<string, Json>)[part] : undefined;
  }, entry.answers);

const realDay = (text: Json | undefined): string | null =>
  typeof text === "string" && text >= "1000" && parseDate(text) !== null ? text : null;

const stateOf = (entry: MadeEntry): string => entry.events.at(-1)?.to ?? "";

/** The day an entry counts, in Paris; null when it does not. */
function momentDay(entry: MadeEntry, params: StatisticParams): string | null {
  const about = params["sur"]?.[0] || "_reception";
  if (about === "_reception") return PARIS.format(entry.createdAt);
  if (about !== "_issue") return realDay(at(entry, about.replace("champ:", "")));
  if (!OUTCOMES.includes(stateOf(entry))) return null;
  const arrivals = entry.events.filter(({ from, to }) => from !== null && from !== to && OUTCOMES.includes(to));
  return PARIS.format(Math.max(...arrivals.map((arrival) => arrival.at)));
}

function isKept(
  entry: MadeEntry,
  params: StatisticParams,
  { from, until }: { readonly from: string | null; readonly until: string | null },
  now: string,
): boolean {
  const day = momentDay(entry, params);
  if (day === null || (from !== null && day < from) || (until !== null && day >= until)) return false;
  const days = at(entry, "jours");
  const known: Readonly<Record<string, readonly string[]>> = {
    etat: [stateOf(entry)],
    canal: [entry.channel ?? "enligne"],
    collectivite: [entry.member],
    "filtre[salle]": [String(at(entry, "salle"))],
    "filtre[jours]": Array.isArray(days) ? days.map(String) : [],
  };
  const among = ([name, values]: [string, readonly string[]]) => {
    const wanted = params[name] ?? [];
    return wanted.length === 0 || values.some((value) => wanted.includes(value));
  };
  return Object.entries(known).every(among) && holds(entry, params["si"]?.[0] ?? "", now);
}

const names = namesOf(RENT.form.order);
const compiledOnce = new Map<string, ReturnType<typeof compileExpression>>();

function holds(entry: MadeEntry, source: string, now: string): boolean {
  if (source === "") return true;
  const compiled = compiledOnce.get(source) ?? compileExpression(source, names, "bool");
  compiledOnce.set(source, compiled);
  if (!compiled.ok) throw new Error(compiled.problem.message);
  const { answers } = entry;
  const about = { reference: "", state: stateOf(entry), createdAt: new Date(entry.createdAt).toISOString() };
  return compiled.expression.evaluate({ answers, now, entry: about }) === true;
}

function keysOf(entry: MadeEntry, name: string, params: StatisticParams): readonly string[] {
  const own: Readonly<Record<string, string>> = {
    "": "",
    etat: stateOf(entry),
    collectivite: entry.member,
    canal: entry.channel ?? "enligne",
    agent: entry.assignee ?? "",
  };
  if (own[name] !== undefined) return [own[name]];
  if (name.startsWith("champ:")) {
    const value = at(entry, name.slice("champ:".length));
    if (Array.isArray(value)) return value.length === 0 ? [""] : value.map(String);
    return [value === undefined || value === null ? "" : String(value).trim()];
  }
  const day = momentDay(entry, params) ?? "";
  return [unitStart(name, day)];
}

/** The first day of the unit, counted on a calendar day by day. */
function unitStart(unit: string, day: string): string {
  const date = new Date(`${day}T00:00:00Z`);
  if (unit === "semaine") while (date.getUTCDay() !== 1) date.setUTCDate(date.getUTCDate() - 1);
  if (unit === "mois" || unit === "trimestre" || unit === "annee") date.setUTCDate(1);
  if (unit === "trimestre") while (date.getUTCMonth() % 3 !== 0) date.setUTCMonth(date.getUTCMonth() - 1);
  if (unit === "annee") date.setUTCMonth(0);
  return date.toISOString().slice(0, 10);
}

/** What is measured of one entry; null when it has none. */
function measuredOf(entry: MadeEntry, params: StatisticParams): number | null {
  const measure = params["mesure"]?.[0] || "nombre";
  if (measure === "nombre" || measure === "part") return 1;
  if (!measure.startsWith("delai")) {
    const value = at(entry, params["champ"]?.[0] ?? "");
    return typeof value === "number" ? value : null;
  }
  const from = params["de"]?.[0] || "_reception";
  const to = params["vers"]?.[0] || "_issue";
  const began = from === "_reception" ? entry.createdAt : entry.events.find((event) => event.to === from)?.at;
  if (began === undefined) return null;
  const wanted = to === "_issue" ? OUTCOMES : [to];
  const arrivals = entry.events.filter(
    (event) => event.from !== null && event.from !== event.to && wanted.includes(event.to) && event.at >= began,
  );
  const first = arrivals[0];
  return first ? Math.floor((first.at - began) / HOUR) : null;
}

function summary(values: readonly number[], params: StatisticParams, total: number): number {
  const measure = params["mesure"]?.[0] || "nombre";
  const sorted = [...values].sort((a, b) => a - b);
  const sum = values.reduce((all, value) => all + value, 0);
  if (measure === "nombre") return values.length;
  if (measure === "part") return values.length / total;
  if (measure === "somme") return sum;
  if (measure === "moyenne" || measure === "delai-moyen") return sum / values.length;
  if (measure === "delai-tenu") {
    return values.filter((hours) => hours <= Number(params["jours"]?.[0]) * 24).length / values.length;
  }
  const part = measure.endsWith("centile") ? Number(params["centile"]?.[0]) / 100 : 0.5;
  const place = part * (sorted.length - 1);
  const [low = 0, high = 0] = [sorted[Math.floor(place)], sorted[Math.ceil(place)]];
  return low + (high - low) * (place % 1);
}
