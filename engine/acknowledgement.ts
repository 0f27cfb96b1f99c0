import { SYSTEM } from "./actor.ts";
import type { CompiledDefinition } from "./definition.ts";
import type { Entry } from "./entry.ts";
import { machineOf } from "./event.ts";
import type { Scope } from "./form.ts";
import { withLegalWords } from "./legal-words.ts";
import { runInitial } from "./machine.ts";
import { mailOf } from "./mail.ts";

/** A mail's words; `{{lien}}` stands where a link would. */
export interface Words {
  readonly subject: string;
  readonly body: string;
}

/**
 * What the mails of an entry's opening say, whether or not they had an address to go to: on paper, the same
 * acknowledgement of receipt (CRPA R. 112-11-1).
 * @param entry its clock as the opening left it
 * @param receivedOn day on which it came, when it was typed in later
 */
export function acknowledgements(
  definition: CompiledDefinition,
  { reference, createdAt, answers, clock }: Pick<Entry, "reference" | "createdAt" | "answers" | "clock">,
  about: NonNullable<Scope["about"]>,
  receivedOn?: string,
): readonly Words[] {
  const legal = {
    ...(clock && { clock }),
    ...(receivedOn !== undefined && { receivedOn }),
    ...{ createdAt, now: createdAt, actor: SYSTEM },
  };
  const scope: Scope = {
    now: createdAt,
    entry: { reference, state: definition.workflow.initial, createdAt },
    actor: { kind: "agent", roles: [] },
    about: withLegalWords(definition, about, legal),
    answers,
  };
  const step = runInitial(machineOf(definition), scope);
  const reached = { ...scope, entry: { reference, state: step.state, createdAt } };
  return step.actions.flatMap((action) => {
    const template = action.type === "mail" ? definition.templates.get(action.params.template) : undefined;
    if (template === undefined) return [];
    const { subject, body } = mailOf("", template, reached);
    return [{ subject, body }];
  });
}
