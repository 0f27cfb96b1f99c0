import { DEFINITION_ID } from "./field-keywords.ts";
import type { ViewPart } from "./meta.generated.ts";
import { type At, type Report, under } from "./report.ts";

/** A list or a statistic that a definition brings composed, for whoever reads what it is about. */
export interface ReadyMade {
  readonly title: string;
  /** The definition it is about. */
  readonly definition: string;
  readonly kind: "list" | "statistic";
  /** Query string of its address. */
  readonly query: string;
}

/** Checks them as far as the definition alone can tell. `id`: the definition that brings them. */
export function compileReadyMade(parts: readonly ViewPart[], id: string, at: At, report: Report): readonly ReadyMade[] {
  return parts.flatMap(({ title, definition = id, list, statistic }, index): readonly ReadyMade[] => {
    const here = under(at, index);
    if (!DEFINITION_ID.test(definition)) {
      const message = `« ${definition} » n'est pas l'identifiant d'une définition : écrivez « domaine/nom ».`;
      report.add("view", under(here, "definition"), message);
    }
    const query = list ?? statistic;
    if (query === undefined || (list !== undefined && statistic !== undefined)) {
      report.add(
        "view",
        here,
        "Une vue est une liste (« list ») ou une statistique (« statistic ») : écrivez l'une des deux.",
      );
      return [];
    }
    return [{ title, definition, kind: list === undefined ? "statistic" : "list", query }];
  });
}
