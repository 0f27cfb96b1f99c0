import type { ParameterOrJSON, PendingQuery, Row } from "postgres";
import type { Tx } from "../db/with-actor.ts";

type Value = ParameterOrJSON<never>;

/**
 * A statement written piece by piece, values apart: the same pieces make the same text, which a connection prepares
 * once. Quicker than the driver's nested fragments, each a promise that it builds anew. Texts come from the code alone.
 */
export class Statement {
  #text = "";
  readonly #values: Value[] = [];

  /** Adds text; a value between two pieces becomes a parameter. */
  add(pieces: TemplateStringsArray, ...values: readonly Value[]): this {
    this.#text += pieces[0];
    values.forEach((value, index) => {
      this.#values.push(value);
      this.#text += `$${this.#values.length}${pieces[index + 1]}`;
    });
    return this;
  }

  /** Adds a text of the code as it is: the name of a column, a direction. */
  word(text: string): this {
    this.#text += ` ${text} `;
    return this;
  }

  /** Puts all that was written so far between two texts of the code. */
  within(before: string, after: string): this {
    this.#text = `${before}${this.#text}${after}`;
    return this;
  }

  /**
   * How many rows are wanted, and how many come before them: written as they are, since the planner takes an unknown bound for
   * a tenth of all rows, and plans a prepared statement anew at each execution to do better.
   */
  bounds(limit: number, offset = 0): this {
    return this.word(`${offset > 0 ? `offset ${Math.trunc(offset)} ` : ""}limit ${Math.trunc(limit)}`);
  }

  /** The statement as a query of `tx`. */
  on<T extends readonly Row[]>(tx: Tx): PendingQuery<T & Row[]> {
    return tx.unsafe<T & Row[]>(this.#text, this.#values, { prepare: true });
  }
}
