import { type Assignment, covers, type Issue, parisDay } from "../../engine/index.ts";
import { delegationWords as words } from "../../renderer/strings-admin-delegations.ts";
import { agentMails } from "../../renderer/strings-admin-mails.ts";
import { audit } from "../audit.ts";
import type { Context } from "../context.ts";
import type { AgentIdentity } from "../identity/subject.ts";
import { forgetTokens } from "../identity/tokens.ts";
import { uuidv7 } from "../ids.ts";
import { done, notFound, type Outcome, problem, refused } from "../problem.ts";
import { type AgentRecord, readAgent } from "../store/agent-list.ts";
import { type Delegation, endDelegation, insertDelegation, listDelegations } from "../store/delegations.ts";
import { queueMail } from "./queue-mail.ts";

/** What to lend, as chosen. Dates are "2026-03-12", inclusive; a date that is none is "". */
export interface DelegationPlan {
  /** Agent ids of the member; "" when nobody was chosen. */
  readonly from: string;
  readonly to: string;
  readonly definition: string | null;
  readonly startsOn: string;
  readonly endsOn: string;
  readonly reason: string;
}

/**
 * Lends what an agent may do as agent or reader, and tells both by mail. What was lent to her is not hers to lend.
 * `by` is herself or an administrator of the member: the route has checked it. Refusal: `invalid`.
 */
export async function lendRights(ctx: Context, by: AgentIdentity, plan: DelegationPlan): Promise<Outcome<string>> {
  const { member } = by;
  const [from, to] = [await readAgent(ctx.db, member, plan.from), await readAgent(ctx.db, member, plan.to)];
  const today = parisDay(ctx.clock().toISOString());
  const issues = [...whoIssues(ctx, member, plan, from, to), ...dayIssues(plan, today), ...reasonIssues(plan)];
  if (issues.length > 0 || !from || !to) return refused(problem("invalid", issues[0]?.message ?? "", issues));
  const now = ctx.clock();
  const id = uuidv7(now, ctx.randomBytes(16));
  await insertDelegation(ctx.db, { ...plan, member, id, createdBy: { id: by.id, name: by.name }, now });
  forgetTokens(ctx);
  note(ctx, by, id, { change: "lent", from: from.name, to: to.name, ...daysOf(plan) }, plan.definition);
  const title = plan.definition === null ? null : (ctx.catalogue.definition(member, plan.definition)?.title ?? "");
  const mails = agentMails.lent(from.name, to.name, words.days(plan.startsOn, plan.endsOn), words.what(title));
  await queueMail(ctx, { member, to: to.email, ...mails.to });
  await queueMail(ctx, { member, to: from.email, ...mails.from });
  return done(id);
}

/** Ends a delegation now, and tells both. `own`: only one that `by` lent. Refusal: `not-found`. */
export async function endLending(
  ctx: Context,
  by: AgentIdentity,
  id: string,
  whose: "own" | "any",
): Promise<Outcome<null>> {
  const { member } = by;
  const query = { member, id, ...(whose === "own" && { from: by.id }) };
  const [found] = await listDelegations(ctx.db, query);
  if (!found) return refused(notFound());
  if (!(await endDelegation(ctx.db, member, id, ctx.clock()))) return done(null);
  forgetTokens(ctx);
  note(ctx, by, id, { change: "ended", from: found.from.name, to: found.to.name }, found.definition);
  const mails = agentMails.ended(found.from.name, found.to.name);
  await queueMail(ctx, { member, to: found.to.email, ...mails.to });
  await queueMail(ctx, { member, to: found.from.email, ...mails.from });
  return done(null);
}

const daysOf = ({ startsOn, endsOn }: Pick<Delegation, "startsOn" | "endsOn">) => ({ startsOn, endsOn });

function whoIssues(
  ctx: Context,
  member: string,
  plan: DelegationPlan,
  from: AgentRecord | null,
  to: AgentRecord | null,
): readonly Issue[] {
  if (!from || from.disabledAt) return [issue("de", words.errors.from)];
  if (!to || to.disabledAt) return [issue("a", words.errors.to)];
  if (from.id === to.id) return [issue("a", words.errors.same)];
  const definition = plan.definition === null ? null : ctx.catalogue.definition(member, plan.definition);
  if (plan.definition !== null && !definition) return [issue("definition", words.errors.definition)];
  const lendable = lendableOf(from.assignments);
  if (lendable.length === 0) return [issue("de", words.errors.nothing)];
  if (definition && !lendable.some((one) => covers(one, definition))) {
    return [issue("definition", words.errors.notHers(from.name))];
  }
  return [];
}

/** What of one's own assignments may be lent. */
export const lendableOf = (assignments: readonly Assignment[]): readonly Assignment[] =>
  assignments.filter((one) => !one.for && (one.role === "agent" || one.role === "lecteur"));

function dayIssues({ startsOn, endsOn }: DelegationPlan, today: string): readonly Issue[] {
  if (startsOn === "") return [issue("du", words.errors.starts)];
  if (endsOn === "") return [issue("au", words.errors.ends)];
  if (startsOn < today) return [issue("du", words.errors.past)];
  if (endsOn < startsOn) return [issue("au", words.errors.order)];
  return endsOn > yearAfter(startsOn) ? [issue("au", words.errors.long)] : [];
}

/** The same day a year later: "2026-03-12" → "2027-03-12". */
export const yearAfter = (day: string): string => `${Number(day.slice(0, 4)) + 1}${day.slice(4)}`;

const reasonIssues = ({ reason }: DelegationPlan): readonly Issue[] =>
  reason === "" ? [issue("motif", words.errors.reason)] : [];

const issue = (name: string, message: string): Issue => ({ code: "delegation", pointer: `/${name}`, message });

function note(
  ctx: Context,
  by: AgentIdentity,
  target: string,
  detail: Readonly<Record<string, string>>,
  definition: string | null,
): void {
  audit(ctx, {
    member: by.member,
    action: "delegation",
    actor: { kind: "agent", id: by.id, name: by.name },
    target,
    detail,
    ...(definition !== null && { definition }),
  });
}
