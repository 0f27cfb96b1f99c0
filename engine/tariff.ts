import type { Choice, Expression } from "./form.ts";
import type { TariffRowSchema } from "./meta.generated.ts";

/** A table of prices that a definition declares and a member fills: what decides, and cents. */
export interface Tariff {
  readonly id: string;
  readonly title: string;
  /** What its rows give is points, for the criteria of a ranking; absent: cents. */
  readonly unit?: "points" | undefined;
  readonly columns: readonly TariffColumn[];
  /** Those of the definition, in force until the member gives its own; none when it must. */
  readonly rows: readonly TariffRow[];
}

/** What decides: one choice among some, or a whole number by bands. */
export type TariffColumn = ChoiceColumn | BandColumn;

interface Deciding {
  readonly id: string;
  readonly title: string;
  readonly value: Expression;
  /** What stands for a value nobody gave: `HIGHEST`, a choice, a number. */
  readonly missing?: string;
}

export interface ChoiceColumn extends Deciding {
  readonly kind: "choice";
  readonly choices: readonly Choice[];
}

export interface BandColumn extends Deciding {
  readonly kind: "band";
  /** The numbers that rows must provide for; `maximum` null: all from `minimum` on. */
  readonly minimum: number;
  readonly maximum: number | null;
  readonly suffix?: string;
}

/** The dearest of the rows that the other columns leave: who does not say her resources pays the full price. */
export const HIGHEST = "highest";

/** One price: whole cents, and by id of column a choice or a band ("0 à 17", "18 et plus"); a column left out is any. */
export interface TariffRow {
  readonly amount: number;
  readonly cells: Readonly<Record<string, string>>;
}

/** A row as a definition or a base writes it. */
export function readTariffRow({ amount, ...cells }: TariffRowSchema): TariffRow {
  const texts = Object.entries(cells).filter((cell): cell is [string, string] => typeof cell[1] === "string");
  return { amount, cells: Object.fromEntries(texts) };
}

/** The rows of a table from a day on ("2026-09-01"). */
export interface TariffVersion {
  readonly since: string;
  /** What decided it: "Délibération n° 12 du 3 mars 2026". */
  readonly decision?: string;
  readonly rows: readonly TariffRow[];
}

/** What one member decided, by table; versions oldest first. */
export type Tariffs = ReadonlyMap<string, readonly TariffVersion[]>;

/** Ten million euros: beyond, a price is a mistake. */
export const MOST_CENTS = 1_000_000_000;
/** Rows of one table. */
export const MOST_ROWS = 200;

/** Whole numbers from one to another, both included; null: without end. */
export interface Band {
  readonly from: number | null;
  readonly to: number | null;
}

/** "0 à 17", "18 et plus", "jusqu'à 17", "18": the band a text says, or null. */
export function readBand(text: string): Band | null {
  const plain = text
    .trim()
    .toLowerCase()
    .replaceAll("’", "'")
    .replace(/(?<=\d)[ \u00a0\u202f](?=\d{3}(?!\d))/g, "");
  const [, low, high] = /^(-?\d{1,10})\s*(?:à|a|\.\.)\s*(-?\d{1,10})$/.exec(plain) ?? [];
  if (low !== undefined && high !== undefined) return { from: Number(low), to: Number(high) };
  const [, least] = /^(-?\d{1,10})\s*(?:et plus|\+|\.\.)$/.exec(plain) ?? [];
  if (least !== undefined) return { from: Number(least), to: null };
  const [, most] = /^(?:jusqu'(?:à|a)|\.\.)\s*(-?\d{1,10})$/.exec(plain) ?? [];
  if (most !== undefined) return { from: null, to: Number(most) };
  return /^-?\d{1,10}$/.test(plain) ? { from: Number(plain), to: Number(plain) } : null;
}

/** A band as it is written: see `readBand`. */
export function bandText({ from, to }: Band): string {
  if (from === null) return to === null ? "" : `jusqu’à ${to}`;
  if (to === null) return `${from} et plus`;
  return from === to ? String(from) : `${from} à ${to}`;
}

/** A cell as people read it: the title of the choice, the band with its unit, "tous" for any. */
export function cellText(column: TariffColumn, cell: string | undefined): string {
  if (cell === undefined) return "tous";
  if (column.kind === "choice") return column.choices.find(({ value }) => value === cell)?.label ?? cell;
  const { suffix } = column;
  return suffix === undefined ? cell : cell.replace(/( et plus)?$/, (more) => ` ${suffix}${more}`);
}

/** The rows that hold on a day: the member's, else those of the definition; null when there are none. */
export function inForce(
  tariff: Tariff,
  versions: readonly TariffVersion[],
  day: string,
): { readonly version: TariffVersion | null; readonly rows: readonly TariffRow[] } | null {
  const version = versions.findLast(({ since }) => since <= day) ?? null;
  const rows = version?.rows ?? tariff.rows;
  return rows.length === 0 ? null : { version, rows };
}

/** Whether a row speaks of this value. */
export function rowHolds(column: TariffColumn, row: TariffRow, value: string | number): boolean {
  const cell = row.cells[column.id];
  if (cell === undefined) return true;
  if (column.kind === "choice") return cell === value;
  const band = readBand(cell);
  return (
    band !== null &&
    typeof value === "number" &&
    (band.from === null || band.from <= value) &&
    (band.to === null || value <= band.to)
  );
}
