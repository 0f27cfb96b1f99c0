import type { Issue } from "../../engine/index.ts";
import { accountWords } from "../../renderer/strings-account.ts";
import { accountMails } from "../../renderer/strings-account-mails.ts";
import { audit } from "../audit.ts";
import type { Context } from "../context.ts";
import { normaliseEmail } from "../identity/email.ts";
import { issueToken, readToken, redeemToken } from "../identity/one-time-codes.ts";
import type { AccountIdentity } from "../identity/subject.ts";
import { uuidv7 } from "../ids.ts";
import { done, type Outcome, problem, refused } from "../problem.ts";
import { applyEmailChange, emailChangeOf, emailChanges, replaceEmailChange } from "../store/account-email-change.ts";
import { findAccount } from "../store/accounts.ts";
import { GROUP } from "../store/members.ts";
import { emailIssues } from "./account-fields.ts";
import { takeMail } from "./account-limits.ts";
import { mailAccount } from "./account-mail.ts";

const DAY = 24 * 3_600_000;
const PURPOSE = "email-change";
const SEALED = "account-email-change";
/** Times a confirmation starts over when the other side's comes at the same moment. */
const RETRIES = 3;

/** Which of the two addresses a link was sent to. */
export type Side = "new" | "old";

/** A change of address under way. */
export interface EmailChange {
  readonly id: string;
  readonly email: string;
  /** Sides that need not confirm any more. */
  readonly confirmed: readonly Side[];
  /** Milliseconds since 1970. */
  readonly until: number;
}

/**
 * Asks both addresses to confirm that an account moves from one to the other; only the new one when there is none
 * before. A change asked for earlier is dropped. The answer is the same when the new address has an account: its mail
 * says that it cannot be. `invalid` with issues at /email; `too-many`.
 */
export async function requestEmailChange(
  ctx: Context,
  account: AccountIdentity,
  typed: string,
  address: string,
): Promise<Outcome<null>> {
  const email = normaliseEmail(typed);
  const issues = email === account.email ? [same()] : emailIssues(email);
  if (issues.length > 0) return refused(problem("invalid", "", issues));
  for (const to of [email, account.id]) {
    const tooOften = await takeMail(ctx, to, address);
    if (tooOften) return refused(tooOften);
  }
  const id = uuidv7(ctx.clock(), ctx.randomBytes(16));
  const confirmed: readonly Side[] = account.email === null ? ["old"] : [];
  const change = { id, email, confirmed, until: ctx.clock().getTime() + DAY };
  await replaceEmailChange(ctx.db, account.id, await emailChangeOf(ctx.db, account.id), sealChange(ctx, change));
  const taken = (await findAccount(ctx.db, email)) !== null;
  const link = async (side: Side) =>
    `${ctx.config.publicUrl}/mon-espace/compte/adresse/${await issueToken(ctx, PURPOSE, { account: account.id, id, side }, DAY)}`;
  const toNew = await link("new");
  await mailAccount(ctx, email, taken ? accountMails.emailNewTaken() : accountMails.emailNew(toNew));
  if (account.email !== null) await mailAccount(ctx, account.email, accountMails.emailOld(await link("old"), email));
  record(ctx, account.id, "email-asked");
  return done(null);
}

const same = (): Issue => ({ code: "same", pointer: "/email", message: accountWords.issues.emailSame });

const sealChange = (ctx: Context, change: EmailChange): Buffer => ctx.secrets.seal(SEALED, JSON.stringify(change));

function record(ctx: Context, account: string, what: string): void {
  const actor = { kind: "citizen", id: account } as const;
  audit(ctx, { member: GROUP, action: "account", actor, target: account, detail: { what } });
}

/** The change of address an account waits for; null when there is none, or it is too old. */
export async function pendingEmailChange(
  ctx: Context,
  account: string,
): Promise<{ readonly change: EmailChange; readonly sealed: Buffer } | null> {
  const sealed = await emailChangeOf(ctx.db, account);
  const change = sealed && liveChange(ctx, sealed);
  return sealed && change && { change, sealed };
}

/** The change of address that was sealed; null when it is too old, or cannot be read. */
function liveChange(ctx: Context, sealed: Buffer): EmailChange | null {
  const text = ctx.secrets.unseal(SEALED, sealed);
  const change = text === null ? null : (JSON.parse(text) as EmailChange);
  return change && change.until > ctx.clock().getTime() ? change : null;
}

/** Forgets the changes of address that nobody confirmed in time; how many there were. */
export async function purgeEmailChanges(ctx: Context): Promise<number> {
  let purged = 0;
  for (const { id, emailChange } of await emailChanges(ctx.db)) {
    if (liveChange(ctx, emailChange) === null && (await replaceEmailChange(ctx.db, id, emailChange, null))) purged += 1;
  }
  return purged;
}

/** What a link of either side is about. */
export interface EmailLink {
  readonly account: string;
  readonly side: Side;
  readonly change: EmailChange;
}

/** What a link is about; null when it is unknown, used, too old, or for a change that is over. */
export async function findEmailLink(ctx: Context, token: string): Promise<EmailLink | null> {
  const payload = await readToken(ctx, PURPOSE, token);
  if (!payload) return null;
  const account = String(payload["account"]);
  const pending = await pendingEmailChange(ctx, account);
  if (!pending || pending.change.id !== payload["id"]) return null;
  return { account, side: payload["side"] === "old" ? "old" : "new", change: pending.change };
}

/** "waiting" for the other address; "done"; "taken" by another account meanwhile; "gone", the link or the change. */
export type EmailConfirmation = "waiting" | "done" | "taken" | "gone";

/** Confirms one side, once; applies the change when both have. */
export async function confirmEmailChange(ctx: Context, token: string): Promise<EmailConfirmation> {
  const link = await findEmailLink(ctx, token);
  if (!link || !(await redeemToken(ctx, PURPOSE, token))) return "gone";
  for (let attempt = 0; attempt < RETRIES; attempt += 1) {
    const result = await confirmSide(ctx, link);
    if (result !== "again") return result;
  }
  return "gone";
}

async function confirmSide(ctx: Context, { account, side, change }: EmailLink): Promise<EmailConfirmation | "again"> {
  const pending = await pendingEmailChange(ctx, account);
  if (pending?.change.id !== change.id) return "gone";
  const confirmed: readonly Side[] = [...pending.change.confirmed, side];
  if (!(confirmed.includes("new") && confirmed.includes("old"))) {
    const after = sealChange(ctx, { ...pending.change, confirmed });
    return (await replaceEmailChange(ctx.db, account, pending.sealed, after)) ? "waiting" : "again";
  }
  const result = await applyEmailChange(ctx.db, account, pending.sealed, change.email);
  if (result === "gone") return "again";
  if (result === "done") record(ctx, account, "email-changed");
  return result;
}

/** Drops a change of address by the link sent to the old one; false when the link or the change is gone. */
export async function cancelByLink(ctx: Context, token: string): Promise<boolean> {
  const link = await findEmailLink(ctx, token);
  if (link?.side !== "old" || !(await redeemToken(ctx, PURPOSE, token))) return false;
  await cancelEmailChange(ctx, link.account);
  return true;
}

/** Drops the change of address under way, if any. */
export async function cancelEmailChange(ctx: Context, account: string): Promise<void> {
  const sealed = await emailChangeOf(ctx.db, account);
  if (sealed && (await replaceEmailChange(ctx.db, account, sealed, null))) record(ctx, account, "email-cancelled");
}
