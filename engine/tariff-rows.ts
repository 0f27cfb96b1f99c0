import {
  type BandColumn,
  bandText,
  cellText,
  MOST_CENTS,
  MOST_ROWS,
  readBand,
  rowHolds,
  type Tariff,
  type TariffColumn,
  type TariffRow,
} from "./tariff.ts";

/** What is wrong in the rows of a table: in one row and maybe one column, or in the whole. */
export interface RowFault {
  /** From 0; null for the whole table. */
  readonly row: number | null;
  /** Id of the column, or "amount". */
  readonly column?: string;
  readonly message: string;
}

const NO_AMOUNT = {
  money: "le tarif n’est pas une somme.",
  points: "les points ne sont pas un nombre entier.",
} as const;

/** Enough to mend at once. */
const MOST_FAULTS = 10;
/** Cases looked at: a table that needs more cannot be read by anyone. */
const MOST_CASES = 20_000;

/**
 * What keeps rows from giving exactly one price for each case the columns can meet: cells and amounts first, then, when all
 * are right, holes and overlaps.
 */
export function rowFaults(
  { columns, unit }: Pick<Tariff, "columns" | "unit">,
  rows: readonly TariffRow[],
): readonly RowFault[] {
  if (rows.length === 0) return [{ row: null, message: "La grille n’a aucune ligne : ajoutez-en une." }];
  if (rows.length > MOST_ROWS) return [{ row: null, message: `Une grille a au plus ${MOST_ROWS} lignes.` }];
  const wrong = rows.flatMap((row, index) => cellFaults({ columns, unit }, row, index));
  return (wrong.length > 0 ? wrong : caseFaults(columns, rows)).slice(0, MOST_FAULTS);
}

function cellFaults(
  { columns, unit }: Pick<Tariff, "columns" | "unit">,
  row: TariffRow,
  index: number,
): readonly RowFault[] {
  const faults: RowFault[] = [];
  const say = (column: string, message: string) =>
    faults.push({ row: index, column, message: `Ligne ${index + 1} : ${message}` });
  for (const id of Object.keys(row.cells)) {
    if (!columns.some((column) => column.id === id)) say(id, `la colonne « ${id} » n’existe pas.`);
  }
  for (const column of columns) {
    const fault = cellFault(column, row.cells[column.id]);
    if (fault !== null) say(column.id, `« ${column.title} » ${fault}`);
  }
  const { amount } = row;
  if (!Number.isSafeInteger(amount)) say("amount", NO_AMOUNT[unit ?? "money"]);
  else if (amount < 0) say("amount", "le tarif ne peut pas être négatif.");
  else if (amount > MOST_CENTS) say("amount", "le tarif est trop élevé.");
  return faults;
}

function cellFault(column: TariffColumn, cell: string | undefined): string | null {
  if (cell === undefined) return null;
  if (column.kind === "choice") {
    return column.choices.some(({ value }) => value === cell) ? null : `: « ${cell} » n’est pas un choix proposé.`;
  }
  const band = readBand(cell);
  if (band === null) return `: « ${cell} » n’est pas une tranche. Écrivez par exemple « 0 à 17 » ou « 18 et plus ».`;
  const { from, to } = band;
  if (from !== null && to !== null && from > to) return `: la tranche « ${cell} » finit avant de commencer.`;
  const outside = (to ?? column.minimum) < column.minimum || (from ?? column.minimum) > (column.maximum ?? Infinity);
  return outside ? `: la tranche « ${cell} » est hors de ce qui peut se présenter.` : null;
}

/** A part of a column that no row divides. */
interface Part {
  readonly text: string;
  readonly value: string | number;
}

function caseFaults(columns: readonly TariffColumn[], rows: readonly TariffRow[]): readonly RowFault[] {
  const faults: RowFault[] = [];
  const pairs = new Set<string>();
  let cases = 0;
  const visit = (left: readonly TariffRow[], depth: number, said: readonly string[]): void => {
    if (faults.length >= MOST_FAULTS || cases > MOST_CASES) return;
    const column = columns[depth];
    if (left.length === 0 || column === undefined) {
      cases += 1;
      const fault = left.length === 1 ? null : faultOf(left, rows, said, pairs);
      if (fault) faults.push(fault);
      return;
    }
    for (const part of partsOf(column, left)) {
      const held = left.filter((row) => rowHolds(column, row, part.value));
      visit(held, depth + 1, [...said, `${column.title} : ${part.text}`]);
    }
  };
  visit(rows, 0, []);
  if (cases <= MOST_CASES) return faults;
  return [{ row: null, message: "La grille a trop de cas : réunissez des tranches, ou faites-en deux grilles." }];
}

function faultOf(
  left: readonly TariffRow[],
  rows: readonly TariffRow[],
  said: readonly string[],
  pairs: Set<string>,
): RowFault | null {
  const of = said.join(", ");
  const [first, second] = left;
  if (first === undefined || second === undefined) {
    return { row: null, message: `Aucune ligne ne donne le tarif pour : ${of}.` };
  }
  const [one, other] = [rows.indexOf(first) + 1, rows.indexOf(second) + 1];
  const pair = `${one} ${other}`;
  if (pairs.has(pair)) return null;
  pairs.add(pair);
  return { row: other - 1, message: `Les lignes ${one} et ${other} donnent toutes deux un tarif pour : ${of}.` };
}

function partsOf(column: TariffColumn, rows: readonly TariffRow[]): readonly Part[] {
  if (column.kind === "choice") return column.choices.map(({ value, label }) => ({ value, text: label }));
  const starts = [...new Set([column.minimum, ...rows.flatMap((row) => cutsOf(column, row))])].sort((a, b) => a - b);
  return starts.map((from, index) => {
    const next = starts[index + 1];
    const to = next === undefined ? column.maximum : next - 1;
    return { value: from, text: cellText(column, bandText({ from, to })) };
  });
}

/** Where the band of a row begins, and where what follows it does. */
function cutsOf({ id, minimum, maximum }: BandColumn, row: TariffRow): readonly number[] {
  const band = readBand(row.cells[id] ?? "");
  if (band === null) return [];
  const cuts = [band.from, band.to === null ? null : band.to + 1];
  return cuts.filter((cut): cut is number => cut !== null && cut > minimum && (maximum === null || cut <= maximum));
}
