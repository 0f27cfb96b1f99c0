import type { Actor } from "./actor.ts";
import { entryScope, mayHappen } from "./available.ts";
import { type AskedBookings, bookingChanges } from "./bookings.ts";
import { changes } from "./changes.ts";
import { clockAfter, clockEffects, clockOf, silenceComes, silenceEvent } from "./clock-of.ts";
import type { CompiledDefinition, StateEvent } from "./definition.ts";
import { type CarriedOut, carryOut } from "./effects.ts";
import type { Answers, Clock, Entry, EventData, Json, Refusal, Transition } from "./entry.ts";
import { eventActor, formOf, machineOf } from "./event.ts";
import type { Form, Scope } from "./form.ts";
import { escapeSegment, isObject } from "./json.ts";
import { keptAs } from "./kept.ts";
import { withLegalWords } from "./legal-words.ts";
import { isTimerEvent, runTransition, type Step } from "./machine.ts";
import { MERGED } from "./merged.ts";
import { declarations } from "./national.ts";
import { refuse } from "./refusal.ts";
import { failed, ok, type Result } from "./result.ts";
import { fillsForCitizen, includes, permits } from "./rights.ts";
import { findings } from "./sector-kept.ts";
import { seatsAfter } from "./sitting-after.ts";
import { submit, submitPart } from "./submit.ts";

/** An event as sent: its name, and the answers of its form. */
export interface SentEvent {
  readonly type: string;
  readonly answers?: Json;
}

/**
 * What an event does to an entry. Refused as `unknown-event` when the state does not take it or no guard holds, as
 * `not-allowed` when it is not this actor's to send, as `invalid` when its answers, or what it assigns, break the form.
 * The server has compared revisions. An entry whose answers do not change keeps the same object.
 * @param now ISO 8601, UTC
 */
export function apply(
  definition: CompiledDefinition,
  entry: Entry,
  sent: SentEvent,
  actor: Actor,
  now: string,
  about?: Scope["about"],
): Transition | Refusal {
  if (entry.state === MERGED) return refuse("unknown-event");
  // Once its time has come, silence has decided: nothing else happens before that is recorded, and it is not before.
  if ((sent.type === silenceEvent(definition)) !== silenceComes(definition, entry, now)) {
    return refuse("unknown-event");
  }
  const scope: Scope = { ...entryScope(entry, actor, now), ...(about && { about }) };
  if (isTimerEvent(sent.type)) {
    return actor.kind === "system" ? run(definition, entry, sent.type, actor, scope, {}) : refuse("unknown-event");
  }
  const event = definition.workflow.states.get(entry.state)?.events.find(({ type }) => type === sent.type);
  if (event === undefined) {
    return refuse("unknown-event");
  }
  if (!permits(actor, "event") || !includes(event.who, definition, actor, entry)) {
    return refuse("not-allowed");
  }
  if (!mayHappen(event, scope)) {
    return refuse("unknown-event");
  }
  const form = formOf(definition, event);
  const reading = event.edit ? { ...scope, forCitizen: fillsForCitizen(definition, actor) } : scope;
  const read = readAnswers(event, form, sent.answers, reading);
  if (!read.ok) {
    return refuse("invalid", read.issues);
  }
  const asked: Asked = form === undefined ? {} : event.edit ? { edited: read.value } : { answers: read.value };
  return run(definition, entry, sent.type, actor, scope, asked);
}

/** What came with the event, checked. */
interface Asked {
  /** Answers that replace the entry's. */
  readonly edited?: Answers;
  /** Those of the event's own form, kept in the history. */
  readonly answers?: Answers;
}

function readAnswers(event: StateEvent, form: Form | undefined, sent: Json | undefined, scope: Scope): Result<Answers> {
  if (form !== undefined && event.fields !== undefined) {
    return submitPart(form, event.fields, sent ?? {}, { ...scope, stored: scope.answers });
  }
  if (form !== undefined) {
    return submit(form, sent ?? {}, event.edit ? { ...scope, stored: scope.answers } : scope);
  }
  if (sent === undefined || (isObject(sent) && Object.keys(sent).length === 0)) {
    return ok({});
  }
  const pointer = isObject(sent) ? `/${escapeSegment(Object.keys(sent)[0] ?? "")}` : "";
  const message = `« ${event.label} » ne demande aucune réponse : n’en envoyez pas.`;
  return failed([{ code: "additionalProperties", pointer, message }]);
}

