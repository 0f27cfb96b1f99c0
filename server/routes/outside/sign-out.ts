import { outside } from "../../../renderer/strings-outside.ts";
import type { PageContext } from "../../app-env.ts";
import { audit } from "../../audit.ts";
import { redeemToken } from "../../identity/one-time-codes.ts";
import { signOut } from "../../identity/sessions.ts";
import { memberOrigin } from "../../member-url.ts";
import { GROUP } from "../../store/members.ts";
import { outsideOf } from "../../store/sessions.ts";
import { FRANCECONNECT, leaveHref, leaving, PROCONNECT, SIGN_OUT, type Way } from "./trip-pages.ts";

/** POST /deconnexion: the session ends here, then at the provider it was opened with. */
export async function signOutRoute(c: PageContext): Promise<Response> {
  const { ctx, session } = c.var;
  const idToken = session && session.via !== "password" ? await outsideOf(ctx, session.idHash) : null;
  const way = session?.via === "franceconnect" ? FRANCECONNECT : PROCONNECT;
  if (session?.agent) {
    const { id, name, member } = session.agent;
    audit(ctx, { member, action: "sign-out", actor: { kind: "agent", id, name }, target: id });
  } else if (session?.account) {
    const { id } = session.account;
    audit(ctx, { member: GROUP, action: "sign-out", actor: { kind: "citizen", id }, target: id });
  }
  await signOut(c);
  const href = idToken === null ? null : await leaveHref(c, way, idToken);
  if (href === null) return c.redirect(session?.agent ? "/agent/connexion" : "/", 303);
  const { signedOut, signedOutText, link } = outside.leaving;
  return leaving(c, href, { title: signedOut, text: signedOutText(way.name), label: link(way.name) });
}

/** GET {path}/fin: the provider gives the browser back. There is nothing left to end, whoever comes. */
export async function signedOutRoute<P>(c: PageContext, way: Way<P>): Promise<Response> {
  const { ctx } = c.var;
  const left = await redeemToken(ctx, SIGN_OUT, c.req.query("state") ?? "");
  const origin = typeof left?.["at"] === "string" ? memberOrigin(ctx, left["at"]) : ctx.config.publicUrl;
  // Back at the host name she left from: the provider knows our public address only.
  if (origin !== ctx.config.publicUrl) return c.redirect(`${origin}${way.home}`, 303);
  if (way.person === "citizen") return c.redirect(way.home, 303);
  const { session } = c.var;
  return c.redirect(session?.agent ? `/${session.agent.member}/agent` : way.home, 303);
}
