import { type Column, display, type Entry, type Labels, valuesAt } from "../../engine/index.ts";

/** What an entry shows under a column of its list; "" for nothing. Values of several items are joined. */
export function columnText({ key, field }: Column, entry: Pick<Entry, "answers">, labels?: Labels): string {
  return valuesAt(entry.answers, key)
    .map((value) => display(field, value, labels))
    .filter((text) => text !== "")
    .join(", ");
}
