import { accountFields } from "../../../renderer/account/fields.ts";
import { accountWords } from "../../../renderer/strings-account.ts";
import type { PageContext } from "../../app-env.ts";
import { changePassword, mailOwnReset } from "../../commands/change-account.ts";
import { clientAddress } from "../../identity/address.ts";
import { requireCitizen } from "../../identity/require.ts";
import type { AccountIdentity } from "../../identity/subject.ts";
import { noticeResponse } from "../../middleware/answers.ts";
import type { Problem } from "../../problem.ts";
import { accountById } from "../../store/accounts.ts";
import { ACCOUNT, BACK, formResponse, posted, wordResponse } from "./account-scope.ts";

const words = accountWords.password;
const { fields: labels } = accountWords;

/** GET /mon-espace/compte/mot-de-passe. */
export async function showPasswordRoute(c: PageContext): Promise<Response> {
  const citizen = await requireCitizen(c);
  return citizen.ok ? showPassword(c, citizen.value.account, null) : citizen.response;
}

/** POST /mon-espace/compte/mot-de-passe: replaces the password; with `lien`, mails a link to choose one. */
export async function passwordRoute(c: PageContext): Promise<Response> {
  const citizen = await requireCitizen(c);
  if (!citizen.ok) return citizen.response;
  const { account, session } = citizen.value;
  const { ctx } = c.var;
  const field = posted(c);
  if (c.var.form?.resumed) return showPassword(c, account, null);
  if (field("lien") !== "") {
    const mailed = await mailOwnReset(ctx, account, clientAddress(c));
    return mailed.ok ? c.redirect(`${ACCOUNT}?fait=link`, 303) : noticeResponse(c, mailed.problem);
  }
  const typed = { current: field("current"), next: field("password"), session: session.idHash };
  const result = await changePassword(ctx, account, typed);
  return result.ok ? c.redirect(`${ACCOUNT}?fait=password`, 303) : showPassword(c, account, result.problem);
}

async function showPassword(c: PageContext, account: AccountIdentity, refusal: Problem | null): Promise<Response> {
  const stored = await accountById(c.var.ctx.db, account.id);
  const hasPassword = Boolean(stored?.passwordHash);
  if (!hasPassword && account.email === null) {
    const link = { href: `${ACCOUNT}/adresse`, label: words.addEmail };
    return wordResponse(c, { title: words.title, texts: [words.noneNoEmail], link });
  }
  const view = {
    title: words.title,
    texts: hasPassword ? [] : [words.none],
    back: BACK,
    action: `${ACCOUNT}/mot-de-passe`,
    fields: hasPassword
      ? [accountFields.password("current", labels.currentPassword), accountFields.newPassword(labels.newPassword)]
      : [],
    buttons: hasPassword ? [{ label: words.submit }] : [{ label: words.link, name: "lien" }],
    links: hasPassword ? [{ href: "/mot-de-passe", label: words.forgotten }] : [],
  };
  return formResponse(c, view, { refused: refusal && { problem: refusal, at: "/current" } });
}
