import type { Answers, CompiledDefinition } from "../../engine/index.ts";
import type { Context } from "../context.ts";
import { newMatcher } from "../matches.ts";

/** Who a line may be: an entry of the base, or a line before it of the same call, by its rank from 0. */
export type Someone = { readonly reasons: readonly string[] } & (
  | { readonly kind: "entry"; readonly id: string; readonly reference: string }
  | { readonly kind: "row"; readonly row: number }
);

/** What is known of who a line is. */
export interface Found {
  /** "same": surely the first of `like`. */
  readonly outcome: "same" | "probable" | "different";
  readonly like: readonly Someone[];
}

/** Looks for the entries that lines are about, some lines at a time. */
export interface Finder {
  find(rows: readonly Answers[]): Promise<readonly Found[]>;
}

/** A finder for the entries of a definition in a member; one serves a whole import. */
export function newFinder(ctx: Context, definition: CompiledDefinition, member: string): Finder {
  const matcher = newMatcher(ctx, definition, [member]);
  return {
    async find(rows) {
      const matches = await matcher.match(rows);
      return matches.map(({ outcome, matches: all }) => ({
        outcome,
        like: all.map(({ item, likeness }): Someone => {
          const reasons = likeness.reasons.filter(({ sense }) => sense === "for").map(({ text }) => text);
          return item.kind === "row"
            ? { kind: "row", row: item.row, reasons }
            : { kind: "entry", id: item.entry.id, reference: item.entry.reference, reasons };
        }),
      }));
    },
  };
}
