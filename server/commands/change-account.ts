import { accountWords } from "../../renderer/strings-account.ts";
import { accountMails } from "../../renderer/strings-account-mails.ts";
import { audit } from "../audit.ts";
import type { Context } from "../context.ts";
import { NOWHERE } from "../identity/onward.ts";
import { hashPassword, verifyPassword } from "../identity/passwords.ts";
import type { AccountIdentity } from "../identity/subject.ts";
import { forgetTokens } from "../identity/tokens.ts";
import { done, type Outcome, problem, refused } from "../problem.ts";
import { accountById, endSessions, renameAccount, replacePassword } from "../store/accounts.ts";
import { GROUP } from "../store/members.ts";
import { cleanName, nameIssues, newPasswordIssues } from "./account-fields.ts";
import { takeMail, takeTry } from "./account-limits.ts";
import { mailAccount } from "./account-mail.ts";
import { issueReset } from "./reset-account-password.ts";

/** Gives an account another name. `invalid` with issues at /name. */
export async function changeName(ctx: Context, account: AccountIdentity, name: string): Promise<Outcome<null>> {
  const issues = nameIssues("/name", name, accountWords.issues.name);
  if (issues.length > 0) return refused(problem("invalid", "", issues));
  await renameAccount(ctx.db, account.id, cleanName(name));
  record(ctx, account.id, "renamed");
  return done(null);
}

/**
 * Replaces a password whose holder types the one before; her other sessions and tokens end. `invalid` with issues at /current and
 * /password; `too-many` after ten tries in a quarter of an hour.
 */
export async function changePassword(
  ctx: Context,
  account: AccountIdentity,
  typed: { readonly current: string; readonly next: string; readonly session: Buffer },
): Promise<Outcome<null>> {
  const checked = await checkOwnPassword(ctx, account.id, typed.current, "/current");
  if (!checked.ok) return checked;
  const issues = newPasswordIssues(typed.next, [account.email ?? "", account.name]);
  if (issues.length > 0) return refused(problem("invalid", "", issues));
  const after = await hashPassword(typed.next);
  const change = { before: checked.value, after, keepSession: typed.session, now: ctx.clock() };
  if (!(await replacePassword(ctx.db, account.id, change))) return refused(wrong("/current"));
  forgetTokens(ctx);
  record(ctx, account.id, "password-changed");
  const link = `${ctx.config.publicUrl}/mot-de-passe`;
  if (account.email !== null) await mailAccount(ctx, account.email, accountMails.passwordChanged(link));
  return done(null);
}

/** The stored form of an account's password when it is the one typed; issues at `pointer`. */
export async function checkOwnPassword(
  ctx: Context,
  id: string,
  typed: string,
  pointer: string,
): Promise<Outcome<string | null>> {
  if (typed === "") {
    return refused(
      problem("invalid", "", [{ code: "required", pointer, message: accountWords.issues.currentPassword }]),
    );
  }
  const tooOften = await takeTry(ctx, `own-password:${id}`);
  if (tooOften) return refused(tooOften);
  const stored = await accountById(ctx.db, id);
  if (!(await verifyPassword(typed, stored?.passwordHash ?? null))) return refused(wrong(pointer));
  return done(stored?.passwordHash ?? null);
}

function wrong(pointer: string) {
  const message = accountWords.issues.wrongPassword;
  return problem("invalid", message, [{ code: "password", pointer, message }]);
}

/** Mails the link by which someone signed in, who has no password or forgot it, chooses one. `too-many`. */
export async function mailOwnReset(ctx: Context, account: AccountIdentity, address: string): Promise<Outcome<null>> {
  const stored = await accountById(ctx.db, account.id);
  if (!stored || stored.account.email === null) return refused(problem("not-found", accountWords.password.noneNoEmail));
  const tooOften = await takeMail(ctx, stored.account.email, address);
  if (tooOften) return refused(tooOften);
  const token = await issueReset(ctx, stored, NOWHERE);
  await mailAccount(ctx, stored.account.email, accountMails.reset(`${ctx.config.publicUrl}/mot-de-passe/${token}`));
  return done(null);
}

/** Ends every session of an account, the one at hand included. */
export async function signOutEverywhere(ctx: Context, id: string): Promise<void> {
  await endSessions(ctx.db, id);
  audit(ctx, { member: GROUP, action: "sign-out", actor: { kind: "citizen", id }, target: id, detail: { all: true } });
}

function record(ctx: Context, id: string, what: string): void {
  audit(ctx, { member: GROUP, action: "account", actor: { kind: "citizen", id }, target: id, detail: { what } });
}
