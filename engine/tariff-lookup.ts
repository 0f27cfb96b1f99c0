import type { Scope } from "./form.ts";
import {
  cellText,
  HIGHEST,
  inForce,
  rowHolds,
  type Tariff,
  type TariffColumn,
  type TariffRow,
  type TariffVersion,
} from "./tariff.ts";

/** What a column found in the answers. */
export interface DecidingValue {
  readonly column: TariffColumn;
  /** As people read it; null when nobody gave it. */
  readonly text: string | null;
}

/** The row that gives a price, and why. */
export interface Lookup {
  readonly tariff: Tariff;
  /** Null: the rows are those of the definition. */
  readonly version: TariffVersion | null;
  /** From 0. */
  readonly index: number;
  readonly row: TariffRow;
  readonly values: readonly DecidingValue[];
}

/** The one row of a table for these answers, on the day prices are made; null when the table does not say, or says two. */
export function lookup(tariff: Tariff, scope: Scope): Lookup | null {
  const held = inForce(tariff, scope.about?.tariffs?.get(tariff.id) ?? [], scope.pricedOn ?? "");
  if (held === null) return null;
  const given = tariff.columns.map((column) => ({ column, value: readValue(column, scope) }));
  const wanted = given.map(({ column, value }) => ({ column, value: value === undefined ? standIn(column) : value }));
  const left = held.rows
    .map((row, index) => ({ row, index }))
    .filter(({ row }) =>
      wanted.every(({ column, value }) => value === null || (value !== undefined && rowHolds(column, row, value))),
    );
  const found = wanted.some(({ value }) => value === null) ? dearestOf(left) : onlyOf(left);
  if (found === undefined) return null;
  const values = given.map(({ column, value }) => ({
    column,
    text: value === undefined ? null : cellText(column, String(value)),
  }));
  return { tariff, version: held.version, ...found, values };
}

const onlyOf = ([first, ...others]: readonly Numbered[]): Numbered | undefined =>
  others.length === 0 ? first : undefined;

type Numbered = Pick<Lookup, "row" | "index">;

const dearestOf = (rows: readonly Numbered[]): Numbered | undefined =>
  rows.reduce<Numbered | undefined>((most, row) => (most && most.row.amount >= row.row.amount ? most : row), undefined);

function readValue(column: TariffColumn, scope: Scope): string | number | undefined {
  const value = column.value.evaluate(scope);
  if (typeof value === "boolean") return value ? "oui" : "non";
  if (column.kind === "choice") return typeof value === "string" && value !== "" ? value : undefined;
  return typeof value === "number" && Number.isSafeInteger(value) ? value : undefined;
}

/** What a column goes by when nobody gave its value; null: by nothing, the dearest row then holds. */
function standIn({ kind, missing }: TariffColumn): string | number | null | undefined {
  if (missing === undefined) return undefined;
  if (missing === HIGHEST) return null;
  return kind === "choice" ? missing : Number(missing);
}
