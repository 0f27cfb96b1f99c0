import type { Issue } from "../../../engine/index.ts";
import { accountFields } from "../../../renderer/account/fields.ts";
import { renderAccountForm } from "../../../renderer/account/form-page.tsx";
import { accountWords } from "../../../renderer/strings-account.ts";
import { requestAccount, type SignUp } from "../../commands/sign-up-account.ts";
import { clientAddress } from "../../identity/address.ts";
import type { Onward } from "../../identity/onward.ts";
import { ensureSession } from "../../identity/sessions.ts";
import {
  hiddenFields,
  issuesOf,
  leadOn,
  onwardOf,
  type PageContext,
  posted,
  refusalStatus,
  siteOf,
  withBack,
  wordResponse,
} from "./account-scope.ts";

const { fields: labels, signUp: words, mailed, signIn } = accountWords;
const MAX_TEXT = 320;

type Typed = Omit<SignUp, "password">;
const BLANK: Typed = { firstName: "", lastName: "", email: "" };

/** GET /inscription: the form that asks for an account. */
export function showSignUpRoute(c: PageContext): Response | Promise<Response> {
  const onward = onwardOf(c);
  if (c.var.session?.account) return leadOn(c, onward);
  return showSignUp(c, onward, { typed: BLANK, issues: [], status: 200 });
}

/** POST /inscription: mails a link. With `commencer`, only shows the form, for who brings one under way. */
export async function signUpRoute(c: PageContext): Promise<Response> {
  const onward = onwardOf(c);
  const field = posted(c);
  const typed = {
    firstName: field("prenom").slice(0, MAX_TEXT),
    lastName: field("nom").slice(0, MAX_TEXT),
    email: field("email").slice(0, MAX_TEXT),
  };
  if (field("commencer") !== "" || c.var.form?.resumed) {
    return showSignUp(c, onward, { typed, issues: [], status: 200 });
  }
  const session = await ensureSession(c);
  const asked = { ...typed, password: field("password") };
  const result = await requestAccount(c.var.ctx, asked, { session, address: clientAddress(c), onward });
  if (result.ok) return c.redirect("/inscription/courriel", 303);
  const issues = issuesOf(result.problem, "/email");
  return showSignUp(c, onward, { typed, issues, status: refusalStatus(c, result.problem) });
}

/** GET /inscription/courriel: the same words whether the address had an account or not. */
export function signUpMailedRoute(c: PageContext): Response | Promise<Response> {
  const { title, signUp, missing, again } = mailed;
  return wordResponse(c, { title, texts: [signUp], aside: { text: missing, href: "/inscription", label: again } });
}

function showSignUp(
  c: PageContext,
  onward: Onward,
  { typed, issues, status }: { typed: Typed; issues: readonly Issue[]; status: 200 | 422 | 429 },
): Response | Promise<Response> {
  const html = renderAccountForm({
    site: siteOf(c, onward),
    title: words.title,
    texts: [words.lead, words.why, ...(onward.kept === null ? [] : [words.kept])],
    action: "/inscription",
    hidden: hiddenFields(c, onward),
    fields: [
      { name: "prenom", type: "text", label: labels.firstName, autocomplete: "given-name", value: typed.firstName },
      { name: "nom", type: "text", label: labels.lastName, autocomplete: "family-name", value: typed.lastName },
      accountFields.email(typed.email),
      accountFields.newPassword(labels.password),
    ],
    issues,
    buttons: [{ label: words.submit }],
    links: [
      { href: withBack("/connexion", onward), label: words.already },
      { href: withBack("/mot-de-passe", onward), label: signIn.forgotten },
    ],
  });
  return c.html(html, status);
}
