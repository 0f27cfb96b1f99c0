import { type Actor, type CompiledDefinition, can } from "../../engine/index.ts";
import type { Context } from "../context.ts";

/** May this actor open an entry of this definition in this member, which may have stopped offering it? */
export const mayOpen = (ctx: Context, member: string, definition: CompiledDefinition, actor: Actor): boolean =>
  // What a workflow under way opens still opens.
  (actor.kind === "system" || ctx.catalogue.offers(member, definition.id)) && can(definition, actor, "open");
