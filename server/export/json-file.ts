import type { Json } from "../../engine/index.ts";
import type { Cell, Table } from "./cell.ts";

/** A table as one JSON array, an object a row; what is absent has no key. */
export async function* jsonFile({ keys, rows }: Table): AsyncGenerator<string> {
  let before = "[\n";
  for await (const some of rows) {
    for (const row of some) {
      yield `${before}${JSON.stringify(objectOf(keys, row))}`;
      before = ",\n";
    }
  }
  yield before === "[\n" ? "[]\n" : "\n]\n";
}

function objectOf(keys: readonly string[], row: readonly Cell[]): Readonly<Record<string, Json>> {
  return Object.fromEntries(
    keys.flatMap((key, at) => {
      const cell = row[at] ?? null;
      return cell === null ? [] : [[key, plain(cell)] as const];
    }),
  );
}

function plain(cell: Exclude<Cell, null>): Json {
  if (typeof cell !== "object") return cell;
  if ("cents" in cell) return cell.cents / 100;
  return "day" in cell ? cell.day : cell.instant;
}
