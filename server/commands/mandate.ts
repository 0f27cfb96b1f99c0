import { formatDate, type Issue, parisDay } from "../../engine/index.ts";
import { mandateMails } from "../../renderer/strings-mandate-mails.ts";
import { mandateWords } from "../../renderer/strings-mandates.ts";
import { audit } from "../audit.ts";
import type { Context } from "../context.ts";
import { withActor } from "../db/with-actor.ts";
import { normaliseEmail } from "../identity/email.ts";
import { issueToken, readToken, redeemToken } from "../identity/one-time-codes.ts";
import type { AccountIdentity, MandateScope } from "../identity/subject.ts";
import { uuidv7 } from "../ids.ts";
import { done, notFound, type Outcome, problem, refused } from "../problem.ts";
import {
  acceptMandate,
  closeMandate,
  insertMandate,
  listMandates,
  type Mandate,
  pendingMandate,
} from "../store/mandates.ts";
import { GROUP } from "../store/members.ts";
import { takeMail } from "./account-limits.ts";
import { mailAccount } from "./account-mail.ts";

const PURPOSE = "mandate";
const DAY = 86_400_000;
/** Days an offer waits for its answer. */
const OFFER_DAYS = 14;
/** Live mandates of one giver. */
const MOST_MANDATES = 20;
const { form: words } = mandateWords;

/** What someone offers. Days are "2026-03-03". */
export interface Offer extends MandateScope {
  readonly email: string;
  readonly startsOn: string;
  readonly endsOn: string;
}

/**
 * Offers a mandate to whoever reads an address, who is sent a link; the giver is told too. Nothing is looked up: the
 * answer cannot tell whether the address has an account. `invalid` with issues at /courriel, /debut, /fin; `too-many`.
 */
export async function offerMandate(
  ctx: Context,
  giver: AccountIdentity,
  typed: Offer,
  address: string,
): Promise<Outcome<null>> {
  const offer = { ...typed, email: normaliseEmail(typed.email) };
  const issues = await offerIssues(ctx, giver, offer);
  if (issues.length > 0) return refused(problem("invalid", "", issues));
  const tooOften = await takeMail(ctx, offer.email, address);
  if (tooOften) return refused(tooOften);
  const id = uuidv7(ctx.clock(), ctx.randomBytes(16));
  const { email: offeredTo, ...rest } = offer;
  const given = mandateMails.given(offeredTo, formatDate(offer.startsOn), formatDate(offer.endsOn), placeOf(ctx));
  await withActor(ctx.db, { system: true }, async (tx) => {
    await insertMandate(tx, ctx, { ...rest, id, offeredTo, from: giver.id });
    const token = await issueToken(ctx, PURPOSE, { from: giver.id, id }, OFFER_DAYS * DAY, tx);
    const link = `${placeOf(ctx)}/invitation/${token}`;
    await mailAccount(ctx, offeredTo, mandateMails.offered(giver.name, link, OFFER_DAYS), tx);
    if (giver.email !== null) await mailAccount(ctx, giver.email, given, tx);
  });
  ctx.wake();
  record(ctx, giver, id, "mandate-given");
  return done(null);
}

async function offerIssues(ctx: Context, giver: AccountIdentity, offer: Offer): Promise<readonly Issue[]> {
  const today = parisDay(ctx.clock().toISOString());
  const { mandateDays } = ctx.config;
  const farthest = (from: string) => daysAfter(from, mandateDays);
  const issue = (pointer: string, message: string): Issue => ({ code: "mandate", pointer, message });
  const issues: Issue[] = [];
  if (giver.email !== null && offer.email === normaliseEmail(giver.email)) {
    issues.push(issue("/courriel", words.emailSelf));
  }
  if (offer.startsOn < today) issues.push(issue("/debut", words.fromPast));
  else if (offer.startsOn > farthest(today)) {
    issues.push(issue("/debut", words.fromFar(formatDate(farthest(today)))));
  } else if (offer.endsOn < offer.startsOn) issues.push(issue("/fin", words.untilBefore));
  else if (offer.endsOn > farthest(offer.startsOn)) {
    issues.push(issue("/fin", words.untilFar(formatDate(farthest(offer.startsOn)))));
  }
  const live = await liveMandates(ctx, giver.id);
  const given = live.filter(({ from }) => from.id === giver.id);
  return issues.length === 0 && given.length >= MOST_MANDATES ? [issue("/courriel", words.full)] : issues;
}

