import { renderSecurity } from "../../../renderer/second-factor/security-page.tsx";
import { renderRecoveryCodes } from "../../../renderer/second-factor/sign-in-code-page.tsx";
import { audit } from "../../audit.ts";
import { RESUMED_FIELD } from "../../identity/keep-form.ts";
import { endPending, readPending, startPending } from "../../identity/pending.ts";
import { enrol, newSecret, removeFactor } from "../../identity/second-factor.ts";
import { holdsRole } from "../../identity/subject.ts";
import { readForm } from "../../middleware/posted-form.ts";
import type { Problem } from "../../problem.ts";
import { memberSettings, saveMemberSettings } from "../../store/member-settings.ts";
import { detachAgent, isAgentLinked } from "../../store/outside-identities.ts";
import { findFactor } from "../../store/second-factor.ts";
import { enrolView } from "../outside/second-step.ts";
import { type AgentScope, agentScope, backFrame, type PageContext } from "./agent-scope.ts";

/** Name of the secret offered and not confirmed yet. */
const PENDING = "enrolement";
const LIFE = 30 * 60_000;

const pathOf = ({ member }: AgentScope): string => `/${member.id}/agent/securite`;

/** GET /{member}/agent/securite: how she proves who she is. */
export async function securityRoute(c: PageContext): Promise<Response> {
  const scope = await agentScope(c);
  return scope instanceof Response ? scope : page(c, scope, null);
}

/** POST: one of the acts of the page. */
export async function postSecurityRoute(c: PageContext): Promise<Response> {
  const scope = await agentScope(c);
  if (scope instanceof Response) return scope;
  const form = await readForm(c);
  const field = (name: string) => form.fields.get(name)?.[0] ?? "";
  const { ctx, agent } = scope;
  if (form.resumed) return page(c, scope, null);
  switch (field("acte")) {
    case "enrol":
      return enrolAct(c, scope, field("code"));
    case "remove": {
      const removed = await removeFactor(ctx, agent, field("code"));
      if (!removed.ok) return page(c, scope, removed.problem);
      break;
    }
    case "detach":
      await detachAgent(ctx.db, agent);
      note(scope, "proconnect-detached");
      break;
    case "require":
    case "release":
      await setRule(scope, field("acte") === "require");
  }
  return c.redirect(pathOf(scope), 303);
}

async function enrolAct(c: PageContext, scope: AgentScope, typed: string): Promise<Response> {
  const { ctx, agent } = scope;
  const secret = await offered(c);
  if (secret === null || (await findFactor(ctx.db, agent)).secret !== null) return c.redirect(pathOf(scope), 303);
  const codes = await enrol(ctx, agent, secret, typed);
  if (!codes.ok) return page(c, scope, codes.problem);
  await endPending(c, PENDING);
  const next = { href: pathOf(scope), fields: null };
  const site = c.var.site(scope.member.id);
  return c.html(renderRecoveryCodes({ site, codes: codes.value, next, resumedField: RESUMED_FIELD }));
}

async function setRule(scope: AgentScope, requireMfa: boolean): Promise<void> {
  const { ctx, member, agent } = scope;
  if (!holdsRole(agent, "admin-membre")) return;
  await saveMemberSettings(ctx.db, member.id, { requireMfa });
  note(scope, requireMfa ? "second-factor-required" : "second-factor-not-required");
}

function note({ ctx, agent, member }: AgentScope, what: string): void {
  const { id, name } = agent;
  audit(ctx, { member: member.id, action: "rights", actor: { kind: "agent", id, name }, target: id, detail: { what } });
}

async function offered(c: PageContext): Promise<string | null> {
  const secret = (await readPending(c, PENDING))?.["secret"];
  return typeof secret === "string" ? secret : null;
}

async function page(c: PageContext, scope: AgentScope, refusal: Problem | null): Promise<Response> {
  const { ctx, agent, member } = scope;
  const { secret, recovery } = await findFactor(ctx.db, agent);
  const { requireMfa } = await memberSettings(ctx.db, member.id);
  const html = renderSecurity({
    frame: await backFrame(c, scope, "securite"),
    action: pathOf(scope),
    recovery: secret === null ? null : recovery,
    enrol: secret === null ? await enrolView(await secretFor(c), agent) : null,
    proConnect: await isAgentLinked(ctx.db, agent, null),
    required: holdsRole(agent, "admin-membre") ? requireMfa : null,
    issues: refusal ? [{ pointer: "/code", message: refusal.detail }] : [],
  });
  if (refusal?.retryAfter !== undefined) c.header("Retry-After", String(refusal.retryAfter));
  return c.html(html, refusal === null ? 200 : refusal.status === 429 ? 429 : 422);
}

/** The secret offered to this browser: the same while she has not confirmed it. */
async function secretFor(c: PageContext): Promise<string> {
  const known = await offered(c);
  if (known !== null) return known;
  const secret = newSecret(c.var.ctx);
  await startPending(c, PENDING, { secret }, LIFE);
  return secret;
}
