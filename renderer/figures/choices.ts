import {
  type CompiledDefinition,
  DIMENSIONS,
  FIELD,
  isDate,
  isFilterable,
  isGroupable,
  isMeasurable,
  MEASURES,
  ONLINE,
  OUTCOME,
  outcomes,
  RECEPTION,
  SPANS,
  type StatisticField,
  type StatisticParams,
  TIMES,
} from "../../engine/index.ts";
import { figureWords as words } from "../strings-figures.ts";

export type Choice = readonly [value: string, label: string];

/** Choices under a heading. */
export interface ChoiceGroup {
  readonly title: string;
  readonly choices: readonly Choice[];
}

/** What may be chosen for a statistic of one definition, as it stands. */
export interface Choices {
  readonly measures: readonly Choice[];
  /** Empty when the measure reads no field. */
  readonly numbers: readonly Choice[];
  readonly percent: boolean;
  readonly days: boolean;
  readonly delay: { readonly from: readonly Choice[]; readonly to: readonly Choice[] } | null;
  readonly dimensions: readonly ChoiceGroup[];
  readonly moments: readonly Choice[];
  readonly spans: readonly Choice[];
  /** Dates are to be typed. */
  readonly dates: boolean;
  readonly states: readonly Choice[];
  readonly channels: readonly Choice[];
  readonly members: readonly Choice[];
  readonly filters: readonly StatisticField[];
}

/** What may be chosen next, after what was chosen so far. `fields` are those the agent may know of. */
export function choicesOf(
  definition: CompiledDefinition,
  fields: readonly StatisticField[],
  members: ReadonlyMap<string, string>,
  params: StatisticParams,
  countable: readonly StatisticField[],
): Choices {
  const measure = params["mesure"]?.at(-1) || "nombre";
  const numbers = fields.filter(isMeasurable);
  const states = [...definition.workflow.states.values()].map(({ id, label }): Choice => [id, label]);
  const settles = outcomes(definition).length > 0;
  const delay = measure.startsWith("delai-");
  const service = definition.kind === "service";
  return {
    measures: MEASURES.filter(
      (name) => (numbers.length > 0 || !NUMERIC.includes(name)) && (countable.length > 0 || name !== "distinctes"),
    ).map((name) => [name, words.measures[name]]),
    numbers: (measure === "distinctes" ? countable : NUMERIC.includes(measure) ? numbers : []).map(({ key, title }) => [
      key,
      title,
    ]),
    percent: measure === "centile" || measure === "delai-centile",
    days: measure === "delai-tenu",
    delay: delay
      ? {
          from: [[RECEPTION, words.compose.reception], ...states],
          to: [...(settles ? [[OUTCOME, words.compose.settled] as const] : []), ...states],
        }
      : null,
    dimensions: dimensionsOf(definition, fields, members.size > 1),
    moments: [
      [RECEPTION, words.compose.momentReception],
      ...(settles ? [[OUTCOME, words.compose.momentOutcome] as const] : []),
      ...fields.filter(isDate).map(({ key, title }): Choice => [`${FIELD}${key}`, title]),
    ],
    spans: SPANS.map((span) => [span, words.spans[span]]),
    dates: params["periode"]?.at(-1) === "dates",
    states,
    channels: service ? [ONLINE, ...CHANNEL_ORDER].map((channel) => [channel, words.channels[channel] ?? channel]) : [],
    members: members.size > 1 ? [...members] : [],
    filters: fields.filter(isFilterable),
  };
}

const NUMERIC: readonly string[] = ["somme", "moyenne", "mediane", "centile"];
const CHANNEL_ORDER = ["guichet", "courrier", "telephone"];

function dimensionsOf(
  { kind }: CompiledDefinition,
  fields: readonly StatisticField[],
  several: boolean,
): readonly ChoiceGroup[] {
  const others = DIMENSIONS.filter(
    (name) => (several || !["collectivite", "service"].includes(name)) && (kind === "service" || name !== "canal"),
  );
  const groups: readonly ChoiceGroup[] = [
    {
      title: words.compose.times,
      choices: Object.entries(TIMES).map(([name, unit]): Choice => [name, capital(words.units[unit])]),
    },
    { title: words.compose.others, choices: others.map((name) => [name, words.dimensions[name]]) },
    {
      title: words.compose.fields,
      choices: fields.filter(isGroupable).map(({ key, title }) => [`${FIELD}${key}`, title]),
    },
  ];
  return groups.filter(({ choices }) => choices.length > 0);
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
