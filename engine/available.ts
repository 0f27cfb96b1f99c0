import type { Actor } from "./actor.ts";
import type { Attendance, CompiledDefinition, StateEvent } from "./definition.ts";
import type { AvailableEvent, Entry } from "./entry.ts";
import type { Scope } from "./form.ts";
import { includes, permits } from "./rights.ts";

/** The events this actor may send now: listed by the state, open to her, with one guard that holds. */
export function available(
  definition: CompiledDefinition,
  entry: Entry,
  actor: Actor,
  now: string,
): readonly AvailableEvent[] {
  const state = definition.workflow.states.get(entry.state);
  if (!permits(actor, "event")) return [];
  return (state?.events ?? [])
    .filter((event) => includes(event.who, definition, actor, entry) && offered(event, entry, actor, now))
    .map(({ type, label, form, fields, tone, hint }) => ({
      type,
      label,
      ...(form === undefined ? {} : { form }),
      ...(fields === undefined ? {} : { fields }),
      ...(tone === undefined ? {} : { tone }),
      ...(hint === undefined ? {} : { hint }),
    }));
}

/** The events that say whether whoever had an appointment came, of those this actor may send now without a form. */
export function attendanceEvents(
  definition: CompiledDefinition,
  entry: Entry,
  actor: Actor,
  now: string,
): Partial<Readonly<Record<Attendance, string>>> {
  const events = definition.workflow.states.get(entry.state)?.events ?? [];
  if (!events.some(({ attendance }) => attendance !== undefined)) return {};
  const offered = available(definition, entry, actor, now).filter(({ form }) => form === undefined);
  const event = (mark: Attendance) =>
    events.find(({ type, attendance }) => attendance === mark && offered.some((each) => each.type === type))?.type;
  const [came, missed] = [event("came"), event("missed")];
  return { ...(came !== undefined && { came }), ...(missed !== undefined && { missed }) };
}

/** Most events have no guard: then the answers are not even read. */
const offered = (event: StateEvent, entry: Entry, actor: Actor, now: string): boolean =>
  event.guards.includes(null) || mayHappen(event, entryScope(entry, actor, now));

/** What the expressions of an entry's workflow read. */
export function entryScope(entry: Entry, actor: Actor, now: string): Scope {
  const { reference, state, createdAt, clock } = entry;
  const due = clock?.due ?? undefined;
  return {
    answers: entry.answers,
    now,
    entry: { reference, state, createdAt, ...(due !== undefined && { due }) },
    actor: { kind: actor.kind, roles: actor.roles },
  };
}

/** A guard on the event's own form cannot be known before the form is filled: such an event is offered. */
export function mayHappen(event: StateEvent, scope: Scope): boolean {
  return event.guards.some(
    (guard) => guard === null || guard.reads.includes("event") || guard.evaluate(scope) === true,
  );
}
