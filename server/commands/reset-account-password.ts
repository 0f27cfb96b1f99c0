import { accountMails } from "../../renderer/strings-account-mails.ts";
import { audit } from "../audit.ts";
import type { Context } from "../context.ts";
import { normaliseEmail } from "../identity/email.ts";
import { issueToken, readToken, redeemToken } from "../identity/one-time-codes.ts";
import { type Onward, onwardFrom } from "../identity/onward.ts";
import { hashPassword } from "../identity/passwords.ts";
import type { AccountIdentity } from "../identity/subject.ts";
import { forgetTokens } from "../identity/tokens.ts";
import { done, type Outcome, problem, refused } from "../problem.ts";
import { accountById, findAccount, replacePassword, type StoredAccount } from "../store/accounts.ts";
import { GROUP } from "../store/members.ts";
import { emailIssues, newPasswordIssues } from "./account-fields.ts";
import { takeMail } from "./account-limits.ts";
import { mailAccount } from "./account-mail.ts";

const PURPOSE = "reset-password";
const HOUR = 3_600_000;

/**
 * Mails a link to choose another password, or, when nobody has the address, a word that says so: the answer and the work
 * are the same. `invalid` with issues at /email; `too-many`.
 */
export async function requestReset(
  ctx: Context,
  typed: string,
  from: { readonly address: string; readonly onward: Onward },
): Promise<Outcome<null>> {
  const email = normaliseEmail(typed);
  const issues = emailIssues(email);
  if (issues.length > 0) return refused(problem("invalid", "", issues));
  const tooOften = await takeMail(ctx, email, from.address);
  if (tooOften) return refused(tooOften);
  const found = await findAccount(ctx.db, email);
  // Issued for nobody too, so that both take the same time; that one is told to no one.
  const token = await issueReset(ctx, found ?? NOBODY, from.onward);
  const { publicUrl } = ctx.config;
  const mail = found
    ? accountMails.reset(`${publicUrl}/mot-de-passe/${token}`)
    : accountMails.resetUnknown(`${publicUrl}/inscription`);
  await mailAccount(ctx, email, mail);
  return done(null);
}

const NOBODY: StoredAccount = {
  account: { id: "00000000-0000-0000-0000-000000000000", name: "", email: null },
  passwordHash: null,
};

/** The secret of a link that lets an account choose a password, within an hour. */
export async function issueReset(ctx: Context, stored: StoredAccount, onward: Onward): Promise<string> {
  const payload = { account: stored.account.id, stamp: stampOf(ctx, stored), ...onward };
  return issueToken(ctx, PURPOSE, payload, HOUR);
}

/** Changes with the address and the password: links made before a change are worth nothing after it. */
const stampOf = (ctx: Context, { account, passwordHash }: StoredAccount): string =>
  ctx.secrets.mac("reset-stamp", JSON.stringify([account.email, passwordHash])).toString("base64url");

/** The account a link lets choose a password; null when it is unknown, used, overtaken or too old. */
export async function findReset(ctx: Context, token: string): Promise<StoredAccount | null> {
  const payload = await readToken(ctx, PURPOSE, token);
  const stored = payload && (await accountById(ctx.db, String(payload["account"])));
  return stored && payload["stamp"] === stampOf(ctx, stored) ? stored : null;
}

/**
 * Gives an account the password chosen after a link, once, and ends all its sessions and tokens. Null when the link is worth
 * nothing any more; `invalid` with issues at /password, and the link stays good.
 */
export async function resetPassword(
  ctx: Context,
  token: string,
  password: string,
): Promise<Outcome<{ readonly account: AccountIdentity; readonly onward: Onward } | null>> {
  const stored = await findReset(ctx, token);
  if (!stored) return done(null);
  const { account } = stored;
  const issues = newPasswordIssues(password, [account.email ?? "", account.name]);
  if (issues.length > 0) return refused(problem("invalid", "", issues));
  const after = await hashPassword(password);
  const payload = await redeemToken(ctx, PURPOSE, token);
  const change = { before: stored.passwordHash, after, keepSession: null, now: ctx.clock() };
  if (!payload || !(await replacePassword(ctx.db, account.id, change))) return done(null);
  forgetTokens(ctx);
  const record = { member: GROUP, actor: { kind: "citizen", id: account.id }, target: account.id } as const;
  audit(ctx, { ...record, action: "account", detail: { what: "password-reset" } });
  audit(ctx, { ...record, action: "sign-in" });
  const link = `${ctx.config.publicUrl}/mot-de-passe`;
  if (account.email !== null) await mailAccount(ctx, account.email, accountMails.passwordChanged(link));
  return done({ account, onward: onwardFrom(payload) });
}
