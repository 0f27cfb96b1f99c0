import { silenceEvent } from "./clock-of.ts";
import type { CompiledDefinition } from "./definition.ts";
import { documentsOn } from "./legal-elements.ts";

/** Ids of the documents that certify an implicit acceptance (CRPA L.232-3): what the event of silence produces. */
export function certificates(definition: CompiledDefinition): ReadonlySet<string> {
  const event = definition.clock.regime === "SVA" ? silenceEvent(definition) : undefined;
  if (event === undefined) return new Set();
  const states = [...definition.workflow.states.keys()];
  return new Set(states.flatMap((state) => documentsOn(definition, state, event).map(({ id }) => id)));
}
