import {
  type CompiledDefinition,
  type Dimension,
  formatMoney,
  formatNumber,
  type Measure,
  type Moment,
  type Statistic,
  suffixOf,
} from "../../engine/index.ts";
import { titleWords, figureWords as words } from "../strings-figures.ts";

const NARROW = "\u202f";

/** A value in the unit of its measure: "1 234", "12,5 %", "1 234,50 €", "3,5 jours"; a dash for nothing to measure. */
export function valueText(measure: Measure, value: number | null): string {
  if (value === null) return words.result.nothingMeasured;
  if (measure.kind === "count" || measure.kind === "distinct") return formatNumber(value);
  if (measure.kind === "share" || isWithin(measure)) return `${formatNumber(rounded(value * 100, 1))}${NARROW}%`;
  if (measure.kind === "delay") {
    const days = rounded(value / 24, 1);
    return words.days(formatNumber(days), days >= 2);
  }
  const { field } = measure.of;
  if (field.widget === "money") return formatMoney(Math.round(value));
  const text = formatNumber(rounded(value, 2));
  return field.suffix === undefined ? text : `${text}${NARROW}${suffixOf(field, rounded(value, 2))}`;
}

/** The same as a bare number for a spreadsheet: parts in percents, delays in days, money in euros. */
export function valueNumber(measure: Measure, value: number | null): number | null {
  if (value === null || measure.kind === "count" || measure.kind === "distinct") return value;
  if (measure.kind === "share" || isWithin(measure)) return rounded(value * 100, 2);
  if (measure.kind === "delay") return rounded(value / 24, 2);
  return measure.of.field.widget === "money" ? rounded(value / 100, 2) : rounded(value, 4);
}

const isWithin = (measure: Measure): boolean => measure.kind === "delay" && measure.summary.kind === "within";

const rounded = (value: number, decimals: number): number => Math.round(value * 10 ** decimals) / 10 ** decimals;

/** What a dimension is called, at the head of its column: "État", "Véhicule", "Mois". */
export function dimensionTitle(dimension: Dimension): string {
  if (dimension.kind === "field") return dimension.of.field.shortTitle ?? dimension.of.title;
  if (dimension.kind === "time") return capital(words.units[dimension.unit]);
  return words.dimensions[DIMENSION_NAMES[dimension.kind]];
}

const DIMENSION_NAMES = {
  state: "etat",
  member: "collectivite",
  unit: "service",
  channel: "canal",
  assignee: "agent",
} as const;

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
const small = (text: string): string =>
  /^\p{Lu}\p{Ll}/u.test(text) ? text.charAt(0).toLowerCase() + text.slice(1) : text;

/** What a statistic is called before anyone names it. */
export function statisticTitle({ measure, by, moment }: Statistic, definition: CompiledDefinition): string {
  const groups = by.map((dimension) =>
    dimension.kind === "field" ? `« ${dimensionTitle(dimension)} »` : small(dimensionTitle(dimension)),
  );
  return `${measureTitle(measure, definition, moment)}${titleWords.by(groups)}`;
}

/** What is measured, in words. */
export function measureTitle(measure: Measure, definition: CompiledDefinition, moment?: Moment): string {
  const kind = (moment?.kind === "outcome" ? words.settledKinds : words.kinds)[definition.kind];
  if (measure.kind === "count") return titleWords.count(kind);
  if (measure.kind === "share") return titleWords.share(kind);
  if (measure.kind === "distinct") return titleWords.distinct(measure.of.title);
  const { summary } = measure;
  const percent = summary.kind === "quantile" ? formatNumber(Math.round(summary.at * 100)) : "";
  if (measure.kind === "number") {
    const { title } = measure.of;
    if (summary.kind === "sum") return titleWords.sum(title);
    if (summary.kind !== "quantile") return titleWords.average(title);
    return percent === "50" ? titleWords.median(title) : titleWords.percentile(percent, title);
  }
  const ends = endsText(measure, definition);
  if (summary.kind === "within") return titleWords.delayWithin(formatNumber(summary.days), ends);
  if (summary.kind !== "quantile") return titleWords.delayAverage(ends);
  return percent === "50" ? titleWords.delayMedian(ends) : titleWords.delayPercentile(percent, ends);
}

function endsText({ from, to }: Extract<Measure, { kind: "delay" }>, { workflow }: CompiledDefinition): string {
  const label = (state: string) => `« ${workflow.states.get(state)?.label ?? state} »`;
  const [only = ""] = to;
  return titleWords.ends(
    from === null ? words.compose.reception : label(from),
    to.length === 1 ? label(only) : titleWords.settled,
  );
}
