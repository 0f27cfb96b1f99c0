import {
  type Activity,
  type ActivityFigure,
  BY_MONTH,
  BY_STATE,
  type CountedFigure,
  type FigureMeasure,
  figureParams,
} from "./activity.ts";
import type { CompiledDefinition } from "./definition.ts";
import { fieldAt } from "./field-at.ts";
import { DEFINITION_ID } from "./field-keywords.ts";
import type { Field } from "./form.ts";
import type { ActivityPart, FigurePart } from "./meta.generated.ts";
import { type At, type Report, under } from "./report.ts";
import { isGroupable } from "./statistic-fields.ts";
import { knownFields } from "./statistic-known.ts";
import { readStatistic } from "./statistic-read.ts";
import { didYouMean } from "./suggest.ts";

interface Reading {
  readonly fields: readonly Field[];
  readonly at: At;
  readonly report: Report;
}

/** Checks what a definition alone can tell of its activity report; what its figures count is checked where it is published. */
export function compileActivity(
  part: ActivityPart,
  kind: CompiledDefinition["kind"],
  states: CompiledDefinition["workflow"]["states"],
  reading: Reading,
): Activity {
  const { fields, at, report } = reading;
  if (kind !== "register") report.add("activity", at, "Un rapport d'activité est la fiche d'un registre.");
  if (fieldAt(fields, part.year)?.type !== "integer") {
    const message = `« ${part.year} » n'est pas une question à laquelle on répond par un nombre entier : l'année.`;
    report.add("activity-field", under(at, "year"), message);
  }
  if (part.whole && !fieldAt(fields, part.whole.field)?.choices?.some(({ value }) => value === part.whole?.value)) {
    const message = `« ${part.whole.value} » n'est pas un choix de « ${part.whole.field} ».`;
    report.add("activity-field", under(at, "whole"), message);
  }
  for (const [index, id] of part.closed.entries()) {
    if (states.has(id)) continue;
    const message = `« ${id} » n'est pas un état du parcours${didYouMean(id, states.keys())}`;
    report.add("activity-field", under(at, "closed", index), message);
  }
  const known = new Set<string>();
  return {
    year: part.year,
    whole: part.whole ?? null,
    closed: part.closed,
    note: part.note ?? null,
    chapters: part.chapters.map(({ title, text, said = [], figures }, rank) => {
      const here = under(at, "chapters", rank);
      for (const [index, key] of said.entries()) {
        if (fieldAt(fields, key)) continue;
        report.add("activity-field", under(here, "said", index), `« ${key} » n'est pas une question de ce rapport.`);
      }
      return {
        ...{ title, said },
        text: text ?? null,
        figures: figures.flatMap(
          (figure, index) => figureOf(figure, known, { ...reading, at: under(here, "figures", index) }) ?? [],
        ),
      };
    }),
  };
}

function figureOf(part: FigurePart, known: Set<string>, { fields, at, report }: Reading): ActivityFigure | undefined {
  const { id, title, hint = null, suffix = null } = part;
  if (known.has(id)) report.add("activity-figure", under(at, "id"), `Deux chiffres s'appellent « ${id} ».`);
  const kinds = [part.count, part.typed, part.over].filter((each) => each !== undefined);
  if (kinds.length !== 1) {
    report.add(
      "activity-figure",
      at,
      `Un chiffre compte (« count »), se tape (« typed ») ou se divise (« over ») : écrivez l'un des trois.`,
    );
    return undefined;
  }
  const before = new Set(known);
  known.add(id);
  if (part.typed !== undefined) {
    const field = fieldAt(fields, part.typed);
    if (field?.type !== "number" && field?.type !== "integer") {
      report.add("activity-field", under(at, "typed"), `« ${part.typed} » n'est pas un nombre de ce rapport.`);
    }
    return { kind: "typed", ...{ id, title, hint, suffix }, field: part.typed };
  }
  if (part.over !== undefined) {
    const [first = "", second = ""] = part.over;
    for (const [index, other] of [first, second].entries()) {
      if (before.has(other)) continue;
      const message = `« ${other} » n'est pas un chiffre qui vient avant${didYouMean(other, before)}`;
      report.add("activity-figure", under(at, "over", index), message);
    }
    return { kind: "ratio", ...{ id, title, hint, suffix }, over: [first, second], percent: part.percent ?? false };
  }
  return { ...countedOf(part, at, report), ...{ id, title, hint, suffix } };
}

function countedOf(part: FigurePart, at: At, report: Report): Omit<CountedFigure, "id" | "title" | "hint" | "suffix"> {
  const { count: definition = "", on = null, states = null, where = {}, by = [] } = part;
  if (!DEFINITION_ID.test(definition)) {
    const message = `« ${definition} » n'est pas l'identifiant d'une définition : écrivez « domaine/nom ».`;
    report.add("activity-figure", under(at, "count"), message);
  }
  const measures: readonly FigureMeasure[] = [
    ...(["distinct", "sum", "average"] as const).flatMap((kind) => {
      const field = part[kind];
      return field === undefined ? [] : [{ kind, field }];
    }),
    ...(part.delay === undefined ? [] : [{ kind: "delay" as const, state: part.delay }]),
  ];
  if (measures.length > 1) report.add("activity-figure", at, "Un chiffre ne se mesure que d'une façon.");
  const [measure = { kind: "count" as const }] = measures;
  if (by.length > 0 && measure.kind !== "count" && measure.kind !== "sum") {
    report.add("activity-figure", under(at, "by"), "Seuls un nombre et une somme se répartissent.");
  }
  if (on !== null && Object.hasOwn(where, on)) {
    report.add("activity-figure", under(at, "where"), `« ${on} » dit déjà l'année : retirez-le des filtres.`);
  }
  return { kind: "counted", definition, on, states, where, measure, by };
}

/**
 * Why a figure cannot be counted in a definition, as French sentences; none when it can.
 * @param around what the definition's fields refer to, by id
 */
export function figureProblems(
  figure: CountedFigure,
  definition: CompiledDefinition,
  around: ReadonlyMap<string, CompiledDefinition>,
): readonly string[] {
  const known = { definition, actor: { kind: "agent" }, around };
  const now = "2026-01-01T00:00:00.000Z";
  const read = readStatistic(figureParams(figure, 2025), { ...known, members: [], now });
  const issues = read.ok ? [] : read.issues.map(({ message }) => message);
  const fields = knownFields(known).filter((one) => isGroupable(one) && one.field.ref === undefined);
  const keys = fields.map(({ key }) => key);
  const wrong = figure.by.filter((key) => key !== BY_STATE && key !== BY_MONTH && !keys.includes(key));
  return [
    ...issues,
    ...wrong.map((key) => `« ${key} » ne répartit pas les fiches de « ${definition.id} »${didYouMean(key, keys)}`),
  ];
}
