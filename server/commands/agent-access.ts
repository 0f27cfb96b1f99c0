import type { Assignment, Issue, Role } from "../../engine/index.ts";
import { adminAgents as words } from "../../renderer/strings-admin-agents.ts";
import { agentMails } from "../../renderer/strings-admin-mails.ts";
import { type AuditAction, audit } from "../audit.ts";
import type { Context } from "../context.ts";
import { withActor } from "../db/with-actor.ts";
import { normaliseEmail } from "../identity/email.ts";
import { forgetTries } from "../identity/second-factor.ts";
import { type AgentIdentity, holdsRole } from "../identity/subject.ts";
import { forgetTokens } from "../identity/tokens.ts";
import { uuidv7 } from "../ids.ts";
import { done, notFound, type Outcome, problem, refused } from "../problem.ts";
import {
  type AgentKey,
  closeAccess,
  createAgent,
  forgetTotp,
  hasAdministrator,
  lockAdministrators,
  openAccess,
  writeAgent,
} from "../store/agent-access.ts";
import { type AgentRecord, isCoordinator, readAgent } from "../store/agent-list.ts";
import { emailIssues } from "./account-fields.ts";
import { sendPasswordLink } from "./password-link.ts";
import { queueMail } from "./queue-mail.ts";

/** What an administrator decides for an agent. */
export interface AgentPlan {
  readonly name: string;
  /** Her function, which decisions bear; "" when it is not known. */
  readonly capacity: string;
  readonly assignments: readonly Assignment[];
}

/** May this administrator give the role that runs the group? Only who holds it, in the member that coordinates. */
export async function mayGrantGroup(ctx: Context, by: AgentIdentity): Promise<boolean> {
  return holdsRole(by, "admin-groupe") && (await isCoordinator(ctx.db, by.member));
}

/**
 * Adds an agent and sends her the link to choose a password. Answers her id. Refusals: `invalid` (what to mend; an
 * address taken in another member too: sign-in is by address alone), `not-allowed`.
 */
export async function addAgent(
  ctx: Context,
  by: AgentIdentity,
  plan: AgentPlan & { readonly email: string },
): Promise<Outcome<string>> {
  const email = normaliseEmail(plan.email);
  const grants = await mayGrantGroup(ctx, by);
  const issues = [...emailIssues(email), ...planIssues(ctx, by.member, plan, grants)];
  if (issues.length > 0) return invalid(issues);
  const key = { member: by.member, id: uuidv7(ctx.clock(), ctx.randomBytes(16)) };
  if (!(await createAgent(ctx.db, { ...key, email, name: plan.name }))) {
    return invalid([{ code: "taken", pointer: "/email", message: words.errors.taken }]);
  }
  await withActor(ctx.db, { member: by.member }, (tx) => writeAgent(tx, key, plan, plan.assignments));
  note(ctx, by, "agent", key.id, { change: "added", name: plan.name });
  note(ctx, by, "rights", key.id, { before: [], after: plan.assignments.map(asDetail) });
  await sendPasswordLink(ctx, { ...key, email, name: plan.name }, "invited");
  return done(key.id);
}

/** Gives an agent a name and these assignments, at once. Her role over the group stays when `by` may not give it. */
export async function changeAgent(
  ctx: Context,
  by: AgentIdentity,
  id: string,
  plan: AgentPlan,
): Promise<Outcome<AgentRecord>> {
  const before = await readAgent(ctx.db, by.member, id);
  if (!before) return refused(notFound());
  const grants = await mayGrantGroup(ctx, by);
  const kept = grants ? [] : before.assignments.filter(({ role }) => role === "admin-groupe");
  const after = { ...plan, assignments: [...plan.assignments, ...kept] };
  const issues = planIssues(ctx, by.member, { ...plan, assignments: after.assignments }, grants || kept.length > 0);
  if (issues.length > 0) return invalid(issues);
  if (!grants && plan.assignments.some(({ role }) => role === "admin-groupe")) return invalid([groupIssue()]);
  if (by.id === id && administers(before) && !administers(after)) return invalid([rowIssue(words.errors.ownAdmin)]);
  const written = await keepingAnAdministrator(ctx, by.member, (tx) =>
    writeAgent(tx, { member: by.member, id }, plan, after.assignments),
  );
  if (!written) return invalid([rowIssue(words.errors.lastAdmin)]);
  forgetTokens(ctx);
  if (before.name !== plan.name)
    note(ctx, by, "agent", id, { change: "renamed", before: before.name, name: plan.name });
  if (before.capacity !== plan.capacity) note(ctx, by, "agent", id, { change: "capacity", name: plan.name });
  const [was, is] = [before.assignments.map(asDetail), after.assignments.map(asDetail)];
  if (JSON.stringify(was.sort()) !== JSON.stringify(is.sort())) note(ctx, by, "rights", id, { before: was, after: is });
  return done(before);
}

