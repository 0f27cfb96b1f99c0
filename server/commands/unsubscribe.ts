import { consents, SYSTEM, withdrawConsent } from "../../engine/index.ts";
import { sendingWords } from "../../renderer/strings-sendings.ts";
import type { Context } from "../context.ts";
import { seeingUnits } from "../db/seen-units.ts";
import { withActor } from "../db/with-actor.ts";
import { chain, digestAnswers } from "../history.ts";
import { memberOrigin } from "../member-url.ts";
import type { Fiche } from "../store/alike.ts";
import { isUuid } from "../store/entries.ts";
import { type EntryWriter, entryWriter } from "../store/entry-write.ts";
import { findMerged } from "../store/merged-entries.ts";
import { about, indexed } from "./write-entry.ts";

/** First word of the address, under a member's: no definition may be of this domain. */
export const UNSUBSCRIBE = "desabonnement";

const PURPOSE = "unsubscribe";
const MOST_TRIES = 5;
/** A fiche that went to one that went to another, and so on. */
const MOST_STEPS = 10;

/**
 * Where the reader of a mail says that she wants no more: the address tells nothing of her, not even to who has the tables. It is
 * good as long as the installation keeps its secret.
 */
export function unsubscribeAddress(ctx: Context, member: string, entry: string): string {
  const token = ctx.secrets.seal(PURPOSE, JSON.stringify([member, entry])).toString("base64url");
  return `${memberOrigin(ctx, member)}/${member}/${UNSUBSCRIBE}/${token}`;
}

/** The entry that such an address is about; null for one that we did not make. */
export function readUnsubscribe(ctx: Context, member: string, token: string): string | null {
  const text = token.length > 400 ? null : ctx.secrets.unseal(PURPOSE, Buffer.from(token, "base64url"));
  if (text === null) return null;
  const [of, entry]: readonly unknown[] = JSON.parse(text);
  return of === member && typeof entry === "string" && isUuid(entry) ? entry : null;
}

/** What someone is about to refuse: what she is sent; null when nothing of the kind is left. */
export async function unsubscribing(ctx: Context, member: string, id: string): Promise<string | null> {
  const place = await standing(ctx, { member, id });
  return every(ctx, place, async (writer) => {
    const entry = await writer.find(place.member, place.id);
    const mailing = entry && ctx.catalogue.definition(entry.member, entry.definition)?.mailing;
    return mailing ? (mailing.what ?? sendingWords.letter) : null;
  });
}

/**
 * Writes on an entry that whoever it is about no longer accepts what she is sent; on the fiche it went to, when it was made one with
 * another. Said twice, it is written once. False when there is nothing of the kind to withdraw.
 */
export async function unsubscribe(ctx: Context, member: string, id: string): Promise<boolean> {
  for (let tries = 0; tries < MOST_TRIES; tries += 1) {
    const place = await standing(ctx, { member, id });
    const outcome = await every(ctx, place, (writer) => withdraw(ctx, writer, place));
    if (outcome !== "again") return outcome === "done";
  }
  throw new Error("the entry changed at each try");
}

/** Nobody is signed in here: what units keep to themselves is hers all the same. */
const every = <T>(ctx: Context, { member }: Fiche, run: (writer: EntryWriter) => Promise<T>): Promise<T> =>
  seeingUnits("every", () => withActor(ctx.db, { member }, (tx) => run(entryWriter(ctx, tx))));

/** Where a fiche is now. */
async function standing(ctx: Context, from: Fiche): Promise<Fiche> {
  let place = from;
  for (let step = 0; step < MOST_STEPS; step += 1) {
    const merged = await findMerged(ctx.db, place);
    if (!merged) break;
    place = merged.kept;
  }
  return place;
}

async function withdraw(
  ctx: Context,
  writer: EntryWriter,
  { member, id }: Fiche,
): Promise<"done" | "nothing" | "again"> {
  const entry = await writer.find(member, id);
  if (!entry) return "nothing";
  const definition = await ctx.catalogue.version(member, entry.definition, entry.version);
  const mailing = definition.mailing ?? ctx.catalogue.definition(member, entry.definition)?.mailing ?? null;
  if (!mailing) return "nothing";
  if (!consents(mailing, entry.answers)) return "done";
  const { head, ...bare } = entry;
  const now = ctx.clock().toISOString();
  const transition = withdrawConsent({ ...definition, mailing }, bare, SYSTEM, now, about(ctx, member, definition));
  if (!transition) return "nothing";
  const applied = await writer.apply({
    transition,
    link: chain(ctx.secrets, head, bare, transition.event, digestAnswers(transition.entry.answers)),
    ...indexed(ctx, transition.entry, definition),
    ...{ owners: [SYSTEM.id], attachments: [], expected: entry.revision, answersChanged: true },
  });
  return applied ? "done" : "again";
}
