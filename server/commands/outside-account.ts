import { outside } from "../../renderer/strings-outside.ts";
import { audit } from "../audit.ts";
import { type CivilIdentity, shortName } from "../connectors/franceconnect/civil-identity.ts";
import type { Context } from "../context.ts";
import { normaliseEmail } from "../identity/email.ts";
import { issueToken } from "../identity/one-time-codes.ts";
import { outsideKey, pivotHash } from "../identity/outside-key.ts";
import { checkPassword } from "../identity/sign-in.ts";
import type { AccountIdentity } from "../identity/subject.ts";
import { uuidv7 } from "../ids.ts";
import { done, type Outcome, problem, refused, tooMany } from "../problem.ts";
import { changeProfile } from "../store/account-profile.ts";
import { findAccount } from "../store/accounts.ts";
import { GROUP } from "../store/members.ts";
import { insertOutsideAccount, linkAccount, touchLink } from "../store/outside-identities.ts";
import { limitKey, take } from "../store/rate-limit.ts";
import { queueMail } from "./queue-mail.ts";

/** Whom FranceConnect vouched for. */
export interface VouchedCitizen {
  readonly issuer: string;
  readonly subject: string;
  readonly person: CivilIdentity;
}

/** Purpose of the link that confirms an address given by FranceConnect. */
export const CONFIRM_ADDRESS = "franceconnect-address";
const TWO_DAYS = 48 * 3_600_000;
/** Accounts created in an hour from one network address, and mails to one address. */
const CREATED = 20;
const MAILED = 5;

const words = outside.first;
const issue = (name: string, message: string) => ({ code: "required", pointer: `/${name}`, message });

/** Someone known came back: notes it, and keeps her identity as it is now. */
export async function noteOutsideSignIn(
  ctx: Context,
  account: AccountIdentity,
  vouched: VouchedCitizen,
): Promise<void> {
  await touchLink(ctx.db, outsideKey(ctx, vouched), pivotHash(ctx, vouched.person), ctx.clock());
  await remember(ctx, account.id, vouched.person);
  record(ctx, account.id, "sign-in");
}

/**
 * Links the account that this address and this password open to whom FranceConnect vouched for. Her address alone never
 * does it (see docs/decisions).
 */
export async function linkOutsideAccount(
  ctx: Context,
  vouched: VouchedCitizen,
  proof: { readonly email: string; readonly password: string; readonly address: string },
): Promise<Outcome<AccountIdentity>> {
  const missing = [
    ...(proof.email.trim() === "" ? [issue("email", words.emailMissing)] : []),
    ...(proof.password === "" ? [issue("password", words.passwordMissing)] : []),
  ];
  if (missing.length > 0) return refused(problem("invalid", words.emailMissing, missing));
  const checked = await checkPassword(ctx, { person: "citizen", ...proof });
  if (!checked.ok) return checked;
  if (!("account" in checked.value)) throw new TypeError("A citizen's password opens an account");
  const { account } = checked.value;
  const key = { ...outsideKey(ctx, vouched), pivotHash: pivotHash(ctx, vouched.person) };
  const linked = await linkAccount(ctx.db, account.id, key, ctx.clock());
  if (linked !== "done") {
    const message = linked === "other" ? words.other : words.over;
    return refused(problem("invalid", message, [issue("email", message)]));
  }
  await remember(ctx, account.id, vouched.person);
  record(ctx, account.id, "account", { what: "franceconnect-linked" });
  if (account.email !== null) await queueMail(ctx, { member: GROUP, to: account.email, ...outside.mails.linked });
  return done(account);
}

/**
 * Creates the account of whom FranceConnect vouched for. The address, if any, becomes hers only once confirmed by the
 * link sent there; the answer is the same whether another account has it or not.
 */
export async function createOutsideAccount(
  ctx: Context,
  vouched: VouchedCitizen,
  asked: { readonly email: string; readonly address: string },
): Promise<Outcome<AccountIdentity>> {
  const email = normaliseEmail(asked.email);
  if (email !== "" && !/^[^@\s]+@[^@\s]+\.[^@\s.]+$/.test(email)) {
    return refused(problem("invalid", words.emailInvalid, [issue("email", words.emailInvalid)]));
  }
  const limit = (what: string, whose: string, most: number) => {
    return { key: limitKey(ctx, what, whose), most, seconds: 3600 };
  };
  const wait = await take(ctx, [
    limit("outside-account", asked.address, CREATED),
    ...(email === "" ? [] : [limit("outside-address", email, MAILED)]),
  ]);
  if (wait !== null) return refused(tooMany(wait));
  const now = ctx.clock();
  const account = { id: uuidv7(now, ctx.randomBytes(16)), name: shortName(vouched.person), email: null };
  const key = { ...outsideKey(ctx, vouched), pivotHash: pivotHash(ctx, vouched.person) };
  if (!(await insertOutsideAccount(ctx.db, account, key, now))) return refused(problem("invalid", words.over));
  await remember(ctx, account.id, vouched.person);
  record(ctx, account.id, "account", { what: "created-by-franceconnect" });
  if (email !== "") await askToConfirm(ctx, account.id, email);
  return done(account);
}

async function askToConfirm(ctx: Context, account: string, email: string): Promise<void> {
  const taken = await findAccount(ctx.db, email);
  const token = await issueToken(ctx, CONFIRM_ADDRESS, { account, email }, TWO_DAYS);
  const link = `${ctx.config.publicUrl}/connexion/franceconnect/adresse/${token}`;
  const mail = taken ? outside.mails.taken : outside.mails.confirm(link);
  await queueMail(ctx, { member: GROUP, to: email, ...mail });
}

/** Keeps what FranceConnect vouched for, in place of what it said before. */
async function remember(ctx: Context, account: string, person: CivilIdentity): Promise<void> {
  const { email: _, givenNames, ...identity } = person;
  const franceconnect = { ...identity, givenNames: [...givenNames], at: ctx.clock().toISOString() };
  await changeProfile(ctx, account, (profile) => ({ ...profile, franceconnect }));
}

function record(ctx: Context, id: string, action: "sign-in" | "account", detail = {}): void {
  const how = action === "sign-in" ? { via: "franceconnect" } : {};
  audit(ctx, { member: GROUP, action, actor: { kind: "citizen", id }, target: id, detail: { ...how, ...detail } });
}
