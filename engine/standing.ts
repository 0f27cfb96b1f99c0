import type { EntryEvent } from "./entry.ts";
import type { ScoreExplanation } from "./score-explanation.ts";

/** Where a ranked list put an entry, and why, in words that stay true without the list. */
export interface Standing {
  /** What ranked it: "Commission du 20 mai 2026". */
  readonly list: string;
  /** From 1. */
  readonly rank: number;
  /** How many the list ranked. */
  readonly of: number;
  readonly score: ScoreExplanation;
  /** What put it after an equal; absent when points did. */
  readonly separation?: string;
  /** How the draw can be made again. */
  readonly draw: { readonly seed: string; readonly text: string; readonly result: string };
  /** What was looked at in turn, and why it was given or not. */
  readonly path: readonly { readonly label: string; readonly text: string }[];
  /** Why the commission departed from the list for this entry. */
  readonly deviation?: string;
}

/** The last rank that a fact of this history rests on. Oldest fact first. */
export const keptStanding = (history: readonly EntryEvent[]): Standing | null =>
  history.findLast(({ data }) => data.standing !== undefined)?.data.standing ?? null;
