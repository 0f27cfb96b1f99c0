import type { Actor, EventActor } from "./actor.ts";
import type { CompiledDefinition, StateEvent } from "./definition.ts";
import type { Form } from "./form.ts";
import type { Machine } from "./machine.ts";

/** Opaque to everyone else: compile puts nothing but a Machine there. */
export const machineOf = (definition: CompiledDefinition): Machine => definition.workflow.machine as Machine;

/** The actor as the history keeps it. */
export const eventActor = ({ kind, id, name, capacity, onBehalfOf }: Actor): EventActor => ({
  kind,
  id,
  ...(name !== undefined && { name }),
  ...(capacity !== undefined && { capacity }),
  ...(onBehalfOf !== undefined && { onBehalfOf }),
});

/** The form an event answers to: one of the definition's, or the entry's own for an edit, even of a part of it. */
export function formOf(definition: CompiledDefinition, event: StateEvent): Form | undefined {
  if (event.edit) {
    return definition.form;
  }
  return event.form === undefined ? undefined : definition.forms.get(event.form);
}