/** The entry as it was, kept or shared as its answers now say. */
function heldAfter(definition: CompiledDefinition, { keptBy: _, ...entry }: Entry, answers: Answers): Entry {
  return { ...entry, ...keptAs(definition, answers, entry.unit) };
}

function run(
  definition: CompiledDefinition,
  entry: Entry,
  type: string,
  actor: Actor,
  scope: Scope,
  asked: Asked,
): Transition | Refusal {
  // An edit was offered on the answers as they were; what follows from it, `always` included, sees them as they become.
  const event = asked.edited ?? asked.answers;
  const here: Scope = { ...scope, answers: asked.edited ?? scope.answers, ...(event !== undefined && { event }) };
  const step = runTransition(machineOf(definition), entry.state, type, here);
  if (!step.handled) {
    return refuse("unknown-event");
  }
  const { clock, carried } = settle(definition, entry, type, step, here, actor);
  const { answers, effects, asked: slots, seats, issues, prices } = carried;
  if (issues.length > 0) return refuse("invalid", issues);
  const changed = answers === entry.answers ? [] : changes(entry.answers, answers);
  const { bookings, declared } = slotsAfter(definition, entry, answers, slots, scope.now);
  return {
    ok: true,
    entry: {
      ...heldAfter(definition, entry, answers),
      state: step.state,
      revision: entry.revision + 1,
      answers: changed.length === 0 ? entry.answers : answers,
      updatedAt: scope.now,
      ...(clock && { clock }),
    },
    event: {
      seq: entry.revision + 1,
      type,
      from: entry.state,
      to: step.state,
      actor: eventActor(actor),
      at: scope.now,
      data: {
        ...(asked.answers !== undefined && { answers: asked.answers }),
        ...(changed.length > 0 && { changes: changed }),
        ...(clock !== entry.clock && clock && { clock }),
        ...(prices.length > 0 && { prices }),
        ...(asked.edited && foundAgain(definition, answers, scope)),
      },
    },
    effects: [...clockEffects(definition, entry.clock, clock, scope.now), ...effects, ...declared],
    bookings,
    ...seatsAfter(definition, entry.answers, { id: entry.id, state: step.state, answers }, seats, scope),
  };
}

/** How the sectors of the addresses that an edit changed were found. */
function foundAgain({ form }: CompiledDefinition, answers: Answers, { about }: Scope): Pick<EventData, "sectors"> {
  const sectors = findings(form, answers, about?.sectors);
  return sectors.length > 0 ? { sectors } : {};
}

/** What becomes of the slots that the answers name, and who must know of it. */
function slotsAfter(
  definition: CompiledDefinition,
  { answers }: Entry,
  after: Answers,
  asked: AskedBookings,
  now: string,
) {
  const bookings = bookingChanges(definition.form, answers, after, asked, now);
  return { bookings, declared: declarations(definition, answers, after, bookings) };
}

/**
 * Where the legal clock goes, and what the event owes: its mails say the one and may quote the other. An answer that the
 * event assigns may change the delay, and then what the mails say.
 */
function settle(
  definition: CompiledDefinition,
  entry: Entry,
  type: string,
  step: Step,
  here: Scope,
  actor: Actor,
): { readonly clock: Clock | undefined; readonly carried: CarriedOut } {
  const before = clockOf(definition, entry);
  const event = definition.workflow.states.get(entry.state)?.events.find((each) => each.type === type);
  const { reference, createdAt } = entry;
  const after = (answers: Answers) => {
    const clock = before && clockAfter(definition, before, { state: step.state, event, scope: { ...here, answers } });
    const due = clock?.due ?? undefined;
    const legal = { ...(clock && { clock }), createdAt, now: here.now, actor };
    const reached: Scope = {
      ...here,
      entry: { reference, createdAt, state: step.state, ...(due !== undefined && { due }) },
      ...(here.about && { about: withLegalWords(definition, here.about, legal) }),
    };
    return { clock, carried: carryOut(definition, step, reached, entry.state) };
  };
  const settled = after(here.answers);
  const { answers } = settled.carried;
  return definition.clock.opinion && answers !== here.answers ? after(answers) : settled;
}
