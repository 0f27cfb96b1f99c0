import type { CompiledDefinition } from "./definition.ts";
import { display } from "./display.ts";
import type { Piece } from "./document.ts";
import type { Entry } from "./entry.ts";
import { frenchText } from "./french-text.ts";
import { valuesAt } from "./keys.ts";

/** Columns of the list on a label, when the definition does not word labels. */
const USUAL_LINES = 3;

/** The lines of an entry's label: those the definition writes, or what its list shows first. Empty ones are left out. */
export function labelLines(
  { label, list }: Pick<CompiledDefinition, "label" | "list">,
  { answers, reference, state, createdAt }: Entry,
  now: string,
): readonly string[] {
  const scope = { answers, now, entry: { reference, state, createdAt }, actor: { kind: "agent", roles: [] } };
  const said = (pieces: readonly Piece[]) =>
    pieces.map(({ text }) => (typeof text === "string" ? text : frenchText(text.evaluate(scope)))).join("");
  const columns = () =>
    list.slice(0, USUAL_LINES).map(({ key, field }) =>
      valuesAt(answers, key)
        .map((value) => display(field, value))
        .join(", "),
    );
  return (label?.map(said) ?? columns()).map((line) => line.trim()).filter((line) => line !== "");
}
