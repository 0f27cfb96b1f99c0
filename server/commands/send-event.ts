import {
  type Actor,
  type Answers,
  apply,
  available,
  type CompiledDefinition,
  canRead,
  type Entry,
  editsEntry,
  type Form,
  type Issue,
  isWhole,
  type Scope,
  type Standing,
  SYSTEM,
  silenceComes,
  silenceEvent,
  type Transition,
} from "../../engine/index.ts";
import type { Context } from "../context.ts";
import type { Tx } from "../db/with-actor.ts";
import { chain, digestAnswers } from "../history.ts";
import { sealNames } from "../identity/sealed-names.ts";
import { done, notFound, type Outcome, problem, refused } from "../problem.ts";
import { SEAT_ISSUE } from "../seat-sentences.ts";
import { withChangedSectors } from "../sectors.ts";
import type { StoredEntry } from "../store/entries.ts";
import { recall } from "../store/entry-memory.ts";
import { type EntryWriter, entryWriter } from "../store/entry-write.ts";
import { addressed } from "./address-forwarding.ts";
import { keepClosed } from "./keep-activity.ts";
import { keepSeats, seatProblem } from "./keep-seats.ts";
import { type KeptSlots, keepSlots, slotProblem } from "./keep-slots.ts";
import { inTurn, occupationIssues, takesPlaces } from "./occupation-issues.ts";
import { beginOwed } from "./open-payment.ts";
import {
  type ActorIn,
  about,
  asProblem,
  attachmentIds,
  fileIssues,
  indexed,
  referenceIssues,
  writing,
} from "./write-entry.ts";

export interface EventRequest {
  readonly member: string;
  readonly definitionId: string;
  readonly id: string;
  /** Builds the actor for the definition the entry is pinned to. */
  readonly actor: Actor;
  /** For what the answers refer to; without it she is there what she is here. */
  readonly actorIn?: ActorIn;
  readonly type: string;
  readonly answers?: Answers;
  /** The revision the sender saw; null applies to whatever is current. */
  readonly revision: number | null;
  /** Where slots are asked from: see `slotOrigin`. */
  readonly origin?: string | null;
  /** Sent to many entries at once: the history says so. */
  readonly bulk?: boolean;
  /** The rank it rests on, which the history keeps. */
  readonly standing?: Standing;
}

export interface Sent {
  readonly entry: Entry;
  /** The version the entry is pinned to. */
  readonly definition: CompiledDefinition;
}

const RETRIES = 5;

/** Someone acted in between. */
export const stale = () =>
  problem("stale", "Quelqu’un a modifié ce dossier entre-temps. Relisez-le avant de recommencer.");

/**
 * Sends an event to an entry: new state, history and effects in one statement, guarded by the revision; within `tx`
 * when given.
 * Refusals: `not-found`, `stale`, `unknown-event`, `not-allowed`, `invalid`.
 */
export async function sendEvent(ctx: Context, request: EventRequest, tx?: Tx): Promise<Outcome<Sent>> {
  if (tx) return sendWithin(ctx, request, tx);
  const latest = ctx.catalogue.definition(request.member, request.definitionId);
  if (!latest || !takesPlaces(ctx, request.member, latest)) return sendWithin(ctx, request);
  // Read before a connection is held: a version that is not in memory is asked of the pool.
  if (!(await findVisible(ctx, request))) return refused(notFound());
  return inTurn(ctx, request.member, latest, undefined, (within) => sendWithin(ctx, request, within));
}

async function sendWithin(ctx: Context, request: EventRequest, tx?: Tx): Promise<Outcome<Sent>> {
  const writer = entryWriter(ctx, tx);
  const recalled = tx ? null : await attemptRecalled(ctx, request, writer);
  if (recalled) return recalled;
  for (let attempt = 0; attempt < RETRIES; attempt += 1) {
    const found = await findVisible(ctx, request, writer);
    if (!found) return refused(notFound());
    if (request.revision !== null && request.revision !== found.entry.revision) return refused(stale());
    const sent = await attemptEvent(ctx, request, found, writer, tx);
    if (sent) return sent;
    if (request.revision !== null) return refused(stale());
  }
  return refused(stale());
}

