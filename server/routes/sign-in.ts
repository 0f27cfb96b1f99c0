import type { Hono } from "hono";
import type { Issue } from "../../engine/index.ts";
import type { AppEnv, PageContext } from "../app-env.ts";
import { clientAddress } from "../identity/address.ts";
import { onwardOf } from "../identity/onward.ts";
import { recordSignIn } from "../identity/second-factor.ts";
import { signIn } from "../identity/sessions.ts";
import { checkPassword, type SignedIn } from "../identity/sign-in.ts";
import { leadOn, signInResponse } from "../middleware/answers.ts";
import { readForm } from "../middleware/posted-form.ts";
import { SPACE } from "./account/account-scope.ts";
import { codeRoute, postCodeRoute, secondStep } from "./outside/second-step.ts";
import { signOutRoute } from "./outside/sign-out.ts";

type Person = "citizen" | "agent";

/** Signing in and out. The pages of citizens and of agents differ by their words and by where they lead. */
export function registerSignInRoutes(app: Hono<AppEnv>): void {
  for (const [path, person] of [
    ["/connexion", "citizen"],
    ["/agent/connexion", "agent"],
  ] as const) {
    app.get(path, (c) => showSignIn(c, person));
    app.post(path, (c) => postSignIn(c, person));
  }
  app.get("/agent/connexion/code", codeRoute);
  app.post("/agent/connexion/code", postCodeRoute);
  app.post("/deconnexion", signOutRoute);
}

function showSignIn(c: PageContext, person: Person): Response | Promise<Response> {
  const onward = onwardOf(c);
  const { session } = c.var;
  const already = person === "agent" ? session?.agent : session?.account;
  if (session && already) return leadOn(c, onward, home(session));
  return signInResponse(c, { person, email: "", issues: [], ...onward }, 200);
}

async function postSignIn(c: PageContext, person: Person): Promise<Response> {
  const form = await readForm(c);
  const field = (name: string) => form.fields.get(name)?.[0] ?? "";
  const onward = onwardOf(c);
  const email = field("email").slice(0, 320);
  const again = (issues: readonly Issue[], status: 422 | 429) =>
    signInResponse(c, { person, email, issues, ...onward }, status);
  const missing = missingIssues(email, field("password"));
  if (missing.length > 0) return again(missing, 422);
  const password = field("password");
  const checked = await checkPassword(c.var.ctx, { person, email, password, address: clientAddress(c) });
  if (!checked.ok) {
    const { code, detail, issues, retryAfter } = checked.problem;
    if (code !== "too-many") return again(issues, 422);
    c.header("Retry-After", String(retryAfter ?? 60));
    return again([{ code, pointer: "/email", message: detail }], 429);
  }
  if ("agent" in checked.value) {
    const { agent } = checked.value;
    const second = await secondStep(c, agent, onward);
    if (second) return second;
    recordSignIn(c.var.ctx, agent, "password");
  }
  await signIn(c, checked.value);
  return leadOn(c, onward, home(checked.value));
}

function missingIssues(email: string, password: string): readonly Issue[] {
  const issue = (pointer: string, message: string) => ({ code: "required", pointer, message });
  return [
    ...(email.trim() === "" ? [issue("/email", "Indiquez votre adresse électronique.")] : []),
    ...(password === "" ? [issue("/password", "Indiquez votre mot de passe.")] : []),
  ];
}

/** Where people start: an agent in her member's back office, a citizen in her space. */
function home(who: Partial<SignedIn> | { readonly agent: { readonly member: string } | null }): string {
  return "agent" in who && who.agent ? `/${who.agent.member}/agent` : SPACE;
}
