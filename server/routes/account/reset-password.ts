import { accountFields } from "../../../renderer/account/fields.ts";
import { renderAccountForm } from "../../../renderer/account/form-page.tsx";
import { accountWords } from "../../../renderer/strings-account.ts";
import { findReset, resetPassword } from "../../commands/reset-account-password.ts";
import { signIn } from "../../identity/sessions.ts";
import type { Problem } from "../../problem.ts";
import {
  hiddenFields,
  issuesOf,
  leadOn,
  type PageContext,
  posted,
  refusalStatus,
  wordResponse,
} from "./account-scope.ts";

const { reset: words, gone, fields: labels } = accountWords;

/** GET /mot-de-passe/{token}: asks for the new password. */
export async function showResetRoute(c: PageContext): Promise<Response> {
  const found = await findReset(c.var.ctx, c.req.param("token") ?? "");
  return found ? showReset(c, null) : goneResponse(c);
}

/** POST /mot-de-passe/{token}: takes the new password, ends the other sessions and opens one. */
export async function resetRoute(c: PageContext): Promise<Response> {
  if (c.var.form?.resumed) return showResetRoute(c);
  const { ctx } = c.var;
  const token = c.req.param("token") ?? "";
  const result = await resetPassword(ctx, token, posted(c)("password"));
  if (!result.ok) return showReset(c, result.problem);
  if (!result.value) return goneResponse(c);
  await signIn(c, { account: result.value.account });
  return leadOn(c, result.value.onward);
}

function showReset(c: PageContext, refusal: Problem | null): Response | Promise<Response> {
  const html = renderAccountForm({
    site: c.var.site(null),
    title: words.title,
    texts: [words.lead],
    action: `/mot-de-passe/${c.req.param("token")}`,
    hidden: hiddenFields(c),
    fields: [accountFields.newPassword(labels.newPassword)],
    issues: refusal ? issuesOf(refusal, "/password") : [],
    buttons: [{ label: words.submit }],
  });
  return c.html(html, refusal ? refusalStatus(c, refusal) : 200);
}

function goneResponse(c: PageContext): Response | Promise<Response> {
  const link = { href: "/mot-de-passe", label: gone.startAgain };
  return wordResponse(c, { title: gone.title, texts: [gone.reset], link }, 404);
}
