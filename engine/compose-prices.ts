import type { AnswerLine, Block } from "./document.ts";
import { type ExplainedTable, type Explanation, SOURCE_WORDS, tableWords } from "./explanation.ts";
import { formatDate, formatMoney } from "./format.ts";

/** What explains prices, in a document: the facts, the row of each table, the steps, and the mention of CRPA R.311-3-1-1. */
export const priceBlocks = (prices: readonly Explanation[]): readonly Block[] => prices.flatMap(blocksOf);

function blocksOf({ title, day, algorithm, inputs, tables, steps, total }: Explanation): readonly Block[] {
  const counted = steps.map(({ label, rule, amount }) => line(label, `${formatMoney(amount)} (${rule})`));
  return [
    { kind: "heading", level: 3, runs: [{ text: title }] },
    paragraph(`Prix calculé avec les tarifs du ${formatDate(day)}.`),
    ...(inputs.length > 0 ? [lines("Ce qui a servi au calcul", inputs.map(inputOf))] : []),
    ...tables.map(tableOf),
    lines("Calcul", [...counted, line("Total", formatMoney(total))]),
    ...(algorithm ? [paragraph(mentionOf(algorithm))] : []),
  ];
}

const inputOf = ({ title, text, source }: Explanation["inputs"][number]): AnswerLine =>
  line(title, source === undefined ? text : `${text} (${SOURCE_WORDS[source]})`);

function tableOf(table: ExplainedTable): Block {
  const { title, decision, row, columns, amount } = table;
  const cells = columns.map((column) =>
    line(column.title, column.value === column.cell ? column.value : `${column.value} (ligne : ${column.cell})`),
  );
  const decided = decision === undefined ? [] : [line("Décision", decision)];
  return lines(`${title} : ${tableWords(table)}, ligne ${row}`, [
    ...cells,
    ...decided,
    line("Tarif", formatMoney(amount)),
  ]);
}

const mentionOf = ({ purpose, degree }: NonNullable<Explanation["algorithm"]>): string =>
  [
    "Ce prix est établi par un traitement algorithmique (article L. 311-3-1 du code des relations entre le public et l’administration).",
    `Sa finalité : ${purpose} Sa part dans la décision : ${degree}`,
    "Le service en communique les règles à qui les demande ; la CADA peut être saisie d’un refus.",
  ].join(" ");

const line = (label: string, text: string): AnswerLine => ({ label, text });
const lines = (title: string, rows: readonly AnswerLine[]): Block => ({
  kind: "answers",
  title,
  rows,
});
const paragraph = (text: string): Block => ({ kind: "paragraph", runs: [{ text }] });
