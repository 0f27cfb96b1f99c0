import { accountWords } from "../../../renderer/strings-account.ts";
import type { PageContext } from "../../app-env.ts";
import {
  cancelByLink,
  confirmEmailChange,
  type EmailConfirmation,
  type EmailLink,
  findEmailLink,
} from "../../commands/change-account-email.ts";
import { requireCitizen } from "../../identity/require.ts";
import { ACCOUNT, formResponse, posted, wordResponse } from "./account-scope.ts";

const words = accountWords.email;
const HOME = { href: ACCOUNT, label: accountWords.home.title };

/** GET /mon-espace/compte/adresse/{token}: asks to confirm the change; nothing happens yet. */
export async function showEmailLinkRoute(c: PageContext): Promise<Response> {
  const link = await emailLink(c);
  if (link instanceof Response) return link;
  const { side, change } = link;
  const old = side === "old";
  return formResponse(c, {
    title: words.confirmTitle,
    texts: old ? [words.confirmOld(change.email), words.notYou] : [words.confirmNew(change.email)],
    action: `${ACCOUNT}/adresse/${c.req.param("token")}`,
    fields: [],
    buttons: [
      { label: words.submitConfirm },
      ...(old ? [{ label: words.cancel, name: "annuler", tone: "secondary" } as const] : []),
    ],
  });
}

/** POST /mon-espace/compte/adresse/{token}: confirms this side, or cancels from the old one. */
export async function emailLinkRoute(c: PageContext): Promise<Response> {
  if (c.var.form?.resumed) return showEmailLinkRoute(c);
  const link = await emailLink(c);
  if (link instanceof Response) return link;
  const token = c.req.param("token") ?? "";
  if (link.side === "old" && posted(c)("annuler") !== "") {
    if (!(await cancelByLink(c.var.ctx, token))) return gone(c);
    const reset = { href: "/mot-de-passe", label: accountWords.reset.title };
    return wordResponse(c, { title: words.cancelledTitle, texts: [words.cancelled], link: reset });
  }
  return ending(c, await confirmEmailChange(c.var.ctx, token));
}

/**
 * What the link is about. The new address is confirmed by the account's own session: someone whose address was typed by
 * mistake must not make it the way into the account. The old one needs none, to be able to cancel.
 */
async function emailLink(c: PageContext): Promise<EmailLink | Response> {
  const link = await findEmailLink(c.var.ctx, c.req.param("token") ?? "");
  if (!link) return gone(c);
  if (link.side === "old") return link;
  const citizen = await requireCitizen(c);
  if (!citizen.ok) return citizen.response;
  if (citizen.value.account.id === link.account) return link;
  return wordResponse(c, { title: words.confirmTitle, texts: [words.otherAccount] }, 404);
}

function ending(c: PageContext, how: EmailConfirmation): Response | Promise<Response> {
  if (how === "gone") return gone(c);
  if (how === "waiting") return wordResponse(c, { title: words.waitTitle, texts: [words.wait], link: HOME });
  if (how === "done") return wordResponse(c, { title: words.doneTitle, texts: [words.done], link: HOME });
  return wordResponse(c, { title: accountWords.taken.title, texts: [words.taken], link: HOME }, 409);
}

function gone(c: PageContext): Response | Promise<Response> {
  return wordResponse(c, { title: accountWords.gone.title, texts: [accountWords.gone.change], link: HOME }, 404);
}
