import {
  type Actor,
  type Answers,
  type AvailableEvent,
  available,
  type Clock,
  type CompiledDefinition,
  type Entry,
  knownAnswers,
  knowsEvery,
} from "../engine/index.ts";
import type { ListedEntry } from "./store/entry-list.ts";

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
  readonly events: readonly Pick<AvailableEvent, "type" | "label" | "form" | "fields">[];
  readonly createdAt: string;
  readonly updatedAt: string;
  /** By when to answer, and what silence would mean; absent where no legal delay applies. */
  readonly clock?: Pick<Clock, "regime" | "status" | "receivedOn" | "due" | "silentOn">;
}

/** `definition` is the version the entry is pinned to; `now` is ISO 8601. */
export function entryView(definition: CompiledDefinition, entry: Entry, actor: Actor, now: string): EntryView {
  const answers = knownAnswers(definition.form, entry.answers, actor);
  return { ...besideAnswers(definition, entry, actor, now), answers };
}

/** The view of a listed entry as JSON text. Answers of which nothing is hidden from the actor pass on as they are stored. */
export function listedView(definition: CompiledDefinition, entry: ListedEntry, actor: Actor, now: string): string {
  if (!knowsEvery(definition.form, actor)) return JSON.stringify(entryView(definition, entry, actor, now));
  const others = JSON.stringify(besideAnswers(definition, entry, actor, now));
  return `${others.slice(0, -1)},"answers":${entry.answersText}}`;
}

function besideAnswers(
  definition: CompiledDefinition,
  entry: Entry,
  actor: Actor,
  now: string,
): Omit<EntryView, "answers"> {
  return {
    id: entry.id,
    reference: entry.reference,
    member: entry.member,
    definition: entry.definition,
    version: entry.version,
    kind: entry.kind,
    state: entry.state,
    revision: entry.revision,
    assignee: entry.assignee,
    events: available(definition, entry, actor, now).map(({ type, label, form, fields }) => ({
      type,
      label,
      ...(form !== undefined && { form }),
      ...(fields !== undefined && { fields }),
    })),
    createdAt: entry.createdAt,
    updatedAt: entry.updatedAt,
    ...(entry.clock && { clock: shownClock(entry.clock) }),
  };
}

const shownClock = ({ regime, status, receivedOn, due, silentOn }: Clock) => ({
  regime,
  status,
  receivedOn,
  due,
  ...(silentOn !== undefined && { silentOn }),
});
