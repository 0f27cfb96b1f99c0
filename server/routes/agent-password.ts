import type { Hono } from "hono";
import type { Issue } from "../../engine/index.ts";
import { choosePasswordPage, forgottenPage, passwordNotice } from "../../renderer/agent-password.tsx";
import { adminAgents } from "../../renderer/strings-admin-agents.ts";
import type { AppEnv, PageContext } from "../app-env.ts";
import { choosePassword, isLive, sendAskedLink } from "../commands/password-link.ts";
import { addressKey } from "../identity/address.ts";
import { normaliseEmail } from "../identity/email.ts";
import { noticeResponse } from "../middleware/answers.ts";
import { readForm } from "../middleware/posted-form.ts";
import { tooMany } from "../problem.ts";
import { limitKey, take } from "../store/rate-limit.ts";
import { posted } from "./admin/posted.ts";

const { password: words, forgotten, errors } = adminAgents;
const HOUR = 3600;
const PER_EMAIL = 3;
const PER_ADDRESS = 30;
/** Milliseconds every answer takes at least, so that its time does not tell whether a mail was written. */
const FLOOR = 250;

/** How agents choose a password, from a link they were sent or asked for. */
export function registerAgentPasswordRoutes(app: Hono<AppEnv>): void {
  app.get("/agent/mot-de-passe", (c) => c.html(forgottenPage({ site: c.var.site(null), email: "", issues: [] })));
  app.post("/agent/mot-de-passe", askRoute);
  app.get("/agent/inscription/:token", (c) => chooseForm(c, []));
  app.post("/agent/inscription/:token", chooseRoute);
}

/** POST /agent/mot-de-passe: the same answer whoever asks. */
async function askRoute(c: PageContext): Promise<Response> {
  const form = await readForm(c);
  const site = c.var.site(null);
  const email = normaliseEmail(posted(form, "email", 320));
  if (!email.includes("@") || form.resumed) {
    const message = email === "" ? errors.noEmail : errors.email;
    const issues = form.resumed ? [] : [{ code: "email", pointer: "/email", message }];
    return c.html(forgottenPage({ site, email, issues }), issues.length > 0 ? 422 : 200);
  }
  const { ctx } = c.var;
  const wait = await take(ctx, [{ key: addressKey(c, "agent-link"), most: PER_ADDRESS, seconds: HOUR }]);
  if (wait !== null) return noticeResponse(c, tooMany(wait));
  // One address asked for too often receives no more mails, and the answer stays the same.
  const perEmail = { key: limitKey(ctx, "agent-link", email), most: PER_EMAIL, seconds: HOUR };
  const quiet = (await take(ctx, [perEmail])) !== null;
  await Promise.all([quiet ? null : sendAskedLink(ctx, email), new Promise((resolve) => setTimeout(resolve, FLOOR))]);
  return c.html(passwordNotice(site, { title: forgotten.sentTitle, texts: [forgotten.sent, forgotten.nothing] }));
}

/** POST /agent/inscription/{token}: a password that will not do leaves the link as it was. */
async function chooseRoute(c: PageContext): Promise<Response> {
  const form = await readForm(c);
  if (form.resumed) return chooseForm(c, []);
  const field = (name: string) => form.fields.get(name)?.[0] ?? "";
  if (field("password") !== field("encore")) {
    return chooseForm(c, [{ code: "password", pointer: "/encore", message: words.different }]);
  }
  const wait = await take(c.var.ctx, [{ key: addressKey(c, "agent-choose"), most: PER_ADDRESS, seconds: HOUR }]);
  if (wait !== null) return noticeResponse(c, tooMany(wait));
  const chosen = await choosePassword(c.var.ctx, c.req.param("token") ?? "", field("password"));
  if (!chosen.ok) return chooseForm(c, chosen.problem.issues);
  if (!chosen.value) return dead(c);
  const link = ["/agent/connexion", words.signIn] as const;
  return c.html(passwordNotice(c.var.site(null), { title: words.chosen, texts: [words.chosenText], link }));
}

async function chooseForm(c: PageContext, issues: readonly Issue[]): Promise<Response> {
  const token = c.req.param("token") ?? "";
  if (!(await isLive(c.var.ctx, token))) return dead(c);
  const action = `/agent/inscription/${encodeURIComponent(token)}`;
  return c.html(choosePasswordPage({ site: c.var.site(null), action, issues }), issues.length > 0 ? 422 : 200);
}

function dead(c: PageContext): Response | Promise<Response> {
  const link = ["/agent/mot-de-passe", words.askAgain] as const;
  return c.html(passwordNotice(c.var.site(null), { title: words.deadTitle, texts: [words.dead], link }), 404);
}
