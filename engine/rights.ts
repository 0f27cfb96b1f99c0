import { type Actor, type Assignment, ROLES, type Role, type Verb } from "./actor.ts";
import type { CompiledDefinition, Who } from "./definition.ts";
import type { Entry } from "./entry.ts";
import { isKeptFrom } from "./kept.ts";

/** What a right is about: an entry, or the definition itself before an entry exists. */
export type Held = Pick<Entry, "member" | "holder" | "keptBy">;

/** Is this assignment about this definition? */
export function covers(
  { unit, definition }: Pick<Assignment, "unit" | "definition">,
  about: Pick<CompiledDefinition, "id" | "unit">,
): boolean {
  return (
    (definition === null || definition === about.id) && (unit === null || about.unit === null || unit === about.unit)
  );
}

/** The roles that these assignments give over a definition. */
export function rolesOver(
  assignments: readonly Assignment[],
  definition: Pick<CompiledDefinition, "id" | "unit">,
): readonly Role[] {
  return ROLES.filter((role) => assignments.some((one) => one.role === role && covers(one, definition)));
}

/** Was the software behind this actor, if any, allowed to do such a thing? */
export const permits = (actor: Actor, verb: Verb): boolean => actor.verbs === undefined || actor.verbs.includes(verb);

/**
 * May this actor open an entry? The server has already checked that an agent opens in her own member. The system may:
 * it opens only what a published workflow of the member asks for.
 */
export function can(definition: CompiledDefinition, actor: Actor, _right: "open"): boolean {
  if (actor.kind === "system") return true;
  if (definition.access === "franceconnect" && actor.kind === "citizen" && actor.verified !== true) return false;
  return permits(actor, "open") && includes(definition.rights.open, definition, actor, null);
}

/** Whether citizens fill the form of this definition: an agent who does so files it for one of them. */
export const isFiledByCitizens = ({ rights }: Pick<CompiledDefinition, "rights">): boolean =>
  rights.open.some((who) => who === "anonymous" || who === "citizen");

/** Whether she is an agent who fills, for a citizen, the form that citizens fill. */
export const fillsForCitizen = (definition: Pick<CompiledDefinition, "rights">, actor: Pick<Actor, "kind">): boolean =>
  actor.kind === "agent" && isFiledByCitizens(definition);

/** May this actor see this entry? Otherwise it does not exist for her. The system reads what it sends events to. */
export function canRead(definition: CompiledDefinition, entry: Held, actor: Actor): boolean {
  return (
    actor.kind === "system" || (permits(actor, "read") && includes(definition.rights.read, definition, actor, entry))
  );
}

/** May this actor see every entry of this definition in this member, whoever holds it? */
export function canReadEvery(definition: CompiledDefinition, actor: Actor): boolean {
  return permits(actor, "read") && includes(definition.rights.read, definition, actor, null);
}

/** May this actor see the lists of this definition in her member? */
export function canWorkQueue(definition: CompiledDefinition, actor: Actor): boolean {
  return (
    permits(actor, "read") &&
    ROLES.some((role) => definition.rights.read.includes(role) && serves(definition, actor, role, null))
  );
}

/**
 * Does one of `who` describe this actor? "anonymous" is anyone but an agent, who acts by her roles; "holder" holds the
 * entry; a role is held in the entry's member and, where the definition has one, in its unit. An administrator's
 * role opens an entry only where the definition names it.
 */
export function includes(
  who: readonly Who[],
  definition: CompiledDefinition,
  actor: Actor,
  entry: Held | null,
): boolean {
  if (entry !== null && isKeptFrom(entry, actor)) return false;
  return who.some((one) => {
    switch (one) {
      case "anonymous":
        return actor.kind !== "agent";
      case "citizen":
      case "system":
        return actor.kind === one;
      case "holder":
        return entry?.holder != null && actor.holders.includes(entry.holder);
      default:
        return serves(definition, actor, one, entry);
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
