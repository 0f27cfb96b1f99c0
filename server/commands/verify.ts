import type { Context } from "../context.ts";
import { chain, digestAnswers } from "../history.ts";
import { chainMessage, chainNote } from "../message-chain.ts";
import { readChains, readStrays, readWritings, type StoredChain, type StoredWriting } from "../store/chains.ts";

/** One entry whose history does not hold together. */
export interface Broken {
  readonly member: string;
  readonly entry: string;
  readonly reference: string;
  /** Sequence number of the first fact that does not fit; null when the entry itself does not. */
  readonly seq: number | null;
  readonly reason: string;
}

export interface Verified {
  readonly entries: number;
  readonly events: number;
  readonly broken: readonly Broken[];
}

/** Walks every chain of every member, oldest fact first. */
export async function verify(ctx: Pick<Context, "db" | "secrets">): Promise<Verified> {
  let entries = 0;
  let events = 0;
  const broken: Broken[] = [];
  for await (const batch of readChains(ctx.db)) {
    for (const stored of batch) {
      entries += 1;
      events += stored.events.length;
      const fault = check(ctx, stored);
      if (fault) broken.push({ member: stored.member, entry: stored.id, reference: stored.reference, ...fault });
    }
  }
  for (const stray of await readStrays(ctx.db))
    broken.push({
      ...stray,
      reference: "sans référence",
      seq: null,
      reason: "les files d’attente la montrent, elle n’existe pas",
    });
  for (const what of ["message", "note"] as const) broken.push(...(await brokenWritings(ctx, what)));
  return { entries, events, broken };
}

const WRITTEN = { message: "ce message a été modifié", note: "cette note a été modifiée" } as const;
const MISSING = { message: "un message manque", note: "une note manque" } as const;

/** Walks what was written beside the facts; one fault an entry. */
async function brokenWritings(
  ctx: Pick<Context, "db" | "secrets">,
  what: "message" | "note",
): Promise<readonly Broken[]> {
  const broken = new Map<string, Broken>();
  let previous: StoredWriting | null = null;
  for await (const batch of readWritings(ctx.db, what)) {
    for (const writing of batch) {
      const before: StoredWriting | null = previous?.entry === writing.entry ? previous : null;
      const reason = faultOf(ctx, what, before, writing);
      const { member, entry, reference, seq } = writing;
      if (reason !== null && !broken.has(entry)) broken.set(entry, { member, entry, reference, seq, reason });
      previous = writing;
    }
  }
  return [...broken.values()];
}

function faultOf(
  { secrets }: Pick<Context, "secrets">,
  what: "message" | "note",
  before: StoredWriting | null,
  writing: StoredWriting,
): string | null {
  if (writing.seq !== (before?.seq ?? 0) + 1) return MISSING[what];
  const entry = { member: writing.member, id: writing.entry };
  const make = what === "message" ? chainMessage : chainNote;
  return make(secrets, before?.hash ?? null, entry, writing).equals(writing.hash) ? null : WRITTEN[what];
}

function check(ctx: Pick<Context, "secrets">, stored: StoredChain): { seq: number | null; reason: string } | null {
  let previous: Buffer | null = null;
  let answersDigest: Buffer | null = null;
  for (const [index, event] of stored.events.entries()) {
    if (event.seq !== index + 1) return { seq: index + 1, reason: "un fait manque" };
    const link = chain(ctx.secrets, previous, stored, event, event.answersDigest);
    if (!link.hash.equals(event.hash)) return { seq: event.seq, reason: "ce fait a été modifié" };
    previous = event.hash;
    answersDigest = event.answersDigest;
  }
  const last = stored.events.at(-1);
  if (!previous || !last || !answersDigest) return { seq: null, reason: "l’historique est vide" };
  if (!previous.equals(stored.head) || stored.revision !== last.seq)
    return { seq: null, reason: "les derniers faits manquent" };
  if (stored.state !== last.to) return { seq: null, reason: "l’état a été modifié" };
  if (stored.queuedState === null) return { seq: null, reason: "les files d’attente ne la connaissent pas" };
  if (stored.queuedState !== stored.state)
    return { seq: null, reason: "les files d’attente la montrent dans un autre état" };
  if (stored.unlike.length > 0)
    return { seq: null, reason: `les files d’attente la montrent autrement : ${stored.unlike.join(", ")}` };
  if (!digestAnswers(stored.answers).equals(answersDigest))
    return { seq: null, reason: "les réponses ont été modifiées" };
  return null;
}
