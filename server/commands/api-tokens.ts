import type { Issue, Verb } from "../../engine/index.ts";
import { tokenWords as words } from "../../renderer/strings-admin-tokens.ts";
import { audit } from "../audit.ts";
import type { Context } from "../context.ts";
import type { AgentIdentity } from "../identity/subject.ts";
import { forgetTokens } from "../identity/tokens.ts";
import { done, notFound, type Outcome, problem, refused } from "../problem.ts";
import { insertApiToken, type NewApiToken, revokeApiToken } from "../store/api-tokens.ts";
import { isUuid } from "../store/entries.ts";

/** A token for software, as chosen. */
export interface TokenPlan {
  /** Drawn when the form was shown: the same form sent twice makes one token. */
  readonly id: string;
  readonly name: string;
  readonly role: string;
  /** None: every definition of the member. */
  readonly definitions: readonly string[];
  readonly verbs: readonly string[];
  /** The instant it ends; null when no day was given. */
  readonly expiresAt: Date | null;
}

const ROLES = ["agent", "lecteur"] as const;
const VERBS: readonly Verb[] = ["read", "open", "event"];
/** A year and a day, in milliseconds: the last day counts whole. */
const LONGEST = 367 * 86_400_000;

/** Makes a token and answers it, for the only time: its hash alone is kept. Refusal: `invalid`. */
export async function makeApiToken(ctx: Context, by: AgentIdentity, plan: TokenPlan): Promise<Outcome<string>> {
  const now = ctx.clock();
  const role = ROLES.find((one) => one === plan.role);
  const verbs = VERBS.filter((verb) => plan.verbs.includes(verb));
  const issues = planIssues(ctx, by.member, plan, verbs);
  const { id, name, expiresAt } = plan;
  if (issues.length > 0 || !role || !expiresAt) return refused(problem("invalid", issues[0]?.message ?? "", issues));
  const token = `guichet_${Buffer.from(ctx.randomBytes(32)).toString("base64url")}`;
  const definitions = plan.definitions.length === 0 ? null : plan.definitions;
  const createdBy = { id: by.id, name: by.name };
  const stored: NewApiToken = { id, name, role, definitions, verbs, createdBy, createdAt: now, expiresAt };
  if (!(await insertApiToken(ctx.db, by.member, ctx.secrets.hashToken(token), stored))) {
    return refused(problem("invalid", words.errors.twice, [issue("nom", words.errors.twice)]));
  }
  const detail = { change: "made", name, role, verbs: [...verbs], definitions: definitions ? [...definitions] : null };
  audit(ctx, { member: by.member, action: "token", actor: { kind: "agent", ...createdBy }, target: id, detail });
  return done(token);
}

/** Ends a token at once. Refusal: `not-found`. */
export async function endApiToken(ctx: Context, by: AgentIdentity, id: string): Promise<Outcome<null>> {
  const name = isUuid(id) ? await revokeApiToken(ctx.db, by.member, id, ctx.clock()) : null;
  if (name === null) return refused(notFound());
  forgetTokens(ctx);
  const actor = { kind: "agent", id: by.id, name: by.name } as const;
  audit(ctx, { member: by.member, action: "token", actor, target: id, detail: { change: "revoked", name } });
  return done(null);
}

function planIssues(ctx: Context, member: string, plan: TokenPlan, verbs: readonly Verb[]): readonly Issue[] {
  const left = plan.expiresAt ? plan.expiresAt.getTime() - ctx.clock().getTime() : null;
  const unknown = plan.definitions.some((id) => !ctx.catalogue.definition(member, id));
  return [
    ...(plan.name === "" ? [issue("nom", words.errors.name)] : []),
    ...(plan.role === "agent" || plan.role === "lecteur" ? [] : [issue("role", words.errors.role)]),
    ...(unknown ? [issue("definitions", words.errors.definitions)] : []),
    ...(verbs.length === 0 ? [issue("verbes", words.errors.verbs)] : []),
    ...(left === null ? [issue("fin", words.errors.end)] : []),
    ...(left !== null && left <= 0 ? [issue("fin", words.errors.past)] : []),
    ...(left !== null && left > LONGEST ? [issue("fin", words.errors.long)] : []),
    ...(isUuid(plan.id) ? [] : [issue("nom", words.errors.twice)]),
  ];
}

const issue = (name: string, message: string): Issue => ({ code: "token", pointer: `/${name}`, message });
