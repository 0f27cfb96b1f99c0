import type { CompiledDefinition, Entry } from "../../engine/index.ts";
import { columnText } from "./column-text.ts";

/** What an entry is about, in the words its list shows first: a person's name; the empty text when it shows none. */
export function entryName({ list }: Pick<CompiledDefinition, "list">, entry: Pick<Entry, "answers">): string {
  return textsOf({ list }, entry, 0, NAMING).join(" ");
}

/** Columns that name an entry, and those that tell it from others of its name. */
const NAMING = 2;
const TELLING = 2;

/** What its list shows after its name: a commune, a telephone number. */
export const nextTexts = (
  definition: Pick<CompiledDefinition, "list">,
  entry: Pick<Entry, "answers">,
): readonly string[] => textsOf(definition, entry, NAMING, NAMING + TELLING);

const textsOf = (
  { list }: Pick<CompiledDefinition, "list">,
  entry: Pick<Entry, "answers">,
  from: number,
  to: number,
): readonly string[] =>
  list
    .filter(({ field }) => field.ref === undefined)
    .slice(from, to)
    .map((column) => columnText(column, entry))
    .filter((text) => text !== "");

/** The title of its page: a fiche is known by its name, a request by its reference. */
export const entryTitle = (
  definition: Pick<CompiledDefinition, "list" | "kind">,
  entry: Pick<Entry, "answers" | "reference">,
): string => (definition.kind === "register" && entryName(definition, entry)) || entry.reference;
