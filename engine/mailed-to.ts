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
    const field = fieldAt(definition.form.order, path);
    // In a repeat it would be the address of one of many.
    if (field?.schema["format"] !== "email" || field.pointer.includes("*")) continue;
    const address = valuesAt(answers, path).find(isMailAddress);
    if (address !== undefined) return address;
  }
  return null;
}

const recipient = (action: Action): readonly string[] =>
  action.type === "mail" ? [action.params.to.source.trim()] : [];
