import { parseMoney } from "./decode.ts";
import { formatMoney, formatNumber } from "./format.ts";
import { normalise } from "./normalise.ts";
import { bandText, readBand, type Tariff, type TariffColumn, type TariffRow } from "./tariff.ts";

/** A row as an administrator types it: texts by id of column, and a sum. */
export interface TypedRow {
  readonly cells: Readonly<Record<string, string>>;
  /** "45,00". */
  readonly amount: string;
}

/** Heading of what rows give. */
export const amountHeading = ({ unit }: Pick<Tariff, "unit">): string => (unit === "points" ? "Points" : "Tarif");
/** What a cell says when it holds for all. */
const ANY = ["", "tous", "toutes", "tout"];

/** What was typed, as rows; a sum that cannot be read is not a number, for `rowFaults` to name. */
export function readTypedRows({ columns, unit }: Tariff, typed: readonly TypedRow[]): readonly TariffRow[] {
  return typed.map(({ cells, amount }) => ({
    amount: readAmount(unit, amount),
    cells: Object.fromEntries(
      columns.flatMap((column) => {
        const cell = readCell(column, cells[column.id] ?? "");
        return cell === null ? [] : [[column.id, cell] as const];
      }),
    ),
  }));
}

function readAmount(unit: Tariff["unit"], text: string): number {
  if (unit !== "points") return parseMoney(text) ?? Number.NaN;
  const plain = text.replace(/\s/g, "");
  return /^\d{1,9}$/.test(plain) ? Number(plain) : Number.NaN;
}

function readCell(column: TariffColumn, text: string): string | null {
  const plain = normalise(text.trim());
  if (ANY.includes(plain)) return null;
  if (column.kind === "choice") {
    const known = column.choices.find(({ value, label }) => value === text.trim() || normalise(label) === plain);
    return known?.value ?? text.trim();
  }
  const suffix = normalise(column.suffix ?? "");
  const bare = suffix !== "" && plain.endsWith(suffix) ? text.trim().slice(0, -suffix.length) : text;
  const band = readBand(bare);
  return band === null ? text.trim() : bandText(band);
}

/** Rows as they are typed. */
export const typedRows = ({ unit }: Pick<Tariff, "unit">, rows: readonly TariffRow[]): readonly TypedRow[] =>
  rows.map(({ cells, amount }) => ({ cells, amount: typedAmount(unit, amount) }));

const typedAmount = (unit: Tariff["unit"], amount: number): string =>
  unit === "points" ? String(amount) : formatMoney(amount).replace(/\s*€$/, "");

/** What a row gives, as people read it: "45,00 €", "3 points". */
export const amountText = ({ unit }: Pick<Tariff, "unit">, amount: number): string =>
  unit === "points" ? pointsText(amount) : formatMoney(amount);

/** "1 point", "12 points". */
export const pointsText = (points: number): string => `${formatNumber(points)} ${points > 1 ? "points" : "point"}`;

/** Rows as a spreadsheet holds them, headings first: titles of choices, bands, sums. */
export function sheetOfRows({ columns, unit }: Tariff, rows: readonly TariffRow[]): readonly (readonly string[])[] {
  const head = [...columns.map(({ title }) => title), amountHeading({ unit })];
  return [
    head,
    ...rows.map(({ cells, amount }) => [
      ...columns.map((each) => said(each, cells[each.id])),
      typedAmount(unit, amount),
    ]),
  ];
}

function said(column: TariffColumn, cell: string | undefined): string {
  if (cell === undefined) return "tous";
  return column.kind === "choice" ? (column.choices.find(({ value }) => value === cell)?.label ?? cell) : cell;
}

/** Rows copied from a spreadsheet, with or without their headings, columns in the order of the table; empty lines are skipped. */
export function pastedRows({ columns, unit }: Tariff, text: string): readonly TypedRow[] {
  const lines = cellsOf(text.replace(/^\ufeff/, "")).filter((cells) => cells.some((cell) => cell.trim() !== ""));
  const [first] = lines;
  const headed = first !== undefined && normalise(first.at(-1) ?? "") === normalise(amountHeading({ unit }));
  return lines.slice(headed ? 1 : 0).map((cells) => ({
    cells: Object.fromEntries(columns.map(({ id }, index) => [id, cells[index] ?? ""])),
    amount: cells[columns.length] ?? "",
  }));
}

/** Lines and cells of a text copied from a spreadsheet (tabs) or of a CSV (semicolons, quotes doubled inside quotes). */
function cellsOf(text: string): readonly (readonly string[])[] {
  const lines: string[][] = [];
  const line: string[] = [];
  let cell = "";
  let quoted = false;
  for (const [index, letter] of [...text].entries()) {
    if (letter === '"') {
      if (quoted && text[index + 1] === '"') cell += '"';
      quoted = !quoted;
    } else if (quoted || !/[;\t\n]/.test(letter)) cell += letter;
    else {
      line.push(cell.trim());
      cell = "";
      if (letter === "\n") lines.push(line.splice(0));
    }
  }
  return [...lines, [...line, cell.trim()]];
}
