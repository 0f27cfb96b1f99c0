import { cellOf } from "../../engine/index.ts";
import { tableRows } from "./table-rows.ts";
import { Unreadable } from "./unreadable.ts";

/** Most of a file that is imported at once. */
export const MOST_LINES = 1_000_000;
export const MOST_COLUMNS = 200;
/** Lines whose values help to guess what columns mean. */
const SAMPLED = 300;
const MOST_VALUES = 40;
/** Bytes gathered before they are sealed. */
const CHUNK = 262_144;

/** A line of a file, by its number as a spreadsheet shows it: the headings are line 1. */
export interface FileLine {
  readonly line: number;
  /** In the order of the headings, as the file has them; some files have more. */
  readonly cells: readonly string[];
}

/** What was seen of a column while the file was read. */
export interface ColumnProfile {
  readonly heading: string;
  /** Lines where it says something. */
  readonly filled: number;
  /** Its values when they are few, otherwise some. */
  readonly values: readonly string[];
  /** Whether those are all of them. */
  readonly all: boolean;
}

export interface Profile {
  readonly columns: readonly ColumnProfile[];
  /** Lines under the headings, blank ones included. */
  readonly lines: number;
  /** First ones that are not blank. */
  readonly first: readonly FileLine[];
}

/** Of a column, while its file is read. */
interface Seen {
  filled: number;
  readonly values: Set<string>;
  all: boolean;
  /** First values, repeated as they come. */
  readonly sample: string[];
}

/**
 * Reads a file into the lines that the base keeps, one JSON array each, and what they look like. `profile` and `samples` are known
 * once `bytes` ends. Throws `Unreadable`.
 */
export class LinesOf {
  readonly #path: string;
  #headings: readonly string[] = [];
  readonly #seen: Seen[] = [];
  readonly #first: FileLine[] = [];
  #lines = 0;

  constructor(path: string) {
    this.#path = path;
  }

  async *bytes(): AsyncGenerator<Uint8Array> {
    let [rank, waiting] = [0, ""];
    for await (const row of tableRows(this.#path)) {
      rank += 1;
      const blank = row.every((cell) => cellOf(cell) === "");
      if (this.#headings.length === 0) {
        if (!blank) this.#begin(row);
        continue;
      }
      const line = { line: rank, cells: row };
      this.#see(line, blank);
      waiting += `${JSON.stringify([rank, ...row])}\n`;
      if (waiting.length >= CHUNK) {
        yield Buffer.from(waiting);
        waiting = "";
      }
    }
    if (this.#first.length === 0) throw new Unreadable("empty");
    yield Buffer.from(waiting);
  }

  get profile(): Profile {
    const columns = this.#headings.map((heading, index) => {
      const { filled = 0, values = new Set<string>(), all = true } = this.#seen[index] ?? {};
      return { heading, filled, values: [...values], all };
    });
    return { columns, lines: this.#lines, first: this.#first };
  }

  /** For guessing what columns mean. */
  get samples(): readonly { readonly heading: string; readonly values: readonly string[] }[] {
    return this.#headings.map((heading, index) => ({ heading, values: this.#seen[index]?.sample ?? [] }));
  }

  #begin(row: readonly string[]): void {
    const headings = row.map((cell) => cellOf(cell).replace(/\s+/g, " ").slice(0, 120));
    while (headings.at(-1) === "") headings.pop();
    if (headings.length > MOST_COLUMNS) throw new Unreadable("too-many-columns");
    this.#headings = headings;
    for (const _ of headings) this.#seen.push({ filled: 0, values: new Set(), all: true, sample: [] });
  }

  #see(line: FileLine, blank: boolean): void {
    this.#lines += 1;
    if (this.#lines > MOST_LINES) throw new Unreadable("too-many-lines");
    if (blank) return;
    if (this.#first.length < 5) this.#first.push(line);
    for (const [index, seen] of this.#seen.entries()) {
      const text = cellOf(line.cells[index]);
      if (text === "") continue;
      seen.filled += 1;
      if (seen.sample.length < SAMPLED) seen.sample.push(text);
      if (seen.values.has(text)) continue;
      if (seen.values.size < MOST_VALUES) seen.values.add(text);
      else seen.all = false;
    }
  }
}

/** The lines kept of a file, the first `skipped` left out. */
export async function* linesFrom(content: AsyncIterable<Uint8Array>, skipped: number): AsyncGenerator<FileLine> {
  const decoder = new TextDecoder();
  let [rest, rank] = ["", 0];
  for await (const part of content) {
    const pieces = (rest + decoder.decode(part, { stream: true })).split("\n");
    rest = pieces.pop() ?? "";
    for (const piece of pieces) {
      rank += 1;
      if (rank <= skipped) continue;
      const [line, ...cells] = JSON.parse(piece) as [number, ...string[]];
      yield { line, cells };
    }
  }
}
