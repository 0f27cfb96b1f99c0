import type { Actor } from "./actor.ts";
import { bookingChanges } from "./bookings.ts";
import { startClock } from "./clock.ts";
import { clockEffects, delayFor } from "./clock-of.ts";
import type { CompiledDefinition } from "./definition.ts";
import { parisDay } from "./duration.ts";
import { carryOut } from "./effects.ts";
import type {
  Answers,
  Channel,
  Clock,
  Entry,
  EventData,
  Forwarded,
  Imported,
  Json,
  Refusal,
  Transition,
} from "./entry.ts";
import { eventActor, machineOf } from "./event.ts";
import { explanations } from "./explanation.ts";
import type { Form, Scope } from "./form.ts";
import { isObject, segmentsOf } from "./json.ts";
import { keptAs, officeOf } from "./kept.ts";
import { type Legal, withLegalWords } from "./legal-words.ts";
import { runInitial } from "./machine.ts";
import { declarations } from "./national.ts";
import type { Provenances } from "./provenance.ts";
import { refuse } from "./refusal.ts";
import { resolve } from "./resolve.ts";
import { ok, type Result } from "./result.ts";
import { can, fillsForCitizen } from "./rights.ts";
import { findings, withoutSectors } from "./sector-kept.ts";
import { seatsAfter } from "./sitting-after.ts";
import { isWhole } from "./slot-value.ts";
import { submit } from "./submit.ts";

export interface Opening {
  readonly id: string;
  /** See `reference`. */
  readonly reference: string;
  readonly member: string;
  /** Pseudonym of the holder, or null. */
  readonly holder: string | null;
  readonly answers: Json;
  /** How it came, when an agent files it for a citizen. */
  readonly channel?: Channel;
  /** Day on which the service received it on paper: legal delays count from there (CRPA L.114-3). */
  readonly receivedOn?: string;
  readonly actor: Actor;
  /** ISO 8601, UTC. */
  readonly now: string;
  readonly about?: Scope["about"];
  /** The answers come from a draft of ours: where those of sources come from. Absent: nobody asked a source. */
  readonly provenance?: Provenances;
  /** What the platform writes in fields that nobody fills; the system says it with its answers. */
  readonly assigned?: Answers;
  /** Another member received it, and forwards it: it is taken as it is, what this form refuses kept aside. */
  readonly forwarded?: Omit<Forwarded, "aside">;
  /** A file says it: what may be kept of its answers is, as `settle` has it, and no form was filled. */
  readonly imported?: Imported;
}

/** Type of the fact that begins every history. */
export const OPENED = "ouvrir";

/** Opens an entry: checks the right and the answers, runs the opening of the workflow. */
export function open(definition: CompiledDefinition, opening: Opening): Transition | Refusal {
  const { reference, actor, now, about } = opening;
  if (!can(definition, actor, "open")) {
    return refuse("not-allowed");
  }
  const before: Omit<Scope, "answers"> = {
    now,
    entry: { reference, state: definition.workflow.initial, createdAt: now },
    actor: { kind: actor.kind, roles: actor.roles },
    forCitizen: fillsForCitizen(definition, actor),
    ...{ pricedOn: dayOfFiling(opening), assigned: assignedBy(opening) },
    ...(opening.provenance && { sourced: true as const }),
    ...(about && { about }),
  };
  const submitted = answersOf(definition, opening, before);
  if (!submitted.ok) {
    return refuse("invalid", submitted.issues);
  }
  const scope = { ...before, answers: submitted.value };
  const step = runInitial(machineOf(definition), scope);
  const clock = openingClock(definition, step.state, { ...scope, now }, opening);
  const due = clock?.due ?? undefined;
  const reached: Scope = {
    ...scope,
    entry: { reference, state: step.state, createdAt: now, ...(due !== undefined && { due }) },
    ...(about && { about: withLegalWords(definition, about, legalOf(opening, clock)) }),
  };
  const { answers, effects, asked, seats, issues } = carryOut(definition, step, reached, null);
  if (issues.length > 0) return refuse("invalid", issues);
  const entry: Entry = { ...newEntry(definition, opening, answers), state: step.state, ...(clock && { clock }) };
  const prices = explanations(definition.form, answers, reached);
  const sectors = findings(definition.form, answers, about?.sectors);
  const data = {
    ...openingData(opening, entry),
    ...(prices.length > 0 && { prices }),
    ...(sectors.length > 0 && { sectors }),
  };
  const event = { seq: 1, type: OPENED, from: null, to: step.state, actor: eventActor(actor), at: now, data };
  const bookings = bookingChanges(definition.form, null, answers, asked, now);
  const declared = declarations(definition, null, answers, bookings);
  return {
    ok: true,
    entry,
    event,
    effects: [...clockEffects(definition, undefined, clock, now), ...effects, ...declared],
    bookings,
    ...seatsAfter(definition, null, entry, seats, scope),
  };
}

