import {
  type Actor,
  type CompiledDefinition,
  type Entry,
  type EntryEvent,
  eventActor,
  MERGED,
  reminderAddress,
} from "../../engine/index.ts";
import { ficheMails } from "../../renderer/strings-fiches.ts";
import { audit } from "../audit.ts";
import type { Context } from "../context.ts";
import { chain, digestAnswers } from "../history.ts";
import { actorFor } from "../identity/actor-for.ts";
import { issueToken, readToken, redeemToken } from "../identity/one-time-codes.ts";
import type { Session } from "../identity/subject.ts";
import { memberOrigin } from "../member-url.ts";
import { done, notFound, type Outcome, problem, refused, tooMany } from "../problem.ts";
import { findEntry, type StoredEntry } from "../store/entries.ts";
import { writeHolder } from "../store/entry-hold.ts";
import { entryHistory } from "../store/events.ts";
import { limitKey, take } from "../store/rate-limit.ts";
import { CLAIMED } from "./claim-entry.ts";
import { queueMail } from "./queue-mail.ts";
import { stale } from "./send-event.ts";

/** Facts of a fiche that may belong to an account: its person was invited to, it is hers (`CLAIMED`), it is no longer. */
export const INVITED = "inviter";
export const LEFT = "detacher";
const HOLDING: readonly string[] = [INVITED, CLAIMED, LEFT];

const PURPOSE = "fiche";
const DAY = 86_400_000;
/** Days an invitation waits. */
export const INVITATION_DAYS = 14;
/** Invitations of one fiche in an hour. */
const MOST_AN_HOUR = 5;
const RETRIES = 5;

interface Place {
  readonly member: string;
  readonly id: string;
}

interface Fiche {
  readonly entry: StoredEntry;
  readonly definition: CompiledDefinition;
}

async function findFiche(ctx: Context, { member, id }: Place): Promise<Fiche | null> {
  const entry = await findEntry(ctx, member, id);
  if (!entry || entry.state === MERGED) return null;
  const definition = await ctx.catalogue.version(entry.member, entry.definition, entry.version);
  return definition.holderView ? { entry, definition } : null;
}

/** Whether an agent says whose the fiches of a definition are: she works them. */
export const mayInvite = (definition: CompiledDefinition, actor: Actor): boolean =>
  definition.holderView !== null &&
  actor.kind === "agent" &&
  actor.roles.includes("agent") &&
  actor.verbs === undefined;

/**
 * Invites the person a fiche is about to make it hers: a mail to the address it has, with a link that is good once, for two weeks, and
 * until another is sent. The history says so. Refusals: `not-found`, `not-allowed`, `invalid` (no address, or it is someone's),
 * `too-many`, `stale`.
 */
export async function inviteHolder(
  ctx: Context,
  place: Place,
  actor: Actor,
): Promise<Outcome<{ readonly to: string }>> {
  const fiche = await findFiche(ctx, place);
  if (!fiche) return refused(notFound());
  const { definition, entry } = fiche;
  if (!mayInvite(definition, actor)) return refused(problem("not-allowed", "Vous n’avez pas le droit d’inviter."));
  return sendInvitation(ctx, { entry, definition }, actor);
}

async function sendInvitation(ctx: Context, fiche: Fiche, actor: Actor): Promise<Outcome<{ readonly to: string }>> {
  const { entry, definition } = fiche;
  const to = reminderAddress(definition, entry);
  if (entry.holder !== null) return refused(problem("invalid", ficheMails.refused.held));
  if (to === null) return refused(problem("invalid", ficheMails.refused.address));
  const wait = await take(ctx, [{ key: limitKey(ctx, "fiche", entry.id), most: MOST_AN_HOUR, seconds: 3600 }]);
  if (wait !== null) return refused(tooMany(wait));
  const { member, id } = entry;
  const invited = await record(ctx, { member, id }, INVITED, actor, (before) => before.holder);
  if (!invited.ok) return invited;
  const seq = invited.value.revision;
  const token = await issueToken(ctx, PURPOSE, { member, id, seq, to }, INVITATION_DAYS * DAY);
  const name = ctx.catalogue.member(member)?.name ?? member;
  const link = `${memberOrigin(ctx, member)}/${member}/fiches/invitation/${token}`;
  await queueMail(ctx, { member, to, ...ficheMails.invitation(name, definition.title, link, INVITATION_DAYS) });
  return done({ to });
}

