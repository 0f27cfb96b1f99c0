import {
  type Actor,
  type Answers,
  type AvailableEvent,
  available,
  type CompiledDefinition,
  type Entry,
  knownAnswers,
} from "../engine/index.ts";

/** An entry as the API shows it to one actor. */
export interface EntryView {
  readonly id: string;
  readonly reference: string;
  readonly member: string;
  readonly definition: string;
  readonly version: number;
  readonly kind: "service" | "register";
  readonly state: string;
  readonly revision: number;
  readonly answers: Answers;
  readonly assignee: string | null;
  /** What this actor may send now. */
  readonly events: readonly Pick<AvailableEvent, "type" | "label" | "form">[];
  readonly createdAt: string;
  readonly updatedAt: string;
}

/** `definition` is the version the entry is pinned to; `now` is ISO 8601. */
export function entryView(definition: CompiledDefinition, entry: Entry, actor: Actor, now: string): EntryView {
  return {
    id: entry.id,
    reference: entry.reference,
    member: entry.member,
    definition: entry.definition,
    version: entry.version,
    kind: entry.kind,
    state: entry.state,
    revision: entry.revision,
    answers: knownAnswers(definition.form, entry.answers, actor),
    assignee: entry.assignee,
    events: available(definition, entry, actor, now).map(({ type, label, form }) => ({
      type,
      label,
      ...(form !== undefined && { form }),
    })),
    createdAt: entry.createdAt,
    updatedAt: entry.updatedAt,
  };
}
