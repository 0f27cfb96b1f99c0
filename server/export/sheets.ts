import type { Cell, Table } from "./cell.ts";

/** Rows of a sheet, headings left out: Excel and LibreOffice stop a little further. */
const MOST_ROWS = 1_000_000;

type Some = readonly (readonly Cell[])[];

/** A table cut in sheets that spreadsheets can hold, each read to its end before the next. */
export class Sheets {
  readonly #source: AsyncIterator<Some>;
  readonly #most: number;
  #waiting: Some = [];
  #over = false;

  constructor({ rows }: Pick<Table, "rows">, most = MOST_ROWS) {
    this.#source = rows[Symbol.asyncIterator]();
    this.#most = most;
  }

  /** Whether every row was given. */
  get over(): boolean {
    return this.#over;
  }

  /** The rows of the next sheet, by some at a time. */
  async *next(): AsyncGenerator<Some> {
    for (let room = this.#most; room > 0 && (await this.#more()); ) {
      const some = this.#waiting.slice(0, room);
      this.#waiting = this.#waiting.slice(room);
      room -= some.length;
      yield some;
    }
    await this.#more();
  }

  async #more(): Promise<boolean> {
    while (this.#waiting.length === 0 && !this.#over) {
      const { done, value } = await this.#source.next();
      if (done) this.#over = true;
      else this.#waiting = value;
    }
    return this.#waiting.length > 0;
  }
}
