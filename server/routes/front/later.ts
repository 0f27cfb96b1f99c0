import { randomUUID } from "node:crypto";
import { actsByMandate } from "../../../engine/index.ts";
import { type LaterView, renderLater } from "../../../renderer/front/later-page.tsx";
import { strings } from "../../../renderer/strings.ts";
import { createAccessLink, redeemAccessLink } from "../../identity/access-links.ts";
import { addressKey } from "../../identity/address.ts";
import { memberOrigin } from "../../member-url.ts";
import { noticeResponse } from "../../middleware/answers.ts";
import { readForm } from "../../middleware/posted-form.ts";
import { tooMany } from "../../problem.ts";
import { take } from "../../store/rate-limit.ts";
import { deliverMail } from "../../worker/mail.ts";
import { dayOf } from "./day.ts";
import { type DraftScope, draftGone, draftScope, type PageContext } from "./front-scope.ts";
import { alreadySent } from "./step.ts";

/** Each view of the page makes a link, kept as long as the draft. */
const LINKS_PER_HOUR = 30;
/** A link would outlive the mandate: who acts by one finds the draft where she finds her mandates. */
const MANDATES = "/mon-espace/mandats";
const EMAIL = /^[^\s@<>"',;]{1,64}@[^\s@<>"',;]{1,190}\.[^\s@<>"',;.]{2,}$/;

/** GET /{member}/demarches/{draft}/plus-tard: a fresh link to this draft, shown once. */
export async function laterRoute(c: PageContext): Promise<Response> {
  const scope = await draftScope(c);
  if (!scope) return draftGone(c);
  const sent = alreadySent(c, scope);
  if (sent) return sent;
  if (actsByMandate(scope.actor)) return c.redirect(MANDATES, 303);
  const { ctx, member, draft } = scope;
  const wait = await take(ctx, [{ key: `draft-link:${draft.id}`, most: LINKS_PER_HOUR, seconds: 3600 }]);
  if (wait !== null) return noticeResponse(c, tooMany(wait));
  const expiresAt = draft.expiresAt;
  const token = await createAccessLink(ctx, { member: member.id, kind: "draft", target: draft.id, expiresAt });
  return show(c, scope, { token, email: "", message: null, sentTo: null });
}

/** POST: sends that link by mail to whoever is filling the form. */
export async function mailLinkRoute(c: PageContext): Promise<Response> {
  const scope = await draftScope(c);
  if (!scope) return draftGone(c);
  if (actsByMandate(scope.actor)) return c.redirect(MANDATES, 303);
  const form = await readForm(c);
  const field = (name: string) => form.fields.get(name)?.at(-1)?.trim() ?? "";
  const email = field("courriel").slice(0, 254);
  const token = await ownToken(scope, field("lien"));
  if (token === null) return c.redirect(`${scope.base}/plus-tard`, 303);
  const again = (message: string) => show(c, scope, { token, email, message, sentTo: null });
  if (!EMAIL.test(email)) return again(strings.later.emailInvalid);
  const wait = await take(scope.ctx, limits(c, scope));
  if (wait !== null) {
    c.header("Retry-After", String(wait));
    return again(strings.later.emailOften);
  }
  try {
    const refusal = await deliverMail(scope.ctx, mailOf(scope, token, email));
    if (refusal !== null) return again(strings.later.emailFailed);
  } catch (error) {
    // Its message quotes the address.
    const code = error instanceof Error && "code" in error ? error.code : undefined;
    scope.ctx.log.warn({ code }, "draft link not sent");
    return again(strings.later.emailFailed);
  }
  return show(c, scope, { token, email: "", message: null, sentTo: email });
}

/** The token of a link the page showed, if it opens this very draft: a form must not send addresses of its own. */
async function ownToken({ ctx, member, draft }: DraftScope, link: string): Promise<string | null> {
  const token = link.slice(link.lastIndexOf("/") + 1);
  const opened = await redeemAccessLink(ctx, member.id, token);
  return opened?.kind === "draft" && opened.target === draft.id ? token : null;
}

/** A form anyone can open must not write to strangers at will. */
function limits(c: PageContext, { draft }: DraftScope) {
  return [
    { key: `draft-mail:${draft.id}`, most: 5, seconds: 3600 },
    { key: addressKey(c, "draft-mail-address"), most: 20, seconds: 3600 },
  ];
}

const linkOf = ({ ctx, member }: DraftScope, token: string): string =>
  `${memberOrigin(ctx, member.id)}/${member.id}/reprise/${token}`;

function mailOf(scope: DraftScope, token: string, to: string) {
  const { member, definition, draft } = scope;
  const { mailSubject, mailBody } = strings.later;
  return {
    member: member.id,
    messageId: `${randomUUID()}@brouillon`,
    to,
    subject: mailSubject(definition.title),
    body: mailBody(definition.title, linkOf(scope, token), dayOf(draft.expiresAt), member.name),
  };
}

interface Shown {
  readonly token: string;
  readonly email: string;
  readonly message: string | null;
  readonly sentTo: string | null;
}

function show(
  c: PageContext,
  scope: DraftScope,
  { token, email, message, sentTo }: Shown,
): Response | Promise<Response> {
  const view: LaterView = {
    serviceTitle: scope.definition.title,
    link: linkOf(scope, token),
    until: dayOf(scope.draft.expiresAt),
    resumeHref: scope.base,
    action: `${scope.base}/plus-tard`,
    email,
    issues: message === null ? [] : [{ pointer: "/courriel", message }],
    sentTo,
  };
  return c.html(renderLater(c.var.site(scope.member.id), view), message === null ? 200 : 422);
}
