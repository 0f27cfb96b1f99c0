import type { FactText } from "./fact-text.ts";

/** The steering report of a period: a line per member, then all of them. */
export interface ReportView {
  readonly title: string;
  /** Whose: a member, or the whole group. */
  readonly who: string;
  readonly period: string;
  readonly members: readonly ReportMember[];
  /** All of them together; null when there is one. */
  readonly total: ReportMember | null;
}

export interface ReportMember {
  readonly name: string;
  readonly facts: readonly FactText[];
  /** Titles with how many demandes were received, the most asked first. */
  readonly top: readonly (readonly [title: string, received: string, count: number])[];
}