/**
 * The event applied to the entry as memory has it at the very revision the sender saw, when the base accepts it. Null
 * otherwise: only the base can tell why not, since the entry may have moved on.
 */
async function attemptRecalled(
  ctx: Context,
  request: EventRequest,
  writer: EntryWriter,
): Promise<Outcome<Sent> | null> {
  const { member, id, revision } = request;
  const entry = revision === null ? null : recall(ctx, member, id, revision);
  if (!entry) return null;
  const found = await findVisible(ctx, request, { ...writer, find: async () => entry });
  const sent = found && (await attemptEvent(ctx, request, found, writer));
  return sent?.ok ? sent : null;
}

interface Found {
  readonly entry: StoredEntry;
  readonly definition: CompiledDefinition;
}

/** The entry and its pinned definition when the actor may know of it. */
export async function findVisible(
  ctx: Context,
  request: Pick<EventRequest, "member" | "definitionId" | "id" | "actor">,
  writer: EntryWriter = entryWriter(ctx),
): Promise<Found | null> {
  const entry = await writer.find(request.member, request.id);
  if (!entry || entry.definition !== request.definitionId) return null;
  const definition = await ctx.catalogue.version(entry.member, entry.definition, entry.version);
  return canRead(definition, entry, request.actor) ? { entry, definition } : null;
}

/**
 * Null when another event won. Silence may be that one: its time has come and the worker has not recorded it yet, so it
 * is recorded here, and the sender learns of it as of a colleague's action.
 */
async function attemptEvent(
  ctx: Context,
  request: EventRequest,
  { entry, definition }: Found,
  writer: EntryWriter,
  tx?: Tx,
): Promise<Outcome<Sent> | null> {
  const now = ctx.clock().toISOString();
  const { head, ...before } = entry;
  const silent = silenceEvent(definition);
  if (silent !== undefined && request.type !== silent && silenceComes(definition, before, now)) {
    const { answers: _, bulk: __, standing: ___, ...rest } = request;
    await attemptEvent(ctx, { ...rest, actor: SYSTEM, type: silent }, { entry, definition }, writer, tx);
    return null;
  }
  const form = askedForm(definition, entry.state, request.type);
  const kept = form && request.answers && (await keptFor(ctx, request, { entry, definition }, form, tx));
  if (kept && kept.issues.length > 0) return refused(keptProblem(ctx, kept));
  const answered = kept?.answers ?? request.answers;
  const event = { type: request.type, ...(answered !== undefined && { answers: answered }) };
  const told = await aboutEvent(ctx, request, { entry, definition }, form, answered, tx);
  const applied = apply(definition, before, event, request.actor, now, told);
  if (!applied.ok) return refused(asProblem(applied));
  const sent = addressed(ctx, definition, applied);
  if (!sent.ok) return sent;
  const transition = sealNames(ctx.secrets, withRequest(sent.value, request));
  const links = await checkLinks(ctx, request, { entry, definition }, transition, writer);
  if (links.issues.length > 0) return refused(problem("invalid", "Vous devez corriger ces réponses.", links.issues));
  const answers = transition.entry.answers;
  const answersChanged = answers !== before.answers;
  const written = await writing(
    links.attachments,
    () =>
      writer.apply({
        transition,
        link: chain(ctx.secrets, head, entry, transition.event, digestAnswers(answers)),
        ...(answersChanged ? indexed(ctx, transition.entry, definition) : { keys: [], search: "" }),
        owners: [request.actor.id, ...request.actor.holders],
        attachments: links.attachments.map(({ id }) => id),
        expected: entry.revision,
        answersChanged,
      }),
    (form ?? definition.form).order.filter(isWhole).map(({ pointer }) => pointer),
  );
  if (!written.ok) return written;
  if (!written.value) return null;
  await beginOwed(ctx, transition, writer.alone);
  if (definition.activity && !tx) await keepClosed(ctx, definition, transition.entry);
  return done({ entry: transition.entry, definition });
}

