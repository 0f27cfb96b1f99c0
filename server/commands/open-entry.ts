import { hash } from "node:crypto";
import type { JSONValue } from "postgres";
import {
  type Actor,
  type Answers,
  type Channel,
  type CompiledDefinition,
  can,
  isWhole,
  type Opening,
  open,
  type Provenances,
  reference,
  type Scope,
  sectorFieldsOf,
  type Transition,
} from "../../engine/index.ts";
import { renewalWords } from "../../renderer/strings-renewal.ts";
import { canonical } from "../canonical.ts";
import type { Context } from "../context.ts";
import type { Tx } from "../db/with-actor.ts";
import { type EntryView, entryView } from "../entry-view.ts";
import { chain, digestAnswers } from "../history.ts";
import { sealNames } from "../identity/sealed-names.ts";
import { uuidv7 } from "../ids.ts";
import { done, type Outcome, problem, refused, tooMany } from "../problem.ts";
import { withSectors } from "../sectors.ts";
import { type EntryWriter, entryWriter, findAnswer, type OpenParams } from "../store/entry-write.ts";
import { limitKey } from "../store/rate-limit.ts";
import { checkApplications } from "./check-applications.ts";
import { keepSeats, seatProblem } from "./keep-seats.ts";
import { keepSlots, slotProblem } from "./keep-slots.ts";
import { inTurn, occupationIssues } from "./occupation-issues.ts";
import { beginOwed } from "./open-payment.ts";
import {
  type ActorIn,
  about,
  asProblem,
  attachmentIds,
  fileIssues,
  indexed,
  referenceIssues,
  sqlState,
  writing,
} from "./write-entry.ts";

export interface OpenRequest {
  readonly member: string;
  readonly definition: CompiledDefinition;
  readonly actor: Actor;
  /** For what the answers refer to; without it she is there what she is here. */
  readonly actorIn?: ActorIn;
  readonly answers: Answers;
  /** When an agent files for a citizen: how it came, and the pseudonym the citizen will hold it under. */
  readonly counter?: { readonly channel: Channel; readonly holder: string; readonly receivedOn?: string };
  /** When another member forwards it: the entry it is to be, who holds it here, and where it comes from. */
  readonly forwarded?: {
    readonly id: string;
    readonly holder: string | null;
    readonly forwarded: NonNullable<Opening["forwarded"]>;
  };
  /** Same key and same answers: the first answer again. Kept a week. */
  readonly idempotencyKey?: string;
  /** Of a draft: where the answers that nobody typed come from. Answers of sources are taken from a draft only. */
  readonly provenance?: Provenances;
  /** When it renews an entry: the one it is to be, which two at once cannot both be, who holds it, and what it says of that one. */
  readonly renews?: { readonly id: string; readonly holder: string | null; readonly marks: Answers };
  /** The answers as they were sent, when files were put in the place of others: the key knows them so. */
  readonly sent?: Answers;
  /** Where slots are asked from: see `slotOrigin`. */
  readonly origin?: string | null;
  /** Whose questions about pre-application numbers are counted together: see `askerOf`. Absent: the citizen's who acts. */
  readonly asker?: string | null;
  /** The draft these answers come from; sent twice, it makes one entry. */
  readonly draft?: string;
}

export interface Opened {
  /** As shown to the actor; the first answer, word for word, when replayed. */
  readonly view: EntryView;
  readonly replayed: boolean;
}

const UNIQUE_VIOLATION = "23505";

/**
 * Opens an entry: fact, history, effects, attachments and idempotency key in one statement, within `tx` when given.
 * Refusals: `not-allowed`, `invalid`, `idempotency-conflict`.
 */
export async function openEntry(ctx: Context, request: OpenRequest, tx?: Tx): Promise<Outcome<Opened>> {
  const prepared = await withAnswersChecked(ctx, request, tx);
  if (!prepared.ok) return (await answeredBefore(ctx, request)) ?? prepared;
  const once = () =>
    inTurn(ctx, request.member, request.definition, tx, (within) =>
      openOnce(ctx, prepared.value, entryWriter(ctx, within), within),
    );
  try {
    return await once();
  } catch (error) {
    if (sqlState(error) === UNIQUE_VIOLATION && String(error).includes("entry_pkey") && request.renews) {
      return refused(problem("stale", renewalWords.alreadyRenewed));
    }
    // Two references alike are one chance in hundreds of billions; a second draw settles it.
    if (sqlState(error) !== UNIQUE_VIOLATION || !String(error).includes("entry_reference")) throw error;
    return once();
  }
}

