import {
  type Actor,
  type Answers,
  type CompiledDefinition,
  type Entry,
  linked,
  renewalMarks,
} from "../../engine/index.ts";
import type { Context } from "../context.ts";
import { withActor } from "../db/with-actor.ts";
import { uuidv7 } from "../ids.ts";
import { type Outcome, problem, refused } from "../problem.ts";
import { copyFiles, withCopies } from "./copy-files.ts";
import { type Opened, type OpenRequest, openEntry } from "./open-entry.ts";
import { type RenewRequest, refusal } from "./renew-entry.ts";
import { deskRenewal, type RenewalOffer, renewalOffer } from "./renewals.ts";
import type { ActorIn } from "./write-entry.ts";

/** The whole answers of a renewal, sent in one go: by an agent for whoever holds the entry, or by the API. */
export interface RenewalSent extends RenewRequest {
  readonly actorIn: ActorIn;
  /** They may name files of the entry that is renewed: the new one gets copies. */
  readonly answers: Answers;
  readonly idempotencyKey?: string;
  /** How it came, when an agent asks for whoever holds the entry. */
  readonly counter?: NonNullable<OpenRequest["counter"]>;
}

/** What this actor may begin from an entry: whoever holds it, or an agent who works it and asks for her. */
export const offerTo = (
  ctx: Context,
  definition: CompiledDefinition,
  entry: Entry,
  actor: Actor,
): Promise<RenewalOffer | null> => (actor.kind === "agent" ? deskRenewal : renewalOffer)(ctx, definition, entry, actor);

/**
 * Opens the renewal of an entry, held by whom held that one. Refusals are those of `openEntry`, and `not-allowed` when nothing
 * may be renewed now, `stale` when it was already.
 */
export async function renewAtOnce(ctx: Context, request: RenewalSent): Promise<Outcome<Opened>> {
  const { definition: was, entry, actor, actorIn, answers, idempotencyKey, counter } = request;
  const { member, holder } = entry;
  const offer = await offerTo(ctx, was, entry, actor);
  const made = madeBy(ctx, offer, entry, idempotencyKey !== undefined);
  if (!made) {
    return refused(problem(offer?.kind === "done" ? "stale" : "not-allowed", refusal(offer?.kind)));
  }
  const { id, definition } = made;
  const doer = actorIn(member, definition);
  const forHer = counter && { counter: { ...counter, holder: holder ?? counter.holder } };
  return openEntry(ctx, {
    ...{ member, definition, actor: doer, actorIn },
    answers: await withOwnCopies(ctx, definition, entry, answers, doer.id),
    sent: answers,
    renews: { id, holder: holder ?? counter?.holder ?? null, marks: renewalMarks(definition, was, entry) },
    ...forHer,
    ...(idempotencyKey !== undefined && { idempotencyKey }),
  });
}

/** The entry that a renewal makes. One that is made already is answered again to the key that made it. */
function madeBy(
  ctx: Context,
  offer: RenewalOffer | null,
  { member, definition }: Entry,
  keyed: boolean,
): { readonly id: string; readonly definition: CompiledDefinition } | null {
  if (offer?.kind === "renew" || offer?.kind === "change") return offer;
  const today = ctx.catalogue.definition(member, definition);
  return offer?.kind === "done" && keyed && today ? { id: offer.entry.id, definition: today } : null;
}

/** The answers with copies of the files of that entry which they name: an entry owns its files. */
async function withOwnCopies(
  ctx: Context,
  { form }: CompiledDefinition,
  entry: Entry,
  answers: Answers,
  owner: string,
): Promise<Answers> {
  const ids = new Set(linked(form, answers).flatMap(({ id, definition }) => (definition === undefined ? [id] : [])));
  if (ids.size === 0) return answers;
  const copies = await withActor(ctx.db, { member: entry.member }, (tx) =>
    copyFiles(ctx, tx, {
      ...{ origin: entry, to: entry.member, owner },
      wanted: (file) => ids.has(file.id),
      idFor: () => uuidv7(ctx.clock(), ctx.randomBytes(16)),
    }),
  );
  return withCopies(answers, copies);
}
