import type { Actor, CompiledDefinition, Refusal, Transition } from "../../engine/index.ts";
import { loadShipped } from "../../server/definition-files.ts";

export const NOW = "2026-03-03T09:30:00.000Z";

const agent = (roles: Actor["roles"], units: readonly string[]): Actor => ({
  kind: "agent",
  id: "11111111-1111-4111-8111-111111111111",
  name: "Sandrine Muller",
  member: "mulhouse",
  roles,
  units,
  holders: [],
});

export const AGENT = agent(["agent"], ["etat-civil", "relais"]);
export const LECTEUR = agent(["lecteur"], ["etat-civil", "relais"]);
export const CITIZEN: Actor = { kind: "citizen", id: "lucie", roles: [], units: [], holders: ["lucie"] };
export const STRANGER: Actor = { kind: "citizen", id: "thomas", roles: [], units: [], holders: ["thomas"] };

/** One of the definitions shipped with the platform. Throws every issue when one does not compile. */
export async function shipped(id: string): Promise<CompiledDefinition> {
  const loaded = await loadShipped();
  if (!loaded.ok)
    throw new Error(loaded.issues.map((issue) => `${issue.file} ${issue.pointer} ${issue.message}`).join("\n"));
  const found = loaded.definitions.find((definition) => definition.id === id);
  if (!found) throw new Error(`${id} is not shipped`);
  return found;
}

/** The transition; throws what was refused. */
export function done(outcome: Transition | Refusal): Transition {
  if (outcome.ok) return outcome;
  throw new Error(
    `${outcome.code}: ${outcome.message} ${outcome.issues.map((issue) => issue.pointer + issue.message).join(" ; ")}`,
  );
}