async function openOnce(
  ctx: Context,
  request: Prepared,
  writer: EntryWriter,
  tx: Tx | undefined,
): Promise<Outcome<Opened>> {
  const { definition, member, actor, counter, forwarded, renews } = request;
  if (actor.kind !== "system" && !ctx.catalogue.offers(member, definition.id)) {
    return refused(problem("not-allowed", "Cette démarche n’est plus proposée : rien de nouveau ne peut être déposé."));
  }
  const now = ctx.clock();
  const transition = open(definition, {
    id: forwarded?.id ?? renews?.id ?? uuidv7(now, ctx.randomBytes(16)),
    reference: reference(ctx.randomBytes(16)),
    member,
    holder: forwarded ? forwarded.holder : (counter?.holder ?? renews?.holder ?? actor.holders[0] ?? null),
    answers: request.answers,
    ...(counter && { channel: counter.channel }),
    ...(renews && { assigned: renews.marks }),
    ...(request.provenance && { provenance: request.provenance }),
    ...(forwarded && { forwarded: forwarded.forwarded }),
    ...(counter?.receivedOn !== undefined && { receivedOn: counter.receivedOn }),
    actor: counter ? { ...actor, onBehalfOf: { kind: "citizen" } } : actor,
    now: now.toISOString(),
    about: await aboutOpening(ctx, request, tx),
  });
  if (!transition.ok) return refused(asProblem(transition));
  const { entry } = transition;
  const actorIn = request.actorIn ?? (() => actor);
  // What a forwarded entry refers to stayed where it comes from, and its files were taken there.
  const owners = [actor.id, ...actor.holders];
  const issues = forwarded
    ? []
    : [
        ...(await referenceIssues(ctx, writer, member, definition.form, entry.answers, actorIn)),
        ...(await fileIssues(writer, member, definition.form, entry.answers, { entry: null, owners })),
        ...(await occupationIssues(ctx, writer, definition, null, entry)),
      ];
  if (issues.length > 0) return refused(problem("invalid", "Vous devez corriger ces réponses.", issues));
  return write(ctx, request, sealNames(ctx.secrets, transition), writer);
}

/** What the opening may quote and read, the sectors of its addresses included. */
async function aboutOpening(ctx: Context, request: Prepared, tx: Tx | undefined): Promise<NonNullable<Scope["about"]>> {
  const { member, definition, actor, answers } = request;
  const known = about(ctx, member, definition, answers);
  if (sectorFieldsOf(definition.form).length === 0) return known;
  const context = { now: ctx.clock().toISOString(), actor: { kind: actor.kind, roles: actor.roles }, about: known };
  return (await withSectors(ctx, member, definition.form, answers, context, tx)).about ?? known;
}

/** A request whose slots are kept. */
type Prepared = OpenRequest;

/**
 * The request once its pre-application numbers are known to be good and its slots are held. `invalid` where one is not.
 * Within a transaction nobody else is asked: it would wait for them.
 */
async function withAnswersChecked(ctx: Context, request: OpenRequest, tx: Tx | undefined): Promise<Outcome<Prepared>> {
  const { definition, member, actor, answers } = request;
  if (tx || request.forwarded || !definition.national || !can(definition, actor, "open")) {
    return withSlotsKept(ctx, request, tx);
  }
  const context = {
    now: ctx.clock().toISOString(),
    actor: { kind: actor.kind, roles: actor.roles },
    about: about(ctx, member, definition),
  };
  const own = actor.kind === "citizen" ? limitKey(ctx, "applications", actor.id) : null;
  const checked = await checkApplications(ctx, definition, answers, context, request.asker ?? own);
  if (checked.wait !== undefined && request.draft === undefined) return refused(tooMany(checked.wait));
  if (checked.issues.length > 0) {
    return refused(problem("invalid", "Vous devez corriger vos numéros de pré-demande.", checked.issues));
  }
  const kept = await withSlotsKept(ctx, { ...request, answers: checked.answers }, tx);
  return kept.ok ? done({ ...kept.value, sent: request.sent ?? answers }) : kept;
}

