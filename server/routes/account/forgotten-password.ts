import type { Issue } from "../../../engine/index.ts";
import { accountFields } from "../../../renderer/account/fields.ts";
import { renderAccountForm } from "../../../renderer/account/form-page.tsx";
import { accountWords } from "../../../renderer/strings-account.ts";
import { requestReset } from "../../commands/reset-account-password.ts";
import { clientAddress } from "../../identity/address.ts";
import type { Onward } from "../../identity/onward.ts";
import {
  hiddenFields,
  issuesOf,
  onwardOf,
  type PageContext,
  posted,
  refusalStatus,
  siteOf,
  withBack,
  wordResponse,
} from "./account-scope.ts";

const { forgotten: words, mailed } = accountWords;

/** GET /mot-de-passe: asks for the address of the account. */
export const showForgottenRoute = (c: PageContext): Response | Promise<Response> =>
  showForgotten(c, onwardOf(c), { email: "", issues: [], status: 200 });

/** POST /mot-de-passe: mails a link, or a word when the address has no account. With `commencer`, shows the form. */
export async function forgottenRoute(c: PageContext): Promise<Response> {
  const onward = onwardOf(c);
  const email = posted(c)("email").slice(0, 320);
  if (posted(c)("commencer") !== "" || c.var.form?.resumed) {
    return showForgotten(c, onward, { email, issues: [], status: 200 });
  }
  const result = await requestReset(c.var.ctx, email, { address: clientAddress(c), onward });
  if (result.ok) return c.redirect("/mot-de-passe/courriel", 303);
  const issues = issuesOf(result.problem, "/email");
  return showForgotten(c, onward, { email, issues, status: refusalStatus(c, result.problem) });
}

/** GET /mot-de-passe/courriel: the same words whether the address has an account or not. */
export function forgottenMailedRoute(c: PageContext): Response | Promise<Response> {
  const { title, reset, missing, again } = mailed;
  return wordResponse(c, { title, texts: [reset], aside: { text: missing, href: "/mot-de-passe", label: again } });
}

function showForgotten(
  c: PageContext,
  onward: Onward,
  { email, issues, status }: { email: string; issues: readonly Issue[]; status: 200 | 422 | 429 },
): Response | Promise<Response> {
  const html = renderAccountForm({
    site: siteOf(c, onward),
    title: words.title,
    texts: [words.lead],
    action: "/mot-de-passe",
    hidden: hiddenFields(c, onward),
    fields: [accountFields.email(email)],
    issues,
    buttons: [{ label: words.submit }],
    links: [{ href: withBack("/connexion", onward), label: words.back }],
  });
  return c.html(html, status);
}
