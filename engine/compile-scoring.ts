import { rootOf } from "./cel-ast.ts";
import { extendNames, type Names } from "./cel-names.ts";
import { checkedExpression } from "./compile-expression.ts";
import { checkActor } from "./compile-fields.ts";
import type { CompiledTariff } from "./compile-tariffs.ts";
import type { Expected } from "./expression.ts";
import type { FeeInput } from "./fee.ts";
import { fieldAt } from "./field-at.ts";
import type { Field } from "./form.ts";
import type { CriterionSchema, ScoringPart, TieSchema } from "./meta.generated.ts";
import { type At, type Report, under } from "./report.ts";
import type { Criterion, Scoring, Tie } from "./scoring.ts";

interface ScoringContext {
  readonly names: Names;
  readonly fields: readonly Field[];
  readonly tables: ReadonlyMap<string, CompiledTariff>;
  readonly at: At;
  readonly report: Report;
}

/** Compiles the criteria by which the entries of a definition are ranked. */
export function compileScoring(source: ScoringPart, context: ScoringContext): Scoring {
  const { fields, tables, at } = context;
  const names = tables.size === 0 ? context.names : extendNames(context.names, { tariffs: new Set(tables.keys()) });
  const within = { ...context, names };
  const criteria = source.criteria.flatMap(
    (criterion, index) => compileCriterion(criterion, under(at, "criteria", index), within) ?? [],
  );
  const ties = (source.ties ?? []).flatMap((tie, index) => compileTie(tie, under(at, "ties", index), context) ?? []);
  const read = [...new Set(criteria.flatMap(({ criterion }) => criterion.tariffs))].flatMap(
    (id) => tables.get(id) ?? [],
  );
  const paths = new Set([...read, ...criteria, ...ties].flatMap((part) => [...part.paths]));
  const { title, intro, algorithm, told = "decided" } = source;
  return {
    title,
    ...(intro !== undefined && { intro }),
    algorithm,
    criteria: criteria.map(({ criterion }) => criterion),
    ties: ties.map(({ tie }) => tie),
    told,
    tariffs: read.map(({ tariff }) => tariff),
    inputs: [...paths].flatMap((path): FeeInput[] => {
      const field = fieldAt(fields, path);
      const fetched = fieldAt(fields, rootOf(path))?.source !== undefined;
      return field ? [{ path, field, ...(fetched && { fetched: true as const }) }] : [];
    }),
  };
}

function compileCriterion(source: CriterionSchema, at: At, context: ScoringContext) {
  const when = source.when === undefined ? undefined : checked(source.when, "bool", under(at, "when"), context);
  const points = checked(source.points, "int", under(at, "points"), context);
  if (!points) return undefined;
  const tariffs = [...new Set([...(when?.tariffs ?? []), ...points.tariffs])];
  for (const id of tariffs) checkUnit(id, under(at, "points"), context);
  const { label, rule, maximum, weight = 1 } = source;
  const criterion: Criterion = {
    label,
    ...(when && { when: when.expression }),
    points: points.expression,
    maximum,
    weight,
    ...(rule !== undefined && { rule }),
    tariffs,
  };
  return { criterion, paths: new Set([...(when?.paths ?? []), ...points.paths]) };
}

function checkUnit(id: string, at: At, { tables, report }: ScoringContext): void {
  const table = tables.get(id)?.tariff;
  if (table === undefined || table.unit === "points") return;
  const message = `La grille « ${id} » donne des sommes : écrivez "unit": "points" pour qu'un critère la lise.`;
  report.add("scoring", at, message);
}

function compileTie(source: TieSchema, at: At, context: ScoringContext) {
  const value = checked(source.value, "any", under(at, "value"), context);
  if (!value) return undefined;
  const tie: Tie = { label: source.label, value: value.expression, order: source.order ?? "ascending" };
  return { tie, paths: value.paths };
}

function checked(source: string, expected: Expected, at: At, { names, report }: ScoringContext) {
  const found = checkedExpression(source, names, expected, at, report);
  if (!found) return undefined;
  checkActor(found, at, report);
  return found;
}
