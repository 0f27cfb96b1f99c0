import type { CompiledDefinition } from "../../engine/index.ts";
import type { Catalogue } from "../../server/catalogue.ts";
import type { Member } from "../../server/store/members.ts";

/** A catalogue in memory: each of these members offers each of these definitions, and shares nothing, but for `changes`. */
export function catalogueOf(
  members: readonly Member[],
  definitions: readonly CompiledDefinition[],
  changes: Partial<Catalogue> = {},
): Catalogue {
  const find = (id: string) => definitions.find((each) => each.id === id) ?? null;
  return {
    members: () => members,
    everyMember: () => members,
    member: (id) => members.find((each) => each.id === id) ?? null,
    definitions: () => definitions,
    definition: (_member, id) => find(id),
    version: async (_member, id) => {
      const found = find(id);
      if (!found) throw new Error(`No definition ${id}`);
      return found;
    },
    offers: () => true,
    shelf: () => [],
    sharedWith: () => [],
    sharing: () => [],
    shared: () => [],
    sharedBy: () => [],
    tariffs: () => new Map(),
    reload: async () => undefined,
    ...changes,
  };
}
