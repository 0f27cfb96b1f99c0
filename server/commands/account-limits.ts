import { accountWords } from "../../renderer/strings-account.ts";
import type { Context } from "../context.ts";
import { type Problem, tooMany } from "../problem.ts";
import { type Limit, limitKey, take } from "../store/rate-limit.ts";

const HOUR = 3600;
const QUARTER = 900;
/** Mails about accounts: to one address, and asked from one network address. */
const MAILS_PER_ADDRESS = 5;
const MAILS_PER_NETWORK = 30;
const TRIES = 10;

/** Counts a mail about to be sent to `email` for someone at `address`; the refusal when there were too many. */
export async function takeMail(ctx: Context, email: string, address: string): Promise<Problem | null> {
  return taken(ctx, accountWords.issues.tooMany, [
    { key: limitKey(ctx, "account-mail", email), most: MAILS_PER_ADDRESS, seconds: HOUR },
    { key: limitKey(ctx, "account-mail-from", address), most: MAILS_PER_NETWORK, seconds: HOUR },
  ]);
}

/** Counts one try of a secret of `subject` (an account, a link); the refusal when there were too many. */
export async function takeTry(ctx: Context, subject: string): Promise<Problem | null> {
  const limit = { key: limitKey(ctx, "account-try", subject), most: TRIES, seconds: QUARTER };
  return taken(ctx, accountWords.issues.tooManyTries, [limit]);
}

async function taken(ctx: Context, sentence: string, limits: readonly Limit[]): Promise<Problem | null> {
  const wait = await take(ctx, limits);
  return wait === null ? null : tooMany(wait, sentence);
}