/** What an invitation opens, while it is worth something. */
export interface Invitation extends Fiche {
  readonly token: string;
}

/**
 * The fiche that a link was sent for; null when the link is unknown, used or too old, when another was sent since, when the address of
 * the fiche has changed, or when it is someone's.
 */
export async function findInvitation(ctx: Context, member: string, token: string): Promise<Invitation | null> {
  const payload = await readToken(ctx, PURPOSE, token);
  if (payload === null || payload["member"] !== member) return null;
  const fiche = await findFiche(ctx, { member, id: String(payload["id"]) });
  if (!fiche || fiche.entry.holder !== null) return null;
  if (reminderAddress(fiche.definition, fiche.entry) !== payload["to"]) return null;
  const last = (await entryHistory(ctx, member, fiche.entry.id)).findLast(({ type }) => HOLDING.includes(type));
  return last?.type === INVITED && last.seq === payload["seq"] ? { ...fiche, token } : null;
}

/**
 * Makes the fiche of an invitation hers who is signed in, once. `not-found` when the link is worth nothing, `not-allowed` without an
 * account, `stale` when someone changed the fiche at the same moment: the link stays good.
 */
export async function takeFiche(ctx: Context, invitation: Invitation, session: Session): Promise<Outcome<Entry>> {
  const { entry, definition, token } = invitation;
  const actor = actorFor(ctx, session, entry.member, definition);
  if (actor.kind !== "citizen") return refused(problem("not-allowed", "Connectez-vous avec votre compte."));
  const place = { member: entry.member, id: entry.id };
  const taken = await record(ctx, place, CLAIMED, actor, (before) => (before.holder === null ? actor.id : undefined));
  if (!taken.ok) return taken;
  await redeemToken(ctx, PURPOSE, token);
  return taken;
}

/** Makes a fiche hers for whom an installation that shows itself invents an account: nobody was invited. */
export const giveFiche = (ctx: Context, place: Place, actor: Actor): Promise<Outcome<Entry>> =>
  record(ctx, place, CLAIMED, actor, () => actor.id);

/** Takes a fiche back from the account it belongs to. Nothing else of it changes. `not-found`, `not-allowed`, `stale`. */
export async function partHolder(ctx: Context, place: Place, actor: Actor): Promise<Outcome<Entry>> {
  const fiche = await findFiche(ctx, place);
  if (!fiche) return refused(notFound());
  if (!mayInvite(fiche.definition, actor)) return refused(problem("not-allowed", "Vous n’avez pas ce droit."));
  if (fiche.entry.holder === null) return done(fiche.entry);
  return record(ctx, place, LEFT, actor, () => null);
}

/**
 * Writes a fact about whose a fiche is, tried again when someone acted in between.
 * @param holder from the entry as it is; undefined when it is not to be done any more: `not-found` then
 */
async function record(
  ctx: Context,
  { member, id }: Place,
  type: string,
  actor: Actor,
  holder: (before: Entry) => string | null | undefined,
): Promise<Outcome<Entry>> {
  for (let attempt = 0; attempt < RETRIES; attempt += 1) {
    const found = await findEntry(ctx, member, id);
    if (!found) return refused(notFound());
    const { head, ...before } = found;
    const after = holder(before);
    if (after === undefined) return refused(notFound());
    const at = ctx.clock().toISOString();
    const entry: Entry = { ...before, holder: after, revision: before.revision + 1, updatedAt: at };
    const { state } = before;
    const event: EntryEvent = {
      seq: entry.revision,
      type,
      from: state,
      to: state,
      actor: eventActor(actor),
      at,
      data: {},
    };
    const link = chain(ctx.secrets, head, entry, event, digestAnswers(entry.answers));
    if (await writeHolder(ctx, { entry, event, link, expected: before.revision })) {
      recordRight(ctx, entry, actor, type);
      return done(entry);
    }
  }
  return refused(stale());
}

/** Who may read a fiche has changed: the log of rights says so, by the pseudonym that histories know. */
function recordRight(ctx: Context, { member, definition, id }: Entry, actor: Actor, change: string): void {
  if (change === INVITED) return;
  const { kind, name } = actor;
  const by = { kind, id: actor.id, ...(name !== undefined && { name }) };
  audit(ctx, { member, action: "rights", actor: by, definition, target: id, detail: { change: `fiche-${change}` } });
}