/** What the event may quote and read; for an edit, the sectors of the addresses that it changes. */
async function aboutEvent(
  ctx: Context,
  { member, actor }: EventRequest,
  { entry, definition }: Found,
  form: Form | undefined,
  answers: Answers | undefined,
  tx: Tx | undefined,
): Promise<NonNullable<Scope["about"]>> {
  const known = about(ctx, member, definition, entry.answers);
  if (!editsEntry(form?.id) || answers === undefined) return known;
  const context = { now: ctx.clock().toISOString(), actor: { kind: actor.kind, roles: actor.roles }, about: known };
  const after = form === definition.form ? answers : { ...entry.answers, ...answers };
  const change = { before: entry.answers, after };
  return (await withChangedSectors(ctx, member, definition.form, change, context, tx)).about ?? known;
}
const withRequest = (transition: Transition, { bulk = false, standing }: EventRequest): Transition => {
  const sent = bulk ? inBulk(transition) : transition;
  if (standing === undefined) return sent;
  return { ...sent, event: { ...sent.event, data: { ...sent.event.data, standing } } };
};

/** The same transition, whose fact says that it was sent to many entries at once. */
export const inBulk = (transition: Transition): Transition => ({
  ...transition,
  event: { ...transition.event, data: { bulk: true, ...transition.event.data } },
});

/** The form an event asks for in a state. */
function askedForm(definition: CompiledDefinition, state: string, type: string): Form | undefined {
  const id = definition.workflow.states.get(state)?.events.find((event) => event.type === type)?.form;
  return id === undefined ? undefined : id === "entry" ? definition.form : definition.forms.get(id);
}

/** The answers with the slots they name or ask for; undefined for a form that has none. */
async function keptFor(
  ctx: Context,
  { member, actor, type, answers = {}, origin = null }: EventRequest,
  { entry, definition }: Found,
  form: Form,
  tx: Tx | undefined,
): Promise<KeptSlots | undefined> {
  const now = ctx.clock().toISOString();
  const mayHold = form.order.some(isWhole) && available(definition, entry, actor, now).some((e) => e.type === type);
  if (!mayHold) return undefined;
  const context = {
    now,
    actor: { kind: actor.kind, roles: actor.roles },
    about: about(ctx, member, definition),
  };
  const owners = [actor.id, ...actor.holders];
  const asked = { member, definition, form, context, entry, owners, origin };
  const kept = await keepSlots(ctx, { ...asked, answers }, tx);
  return kept.issues.length > 0 ? kept : keepSeats(ctx, { ...asked, answers: kept.answers, sending: true }, tx);
}

const keptProblem = (ctx: Context, kept: KeptSlots) =>
  kept.issues.some(({ code }) => code === SEAT_ISSUE) ? seatProblem(kept.issues) : slotProblem(ctx, kept);

interface Links {
  readonly attachments: readonly { readonly id: string; readonly pointer: string }[];
  readonly issues: readonly Issue[];
}

async function checkLinks(
  ctx: Context,
  request: EventRequest,
  { entry, definition }: Found,
  transition: Transition,
  writer: EntryWriter,
): Promise<Links> {
  const asked = askedForm(definition, transition.event.from ?? "", request.type);
  const edited = editsEntry(asked?.id);
  const form = edited ? definition.form : asked;
  const answers = edited ? transition.entry.answers : transition.event.data.answers;
  const full = await occupationIssues(ctx, writer, definition, entry, transition.entry);
  if (!form || !answers) return { attachments: [], issues: full };
  const actorIn = request.actorIn ?? (() => request.actor);
  const owners = [request.actor.id, ...request.actor.holders];
  const issues = [
    ...(await referenceIssues(ctx, writer, request.member, form, answers, actorIn)),
    ...(await fileIssues(writer, request.member, form, answers, { entry: request.id, owners })),
    ...full,
  ];
  return { attachments: attachmentIds(form, answers), issues };
}
