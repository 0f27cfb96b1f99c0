import { accountFields } from "../../../renderer/account/fields.ts";
import { accountWords } from "../../../renderer/strings-account.ts";
import type { PageContext } from "../../app-env.ts";
import { requestReset } from "../../commands/reset-account-password.ts";
import { clientAddress } from "../../identity/address.ts";
import { type Onward, onwardOf } from "../../identity/onward.ts";
import type { Problem } from "../../problem.ts";
import { formResponse, posted, withBack, wordResponse } from "./account-scope.ts";

const { forgotten: words, mailed } = accountWords;

/** GET /mot-de-passe: asks for the address of the account. */
export const showForgottenRoute = (c: PageContext): Response | Promise<Response> =>
  showForgotten(c, onwardOf(c), { email: "", refusal: null });

/** POST /mot-de-passe: mails a link, or a word when the address has no account. With `commencer`, shows the form. */
export async function forgottenRoute(c: PageContext): Promise<Response> {
  const onward = onwardOf(c);
  const email = posted(c)("email").slice(0, 320);
  if (posted(c)("commencer") !== "" || c.var.form?.resumed) return showForgotten(c, onward, { email, refusal: null });
  const result = await requestReset(c.var.ctx, email, { address: clientAddress(c), onward });
  if (result.ok) return c.redirect("/mot-de-passe/courriel", 303);
  return showForgotten(c, onward, { email, refusal: result.problem });
}

/** GET /mot-de-passe/courriel: the same words whether the address has an account or not. */
export function forgottenMailedRoute(c: PageContext): Response | Promise<Response> {
  const { title, reset, missing, again } = mailed;
  return wordResponse(c, { title, texts: [reset], aside: { text: missing, href: "/mot-de-passe", label: again } });
}

function showForgotten(
  c: PageContext,
  onward: Onward,
  { email, refusal }: { readonly email: string; readonly refusal: Problem | null },
): Response | Promise<Response> {
  const view = {
    title: words.title,
    texts: [words.lead],
    action: "/mot-de-passe",
    fields: [accountFields.email(email)],
    buttons: [{ label: words.submit }],
    links: [{ href: withBack("/connexion", onward), label: words.back }],
  };
  return formResponse(c, view, { onward, refused: refusal && { problem: refusal, at: "/email" } });
}
