import { accountFields } from "../../../renderer/account/fields.ts";
import { accountWords } from "../../../renderer/strings-account.ts";
import type { PageContext } from "../../app-env.ts";
import { confirmAccount, type PendingAccount, pendingAccount } from "../../commands/sign-up-account.ts";
import { grantHolder, signIn } from "../../identity/sessions.ts";
import { leadOn } from "../../middleware/answers.ts";
import type { Problem } from "../../problem.ts";
import { formResponse, posted, SPACE, siteOf, wordResponse } from "./account-scope.ts";

const { confirm: words, gone, taken, fields: labels } = accountWords;

/** GET /inscription/{token}: asks to confirm; software that opens the links of mails creates nothing. */
export async function showConfirmRoute(c: PageContext): Promise<Response> {
  const pending = await pendingAccount(c.var.ctx, c.req.param("token") ?? "");
  return pending ? showConfirm(c, pending, null) : goneResponse(c);
}

/** POST /inscription/{token}: creates the account, signs in and leads back to where she was going. */
export async function confirmRoute(c: PageContext): Promise<Response> {
  if (c.var.form?.resumed) return showConfirmRoute(c);
  const { ctx } = c.var;
  const token = c.req.param("token") ?? "";
  const before = await pendingAccount(ctx, token);
  if (!before) return goneResponse(c);
  const here = isHere(c, before);
  const confirmed = await confirmAccount(ctx, token, here ? null : posted(c)("password"));
  if (!confirmed.ok) return showConfirm(c, before, confirmed.problem);
  if (confirmed.value === "gone") return goneResponse(c);
  if (confirmed.value === "taken") {
    const link = { href: "/connexion", label: "Se connecter" };
    return wordResponse(c, { title: taken.title, texts: [taken.text], link }, 409);
  }
  const { account, pending } = confirmed.value;
  let session = await signIn(c, { account });
  // From another browser what she began as a visitor comes with the link: her password proved that it is hers.
  if (!here) for (const grant of pending.grants) session = await grantHolder(ctx, session, grant);
  c.set("session", session);
  return leadOn(c, pending.onward, SPACE);
}

/** Whether this is the browser that asked for the account. */
const isHere = (c: PageContext, { visitor }: PendingAccount): boolean => c.var.session?.visitor === visitor;

function showConfirm(c: PageContext, pending: PendingAccount, refusal: Problem | null): Response | Promise<Response> {
  const here = isHere(c, pending);
  const view = {
    site: siteOf(c, pending.onward),
    title: words.title,
    texts: [words.lead(pending.email), ...(here ? [] : [words.password])],
    action: `/inscription/${c.req.param("token")}`,
    fields: here ? [] : [accountFields.password("password", labels.password)],
    buttons: [{ label: words.submit }],
  };
  return formResponse(c, view, { refused: refusal && { problem: refusal, at: "/password" } });
}

/** A link used twice leads who is signed in already to her space. */
function goneResponse(c: PageContext): Response | Promise<Response> {
  if (c.var.session?.account) return c.redirect(SPACE, 303);
  const link = { href: "/connexion", label: accountWords.forgotten.back };
  const aside = { text: "Sinon,", href: "/inscription", label: "créez un compte" };
  return wordResponse(c, { title: gone.title, texts: [gone.signUp], aside, link }, 404);
}
