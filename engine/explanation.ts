import { display } from "./display.ts";
import { parisDay } from "./duration.ts";
import type { Answers, EntryEvent } from "./entry.ts";
import { type CountedStep, type Fee, type FeeInput, type Price, priceOf } from "./fee.ts";
import type { Field, Form, Scope } from "./form.ts";
import { formatDate, formatMoney, formatNumber } from "./format.ts";
import { valuesAt } from "./keys.ts";
import { isBlank } from "./required.ts";
import { cellText, HIGHEST } from "./tariff.ts";
import type { Lookup } from "./tariff-lookup.ts";

/** Where a fact that makes a price comes from: the request, the service, a calculation on the request, another administration. */
export type InputSource = "declared" | "service" | "computed" | "fetched";

/** The same as people read it. */
export const SOURCE_WORDS: Readonly<Record<InputSource, string>> = {
  declared: "indiqué dans la demande",
  service: "renseigné par le service",
  computed: "calculé d’après la demande",
  fetched: "obtenu d’une autre administration",
};

/**
 * How a price was made, in words that stay true without the definition or its tables: CRPA R.311-3-1-2 asks for the data and
 * their sources, the parameters and their weight, and the operations. The amounts of the steps add up to the total.
 */
export interface Explanation {
  /** Key of the field. */
  readonly field: string;
  readonly title: string;
  /** Day whose tariffs applied ("2026-09-01"). */
  readonly day: string;
  readonly algorithm?: { readonly purpose: string; readonly degree: string };
  /** What the answers said; without source when they did not. */
  readonly inputs: readonly { readonly title: string; readonly text: string; readonly source?: InputSource }[];
  readonly tables: readonly ExplainedTable[];
  readonly steps: readonly {
    readonly label: string;
    readonly rule: string;
    /** Cents, as all amounts. */
    readonly amount: number;
    readonly total: number;
  }[];
  readonly total: number;
}

export interface ExplainedTable {
  readonly title: string;
  /** Day from which these rows hold; absent for those of the definition. */
  readonly since?: string;
  /** What decided them. */
  readonly decision?: string;
  /** From 1. */
  readonly row: number;
  /** What each column found, and what the row says of it. */
  readonly columns: readonly { readonly title: string; readonly value: string; readonly cell: string }[];
  readonly amount: number;
}

/** What explains the prices of these resolved answers on the day of `scope.pricedOn`. */
export function explanations(form: Form, answers: Answers, context: Omit<Scope, "answers">): readonly Explanation[] {
  const day = context.pricedOn ?? parisDay(context.now);
  const scope: Scope = { ...context, pricedOn: day, answers };
  return form.order.flatMap(({ key, fee }) => {
    const price = fee && Object.hasOwn(answers, key) ? priceOf(fee, scope) : null;
    return fee && price && price.total === answers[key] ? [explain(fee, price, key, scope, day)] : [];
  });
}

function explain(fee: Fee, price: Price, field: string, { answers }: Scope, day: string): Explanation {
  return {
    field,
    title: fee.title,
    day,
    ...(fee.algorithm && { algorithm: fee.algorithm }),
    inputs: fee.inputs.map((input) => explainInput(input, answers)),
    tables: price.lookups.map(explainTable),
    steps: price.steps.map((counted) => ({
      label: labelOf(counted),
      rule: ruleOf(fee, counted),
      amount: counted.amount,
      total: counted.total,
    })),
    total: price.total,
  };
}

/** A fact and where it comes from, as an explanation keeps them. */
export function explainInput({ path, field, fetched }: FeeInput, answers: Answers): Explanation["inputs"][number] {
  const [value] = valuesAt(answers, path);
  return isBlank(value)
    ? { title: field.title, text: "non indiqué" }
    : { title: field.title, text: display(field, value), source: fetched ? "fetched" : sourceOf(field) };
}

const sourceOf = ({ schema, internal }: Field): InputSource =>
  internal
    ? "service"
    : ["x-computed", "x-sector"].some((keyword) => Object.hasOwn(schema, keyword))
      ? "computed"
      : "declared";

/** The row of a table that was read, as an explanation keeps it. */
export function explainTable({ tariff, version, index, row, values }: Lookup): ExplainedTable {
  return {
    title: tariff.title,
    ...(version && { since: version.since }),
    ...(version?.decision !== undefined && { decision: version.decision }),
    row: index + 1,
    columns: values.map(({ column, text }) => ({
      title: column.title,
      value: text ?? (column.missing === HIGHEST ? "non indiqué : le tarif le plus élevé" : "non indiqué"),
      cell: cellText(column, row.cells[column.id]),
    })),
    amount: row.amount,
  };
}

const labelOf = ({ step }: CountedStep): string =>
  step === "minimum" ? "Minimum" : step === "maximum" ? "Plafond" : step.label;

function ruleOf({ minimum, maximum, tariffs }: Fee, { step, amount, total }: CountedStep): string {
  if (step === "minimum") return `Le total ne peut pas être inférieur à ${formatMoney(minimum)}.`;
  if (step === "maximum") return `Le total ne peut pas dépasser ${formatMoney(maximum ?? 0)}.`;
  const said = step.rule === undefined ? "" : `${step.rule} `;
  if ("percent" in step.amount) {
    const rate = `${formatNumber(Math.abs(step.amount.percent))} % de ${formatMoney(total - amount)}`;
    return `${said}${rate}, arrondi au centime le plus proche.`;
  }
  const [id] = step.tariffs;
  if (id !== undefined && /^tariff\((['"])[^'"]*\1\)$/.test(step.amount.source.trim())) {
    return `${said}Grille « ${tariffs.find((tariff) => tariff.id === id)?.title ?? id} ».`;
  }
  if (said !== "") return said.trim();
  return /^\d+$/.test(step.amount.source.trim()) ? "Montant fixe." : `Calcul : ${step.amount.source}`;
}

/** Of stored answers, the prices and the sectors: a form that edits the others goes on showing them. */
export const storedPrices = ({ order }: Form, answers: Answers): Answers =>
  Object.fromEntries(
    order.flatMap(({ key, fee, sector }) =>
      (fee ?? sector) && Object.hasOwn(answers, key) ? [[key, answers[key] ?? null]] : [],
    ),
  );

/** The prices an entry bears, each as the last fact that made it explained it. Oldest fact first. */
export function keptPrices(history: readonly EntryEvent[]): readonly Explanation[] {
  const last = new Map(
    history.flatMap(({ data }) => (data.prices ?? []).map((price) => [price.field, price] as const)),
  );
  return [...last.values()];
}

/** "la grille en vigueur depuis le 1er septembre 2026". */
export const tableWords = ({ since }: Pick<ExplainedTable, "since">): string =>
  since === undefined ? "grille d’origine" : `grille en vigueur depuis le ${formatDate(since)}`;
