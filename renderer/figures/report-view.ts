import type { FactText } from "./fact-text.ts";

/** The steering report of a period: a line per member or per téléservice, then all of them. */
export interface ReportView {
  readonly title: string;
  /** Whose: what someone reads of a member, a member, or the whole group. */
  readonly who: string;
  readonly period: string;
  /** What a line is about: "Collectivité". */
  readonly head: string;
  readonly lines: readonly ReportLine[];
  /** All of them together; null when there is one. */
  readonly total: ReportLine | null;
  /** What is most asked for, in all and member by member; none when each line is a téléservice. */
  readonly tops: readonly ReportTop[];
}

export interface ReportLine {
  readonly name: string;
  readonly facts: readonly FactText[];
}

export interface ReportTop {
  readonly name: string;
  /** Titles with how many demandes were received, the most asked for first. */
  readonly services: readonly (readonly [title: string, received: string, count: number])[];
}

/** Every line of the table, the sum last. */
export const reportLines = ({ lines, total }: ReportView): readonly ReportLine[] => (total ? [...lines, total] : lines);

/** Facts that count demandes, at the head of all. */
const HOW_MANY = 5;

/** The lines as two tables, so that no heading is cut: how many, then how long and how well. */
export function reportTables(report: ReportView): readonly (readonly ReportLine[])[] {
  const lines = reportLines(report);
  return [
    lines.map(({ name, facts }) => ({ name, facts: facts.slice(0, HOW_MANY) })),
    lines.map(({ name, facts }) => ({ name, facts: facts.slice(HOW_MANY) })),
  ];
}
