import { accountFields } from "../../../renderer/account/fields.ts";
import { accountWords } from "../../../renderer/strings-account.ts";
import type { PageContext } from "../../app-env.ts";
import { cancelEmailChange, pendingEmailChange, requestEmailChange } from "../../commands/change-account-email.ts";
import { clientAddress } from "../../identity/address.ts";
import { requireCitizen } from "../../identity/require.ts";
import type { AccountIdentity } from "../../identity/subject.ts";
import type { Problem } from "../../problem.ts";
import { ACCOUNT, BACK, formResponse, posted } from "./account-scope.ts";

const words = accountWords.email;
type Shown = { readonly email: string; readonly refusal: Problem | null };

/** GET /mon-espace/compte/adresse. */
export async function showEmailRoute(c: PageContext): Promise<Response> {
  const citizen = await requireCitizen(c);
  return citizen.ok ? showEmail(c, citizen.value.account, { email: "", refusal: null }) : citizen.response;
}

/** POST /mon-espace/compte/adresse: writes to both addresses; with `annuler`, drops the change under way. */
export async function emailRoute(c: PageContext): Promise<Response> {
  const citizen = await requireCitizen(c);
  if (!citizen.ok) return citizen.response;
  const { account } = citizen.value;
  const { ctx } = c.var;
  const email = posted(c)("email").slice(0, 320);
  if (c.var.form?.resumed) return showEmail(c, account, { email, refusal: null });
  if (posted(c)("annuler") !== "") {
    await cancelEmailChange(ctx, account.id);
    return c.redirect(`${ACCOUNT}?fait=email-cancelled`, 303);
  }
  const result = await requestEmailChange(ctx, account, email, clientAddress(c));
  if (result.ok) return c.redirect(`${ACCOUNT}?fait=email`, 303);
  return showEmail(c, account, { email, refusal: result.problem });
}

async function showEmail(c: PageContext, account: AccountIdentity, { email, refusal }: Shown): Promise<Response> {
  const pending = await pendingEmailChange(c.var.ctx, account.id);
  const view = {
    title: words.title,
    texts: [
      account.email === null ? words.newOnly : words.both,
      ...(account.email === null ? [] : [words.current(account.email)]),
      ...(pending ? [accountWords.home.pending(pending.change.email)] : []),
    ],
    back: BACK,
    action: `${ACCOUNT}/adresse`,
    fields: [accountFields.email(email, words.field)],
    buttons: [
      { label: words.submit },
      ...(pending ? [{ label: words.cancel, name: "annuler", tone: "secondary" } as const] : []),
    ],
  };
  return formResponse(c, view, { refused: refusal && { problem: refusal, at: "/email" } });
}
