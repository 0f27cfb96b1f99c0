import { accountFields } from "../../../renderer/account/fields.ts";
import { accountWords } from "../../../renderer/strings-account.ts";
import type { PageContext } from "../../app-env.ts";
import { findReset, resetPassword } from "../../commands/reset-account-password.ts";
import { signIn } from "../../identity/sessions.ts";
import { leadOn } from "../../middleware/answers.ts";
import type { Problem } from "../../problem.ts";
import { formResponse, posted, SPACE, wordResponse } from "./account-scope.ts";

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
  return leadOn(c, result.value.onward, SPACE);
}

function showReset(c: PageContext, refusal: Problem | null): Response | Promise<Response> {
  const view = {
    title: words.title,
    texts: [words.lead],
    action: `/mot-de-passe/${c.req.param("token")}`,
    fields: [accountFields.newPassword(labels.newPassword)],
    buttons: [{ label: words.submit }],
  };
  return formResponse(c, view, { refused: refusal && { problem: refusal, at: "/password" } });
}

function goneResponse(c: PageContext): Response | Promise<Response> {
  const link = { href: "/mot-de-passe", label: gone.startAgain };
  return wordResponse(c, { title: gone.title, texts: [gone.reset], link }, 404);
}
