import type { CompiledDefinition } from "./definition.ts";
import type { Field } from "./form.ts";
import type { Action, Machine, NodeSource } from "./machine.ts";

/** Ids of the definitions this one names, by a reference field or an action, in order; they must exist when it is published. */
export function referencedDefinitions(definition: CompiledDefinition): readonly string[] {
  const forms = [definition.form, ...definition.forms.values()];
  const machine = definition.workflow.machine as Machine;
  const named = [
    ...forms.flatMap((form) => refsOf(form.order)),
    ...[...machine.source.states.values()].flatMap(actionsOf).flatMap(definitionOf),
  ];
  return [...new Set(named)].sort();
}

const refsOf = (fields: readonly Field[]): readonly string[] =>
  fields.flatMap((field) => [
    ...[field.ref, field.slot?.register, field.seat?.register].filter((id) => id !== undefined),
    ...refsOf(field.fields ?? []),
  ]);

/** Every action of a state: when it is entered or left, on its arcs, and in the states inside it. */
export function actionsOf(node: NodeSource): readonly Action[] {
  const arcs = [...node.on.values(), ...node.after.values(), node.always].flat();
  const inner = [...node.states.values()].flatMap(actionsOf);
  return [...node.entry, ...node.exit, ...arcs.flatMap((arc) => arc.actions), ...inner];
}

const definitionOf = (action: Action): readonly string[] =>
  "definition" in action.params ? [action.params.definition] : [];
