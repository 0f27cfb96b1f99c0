import type { Actor, Role } from "./actor.ts";
import type { CompiledDefinition, Who } from "./definition.ts";
import type { Entry } from "./entry.ts";

/** What a right is about: an entry, or the definition itself before an entry exists. */
export type Held = Pick<Entry, "member" | "holder">;

/**
 * May this actor open an entry? The server has already checked that an agent opens in her own member. The system may:
 * it opens only what a published workflow of the member asks for.
 */
export function can(definition: CompiledDefinition, actor: Actor, _right: "open"): boolean {
  return actor.kind === "system" || includes(definition.rights.open, definition, actor, null);
}

/** May this actor see this entry? Otherwise it does not exist for her. The system reads what it sends events to. */
export function canRead(definition: CompiledDefinition, entry: Held, actor: Actor): boolean {
  return actor.kind === "system" || includes(definition.rights.read, definition, actor, entry);
}

/** May this actor see every entry of this definition in this member, whoever holds it? */
export function canReadEvery(definition: CompiledDefinition, actor: Actor): boolean {
  return includes(definition.rights.read, definition, actor, null);
}

/** May this actor see the lists of this definition in her member? */
export function canWorkQueue(definition: CompiledDefinition, actor: Actor): boolean {
  return (["agent", "lecteur"] as const).some(
    (role) => definition.rights.read.includes(role) && serves(definition, actor, role, null),
  );
}

/**
 * Does one of `who` describe this actor? "anonymous" is anyone but an agent, who acts by her roles; "holder" holds the
 * entry; "agent" and "lecteur" work in the entry's member and, where the definition has one, in its unit. An
 * administrator's role opens no entry.
 */
export function includes(
  who: readonly Who[],
  definition: CompiledDefinition,
  actor: Actor,
  entry: Held | null,
): boolean {
  return who.some((one) => {
    switch (one) {
      case "anonymous":
        return actor.kind !== "agent";
      case "citizen":
      case "system":
        return actor.kind === one;
      case "holder":
        return entry?.holder != null && actor.holders.includes(entry.holder);
      case "agent":
      case "lecteur":
        return serves(definition, actor, one, entry);
      default:
        return false;
    }
  });
}

function serves(definition: CompiledDefinition, actor: Actor, role: Role, entry: Held | null): boolean {
  return (
    actor.kind === "agent" &&
    actor.roles.includes(role) &&
    actor.member !== undefined &&
    (entry === null || actor.member === entry.member) &&
    (definition.unit === null || actor.units.includes(definition.unit))
  );
}
