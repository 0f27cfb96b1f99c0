import { toString as drawSquare } from "qrcode";
import type { EnrolView } from "../../../renderer/second-factor/parts.tsx";
import { renderRecoveryCodes, renderSignInCode } from "../../../renderer/second-factor/sign-in-code-page.tsx";
import type { PageContext } from "../../app-env.ts";
import { RESUMED_FIELD, unsealForm } from "../../identity/keep-form.ts";
import { type Onward, onwardFrom } from "../../identity/onward.ts";
import { endPending, readPending, startPending } from "../../identity/pending.ts";
import { checkCode, enrol, newSecret, recordSignIn, secretUri } from "../../identity/second-factor.ts";
import { signIn } from "../../identity/sessions.ts";
import type { AgentIdentity } from "../../identity/subject.ts";
import { leadOn } from "../../middleware/answers.ts";
import { readForm } from "../../middleware/posted-form.ts";
import { memberSettings } from "../../store/member-settings.ts";
import { findAgentById, findFactor } from "../../store/second-factor.ts";

const PATH = "/agent/connexion/code";
const PENDING = "code";
const LIFE = 15 * 60_000;

/**
 * What comes between an agent's password and her session: nothing, her code, or the preparation of one when her member
 * requires it. Null for nothing.
 */
export async function secondStep(
  c: PageContext,
  agent: AgentIdentity,
  { back, kept }: Onward,
): Promise<Response | null> {
  const { ctx } = c.var;
  const { secret } = await findFactor(ctx.db, agent);
  if (secret === null && !(await memberSettings(ctx.db, agent.member)).requireMfa) return null;
  const offered = secret === null ? newSecret(ctx) : null;
  await startPending(c, PENDING, { member: agent.member, id: agent.id, back, kept, secret: offered }, LIFE);
  return c.redirect(PATH, 303);
}

/** A secret as its page shows it. */
export async function enrolView(secret: string, agent: AgentIdentity): Promise<EnrolView> {
  const svg = await drawSquare(secretUri(secret, agent.email), { type: "svg", margin: 2 });
  return { secret, square: `data:image/svg+xml;base64,${Buffer.from(svg).toString("base64")}` };
}

/** GET /agent/connexion/code. */
export async function codeRoute(c: PageContext): Promise<Response> {
  const waiting = await waitingFor(c);
  return waiting ? page(c, waiting, [], 200) : c.redirect("/agent/connexion", 303);
}

/** POST /agent/connexion/code: opens the session when the code is right. */
export async function postCodeRoute(c: PageContext): Promise<Response> {
  const form = await readForm(c);
  const waiting = await waitingFor(c);
  if (!waiting) return c.redirect("/agent/connexion", 303);
  const { ctx } = c.var;
  const { agent, secret } = waiting;
  const typed = form.fields.get("code")?.[0] ?? "";
  const codes = secret === null ? null : await enrol(ctx, agent, secret, typed);
  const checked = codes ?? (await checkCode(ctx, agent, typed));
  if (!checked.ok) {
    const { retryAfter, detail, issues } = checked.problem;
    if (retryAfter === undefined) return page(c, waiting, issues, 422);
    c.header("Retry-After", String(retryAfter));
    return page(c, waiting, [{ pointer: "/code", message: detail }], 429);
  }
  if (!(await endPending(c, PENDING))) return c.redirect("/agent/connexion", 303);
  await signIn(c, { agent });
  recordSignIn(ctx, agent, "password-and-code");
  return codes?.ok ? showCodes(c, codes.value, waiting) : leadOn(c, waiting, `/${agent.member}/agent`);
}

type Waiting = NonNullable<Awaited<ReturnType<typeof waitingFor>>>;

async function waitingFor(c: PageContext) {
  const kept = await readPending(c, PENDING);
  const text = (name: string) => (typeof kept?.[name] === "string" ? kept[name] : null);
  const [member, id] = [text("member"), text("id")];
  const agent = member !== null && id !== null ? await findAgentById(c.var.ctx, { member, id }) : null;
  return agent && { agent, secret: text("secret"), ...onwardFrom(kept ?? {}) };
}

async function page(
  c: PageContext,
  { agent, secret }: Waiting,
  issues: readonly { readonly pointer: string; readonly message: string }[],
  status: 200 | 422 | 429,
): Promise<Response> {
  const offered = secret === null ? null : await enrolView(secret, agent);
  const site = c.var.site(agent.member);
  c.header("Cache-Control", "no-store");
  return c.html(renderSignInCode({ site, action: PATH, enrol: offered, issues }), status);
}

function showCodes(
  c: PageContext,
  codes: readonly string[],
  { agent, back, kept }: Waiting,
): Response | Promise<Response> {
  const form = unsealForm(c.var.ctx, kept ?? undefined);
  const next = { href: form?.path ?? back ?? `/${agent.member}/agent`, fields: form?.fields ?? null };
  return c.html(renderRecoveryCodes({ site: c.var.site(agent.member), codes, next, resumedField: RESUMED_FIELD }));
}
