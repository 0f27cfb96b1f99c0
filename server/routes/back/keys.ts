import { setCookie } from "hono/cookie";
import { keysPage } from "../../../renderer/back/keys-page.tsx";
import { readForm } from "../../middleware/posted-form.ts";
import { agentScope, backFrame, KEYS_COOKIE, type PageContext } from "./agent-scope.ts";
import { one } from "./send-event.ts";

const YEAR = 365 * 86_400;

/** GET /{member}/agent/clavier: which keys do what. */
export async function keysRoute(c: PageContext): Promise<Response> {
  const scope = await agentScope(c);
  if (scope instanceof Response) return scope;
  return c.html(keysPage(await backFrame(c, scope, "clavier")));
}

/** POST: lets single keys act in this browser, or not. */
export async function postKeysRoute(c: PageContext): Promise<Response> {
  const scope = await agentScope(c);
  if (scope instanceof Response) return scope;
  const form = await readForm(c);
  const path = `/${scope.member.id}/agent/clavier`;
  if (!form.resumed) {
    const off = one(form, "raccourcis") === "non";
    const secure = scope.ctx.config.publicUrl.startsWith("https:");
    setCookie(c, KEYS_COOKIE, off ? "non" : "oui", {
      path: "/",
      httpOnly: true,
      sameSite: "Lax",
      maxAge: YEAR,
      secure,
    });
  }
  return c.redirect(path, 303);
}
