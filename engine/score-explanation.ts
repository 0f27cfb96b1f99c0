import { parisDay } from "./duration.ts";
import type { Answers } from "./entry.ts";
import { type ExplainedTable, type Explanation, explainInput, explainTable } from "./explanation.ts";
import type { Scope } from "./form.ts";
import { formatDate, formatNumber } from "./format.ts";
import type { Separation } from "./ranking.ts";
import type { Criterion, Score, Scoring, TieValue } from "./scoring.ts";
import { scoreOf } from "./scoring.ts";

/**
 * How points were given, in words that stay true without the definition or its tables: CRPA R.311-3-1-2 asks for the degree and
 * the way the algorithm contributed, the data and their sources, the parameters and their weights, the operations. The
 * totals of the criteria add up to the total.
 */
export interface ScoreExplanation {
  readonly title: string;
  /** Day on which the criteria were read ("2026-05-20"). */
  readonly day: string;
  readonly algorithm: Scoring["algorithm"];
  readonly inputs: Explanation["inputs"];
  /** `amount` of each is points. */
  readonly tables: readonly ExplainedTable[];
  readonly criteria: readonly {
    readonly label: string;
    readonly rule: string;
    readonly points: number;
    readonly maximum: number;
    readonly weight: number;
    readonly total: number;
  }[];
  readonly total: number;
  /** What separates equals, and what this entry says there. */
  readonly ties: readonly { readonly label: string; readonly text: string }[];
}

/** What explains the score of these answers on the day of `context.pricedOn`, today without it. */
export function explainScore(
  scoring: Scoring,
  answers: Answers,
  context: Omit<Scope, "answers">,
): { readonly score: Score; readonly explanation: ScoreExplanation } {
  const day = context.pricedOn ?? parisDay(context.now);
  const score = scoreOf(scoring, { ...context, pricedOn: day, answers });
  const explanation: ScoreExplanation = {
    title: scoring.title,
    day,
    algorithm: scoring.algorithm,
    inputs: scoring.inputs.map((input) => explainInput(input, answers)),
    tables: score.lookups.map(explainTable),
    criteria: score.criteria.map(({ criterion, points, total }) => ({
      label: criterion.label,
      rule: criterionRule(scoring, criterion),
      points,
      maximum: criterion.maximum,
      weight: criterion.weight,
      total,
    })),
    total: score.total,
    ties: scoring.ties.map(({ label }, index) => ({ label, text: tieText(score.ties[index] ?? null) })),
  };
  return { score, explanation };
}

/** The rule of a criterion as it is published: the words of the definition, else its table or its calculation. */
export function criterionRule({ tariffs }: Pick<Scoring, "tariffs">, criterion: Criterion): string {
  if (criterion.rule !== undefined) return criterion.rule;
  const [id] = criterion.tariffs;
  if (id !== undefined) return `Grille « ${tariffs.find((tariff) => tariff.id === id)?.title ?? id} ».`;
  const { source } = criterion.points;
  return /^\d+$/.test(source.trim()) ? `${source.trim()} points.` : `Calcul : ${source}`;
}

function tieText(value: TieValue): string {
  if (value === null) return "non indiqué";
  if (typeof value === "number") return formatNumber(value);
  return /^\d{4}-\d{2}-\d{2}/.test(value) ? formatDate(value.slice(0, 10)) : value;
}

/** "départagé par : date du dossier complet", after an equal; null for who comes first or has fewer points. */
export function separationWords(by: Separation, ties: readonly { readonly label: string }[]): string | null {
  if (by === "first" || by === "points") return null;
  return by === "draw"
    ? "À égalité, départagé par le tirage au sort"
    : `À égalité, départagé par : ${ties[by.tie]?.label ?? ""}`;
}