const newEntry = (
  compiled: CompiledDefinition,
  { id, reference, member, holder, actor, now }: Opening,
  answers: Answers,
): Omit<Entry, "state"> => ({
  ...{
    id,
    reference,
    member,
    definition: compiled.id,
    version: compiled.version,
    kind: compiled.kind,
    holder,
    answers,
  },
  ...keptAs(compiled, answers, officeOf(actor)),
  revision: 1,
  assignee: null,
  createdAt: now,
  updatedAt: now,
});

const assignedBy = ({ actor, answers, assigned = {} }: Opening): Answers =>
  actor.kind === "system" && isObject(answers) ? { ...answers, ...assigned } : assigned;

/** Tariffs are those of the day it was sent, were it on paper. */
function dayOfFiling({ now, receivedOn }: Pick<Opening, "now" | "receivedOn">): string {
  const today = parisDay(now);
  return receivedOn !== undefined && receivedOn < today ? receivedOn : today;
}

const legalOf = ({ now, actor, receivedOn }: Opening, clock: Clock | undefined): Legal => ({
  ...(clock && { clock }),
  ...(receivedOn !== undefined && { receivedOn }),
  ...{ createdAt: now, now, actor },
});

function answersOf({ form }: CompiledDefinition, opening: Opening, context: Omit<Scope, "answers">): Result<Answers> {
  const given = withoutSectors(form, opening.answers);
  if (opening.imported && isObject(given)) return ok(given);
  return opening.forwarded ? ok(forwardable(form, given, context)) : submit(form, given, context);
}

function openingData(
  { channel, receivedOn, forwarded, imported, provenance, answers }: Opening,
  entry: Entry,
): EventData {
  return {
    ...(channel !== undefined && { channel }),
    ...(receivedOn !== undefined && { receivedOn }),
    ...(entry.clock && { clock: entry.clock }),
    ...(provenance && Object.keys(provenance).length > 0 && { provenance }),
    ...(imported && { imported }),
    ...(forwarded && { forwarded: { ...forwarded, aside: leftAside(answers, entry.answers) } }),
  };
}

/** What this form takes of answers given to another, whether or not they fill it: what lacks is asked for afterwards. */
function forwardable(form: Form, answers: Json, context: Omit<Scope, "answers">): Answers {
  const given = isObject(answers) ? answers : {};
  const known = Object.entries(given).filter(([key]) =>
    form.order.some((field) => field.key === key && !isWhole(field)),
  );
  const wrong = new Set(form.validate(Object.fromEntries(known)).map(({ pointer }) => segmentsOf(pointer)[0]));
  const kept = Object.fromEntries(known.filter(([key]) => !wrong.has(key)));
  return resolve(form, kept, context).answers;
}

const leftAside = (given: Json, taken: Answers): Answers =>
  Object.fromEntries(Object.entries(isObject(given) ? given : {}).filter(([key]) => !Object.hasOwn(taken, key)));

function openingClock(
  definition: CompiledDefinition,
  state: string,
  scope: Scope,
  { forwarded, receivedOn }: Pick<Opening, "forwarded" | "receivedOn">,
): Clock | undefined {
  const { regime } = definition.clock;
  if (regime === "none") return undefined;
  const today = parisDay(scope.now);
  const came = dayOfFiling({ now: scope.now, ...(receivedOn !== undefined && { receivedOn }) });
  return startClock({
    regime,
    receivedOn: forwarded && forwarded.receivedOn < came ? forwarded.receivedOn : came,
    competentOn: came,
    delay: delayFor(definition, scope),
    state: definition.workflow.states.get(state)?.clock ?? "running",
    today,
  });
}
