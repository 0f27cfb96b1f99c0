import { type AuditRecord, audit } from "../audit.ts";
import type { Context } from "../context.ts";
import { done, type Outcome, problem, refused, tooMany } from "../problem.ts";
import { findAccount } from "../store/accounts.ts";
import { findAgent } from "../store/agents.ts";
import { GROUP } from "../store/members.ts";
import { forget, giveBack, type Limit, limitKey, take } from "../store/rate-limit.ts";
import { normaliseEmail } from "./email.ts";
import { MAX_PASSWORD, TooManyPasswords, verifyPassword } from "./passwords.ts";
import type { AccountIdentity, AgentIdentity } from "./subject.ts";

/** Attempts allowed in fifteen minutes. */
const PER_EMAIL = 10;
const PER_ADDRESS = 100;
const WINDOW = 15 * 60;
/** Seconds to wait when every place to check a password is taken. */
const CROWD = 10;

export interface Attempt {
  readonly person: "citizen" | "agent";
  readonly email: string;
  readonly password: string;
  /** See `clientAddress`. */
  readonly address: string;
}

export type SignedIn = { readonly account: AccountIdentity } | { readonly agent: AgentIdentity };

/**
 * Checks an address and a password. `invalid` says no more than that they do not go together; `too-many` comes after
 * ten failures for an address, or a hundred from one place, in fifteen minutes. An attempt counts before it is checked,
 * so that simultaneous ones count too; a success gives it back.
 */
export async function checkPassword(ctx: Context, attempt: Attempt): Promise<Outcome<SignedIn>> {
  const email = normaliseEmail(attempt.email).slice(0, 320);
  const limits = limitsOf(ctx, email, attempt);
  const wait = await take(ctx, limits);
  if (wait !== null) return tooOften(wait);
  const found =
    attempt.person === "agent" ? await findAgent(ctx.db, email, ctx.clock()) : await findAccount(ctx.db, email);
  let right: boolean;
  try {
    right = await verifyPassword(attempt.password.slice(0, MAX_PASSWORD + 1), found?.passwordHash ?? null);
  } catch (error) {
    if (!(error instanceof TooManyPasswords)) throw error;
    return tooOften(CROWD);
  }
  if (!found || !right) {
    if (found) audit(ctx, { ...record(found), action: "sign-in-refused" });
    return refused(mismatch());
  }
  // An agent's session may need a code too: its opening is what the log keeps.
  if ("account" in found) audit(ctx, { ...record(found), action: "sign-in" });
  const [byEmail, byAddress] = limits;
  await Promise.all([forget(ctx, byEmail.key), giveBack(ctx, [byAddress.key])]);
  const { passwordHash: _, ...who } = found;
  return done(who);
}

/** For the log: an agent's sign-ins are her member's, a citizen's the group's. */
function record(found: SignedIn): Pick<AuditRecord, "member" | "actor" | "target"> {
  if ("account" in found) {
    const { id } = found.account;
    return { member: GROUP, actor: { kind: "citizen", id }, target: id };
  }
  const { id, name, member } = found.agent;
  return { member, actor: { kind: "agent", id, name }, target: id };
}

function limitsOf(ctx: Context, email: string, { person, address }: Attempt): readonly [Limit, Limit] {
  return [
    { key: limitKey(ctx, `${person}-email`, email), most: PER_EMAIL, seconds: WINDOW },
    { key: limitKey(ctx, "address", address), most: PER_ADDRESS, seconds: WINDOW },
  ];
}

function mismatch() {
  const message = "L’adresse électronique et le mot de passe ne correspondent pas. Vérifiez-les.";
  return problem("invalid", message, [{ code: "password", pointer: "/email", message }]);
}

const tooOften = (seconds: number): Outcome<never> => refused(tooMany(seconds, "Trop d’essais de connexion."));
