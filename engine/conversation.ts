import type { Actor } from "./actor.ts";
import type { CompiledDefinition } from "./definition.ts";
import type { Entry } from "./entry.ts";
import { canWorkQueue, permits } from "./rights.ts";

/** Who writes in the conversation of an entry: the service in charge, or whoever holds the entry. */
export type Side = "service" | "citizen";

type Written = Pick<Entry, "kind" | "holder" | "state">;

/**
 * For which side this actor may write about an entry, as far as her rights go; null when she only reads. An agent writes where she
 * acts; the holder, who acts for her by mandate and who was sent its link write as the citizen.
 */
export function sideOf(definition: CompiledDefinition, entry: Pick<Entry, "holder">, actor: Actor): Side | null {
  if (!permits(actor, "event")) return null;
  if (actor.kind === "agent") {
    return actor.roles.includes("agent") && canWorkQueue(definition, actor) ? "service" : null;
  }
  return entry.holder !== null && actor.holders.includes(entry.holder) ? "citizen" : null;
}

/** Why nobody may write about an entry now; null when they may. */
export function noConversation(definition: CompiledDefinition, entry: Written): "nobody" | "closed" | null {
  if (entry.kind === "register" || entry.holder === null) return "nobody";
  const closed = !definition.messages || definition.workflow.states.get(entry.state)?.messages === false;
  return closed ? "closed" : null;
}
