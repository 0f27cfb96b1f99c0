import { Secret, TOTP } from "otpauth";
import { type AuditAction, audit } from "../audit.ts";
import type { Context } from "../context.ts";
import { done, type Outcome, problem, refused, tooMany } from "../problem.ts";
import { forget, limitKey, take } from "../store/rate-limit.ts";
import { type AgentKey, dropFactor, findFactor, saveFactor, useRecovery, useStep } from "../store/second-factor.ts";
import type { AgentIdentity } from "./subject.ts";

/** Wrong codes allowed in fifteen minutes: of a million, seven are right at any moment with the drift allowed. */
const ATTEMPTS = 5;
const WINDOW = 15 * 60;
/** Steps of thirty seconds by which her clock may differ. */
const DRIFT = 1;
const SECRET_BYTES = 20;
const RECOVERY_CODES = 8;
const RECOVERY_BYTES = 8;
/** Letters and digits that nobody takes for others. */
const LETTERS = "ABCDEFGHJKMNPQRSTVWXYZ23456789AB";

const totp = (secret: string, label = "") =>
  new TOTP({ issuer: "Guichet", label, secret: Secret.fromBase32(secret), algorithm: "SHA1", digits: 6, period: 30 });

/** A new secret, in base 32, as applications take it. */
export const newSecret = (ctx: Pick<Context, "randomBytes">): string =>
  new Secret({ buffer: Uint8Array.from(ctx.randomBytes(SECRET_BYTES)).buffer }).base32;

/** What the square to scan says. */
export const secretUri = (secret: string, email: string): string => totp(secret, email).toString();

/** Keeps a secret once its first code is right; the recovery codes, to be shown once. */
export async function enrol(
  ctx: Context,
  agent: AgentIdentity,
  secret: string,
  typed: string,
): Promise<Outcome<readonly string[]>> {
  const limited = await limit(ctx, agent);
  if (limited) return limited;
  const step = stepOf(ctx, secret, typed);
  if (step === null) return wrong();
  const codes = Array.from({ length: RECOVERY_CODES }, () => recoveryCode(ctx));
  const recovery = codes.map((code) => recoveryHash(ctx, agent, code));
  await saveFactor(ctx.db, agent, { secret: seal(ctx, agent, secret), step, recovery, now: ctx.clock() });
  await forget(ctx, tries(ctx, agent));
  record(ctx, agent, "rights", { what: "second-factor-set" });
  return done(codes);
}

/** Whether a code of her application, or a recovery code, is right; each serves once. Five wrong ones, and she waits. */
export async function checkCode(ctx: Context, agent: AgentIdentity, typed: string): Promise<Outcome<null>> {
  const limited = await limit(ctx, agent);
  if (limited) return limited;
  if (!(await isRight(ctx, agent, typed))) {
    record(ctx, agent, "sign-in-refused", { why: "code" });
    return wrong();
  }
  await forget(ctx, tries(ctx, agent));
  return done(null);
}

/** Forgets her second factor, when a code proves that she still has it. */
export async function removeFactor(ctx: Context, agent: AgentIdentity, typed: string): Promise<Outcome<null>> {
  const checked = await checkCode(ctx, agent, typed);
  if (!checked.ok) return checked;
  await dropFactor(ctx.db, agent);
  record(ctx, agent, "rights", { what: "second-factor-removed" });
  return done(null);
}

/** Forgets the wrong codes of an agent whose second factor was reset: she starts anew. */
export const forgetTries = (ctx: Context, agent: AgentKey): Promise<void> => forget(ctx, tries(ctx, agent));

/** For the log: an agent's session opens. */
export function recordSignIn(ctx: Context, agent: AgentIdentity, proof: "password" | "password-and-code"): void {
  record(ctx, agent, "sign-in", { via: proof });
}

async function isRight(ctx: Context, agent: AgentKey, typed: string): Promise<boolean> {
  const code = typed.replace(/[\s-]/g, "").toUpperCase();
  if (!/^\d{6}$/.test(code)) return code !== "" && useRecovery(ctx.db, agent, recoveryHash(ctx, agent, code));
  const { secret: sealed } = await findFactor(ctx.db, agent);
  const secret = sealed && ctx.secrets.unseal(purpose(agent), sealed);
  const step = secret ? stepOf(ctx, secret, code) : null;
  return step !== null && useStep(ctx.db, agent, step);
}

/** The time step a code is of; null when it is of none near now. */
function stepOf(ctx: Context, secret: string, typed: string): number | null {
  const timestamp = ctx.clock().getTime();
  const factor = totp(secret);
  const token = typed.replace(/\s/g, "");
  const delta = /^\d{6}$/.test(token) ? factor.validate({ token, timestamp, window: DRIFT }) : null;
  return delta === null ? null : factor.counter({ timestamp }) + delta;
}

/** "ABCD-EFGH-JKMN-PQRS": some eighty bits. */
function recoveryCode(ctx: Context): string {
  const letters = [...ctx.randomBytes(2 * RECOVERY_BYTES)].map((byte) => LETTERS[byte % LETTERS.length] ?? "");
  return [0, 4, 8, 12].map((at) => letters.slice(at, at + 4).join("")).join("-");
}

const recoveryHash = (ctx: Context, { id }: AgentKey, code: string): Buffer =>
  ctx.secrets.hashToken(`recovery:${id}:${code.replace(/-/g, "")}`);

const purpose = ({ id }: AgentKey): string => `totp:${id}`;
const seal = (ctx: Context, agent: AgentKey, secret: string): Buffer => ctx.secrets.seal(purpose(agent), secret);

const tries = (ctx: Context, { id }: AgentKey): string => limitKey(ctx, "second-factor", id);

async function limit(ctx: Context, agent: AgentKey): Promise<Outcome<never> | null> {
  const wait = await take(ctx, [{ key: tries(ctx, agent), most: ATTEMPTS, seconds: WINDOW }]);
  return wait === null ? null : refused(tooMany(wait, "Trop de codes faux."));
}

function wrong(): Outcome<never> {
  const message = "Ce code n’est pas le bon, ou il a déjà servi. Attendez le suivant et vérifiez l’heure du téléphone.";
  return refused(problem("invalid", message, [{ code: "code", pointer: "/code", message }]));
}

function record(
  ctx: Context,
  { id, name, member }: AgentIdentity,
  action: AuditAction,
  detail: Record<string, string>,
) {
  audit(ctx, { member, action, actor: { kind: "agent", id, name }, target: id, detail });
}
