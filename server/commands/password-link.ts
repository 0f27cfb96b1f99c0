import { agentMails } from "../../renderer/strings-admin-mails.ts";
import { audit } from "../audit.ts";
import type { Context } from "../context.ts";
import type { Tx } from "../db/with-actor.ts";
import { issueToken, readToken, redeemToken } from "../identity/one-time-codes.ts";
import { hashPassword } from "../identity/passwords.ts";
import { forgetTokens } from "../identity/tokens.ts";
import { memberOrigin } from "../member-url.ts";
import { done, type Outcome, problem, refused } from "../problem.ts";
import { type AgentKey, readPassword, writePassword } from "../store/agent-access.ts";
import { readAgent } from "../store/agent-list.ts";
import { findAgent } from "../store/agents.ts";
import { newPasswordIssues } from "./account-fields.ts";
import { queueMail } from "./queue-mail.ts";

const PURPOSE = "agent-password";
const DAY = 86_400_000;
/** A link sent by an administrator waits for someone on leave; one asked for is used at once. */
const INVITED = 7 * DAY;
const ASKED = DAY / 24;

/** Sends an agent the link to choose her password, in her member's name. Worth nothing once the password has changed. */
export async function sendPasswordLink(
  ctx: Context,
  agent: AgentKey & { readonly name: string; readonly email: string },
  why: "invited" | "asked",
): Promise<void> {
  const before = await readPassword(ctx.db, agent);
  if (before === undefined) return;
  const payload = { member: agent.member, agent: agent.id, before: stamp(ctx, before) };
  const token = await issueToken(ctx, PURPOSE, payload, why === "invited" ? INVITED : ASKED);
  const link = `${memberOrigin(ctx, agent.member)}/agent/inscription/${token}`;
  const member = ctx.catalogue.member(agent.member)?.name ?? agent.member;
  const words = agentMails[why](agent.name, member, link);
  await queueMail(ctx, { member: agent.member, to: agent.email, ...words });
}

/** The secret of a link for someone who has chosen no password yet, within `tx`, the system's. */
export const firstToken = (ctx: Context, agent: AgentKey, tx: Tx): Promise<string> =>
  issueToken(ctx, PURPOSE, { member: agent.member, agent: agent.id, before: stamp(ctx, null) }, INVITED, tx);

/** Sends the link to whoever works under this address, if anybody does. */
export async function sendAskedLink(ctx: Context, email: string): Promise<void> {
  const found = await findAgent(ctx.db, email, ctx.clock());
  if (found) await sendPasswordLink(ctx, found.agent, "asked");
}

/** Whose password a link lets choose; null when it is unknown, used, overtaken or too old. */
async function linkedAgent(ctx: Context, token: string): Promise<Linked | null> {
  const payload = await readToken(ctx, PURPOSE, token);
  if (payload === null) return null;
  const key = { member: String(payload["member"]), id: String(payload["agent"]) };
  const [before, agent] = [await readPassword(ctx.db, key), await readAgent(ctx.db, key.member, key.id)];
  if (before === undefined || !agent || stamp(ctx, before) !== payload["before"]) return null;
  return { key, before, about: [agent.email, agent.name], name: agent.name, email: agent.email };
}

interface Linked {
  readonly key: AgentKey;
  readonly before: string | null;
  readonly about: readonly string[];
  readonly name: string;
  readonly email: string;
}

/** Does this link still let someone choose a password? */
export const isLive = async (ctx: Context, token: string): Promise<boolean> => (await linkedAgent(ctx, token)) !== null;

/**
 * Makes this the password of the agent the link was sent to, once; her sessions and tokens end, and a mail tells
 * her. False when the link is worth nothing; `invalid` with issues at /password, and the link stays good.
 */
export async function choosePassword(ctx: Context, token: string, password: string): Promise<Outcome<boolean>> {
  const linked = await linkedAgent(ctx, token);
  if (!linked) return done(false);
  const { key, before, about, name, email } = linked;
  const issues = newPasswordIssues(password, about);
  if (issues.length > 0) return refused(problem("invalid", "", issues));
  const change = { before, after: await hashPassword(password), now: ctx.clock() };
  if (!(await redeemToken(ctx, PURPOSE, token))) return done(false);
  if (!(await writePassword(ctx.db, key, change))) return done(false);
  forgetTokens(ctx);
  const detail = { change: "password" };
  audit(ctx, { member: key.member, action: "agent", actor: { kind: "agent", id: key.id }, target: key.id, detail });
  if (before !== null) await queueMail(ctx, { member: key.member, to: email, ...agentMails.passwordChanged(name) });
  return done(true);
}

/** Stands for a password without telling anything of it. */
const stamp = (ctx: Context, passwordHash: string | null): string =>
  ctx.secrets.mac(PURPOSE, passwordHash ?? "").toString("base64url");
