import {
  type CompiledDefinition,
  type Entry,
  isUsedBy,
  leftPlaces,
  type Occupation,
  type Occupied,
  occupationOf,
  parisDay,
} from "../engine/index.ts";
import type { Context } from "./context.ts";
import type { EntryWriter } from "./store/entry-write.ts";
import type { KeptPlaces } from "./store/places-left.ts";
import { entriesCitingAny } from "./store/using-entries.ts";

/** What takes places of one entry, wherever it is recorded, and what the entry allows. */
export async function readOccupation(
  ctx: Pick<Context, "catalogue">,
  read: EntryWriter["citing"],
  occupied: Occupied,
  entry: Pick<Entry, "id" | "answers">,
  except?: string,
): Promise<Occupation> {
  const uses = new Map<string, readonly Entry[]>();
  for (const use of occupied.uses.filter(isUsedBy)) {
    const { definition, field, states } = use;
    const found = await read(offering(ctx, definition), { definition, field, id: entry.id, ...(states && { states }) });
    uses.set(
      use.id,
      found.filter(({ id }) => id !== except),
    );
  }
  return occupationOf(occupied, entry.answers, uses);
}

/** Every member that may hold some: a place is taken whoever recorded it. */
const offering = ({ catalogue }: Pick<Context, "catalogue">, definition: CompiledDefinition["id"]): readonly string[] =>
  catalogue.everyMember().flatMap(({ id }) => (catalogue.definition(id, definition) ? [id] : []));

/** What is left of the places of entries of a register, by id, for one more of the first use that others record. */
export async function readPlacesLeft(
  ctx: Pick<Context, "catalogue" | "clock" | "db">,
  occupied: Occupied,
  entries: readonly Pick<Entry, "id" | "answers" | "updatedAt">[],
): Promise<ReadonlyMap<string, KeptPlaces>> {
  const ids = entries.map(({ id }) => id);
  const uses = new Map<string, Map<string, Entry[]>>();
  for (const use of occupied.uses.filter(isUsedBy)) {
    const { definition, field, states } = use;
    const asked = { definition, field, ids, ...(states && { states }) };
    for (const { entry, ids: of } of await entriesCitingAny(ctx, offering(ctx, definition), asked)) {
      for (const id of of) {
        const byUse = uses.get(id) ?? new Map<string, Entry[]>();
        byUse.set(use.id, [...(byUse.get(use.id) ?? []), entry]);
        uses.set(id, byUse);
      }
    }
  }
  const today = parisDay(ctx.clock().toISOString());
  const known = entries.map(({ id, answers, updatedAt }): [string, KeptPlaces] => {
    const taken = uses.get(id) ?? new Map<string, Entry[]>();
    const left = leftPlaces(occupationOf(occupied, answers, taken), soughtUse(occupied), today);
    const moments = [...taken.values()].flat().map((entry) => entry.updatedAt);
    return [id, { left, knownAt: [updatedAt, ...moments].sort().at(-1) ?? updatedAt }];
  });
  return new Map(known);
}

/** The use that whoever looks for a place would be: the first that others record. */
export const soughtUse = ({ uses }: Occupied): string => uses.find(isUsedBy)?.id ?? uses[0]?.id ?? "";