/** The request with the slots that its answers name or ask for. `invalid` where one cannot be had. */
async function withSlotsKept(ctx: Context, request: OpenRequest, tx: Tx | undefined): Promise<Outcome<Prepared>> {
  const { member, definition, actor, answers, origin = null } = request;
  const { form } = definition;
  if (request.forwarded || !form.order.some(isWhole) || !can(definition, actor, "open")) return done(request);
  const context = {
    now: ctx.clock().toISOString(),
    actor: { kind: actor.kind, roles: actor.roles },
    about: about(ctx, member, definition),
  };
  const owners = [actor.id, ...actor.holders];
  const asked = { member, definition, form, context, entry: null, owners, origin };
  const kept = await keepSlots(ctx, { ...asked, answers }, tx);
  if (kept.issues.length > 0) return refused(slotProblem(ctx, kept));
  const seated = await keepSeats(ctx, { ...asked, answers: kept.answers, sending: true }, tx);
  if (seated.issues.length === 0) return done({ ...request, answers: seated.answers, sent: request.sent ?? answers });
  return refused(seatProblem(seated.issues));
}

/** Whether this actor filed something under this key already. */
export const isFiled = async (ctx: Context, member: string, actor: Actor, key: string): Promise<boolean> =>
  (await findAnswer(ctx, member, actor.id, keyOf(ctx, actor, key))) !== null;

/** What was answered to the same key: sent twice, the first time had the slot. Null for a key not used yet. */
async function answeredBefore(ctx: Context, request: OpenRequest): Promise<Outcome<Opened> | null> {
  const { member, actor, idempotencyKey } = request;
  if (idempotencyKey === undefined) return null;
  const earlier = await findAnswer(ctx, member, actor.id, keyOf(ctx, actor, idempotencyKey));
  return earlier && replay({ same: earlier.requestHash.equals(requestHash(request)), response: earlier.response });
}

function replay({ same, response }: { readonly same: boolean; readonly response: JSONValue }): Outcome<Opened> {
  if (same) return done({ view: response as unknown as EntryView, replayed: true });
  const sentence = "Cette clé d’idempotence a déjà servi pour d’autres réponses : utilisez-en une nouvelle.";
  return refused(problem("idempotency-conflict", sentence));
}

/** Software that makes one key a person would else join her sectors. */
const keyOf = (ctx: Context, { id }: Actor, key: string): string =>
  ctx.secrets.mac("idempotency", JSON.stringify([id, key])).toString("base64url");

async function write(
  ctx: Context,
  request: Prepared,
  transition: Transition,
  writer: EntryWriter,
): Promise<Outcome<Opened>> {
  const { definition, actor } = request;
  const { entry } = transition;
  const view = entryView(definition, entry, actor, entry.createdAt);
  const attachments = attachmentIds(definition.form, entry.answers);
  const written = await writing(
    attachments,
    () => writer.open(openParams(ctx, request, transition, view, attachments)),
    definition.form.order.filter(isWhole).map(({ pointer }) => pointer),
  );
  if (!written.ok) return written;
  const outcome = written.value;
  if (outcome.outcome === "replayed") return replay(outcome);
  if (outcome.outcome === "sent") return alreadySent(ctx, request, outcome.entry, writer);
  await beginOwed(ctx, transition, writer.alone);
  return done({ view, replayed: false });
}

function openParams(
  ctx: Context,
  request: Prepared,
  transition: Transition,
  view: EntryView,
  attachments: readonly { readonly id: string }[],
): OpenParams {
  const { entry, event } = transition;
  const key = request.idempotencyKey;
  return {
    transition,
    link: chain(ctx.secrets, null, entry, event, digestAnswers(entry.answers)),
    ...indexed(ctx, entry, request.definition),
    owners: request.forwarded ? [request.forwarded.holder ?? ""] : [request.actor.id, ...request.actor.holders],
    attachments: [...attachments.map(({ id }) => id), ...(request.forwarded?.forwarded.files ?? [])],
    ...(request.draft !== undefined && { draft: request.draft }),
    ...(key !== undefined && {
      idempotency: {
        key: keyOf(ctx, request.actor, key),
        requestHash: requestHash(request),
        response: view as unknown as JSONValue,
      },
    }),
  };
}

function requestHash({ definition, answers, sent }: Prepared): Buffer {
  return hash("sha256", canonical([definition.id, sent ?? answers]), "buffer");
}

async function alreadySent(
  ctx: Context,
  request: OpenRequest,
  id: string,
  writer: EntryWriter,
): Promise<Outcome<Opened>> {
  const entry = await writer.find(request.member, id);
  if (!entry) throw new Error(`Draft ${request.draft} was sent as ${id}, which does not exist`);
  const definition = await ctx.catalogue.version(entry.member, entry.definition, entry.version);
  return done({ view: entryView(definition, entry, request.actor, ctx.clock().toISOString()), replayed: true });
}
