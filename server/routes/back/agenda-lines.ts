import { type CompiledDefinition, canRead, type Entry, isGroup } from "../../../engine/index.ts";
import { columnText } from "../../../renderer/back/column-text.ts";
import type { Offer } from "../../agenda.ts";
import { auditRead } from "../../audit.ts";
import type { Context } from "../../context.ts";
import { actorFor } from "../../identity/actor-for.ts";
import type { Subject } from "../../identity/subject.ts";
import type { Booking } from "../../store/bookings.ts";
import { findAcross } from "../../store/entries.ts";

/** An entry that has a slot, at the version it is pinned to. */
export interface Booked {
  readonly entry: Entry;
  readonly definition: CompiledDefinition;
}

/** The entries of these bookings that this agent may read, by id; what is read of citizens is recorded. */
export async function bookedEntries(
  ctx: Context,
  who: Subject,
  member: string,
  bookings: readonly Pick<Booking, "entryId">[],
): Promise<ReadonlyMap<string, Booked>> {
  const known = new Map<string, Booked>();
  const ids = bookings.flatMap(({ entryId }) => entryId ?? []);
  const read = new Map<CompiledDefinition, number>();
  for (const { head: _, ...entry } of await findAcross(ctx, [member], ids)) {
    const definition = await ctx.catalogue.version(entry.member, entry.definition, entry.version);
    if (!canRead(definition, entry, actorFor(ctx, who, member, definition))) continue;
    known.set(entry.id, { entry, definition });
    read.set(definition, (read.get(definition) ?? 0) + 1);
  }
  for (const [definition, entries] of read) {
    const actor = actorFor(ctx, who, member, definition);
    auditRead(ctx, actor, { member, action: "list-read", definition: definition.id, detail: { entries } });
  }
  return known;
}

/** What a list shows first of an entry, its slot left out: it is said beside. */
export const firstColumns = ({ list }: CompiledDefinition, entry: Pick<Entry, "answers">): string =>
  list
    .filter(({ field }) => isGroup(field) || field.type !== "object")
    .filter(({ field }) => field.widget !== "reference")
    .slice(0, 1)
    .map((column) => columnText(column, entry))
    .join(", ");

/** A reason as the register words it. */
export function reasonOf({ definition, agenda }: Pick<Offer, "definition" | "agenda">, { reason }: Booking): string {
  const list = definition.form.order.find(({ key }) => key === agenda.reasons?.list);
  const field =
    agenda.reasons?.reason === undefined ? list : list?.fields?.find(({ key }) => key === agenda.reasons?.reason);
  return field?.choices?.find(({ value }) => value === reason)?.label ?? reason ?? "";
}
