import { renderMessage } from "../../renderer/front/message-page.tsx";
import { renderResume } from "../../renderer/resume.tsx";
import { renderSignIn, type SignInView } from "../../renderer/sign-in.tsx";
import { strings } from "../../renderer/strings.ts";
import type { PageContext } from "../app-env.ts";
import { pairs, RESUMED_FIELD, sealForm, unsealForm } from "../identity/keep-form.ts";
import { localPath } from "../identity/local-path.ts";
import { hiddenFields, type Onward } from "../identity/onward.ts";
import { seesMember } from "../identity/sees-member.ts";
import { memberAtHost } from "../member-url.ts";
import type { Problem } from "../problem.ts";

const TITLES: Readonly<Partial<Record<Problem["code"], string>>> = {
  malformed: "Nous n’avons pas pu lire cet envoi",
  "not-allowed": "Cette action ne vous est pas ouverte",
  "not-found": "Page introuvable",
  "too-large": "Envoi trop volumineux",
  "too-many": "Trop de demandes en peu de temps",
};

/** The address of this request, to post to or come back to: a path of this site, whatever was asked for. */
export function ownPath(c: PageContext): string {
  const { pathname, search } = new URL(c.req.url);
  return localPath(`${pathname}${search}`) ?? "/";
}

/** The member in whose colours a page about this path is: the one it names, unless the host is another's; null for the group. */
export function memberOfPath(c: PageContext, path: string): string | null {
  const { ctx, session } = c.var;
  const own = memberAtHost(ctx, c.req.header("host"));
  if (own !== null) return own.id;
  const named = ctx.catalogue.member(path.split(/[/?]/)[1] ?? "");
  return named !== null && seesMember(session, named) ? named.id : null;
}

/** A refusal as a page of its own. */
export function noticeResponse(c: PageContext, refusal: Problem): Response | Promise<Response> {
  const member = memberOfPath(c, c.req.path);
  if (refusal.retryAfter !== undefined) c.header("Retry-After", String(refusal.retryAfter));
  if (refusal.status === 413) c.header("Connection", "close");
  const title = TITLES[refusal.code] ?? "Cette action n’a pas eu lieu";
  const link = ownSpace(c);
  const html = renderMessage(c.var.site(member), { title, text: refusal.detail, ...(link && { link }) });
  return c.html(html, refusal.status);
}

/** Where an agent works from, unless the host is of another member; null for everyone else. */
function ownSpace(c: PageContext): { readonly href: string; readonly label: string } | null {
  const { ctx, session } = c.var;
  if (!session?.agent) return null;
  const host = memberAtHost(ctx, c.req.header("host"));
  if (host !== null && host.id !== session.agent.member) return null;
  return { href: `/${session.agent.member}/agent`, label: strings.message.space };
}

/** The page that gives a form back to where it was posted (see `keep-form.ts`). */
export function resumeResponse(
  c: PageContext,
  fields: readonly (readonly [string, string])[],
  to: { readonly status: 200 | 403; readonly path: string },
): Response | Promise<Response> {
  const signedIn = to.status === 200;
  const html = renderResume({
    site: c.var.site(memberOfPath(c, to.path)),
    title: signedIn ? "Votre session est ouverte" : "Votre page n’était plus à jour",
    sentence: "Rien n’est perdu : ce que vous aviez saisi est gardé. Reprenez, relisez, puis envoyez.",
    action: to.path,
    fields,
    resumedField: RESUMED_FIELD,
  });
  return c.html(html, to.status);
}

/** Leads someone who has just signed in to where she was going: her form, her page, or `home`. */
export function leadOn(c: PageContext, { back, kept }: Onward, home: string): Response | Promise<Response> {
  const form = unsealForm(c.var.ctx, kept ?? undefined);
  if (form) return resumeResponse(c, form.fields, { status: 200, path: form.path });
  return c.redirect(back ?? home, 303);
}

/**
 * What a route answers when someone must sign in first: for a page, a redirection to the sign-in page that comes back
 * here; for a form, the sign-in page itself, which keeps the form.
 */
export function askToSignIn(c: PageContext, person: SignInView["person"]): Response | Promise<Response> {
  const path = ownPath(c);
  const form = c.var.form;
  if (form === null) {
    const page = person === "agent" ? "/agent/connexion" : "/connexion";
    return c.redirect(`${page}?retour=${encodeURIComponent(path)}`, 303);
  }
  const kept = sealForm(c.var.ctx, { path, fields: pairs(form.fields) });
  const ended = "Votre session a pris fin. Connectez-vous :";
  const reason = kept
    ? `${ended} ce que vous aviez saisi vous sera rendu.`
    : `${ended} votre saisie était trop longue pour être gardée ; revenez en arrière pour la copier.`;
  return signInResponse(c, { person, email: "", issues: [], reason, back: path, kept }, 401);
}

/** The sign-in page, and where it leads afterwards. */
export function signInResponse(
  c: PageContext,
  view: Pick<SignInView, "person" | "email" | "issues" | "reason"> & Onward,
  status: 200 | 401 | 422 | 429 | 503,
): Response | Promise<Response> {
  const { back, kept, ...rest } = view;
  const hidden = hiddenFields(c, { back, kept });
  const outside = Boolean(c.var.ctx.identities?.[view.person === "agent" ? "proConnect" : "franceConnect"]);
  const site = c.var.site(back === null ? null : memberOfPath(c, back));
  const html = renderSignIn({ ...rest, site, hidden, back, kept: kept !== null, outside });
  return c.html(html, status);
}
