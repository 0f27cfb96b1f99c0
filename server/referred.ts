import type { Linked } from "../engine/index.ts";
import type { Context } from "./context.ts";
import { findAcross, type StoredEntry } from "./store/entries.ts";

/** The members whose fiches a member's answers may refer to: its own, and those that share the definition with it. */
export const referable = (ctx: Context, member: string, definition: string): readonly string[] => [
  member,
  ...ctx.catalogue.sharing(definition, member),
];

/**
 * The entries that answers of a member refer to, each of the definition its field names. Answers keep an id alone: which
 * member has it is found by asking each that may. Rights are the caller's business.
 */
export async function findReferred(
  ctx: Context,
  member: string,
  links: readonly Linked[],
): Promise<readonly StoredEntry[]> {
  const found: StoredEntry[] = [];
  for (const definition of new Set(links.flatMap((link) => link.definition ?? []))) {
    const ids = links.filter((link) => link.definition === definition).map((link) => link.id);
    const entries = await findAcross(ctx, referable(ctx, member, definition), ids);
    found.push(...entries.filter((entry) => entry.definition === definition));
  }
  return found;
}