/** Closes or opens an agent's access, forgets her second factor, or sends her the link again. */
export async function agentAction(
  ctx: Context,
  by: AgentIdentity,
  id: string,
  action: "disable" | "enable" | "forget-totp" | "send-link",
): Promise<Outcome<null>> {
  const agent = await readAgent(ctx.db, by.member, id);
  if (!agent) return refused(notFound());
  const key = { member: by.member, id };
  if (action === "disable") {
    const closed = await close(ctx, by, key);
    if (!closed.ok) return closed;
  }
  if (action === "enable") await openAccess(ctx.db, key);
  if (action === "forget-totp") {
    await forgetTotp(ctx.db, key);
    await forgetTries(ctx, key);
    await queueMail(ctx, { member: key.member, to: agent.email, ...agentMails.totpForgotten(agent.name, by.name) });
  }
  if (action === "send-link") {
    if (agent.disabledAt) return refused(problem("not-allowed", words.errors.closed));
    await sendPasswordLink(ctx, { ...key, name: agent.name, email: agent.email }, "invited");
  }
  forgetTokens(ctx);
  note(ctx, by, "agent", id, { change: action, name: agent.name });
  return done(null);
}

async function close(ctx: Context, by: AgentIdentity, key: AgentKey): Promise<Outcome<null>> {
  if (by.id === key.id) return refused(problem("not-allowed", words.errors.ownAccess));
  const written = await keepingAnAdministrator(ctx, by.member, (tx) => closeAccess(tx, key, ctx.clock()));
  return written ? done(null) : refused(problem("not-allowed", words.errors.lastAdmin));
}

class NobodyLeft extends Error {}

/** Runs `work` unless it would leave the member without anyone to administer it; false then, and nothing is written. */
async function keepingAnAdministrator(
  ctx: Context,
  member: string,
  work: (tx: Parameters<Parameters<typeof withActor>[2]>[0]) => Promise<void>,
): Promise<boolean> {
  try {
    await withActor(ctx.db, { member }, async (tx) => {
      await lockAdministrators(tx, member);
      await work(tx);
      if (!(await hasAdministrator(tx, member))) throw new NobodyLeft();
    });
    return true;
  } catch (error) {
    if (error instanceof NobodyLeft) return false;
    throw error;
  }
}

const administers = ({ assignments }: Pick<AgentPlan, "assignments">): boolean =>
  assignments.some(({ role }) => role === "admin-membre");

const invalid = (issues: readonly Issue[]): Outcome<never> =>
  refused(problem("invalid", issues[0]?.message ?? "", issues));

const rowIssue = (message: string, row = 0, part = "role"): Issue => ({
  code: "assignment",
  pointer: `/${part}.${row}`,
  message,
});

const groupIssue = (): Issue => rowIssue(words.errors.group);

function planIssues(ctx: Context, member: string, plan: AgentPlan, group: boolean): readonly Issue[] {
  const name: Issue[] = plan.name === "" ? [{ code: "required", pointer: "/nom", message: words.errors.noName }] : [];
  if (plan.assignments.length === 0) return [...name, rowIssue(words.errors.noRole)];
  const rows = plan.assignments.flatMap((one, row) => assignmentIssues(ctx, member, one, row));
  const granted = plan.assignments.some(({ role }) => role === "admin-groupe");
  return [...name, ...rows, ...(granted && !group ? [groupIssue()] : [])];
}

const WHOLE: ReadonlySet<Role> = new Set<Role>(["admin-membre", "admin-groupe"]);

function assignmentIssues(ctx: Context, member: string, one: Assignment, row: number): readonly Issue[] {
  const { role, unit, definition } = one;
  if (WHOLE.has(role) && (unit !== null || definition !== null)) {
    return [rowIssue(words.errors.whole, row, unit === null ? "definition" : "unite")];
  }
  const known = definition === null ? null : ctx.catalogue.definition(member, definition);
  if (definition !== null && !known) return [rowIssue(words.errors.definition, row, "definition")];
  if (known && unit !== null && known.unit !== null && known.unit !== unit) {
    const name = ctx.catalogue.member(member)?.units.find(({ id }) => id === known.unit)?.name ?? known.unit;
    return [rowIssue(words.errors.otherUnit(known.title, name), row, "unite")];
  }
  return [];
}

const asDetail = ({ role, unit, definition }: Assignment): string => [role, unit ?? "*", definition ?? "*"].join(" ");

function note(
  ctx: Context,
  by: AgentIdentity,
  action: AuditAction,
  target: string,
  detail: Readonly<Record<string, string | readonly string[]>>,
): void {
  const actor = { kind: "agent", id: by.id, name: by.name } as const;
  audit(ctx, {
    member: by.member,
    action,
    actor,
    target,
    detail: Object.fromEntries(
      Object.entries(detail).map(([key, value]) => [key, typeof value === "string" ? value : [...value]]),
    ),
  });
}
