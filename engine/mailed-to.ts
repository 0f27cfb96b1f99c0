import type { CompiledDefinition } from "./definition.ts";
import type { Answers } from "./entry.ts";
import { machineOf } from "./event.ts";
import { fieldAt } from "./field-at.ts";
import { valuesAt } from "./keys.ts";
import type { Action } from "./machine.ts";
import { isMailAddress } from "./mail.ts";
import { actionsOf } from "./referenced-definitions.ts";

/**
 * The address of whoever filed these answers: what she wrote in the first e-mail field a mail of this definition goes
 * to, beginning with the acknowledgement that the first state sends. Null when the workflow writes to no answer.
 */
export function mailedTo(definition: CompiledDefinition, answers: Answers): string | null {
  const { initial, states } = machineOf(definition).source;
  const first = states.get(initial);
  const actions = [...(first?.entry ?? []), ...[...states.values()].flatMap(actionsOf)];
  for (const path of actions.flatMap(recipient)) {
    if (!isAddress(definition, path)) continue;
    const address = valuesAt(answers, path).find(isMailAddress);
    if (address !== undefined) return address;
  }
  return null;
}

/** Is this mail for whoever filed: to the first e-mail field that the first state writes to? Only a téléservice has someone. */
export function writesToApplicant(definition: CompiledDefinition, action: Action): boolean {
  const { initial, states } = machineOf(definition).source;
  const first = (states.get(initial)?.entry ?? []).flatMap(recipient).find((path) => isAddress(definition, path));
  return definition.kind === "service" && first !== undefined && recipient(action).includes(first);
}

/** A question for one address. In a repeat it would be the address of one of many. */
function isAddress(definition: CompiledDefinition, path: string): boolean {
  const field = fieldAt(definition.form.order, path);
  return field?.schema["format"] === "email" && !field.pointer.includes("*");
}

const recipient = (action: Action): readonly string[] =>
  action.type === "mail" ? [action.params.to.source.trim()] : [];
