import type { Json } from "../../engine/index.ts";
import { accountWords } from "../../renderer/strings-account.ts";
import { accountMails } from "../../renderer/strings-account-mails.ts";
import { audit } from "../audit.ts";
import type { Context } from "../context.ts";
import { normaliseEmail } from "../identity/email.ts";
import { issueToken, readToken, redeemToken } from "../identity/one-time-codes.ts";
import { type Onward, onwardFrom } from "../identity/onward.ts";
import { hashPassword, verifyPassword } from "../identity/passwords.ts";
import { keptGrants } from "../identity/sessions.ts";
import type { AccountIdentity, Grant, Session } from "../identity/subject.ts";
import { uuidv7 } from "../ids.ts";
import { done, type Outcome, problem, refused } from "../problem.ts";
import { findAccount, insertAccountIfFree } from "../store/accounts.ts";
import { GROUP } from "../store/members.ts";
import { cleanName, emailIssues, nameIssues, newPasswordIssues } from "./account-fields.ts";
import { takeMail, takeTry } from "./account-limits.ts";
import { mailAccount } from "./account-mail.ts";
import { issueReset } from "./reset-account-password.ts";

const PURPOSE = "sign-up";
const DAY = 24 * 3_600_000;

export interface SignUp {
  readonly firstName: string;
  readonly lastName: string;
  readonly email: string;
  readonly password: string;
}

/** An account waiting for its address to be confirmed: it exists nowhere but in the link. */
export interface PendingAccount {
  readonly name: string;
  readonly email: string;
  readonly passwordHash: string;
  /** Session that asked: who confirms from elsewhere must know the password. */
  readonly visitor: string;
  /** What she had begun as a visitor. */
  readonly grants: readonly Grant[];
  readonly onward: Onward;
}

/**
 * Mails a link that creates the account, or, when the address has one, a link to choose another password: the answer
 * and the work are the same. `invalid` with issues at /prenom, /nom, /email, /password; `too-many`.
 */
export async function requestAccount(
  ctx: Context,
  asked: SignUp,
  from: { readonly session: Session; readonly address: string; readonly onward: Onward },
): Promise<Outcome<null>> {
  const email = normaliseEmail(asked.email);
  const issues = issuesOf(asked, email);
  if (issues.length > 0) return refused(problem("invalid", "", issues));
  const tooOften = await takeMail(ctx, email, from.address);
  if (tooOften) return refused(tooOften);
  const passwordHash = await hashPassword(asked.password);
  const grants = await keptGrants(ctx, from.session);
  const found = await findAccount(ctx.db, email);
  const { publicUrl } = ctx.config;
  if (found) {
    const token = await issueReset(ctx, found, from.onward);
    await mailAccount(ctx, email, accountMails.signUpTwice(`${publicUrl}/mot-de-passe/${token}`));
    return done(null);
  }
  const name = `${cleanName(asked.firstName)} ${cleanName(asked.lastName)}`;
  const payload = { name, email, passwordHash, visitor: from.session.visitor, grants: JSON.stringify(grants) };
  const token = await issueToken(ctx, PURPOSE, { ...payload, ...from.onward }, DAY);
  await mailAccount(ctx, email, accountMails.signUp(`${publicUrl}/inscription/${token}`));
  return done(null);
}

function issuesOf({ firstName, lastName, password }: SignUp, email: string) {
  return [
    ...nameIssues("/prenom", firstName, accountWords.issues.firstName),
    ...nameIssues("/nom", lastName, accountWords.issues.lastName),
    ...emailIssues(email),
    ...newPasswordIssues(password, [email, firstName, lastName, `${firstName}${lastName}`, `${lastName}${firstName}`]),
  ];
}

/** The account a link would create; null when it is unknown, used or too old. */
export async function pendingAccount(ctx: Context, token: string): Promise<PendingAccount | null> {
  const payload = await readToken(ctx, PURPOSE, token);
  return payload && pendingFrom(payload);
}

function pendingFrom(payload: { readonly [key: string]: Json }): PendingAccount {
  const text = (key: string) => String(payload[key] ?? "");
  return {
    name: text("name"),
    email: text("email"),
    passwordHash: text("passwordHash"),
    visitor: text("visitor"),
    grants: JSON.parse(text("grants")) as readonly Grant[],
    onward: onwardFrom(payload),
  };
}

/** What confirming came to: the account; or the link or the address went to someone quicker. */
export type Confirmed = { readonly account: AccountIdentity; readonly pending: PendingAccount } | "gone" | "taken";

/**
 * Creates the account of a link. `password` is asked from who is not in the browser that began (null in that one):
 * nobody gets an account for an address she does not read, nor makes another confirm a password of her choosing.
 */
export async function confirmAccount(
  ctx: Context,
  token: string,
  password: string | null,
): Promise<Outcome<Confirmed>> {
  const seen = await pendingAccount(ctx, token);
  if (!seen) return done("gone");
  if (password !== null) {
    const tooOften = await takeTry(ctx, `sign-up:${token}`);
    if (tooOften) return refused(tooOften);
    if (!(await verifyPassword(password, seen.passwordHash))) return refused(wrong());
  }
  const payload = await redeemToken(ctx, PURPOSE, token);
  if (!payload) return done("gone");
  const pending = pendingFrom(payload);
  const account = { id: uuidv7(ctx.clock(), ctx.randomBytes(16)), name: pending.name, email: pending.email };
  if (!(await insertAccountIfFree(ctx.db, { ...account, passwordHash: pending.passwordHash }))) return done("taken");
  const record = { member: GROUP, actor: { kind: "citizen", id: account.id }, target: account.id } as const;
  audit(ctx, { ...record, action: "account", detail: { what: "created" } });
  audit(ctx, { ...record, action: "sign-in" });
  return done({ account, pending });
}

function wrong() {
  const message = accountWords.issues.wrongPassword;
  return problem("invalid", message, [{ code: "password", pointer: "/password", message }]);
}