const daysAfter = (day: string, days: number): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) + days * DAY).toISOString().slice(0, 10);

/** The offer that a link was sent for; null when it was answered or taken back, or is too old. */
export async function findOffer(ctx: Context, token: string): Promise<Mandate | null> {
  const payload = await readToken(ctx, PURPOSE, token);
  if (payload === null) return null;
  const today = parisDay(ctx.clock().toISOString());
  return pendingMandate(ctx, String(payload["from"]), String(payload["id"]), today);
}

/**
 * Makes whoever has the link the mandatary, once. False when the link is worth nothing; `not-allowed` for the giver
 * herself, and the link stays good.
 */
export async function takeMandate(ctx: Context, token: string, mandatary: AccountIdentity): Promise<Outcome<boolean>> {
  const offer = await findOffer(ctx, token);
  if (!offer) return done(false);
  const { id, from, offeredTo } = offer;
  if (from.id === mandatary.id) return refused(problem("not-allowed", mandateWords.offer.own));
  if (!(await redeemToken(ctx, PURPOSE, token))) return done(false);
  if (!(await acceptMandate(ctx, { from: from.id, id, to: mandatary.id }))) return done(false);
  const dates = [formatDate(offer.startsOn), formatDate(offer.endsOn)] as const;
  const place = placeOf(ctx);
  if (from.email !== null) {
    await mailAccount(ctx, from.email, mandateMails.acceptedGiver(mandatary.name, offeredTo, ...dates, place));
  }
  const accepted = mandateMails.acceptedMandatary(from.name, ...dates, place);
  await mailAccount(ctx, mandatary.email ?? offeredTo, accepted);
  record(ctx, mandatary, id, "mandate-accepted");
  return done(true);
}

/** Refuses the offer a link was sent for, with or without an account. False when the link is worth nothing. */
export async function refuseMandate(ctx: Context, token: string): Promise<boolean> {
  const offer = await findOffer(ctx, token);
  if (!offer || !(await redeemToken(ctx, PURPOSE, token))) return false;
  const { id, from, offeredTo } = offer;
  if (!(await closeMandate(ctx, from.id, id))) return false;
  if (from.email !== null) await mailAccount(ctx, from.email, mandateMails.refusedGiver(offeredTo));
  await mailAccount(ctx, offeredTo, mandateMails.refusedMandatary(from.name));
  record(ctx, null, id, "mandate-refused");
  return true;
}

/** Ends a mandate that this account gave or accepted, at once. `not-found` when there is none such, or it is over. */
export async function endMandate(ctx: Context, account: AccountIdentity, id: string): Promise<Outcome<null>> {
  const mandate = (await liveMandates(ctx, account.id)).find((each) => each.id === id);
  if (!mandate || !(await closeMandate(ctx, account.id, id))) return refused(notFound());
  await tellMandateEnded(ctx, mandate);
  record(ctx, account, id, "mandate-ended");
  return done(null);
}

/** Those an account gave or accepted that are neither ended nor past. */
export async function liveMandates(ctx: Context, account: string): Promise<readonly Mandate[]> {
  const today = parisDay(ctx.clock().toISOString());
  return (await listMandates(ctx, account)).filter(({ endedAt, endsOn }) => endedAt === null && endsOn >= today);
}

/** Tells both sides that a mandate is over, or was taken back before it was accepted. */
export async function tellMandateEnded(ctx: Context, { from, to, offeredTo }: Mandate): Promise<void> {
  const [toGiver, toMandatary] = to
    ? [mandateMails.endedGiver(to.name), mandateMails.endedMandatary(from.name)]
    : [mandateMails.withdrawnGiver(offeredTo), mandateMails.withdrawnMandatary(from.name)];
  if (from.email !== null) await mailAccount(ctx, from.email, toGiver);
  await mailAccount(ctx, to?.email ?? offeredTo, toMandatary);
}

const placeOf = (ctx: Context): string => `${ctx.config.publicUrl}/mon-espace/mandats`;

type Change = "mandate-given" | "mandate-accepted" | "mandate-refused" | "mandate-ended";

function record(ctx: Context, account: AccountIdentity | null, id: string, change: Change): void {
  const actor = account
    ? { kind: "citizen" as const, id: account.id }
    : { kind: "anonymous" as const, id: "anonymous" };
  audit(ctx, { member: GROUP, action: "rights", actor, target: id, detail: { change } });
}
