import type { CompiledDefinition, Entry } from "../engine/index.ts";
import { columnText } from "../renderer/back/column-text.ts";

/** How an entry is named elsewhere: what its list shows first, then its reference. */
export function entryLabel(definition: CompiledDefinition, entry: Pick<Entry, "answers" | "reference">): string {
  const words = definition.list.slice(0, 2).map((column) => columnText(column, entry));
  return `${words.filter((text) => text !== "").join(" ")} (${entry.reference})`.trim();
}
