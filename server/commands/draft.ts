import {
  type Actor,
  type Answers,
  type CompiledDefinition,
  type Principal,
  withoutNir,
  withoutSourced,
} from "../../engine/index.ts";
import type { Context } from "../context.ts";
import { uuidv7 } from "../ids.ts";
import { done, notFound, type Outcome, problem, refused } from "../problem.ts";
import {
  type Draft,
  type DraftProvenances,
  type DraftRenewal,
  findDraft,
  insertDraft,
  updateDraft,
} from "../store/drafts.ts";
import { mayOpen } from "./may-open.ts";

const DAY = 86_400_000;
/** A draft is kept this long after its last change. */
export const DRAFT_DAYS = 30;
const RETRIES = 5;

/** Begins a draft under the first pseudonym of the actor. `not-allowed` when she may not open an entry. Returns its id. */
export async function startDraft(
  ctx: Context,
  request: {
    readonly member: string;
    readonly definition: CompiledDefinition;
    readonly actor: Actor;
    readonly answers: Answers;
    readonly onBehalf?: Principal;
    /** Whose it is, when not the first pseudonym of the actor; she has it. */
    readonly owner?: string;
    readonly renewal?: DraftRenewal;
    /** Keys of the answers that come from her account. */
    readonly prefilled?: readonly string[];
  },
): Promise<Outcome<string>> {
  const { member, definition, actor, answers } = request;
  const owner = request.owner ?? actor.holders[0];
  if (owner === undefined || !mayOpen(ctx, member, definition, actor)) {
    return refused(problem("not-allowed", "Cette démarche ne vous est pas ouverte."));
  }
  const now = ctx.clock();
  const id = uuidv7(now, ctx.randomBytes(16));
  await insertDraft(ctx, member, {
    id,
    definition: definition.id,
    version: definition.version,
    owner,
    answers: withoutNir(definition.form, withoutSourced(definition.form, answers)),
    onBehalf: request.onBehalf ?? null,
    prefilled: request.prefilled ?? [],
    renewal: request.renewal ?? null,
    ...dates(now),
  });
  return done(id);
}

/**
 * Changes the answers of a draft, whatever they are worth: nothing typed is lost, but the social security numbers, which the
 * draft that is answered still has, to be shown again. `change` may run again on fresher answers when another page saved meanwhile. `not-found` when the draft is gone or sent.
 */
export async function changeDraft(
  ctx: Context,
  member: string,
  draft: Draft,
  change: (answers: Answers) => Answers,
  provenance: (before: DraftProvenances) => DraftProvenances = (before) => before,
): Promise<Outcome<Draft>> {
  let current: Draft | null = draft;
  for (let attempt = 0; attempt < RETRIES && current !== null && current.entryId === null; attempt += 1) {
    const now = ctx.clock();
    const after = { answers: change(current.answers), provenance: provenance(current.provenance) };
    const changed: Draft = { ...current, ...after, ...dates(now) };
    if (await save(ctx, member, changed)) return done({ ...changed, revision: changed.revision + 1 });
    current = await findDraft(ctx, member, draft.id, now);
  }
  return refused(notFound());
}

/**
 * The same for a page left open, as long as no other post wrote since: what it saves may arrive after the page itself was
 * sent. Null, and nothing written, when the draft is at another revision, gone or sent.
 */
export async function changeDraftAt(
  ctx: Context,
  member: string,
  draft: Draft,
  revision: number,
  change: (answers: Answers) => Answers,
): Promise<Draft | null> {
  if (draft.revision !== revision || draft.entryId !== null) return null;
  const changed: Draft = { ...draft, answers: change(draft.answers), ...dates(ctx.clock()) };
  return (await save(ctx, member, changed)) ? { ...changed, revision: revision + 1 } : null;
}

/** Writes a draft without what may not be kept. False when another page saved meanwhile. */
async function save(ctx: Context, member: string, draft: Draft): Promise<boolean> {
  const { form } = await ctx.catalogue.version(member, draft.definition, draft.version);
  return updateDraft(ctx, member, { ...draft, answers: withoutNir(form, draft.answers) });
}

function dates(now: Date): Pick<Draft, "updatedAt" | "expiresAt"> {
  return { updatedAt: now, expiresAt: new Date(now.getTime() + DRAFT_DAYS * DAY) };
}
