import type { Context as HonoContext } from "hono";
import type { AppEnv } from "../app-env.ts";
import type { Context } from "../context.ts";
import { askToSignIn, noticeResponse } from "../middleware/answers.ts";
import { type Problem, problem } from "../problem.ts";
import type { AccountIdentity, AgentIdentity, Session } from "./subject.ts";

/** Who a route needed, or the answer to give instead. */
export type Required<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly response: Response };

/**
 * The agent of this member who is signed in. Otherwise the answer to return: the sign-in page (which keeps a posted
 * form, see `keep-form.ts`), or 404 when she works for another member. First line of a back-office route.
 */
export async function requireAgent(
  c: HonoContext<AppEnv>,
  member: string,
): Promise<Required<{ readonly agent: AgentIdentity; readonly session: Session }>> {
  const session = c.var.session;
  if (!session?.agent) return { ok: false, response: await askToSignIn(c, "agent") };
  if (session.agent.member === member) return { ok: true, value: { agent: session.agent, session } };
  return { ok: false, response: await noticeResponse(c, elsewhere(c.var.ctx, session.agent)) };
}

/** For another member's agent, what a member has does not exist. */
function elsewhere(ctx: Context, agent: AgentIdentity): Problem {
  const name = ctx.catalogue.member(agent.member)?.name ?? agent.member;
  return problem(
    "not-found",
    `Vous êtes connecté comme agent de ${name}. Pour une autre collectivité, déconnectez-vous et utilisez son compte.`,
  );
}

/** The citizen who is signed in, or the sign-in page to return. First line of a route that needs an account. */
export async function requireCitizen(
  c: HonoContext<AppEnv>,
): Promise<Required<{ readonly account: AccountIdentity; readonly session: Session }>> {
  const session = c.var.session;
  if (session?.account) return { ok: true, value: { account: session.account, session } };
  return { ok: false, response: await askToSignIn(c, "citizen") };
}
