import { type Actor, type Entry, type EntryEvent, mailedTo } from "../../engine/index.ts";
import type { Context } from "../context.ts";
import { chain, digestAnswers } from "../history.ts";
import { done, notFound, type Outcome, problem, refused } from "../problem.ts";
import { findEntry, type StoredEntry } from "../store/entries.ts";
import { findByReferenceIn, writeClaim } from "../store/entry-claim.ts";
import { entryHistory } from "../store/events.ts";
import { stale } from "./send-event.ts";

/** The fact recorded when whoever filed without an account makes the entry hers. */
export const CLAIMED = "rattacher";

const RETRIES = 5;

/** An entry that may be claimed, and the address that proves it. */
export interface Claimable {
  readonly member: string;
  readonly id: string;
  readonly email: string;
}

/**
 * The entry with this reference, in any member, when someone filed it without an account, nobody has claimed it since,
 * and its answers hold the address the service writes to. Null otherwise: the caller says the same in every case.
 */
export async function findClaimable(ctx: Context, typed: string): Promise<Claimable | null> {
  const entry = await findByTyped(ctx, typed);
  if (!entry || !(await isClaimable(ctx, entry))) return null;
  const definition = await ctx.catalogue.version(entry.member, entry.definition, entry.version);
  const email = mailedTo(definition, entry.answers);
  return email === null ? null : { member: entry.member, id: entry.id, email };
}

/** The service entry of any member with a reference as people type it: "x7k4 qp9m". */
export async function findByTyped(ctx: Context, typed: string): Promise<StoredEntry | null> {
  const reference = cleanReference(typed);
  if (reference === null) return null;
  const members = ctx.catalogue.members().map(({ id }) => id);
  const entry = await findByReferenceIn(ctx, members, reference);
  return entry?.kind === "service" ? entry : null;
}

/** "x7k4 qp9m" → "X7K4-QP9M"; null when it is no reference. */
export function cleanReference(typed: string): string | null {
  const letters = typed.toUpperCase().replace(/[\s.–-]/g, "");
  return /^[0-9A-Z]{8}$/.test(letters) ? `${letters.slice(0, 4)}-${letters.slice(4)}` : null;
}

export interface ClaimRequest {
  readonly member: string;
  readonly id: string;
  /** The citizen for the definition of the entry; it becomes hers under her own pseudonym. */
  readonly actor: Actor;
}

/**
 * Makes an entry filed without an account hers: its holder changes, a fact says so, its files follow. The caller has
 * checked that she reads the address of the entry. Done again, changes nothing.
 * Refusals: `not-found` (also when an account holds it), `not-allowed` (she has no account), `stale`.
 */
export async function claimEntry(ctx: Context, request: ClaimRequest): Promise<Outcome<{ readonly entry: Entry }>> {
  const { actor } = request;
  if (actor.kind !== "citizen") return refused(problem("not-allowed", "Connectez-vous avec votre compte."));
  for (let attempt = 0; attempt < RETRIES; attempt += 1) {
    const found = await findEntry(ctx, request.member, request.id);
    if (!found) return refused(notFound());
    const { head, ...before } = found;
    if (before.holder === actor.id) return done({ entry: before });
    // Her own other click may have claimed it since it was read: the next turn sees it hers.
    if (!(await isClaimable(ctx, before))) {
      if (attempt > 0) return refused(notFound());
      continue;
    }
    const at = ctx.clock().toISOString();
    const entry: Entry = { ...before, holder: actor.id, revision: before.revision + 1, updatedAt: at };
    const event: EntryEvent = {
      seq: entry.revision,
      type: CLAIMED,
      from: entry.state,
      to: entry.state,
      actor: { kind: actor.kind, id: actor.id },
      at,
      data: {},
    };
    const link = chain(ctx.secrets, head, entry, event, digestAnswers(entry.answers));
    if (await writeClaim(ctx, { entry, event, link, expected: before.revision })) return done({ entry });
  }
  return refused(stale());
}

/**
 * Holders are pseudonyms, which do not say whose they are: the history does. Opened by a visitor, or by an agent for a
 * citizen who has no account, forwarded for such a person, and claimed by nobody.
 */
async function isClaimable(ctx: Context, { member, id }: Pick<Entry, "member" | "id">): Promise<boolean> {
  const [opening, ...later] = await entryHistory(ctx, member, id);
  if (!opening || later.some(({ type }) => type === CLAIMED)) return false;
  const { kind, onBehalfOf } = opening.actor;
  if (opening.data.forwarded?.held === false) return true;
  return kind === "anonymous" || (kind === "agent" && onBehalfOf?.kind === "citizen");
}
