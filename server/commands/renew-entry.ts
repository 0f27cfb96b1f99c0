import {
  type Actor,
  type Answers,
  actsByMandate,
  type CompiledDefinition,
  type Entry,
  fieldAt,
  linked,
  renew,
  renewalMarks,
} from "../../engine/index.ts";
import { renewalWords as words } from "../../renderer/strings-renewal.ts";
import type { Context } from "../context.ts";
import { withActor } from "../db/with-actor.ts";
import { FOR_MANDATOR } from "../identity/by-mandate.ts";
import { uuidv7 } from "../ids.ts";
import { done, type Outcome, problem, refused } from "../problem.ts";
import type { Draft } from "../store/drafts.ts";
import { listDrafts } from "../store/drafts.ts";
import { findEntry } from "../store/entries.ts";
import { copyFiles, withCopies } from "./copy-files.ts";
import { startDraft } from "./draft.ts";
import type { OpenRequest } from "./open-entry.ts";
import { renewalOffer } from "./renewals.ts";

/** An entry to renew, before whoever holds it. */
export interface RenewRequest {
  /** The version the entry is pinned to. */
  readonly definition: CompiledDefinition;
  readonly entry: Entry;
  readonly actor: Actor;
}

/**
 * Begins a draft from the last answers of an entry, or finds again the one she has begun. It is made with the definition of
 * today: what its form no longer takes is left out, and named in the draft. Files are copied: the old entry keeps its own.
 * `not-allowed` when nothing may be renewed now. Gives the id of the draft.
 */
export async function beginRenewal(ctx: Context, request: RenewRequest): Promise<Outcome<string>> {
  const { entry, actor } = request;
  const { holder, member } = entry;
  const offer = await renewalOffer(ctx, request.definition, entry, actor);
  if (holder === null || (offer?.kind !== "renew" && offer?.kind !== "change")) {
    return refused(problem("not-allowed", refusal(offer?.kind)));
  }
  const begun = (await listDrafts(ctx, member, [holder], ctx.clock())).find(
    ({ renewal }) => renewal?.entry === entry.id,
  );
  if (begun) return done(begun.id);
  const { definition } = offer;
  const taken = renew(request.definition, definition, entry);
  const { answers, lost } = await withOwnFiles(ctx, definition, entry, taken.answers, holder);
  return startDraft(ctx, {
    ...{ member, definition, actor, owner: holder },
    // The form may ask less of who renews, and prices may depend on it.
    answers: { ...answers, ...renewalMarks(definition, request.definition, entry) },
    ...(actsByMandate(actor) && { onBehalf: FOR_MANDATOR }),
    renewal: {
      entry: entry.id,
      reference: entry.reference,
      dropped: taken.dropped,
      again: [...taken.again, ...lost],
    },
  });
}

/** Why nothing may be renewed now. */
export const refusal = (kind: string | undefined): string => {
  if (kind === "done") return words.alreadyRenewed;
  if (kind === "retired" || kind === "late" || kind === "exhausted") return words[kind];
  return kind === "sign-in" ? words.signIn : words.notNow;
};

/** The answers with copies of the files they name; a file that is no longer there is asked again. */
async function withOwnFiles(
  ctx: Context,
  { form }: CompiledDefinition,
  entry: Entry,
  answers: Answers,
  owner: string,
): Promise<{ readonly answers: Answers; readonly lost: readonly string[] }> {
  const named = linked(form, answers).filter(({ definition }) => definition === undefined);
  if (named.length === 0) return { answers, lost: [] };
  const ids = new Set(named.map(({ id }) => id));
  const copies = await withActor(ctx.db, { member: entry.member }, (tx) =>
    copyFiles(ctx, tx, {
      ...{ origin: entry, to: entry.member, owner },
      wanted: (file) => ids.has(file.id),
      idFor: () => uuidv7(ctx.clock(), ctx.randomBytes(16)),
    }),
  );
  const gone = new Set(named.filter(({ id }) => !copies.has(id)).map(({ pointer }) => pointer.split("/")[1] ?? ""));
  const kept = Object.fromEntries(Object.entries(answers).filter(([key]) => !gone.has(key)));
  return { answers: withCopies(kept, copies), lost: [...gone].map((key) => fieldAt(form.order, key)?.title ?? key) };
}

/**
 * What sending a draft that renews adds to its opening: the entry it is to be, who holds it, what it says of the old one. Asked
 * again at that moment: meanwhile the old one may have been renewed, withdrawn or given to an account.
 */
export async function renewing(
  ctx: Context,
  member: string,
  { renewal, owner }: Draft,
  actor: Actor,
): Promise<Outcome<Pick<OpenRequest, "renews">>> {
  if (renewal === null) return done({});
  const found = await findEntry(ctx, member, renewal.entry);
  const holder = found?.holder ?? null;
  if (!found || holder === null || (holder !== owner && !actor.holders.includes(holder))) {
    return refused(problem("not-allowed", words.gone));
  }
  const { head: _, ...entry } = found;
  const was = await ctx.catalogue.version(member, entry.definition, entry.version);
  const offer = await renewalOffer(ctx, was, entry, { ...actor, holders: [holder, ...actor.holders] });
  if (offer?.kind !== "renew" && offer?.kind !== "change") {
    return refused(problem(offer?.kind === "done" ? "stale" : "not-allowed", refusal(offer?.kind)));
  }
  return done({ renews: { id: offer.id, holder, marks: renewalMarks(offer.definition, was, entry) } });
}
