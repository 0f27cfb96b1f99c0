import { accountFields } from "../../../renderer/account/fields.ts";
import { accountWords } from "../../../renderer/strings-account.ts";
import type { PageContext } from "../../app-env.ts";
import { requestAccount, type SignUp } from "../../commands/sign-up-account.ts";
import { clientAddress } from "../../identity/address.ts";
import { type Onward, onwardOf } from "../../identity/onward.ts";
import { ensureSession } from "../../identity/sessions.ts";
import { leadOn } from "../../middleware/answers.ts";
import type { Problem } from "../../problem.ts";
import { formResponse, posted, SPACE, withBack, wordResponse } from "./account-scope.ts";

const { fields: labels, signUp: words, mailed, signIn } = accountWords;
const MAX_TEXT = 320;

type Typed = Omit<SignUp, "password">;
const BLANK: Typed = { firstName: "", lastName: "", email: "" };

/** GET /inscription: the form that asks for an account. */
export function showSignUpRoute(c: PageContext): Response | Promise<Response> {
  const onward = onwardOf(c);
  if (c.var.session?.account) return leadOn(c, onward, SPACE);
  return showSignUp(c, onward, { typed: BLANK, refusal: null });
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
  if (field("commencer") !== "" || c.var.form?.resumed) return showSignUp(c, onward, { typed, refusal: null });
  const session = await ensureSession(c);
  const asked = { ...typed, password: field("password") };
  const result = await requestAccount(c.var.ctx, asked, { session, address: clientAddress(c), onward });
  if (result.ok) return c.redirect("/inscription/courriel", 303);
  return showSignUp(c, onward, { typed, refusal: result.problem });
}

/** GET /inscription/courriel: the same words whether the address had an account or not. */
export function signUpMailedRoute(c: PageContext): Response | Promise<Response> {
  const { title, signUp, missing, again } = mailed;
  return wordResponse(c, { title, texts: [signUp], aside: { text: missing, href: "/inscription", label: again } });
}

function showSignUp(
  c: PageContext,
  onward: Onward,
  { typed, refusal }: { readonly typed: Typed; readonly refusal: Problem | null },
): Response | Promise<Response> {
  const name = (word: "prenom" | "nom", label: string, autocomplete: string, value: string) =>
    ({ name: word, type: "text", label, autocomplete, value }) as const;
  const view = {
    title: words.title,
    texts: [words.lead, words.why, ...(onward.kept === null ? [] : [words.kept])],
    action: "/inscription",
    fields: [
      name("prenom", labels.firstName, "given-name", typed.firstName),
      name("nom", labels.lastName, "family-name", typed.lastName),
      accountFields.email(typed.email),
      accountFields.newPassword(labels.password),
    ],
    buttons: [{ label: words.submit }],
    links: [
      { href: withBack("/connexion", onward), label: words.already },
      { href: withBack("/mot-de-passe", onward), label: signIn.forgotten },
    ],
  };
  return formResponse(c, view, { onward, refused: refusal && { problem: refusal, at: "/email" } });
}
