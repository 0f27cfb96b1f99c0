import { type Actor, type CompiledDefinition, canWorkQueue } from "../../../engine/index.ts";
import type { Context } from "../../context.ts";
import { actorFor } from "../../identity/actor-for.ts";
import type { Subject } from "../../identity/subject.ts";
import type { Member } from "../../store/members.ts";

/** A member where an agent may see the entries of a definition, and as what. */
export interface Place {
  readonly member: Member;
  /** As this member offers it. */
  readonly definition: CompiledDefinition;
  readonly actor: Actor;
}

/**
 * Where an agent may see every entry of a definition: in this member, first, and in those that share it with this
 * member's agents.
 */
export function reach(ctx: Context, who: Subject, member: string, id: string): readonly Place[] {
  return [member, ...ctx.catalogue.sharing(id, member)].flatMap((each) => {
    const found = ctx.catalogue.member(each);
    const definition = found && ctx.catalogue.definition(each, id);
    if (!definition) return [];
    const actor = actorFor(ctx, who, each, definition);
    return actor.member === each && canWorkQueue(definition, actor) ? [{ member: found, definition, actor }] : [];
  });
}

/** One definition an agent works or consults, and where. */
export interface Reached {
  /** As her own member offers it; otherwise as the first that shares it does. */
  readonly definition: CompiledDefinition;
  readonly places: readonly Place[];
}

/** Every definition that an agent of this member works or consults, by title. */
export function reachAll(ctx: Context, who: Subject, member: string): readonly Reached[] {
  const own = ctx.catalogue.definitions(member).map((definition) => definition.id);
  const shared = ctx.catalogue.shared(member).filter((id) => !own.includes(id));
  const reached = [...own, ...shared].flatMap((id) => reachedOf(reach(ctx, who, member, id)));
  return shared.length === 0
    ? reached
    : reached.sort((a, b) => a.definition.title.localeCompare(b.definition.title, "fr"));
}

/** One of them as a list names it; nothing without a place. */
export function reachedOf(places: readonly Place[]): readonly Reached[] {
  const [first] = places;
  return first ? [{ definition: first.definition, places }] : [];
}

/** Names by id, for who must tell one member's entries from another's. */
export const memberNames = (places: readonly Place[]): ReadonlyMap<string, string> =>
  new Map(places.map(({ member }) => [member.id, member.name]));
