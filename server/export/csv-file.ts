import { BOM, csvLine } from "../csv.ts";
import { type Cell, parisClock, type Table } from "./cell.ts";

/** A table for French spreadsheets: UTF-8 they recognise, semicolons, commas for decimals, days as people write them. */
export async function* csvFile({ headings, rows }: Table): AsyncGenerator<string> {
  yield BOM + csvLine(headings);
  for await (const some of rows) yield some.map((row) => csvLine(row.map(csvText))).join("");
}

function csvText(cell: Cell): string {
  if (cell === null) return "";
  if (typeof cell === "string") return cell;
  if (typeof cell === "number") return String(cell).replace(".", ",");
  if ("cents" in cell) return (cell.cents / 100).toFixed(2).replace(".", ",");
  return "day" in cell ? frenchDay(cell.day) : frenchInstant(cell.instant);
}

/** "03/03/2026"; a text that is no day as it is. */
function frenchDay(day: string): string {
  const [, year, month, date] = /^(\d{4})-(\d{2})-(\d{2})$/.exec(day) ?? [];
  return year === undefined ? day : `${date}/${month}/${year}`;
}

function frenchInstant(instant: string): string {
  const [day = "", clock = ""] = parisClock(instant).split(" ");
  return `${frenchDay(day)} ${clock}`;
}
