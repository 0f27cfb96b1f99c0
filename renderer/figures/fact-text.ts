import { formatNumber } from "../../engine/index.ts";
import { figureWords } from "../strings-figures.ts";
import { steeringWords as words } from "../strings-steering.ts";

/** What demandes amount to, as pages and files say it. */
export interface FactsView {
  readonly received: number;
  /** Null without a period before. */
  readonly before: number | null;
  readonly open: number;
  readonly late: number;
  readonly settled: number;
  /** Hours. */
  readonly median: number | null;
  readonly nine: number | null;
  /** Part of those that a legal delay applies to; null without any. */
  readonly inTime: number | null;
  /** Part of the forms begun that were not sent; null without any. */
  readonly abandoned: number | null;
  /** 1 to 5; null under five answers. */
  readonly satisfaction: number | null;
}

/** One fact: how it reads, and as a number for a spreadsheet (parts in percents, delays in days). */
export interface FactText {
  readonly key: keyof typeof words.facts;
  readonly label: string;
  readonly text: string;
  readonly number: number | null;
}

const NARROW = "\u202f";
const rounded = (value: number, decimals: number): number => Math.round(value * 10 ** decimals) / 10 ** decimals;
const percent = (part: number): string => `${formatNumber(rounded(part * 100, 1))}${NARROW}%`;

/** Every fact of a téléservice, in the order in which they are read. */
export function factTexts(facts: FactsView): readonly FactText[] {
  const count = (key: FactText["key"], value: number): FactText => line(key, formatNumber(value), value);
  return [
    count("received", facts.received),
    evolution(facts),
    count("open", facts.open),
    count("late", facts.late),
    count("settled", facts.settled),
    days("median", facts.median),
    days("nine", facts.nine),
    part("inTime", facts.inTime),
    part("abandoned", facts.abandoned),
    facts.satisfaction === null
      ? line("satisfaction", words.none, null)
      : line("satisfaction", words.outOf(formatNumber(rounded(facts.satisfaction, 1))), rounded(facts.satisfaction, 2)),
  ];
}

/** Those of a register: fiches are neither late nor settled. */
export const registerFacts = (facts: FactsView): readonly FactText[] => [
  { ...line("received", formatNumber(facts.received), facts.received), label: words.facts.registered },
  evolution(facts),
];

const line = (key: FactText["key"], text: string, number: number | null): FactText => ({
  key,
  label: words.facts[key],
  text,
  number,
});

function evolution({ received, before }: FactsView): FactText {
  if (before === null || before === 0) return line("evolution", words.none, null);
  const part = received / before - 1;
  return line("evolution", `${part > 0 ? "+" : ""}${percent(part)}`, rounded(part * 100, 1));
}

function days(key: "median" | "nine", hours: number | null): FactText {
  if (hours === null) return line(key, words.none, null);
  const value = rounded(hours / 24, 1);
  return line(key, figureWords.days(formatNumber(value), value >= 2), value);
}

const part = (key: "inTime" | "abandoned", value: number | null): FactText =>
  value === null ? line(key, words.none, null) : line(key, percent(value), rounded(value * 100, 1));
