import type { CompiledDefinition, Entry } from "../engine/index.ts";
import { entryName, nextTexts } from "../renderer/back/entry-name.ts";

/** How an entry is named elsewhere: what its list shows first of its own, then its reference. */
export const entryLabel = (definition: CompiledDefinition, entry: Pick<Entry, "answers" | "reference">): string =>
  `${entryName(definition, entry)} (${entry.reference})`.trim();

/** What tells it from others of the same name: what its list shows next. */
export const entryHint = (definition: CompiledDefinition, entry: Pick<Entry, "answers">): string =>
  nextTexts(definition, entry).join(", ");
