import { accountWords } from "../../renderer/strings-account.ts";
import { accountMails } from "../../renderer/strings-account-mails.ts";
import { audit } from "../audit.ts";
import type { Context } from "../context.ts";
import { accountHolders, type Owner } from "../identity/account-holders.ts";
import { issueCode, redeemCode } from "../identity/one-time-codes.ts";
import type { AccountIdentity, Via } from "../identity/subject.ts";
import { forgetTokens } from "../identity/tokens.ts";
import { done, type Outcome, problem, refused } from "../problem.ts";
import { accountById } from "../store/accounts.ts";
import { deleteAccount } from "../store/close-account.ts";
import { GROUP } from "../store/members.ts";
import { takeMail } from "./account-limits.ts";
import { mailAccount } from "./account-mail.ts";
import { checkOwnPassword } from "./change-account.ts";
import { liveMandates, tellMandateEnded } from "./mandate.ts";

const PURPOSE = "close-account";
const QUARTER = 15 * 60_000;

/** How someone proves that it is she who closes her account. */
export type ClosingProof = "password" | "code" | "tick";

/**
 * What closing asks for: her password; without one a code by mail; without an address, where FranceConnect has just
 * vouched for her, her word.
 */
export async function closingProof(ctx: Context, account: AccountIdentity): Promise<ClosingProof> {
  const stored = await accountById(ctx.db, account.id);
  if (stored?.passwordHash) return "password";
  return account.email === null ? "tick" : "code";
}

/** Mails the code that closes an account. `too-many`. */
export async function mailClosingCode(ctx: Context, account: AccountIdentity, address: string): Promise<Outcome<null>> {
  if (account.email === null) return refused(problem("not-found", accountWords.password.noneNoEmail));
  const tooOften = await takeMail(ctx, account.email, address);
  if (tooOften) return refused(tooOften);
  const code = await issueCode(ctx, PURPOSE, account.id, {}, QUARTER);
  await mailAccount(ctx, account.email, accountMails.closingCode(code));
  return done(null);
}

/** What was typed, and how the session was opened. */
interface Typed {
  readonly password: string;
  readonly code: string;
  readonly tick: boolean;
  readonly via: Via;
}

/**
 * Closes an account: it goes with its sessions, tokens, drafts and all it keeps; entries stay with the administrations
 * for as long as the law says. `invalid` with issues at /password, /code or /tick; `too-many`.
 */
export async function closeAccount(ctx: Context, owner: Owner, typed: Typed): Promise<Outcome<null>> {
  const { account } = owner;
  const proved = await prove(ctx, account, typed);
  if (!proved.ok) return proved;
  const mandates = await liveMandates(ctx, account.id);
  if (!(await deleteAccount(ctx.db, account.id, accountHolders(ctx, owner)))) return done(null);
  forgetTokens(ctx);
  const actor = { kind: "citizen", id: account.id } as const;
  audit(ctx, { member: GROUP, action: "account", actor, target: account.id, detail: { what: "closed" } });
  for (const mandate of mandates) await tellMandateEnded(ctx, mandate);
  if (account.email !== null) await mailAccount(ctx, account.email, accountMails.closed());
  return done(null);
}

async function prove(ctx: Context, account: AccountIdentity, typed: Typed): Promise<Outcome<unknown>> {
  const asked = await closingProof(ctx, account);
  if (asked === "password") return checkOwnPassword(ctx, account.id, typed.password, "/password");
  if (asked === "code") {
    const payload = await redeemCode(ctx, PURPOSE, account.id, typed.code);
    return payload ? done(null) : missing("/code", accountWords.issues.wrongCode);
  }
  return typed.tick && typed.via === "franceconnect" ? done(null) : missing("/tick", accountWords.issues.tick);
}

function missing(pointer: string, message: string): Outcome<never> {
  return refused(problem("invalid", "", [{ code: "required", pointer, message }]));
}
