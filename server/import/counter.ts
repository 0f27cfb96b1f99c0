import type { Aside } from "../../engine/index.ts";
import type { ImportCounts, LineOutcome } from "../store/imports.ts";

/** Headings counted apart. */
const MOST_HEADINGS = 250;

/** What became of the lines so far. */
export class Counter {
  #outcomes: Record<string, number>;
  #aside: Record<string, number>;
  #incomplete: number;

  constructor({ outcomes, aside, incomplete }: ImportCounts) {
    this.#outcomes = { ...outcomes };
    this.#aside = { ...aside };
    this.#incomplete = incomplete;
  }

  add(outcome: LineOutcome, aside: readonly Aside[]): void {
    this.#outcomes[outcome] = (this.#outcomes[outcome] ?? 0) + 1;
    for (const { title } of aside) {
      if (Object.hasOwn(this.#aside, title) || Object.keys(this.#aside).length < MOST_HEADINGS) {
        this.#aside[title] = (this.#aside[title] ?? 0) + 1;
      }
    }
  }

  /** An entry lacks something it must have. */
  incomplete(): void {
    this.#incomplete += 1;
  }

  get counts(): ImportCounts {
    return { outcomes: { ...this.#outcomes }, aside: { ...this.#aside }, incomplete: this.#incomplete };
  }
}
