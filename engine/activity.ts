import type { CompiledDefinition } from "./definition.ts";
import type { Answers } from "./entry.ts";
import { MERGED } from "./merged.ts";
import type { StatisticParams } from "./statistic.ts";
import { FIELD, filterName, RECEPTION } from "./statistic-names.ts";

/** A register whose entries are activity reports: what each tells of its year. */
export interface Activity {
  /** Key of the question that says which year. */
  readonly year: string;
  /** The answer by which a report tells of every member that shares its own; null: each tells of its member. */
  readonly whole: { readonly field: string; readonly value: string } | null;
  /** States in which its figures are kept as they were. */
  readonly closed: readonly string[];
  readonly note: string | null;
  readonly chapters: readonly Chapter[];
}

export interface Chapter {
  readonly title: string;
  readonly text: string | null;
  /** Keys of answers of the report itself, shown as they were typed. */
  readonly said: readonly string[];
  readonly figures: readonly ActivityFigure[];
}

interface Figure {
  readonly id: string;
  readonly title: string;
  readonly hint: string | null;
  readonly suffix: string | null;
}

export type ActivityFigure = CountedFigure | TypedFigure | RatioFigure;

/** A number told by the entries of a definition. */
export interface CountedFigure extends Figure {
  readonly kind: "counted";
  readonly definition: string;
  /** The day that puts an entry in the year: a field, or `RECEIVED`; null for how things stand when they are counted. */
  readonly on: string | null;
  readonly states: readonly string[] | null;
  /** Values kept, by dotted key, as a list says them. */
  readonly where: Readonly<Record<string, readonly string[]>>;
  readonly measure: FigureMeasure;
  /** What it is told apart by: dotted keys, `BY_STATE`, `BY_MONTH`. */
  readonly by: readonly string[];
}

export type FigureMeasure =
  | { readonly kind: "count" }
  /** How many different values of a field, or sums of it; `field` dotted. */
  | { readonly kind: "distinct" | "sum" | "average"; readonly field: string }
  /** Days from reception to the first arrival in a state, on average. */
  | { readonly kind: "delay"; readonly state: string };

/** A number that whoever makes the report types in it. */
export interface TypedFigure extends Figure {
  readonly kind: "typed";
  readonly field: string;
}

/** One figure over another, of those before it. */
export interface RatioFigure extends Figure {
  readonly kind: "ratio";
  readonly over: readonly [string, string];
  readonly percent: boolean;
}

/** The moment an entry was received, as lists name it. */
export const RECEIVED = "_recue";
export const BY_STATE = "_etat";
export const BY_MONTH = "_mois";

/** Every figure of a report, in order. */
export const figuresOf = ({ chapters }: Pick<Activity, "chapters">): readonly ActivityFigure[] =>
  chapters.flatMap(({ figures }) => figures);

export const isCounted = (figure: ActivityFigure): figure is CountedFigure => figure.kind === "counted";

/** The year that an entry tells of; null before it is said. */
export function yearOf({ year }: Pick<Activity, "year">, answers: Answers): number | null {
  const value = answers[year];
  return typeof value === "number" && Number.isInteger(value) && value >= 1990 && value < 2200 ? value : null;
}

/** Whether an entry tells of every member. */
export const tellsAll = ({ whole }: Pick<Activity, "whole">, answers: Answers): boolean =>
  whole !== null && answers[whole.field] === whole.value;

/** A figure of a year as a statistic says it, without what tells it apart. */
export function figureParams(figure: CountedFigure, year: number): StatisticParams {
  const { measure, on, states, where } = figure;
  return {
    ...measureParams(measure),
    sur: [on === null || on === RECEIVED ? RECEPTION : `${FIELD}${on}`],
    ...(on === null ? { periode: ["tout"] } : { periode: ["dates"], du: [`${year}-01-01`], au: [`${year}-12-31`] }),
    ...(states && { etat: states }),
    ...Object.fromEntries(Object.entries(where).map(([key, values]) => [filterName(key), values])),
  };
}

function measureParams(measure: FigureMeasure): StatisticParams {
  switch (measure.kind) {
    case "count":
      return {};
    case "distinct":
      return { mesure: ["distinctes"], champ: [measure.field] };
    case "sum":
      return { mesure: ["somme"], champ: [measure.field] };
    case "average":
      return { mesure: ["moyenne"], champ: [measure.field] };
    case "delay":
      return { mesure: ["delai-moyen"], vers: [measure.state] };
  }
}

/**
 * The list of the entries that a figure of a year counts, as the pairs of its address: the same states, the same filters.
 * @param definition the one counted, as the reader's list offers it
 */
export function figureList(
  figure: CountedFigure,
  year: number,
  { workflow }: Pick<CompiledDefinition, "workflow">,
): readonly (readonly [name: string, value: string])[] {
  const { on, states, where } = figure;
  const every = [...workflow.states.keys()];
  const kept = states ?? (every.includes(MERGED) ? every.filter((id) => id !== MERGED) : ["_toutes"]);
  return [
    ...kept.map((id) => ["etat", id] as const),
    ...Object.entries(where).flatMap(([key, values]) => values.map((value) => [filterName(key), value] as const)),
    ...(on === null ? [] : [[filterName(on), `${year}-01-01..${year}-12-31`] as const]),
  ];
}
