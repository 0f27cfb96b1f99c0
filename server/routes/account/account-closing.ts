import { accountFields } from "../../../renderer/account/fields.ts";
import type { AccountField } from "../../../renderer/account/form-page.tsx";
import { accountWords } from "../../../renderer/strings-account.ts";
import type { PageContext } from "../../app-env.ts";
import { type ClosingProof, closeAccount, closingProof, mailClosingCode } from "../../commands/close-account.ts";
import { clientAddress } from "../../identity/address.ts";
import { requireCitizen } from "../../identity/require.ts";
import { signOut } from "../../identity/sessions.ts";
import type { AccountIdentity } from "../../identity/subject.ts";
import { noticeResponse } from "../../middleware/answers.ts";
import type { Problem } from "../../problem.ts";
import { ACCOUNT, BACK, formResponse, posted, wordResponse } from "./account-scope.ts";

const words = accountWords.closing;
const { fields: labels } = accountWords;

const FIELDS: Readonly<Record<ClosingProof, AccountField>> = {
  password: accountFields.password("password", labels.password),
  code: {
    name: "code",
    type: "text",
    label: labels.code,
    hint: labels.codeHint,
    autocomplete: "one-time-code",
    inputMode: "numeric",
  },
  tick: { type: "tick", name: "tick", label: words.tick },
};

/** GET /mon-espace/compte/fermeture: what goes and what stays. */
export async function showClosingRoute(c: PageContext): Promise<Response> {
  const citizen = await requireCitizen(c);
  return citizen.ok ? showClosing(c, citizen.value.account, null) : citizen.response;
}

/** POST /mon-espace/compte/fermeture: closes the account; with `demander`, mails a code. */
export async function closingRoute(c: PageContext): Promise<Response> {
  const citizen = await requireCitizen(c);
  if (!citizen.ok) return citizen.response;
  const { account, session } = citizen.value;
  const { ctx } = c.var;
  const field = posted(c);
  if (c.var.form?.resumed) return showClosing(c, account, null);
  if (field("demander") !== "") {
    const mailed = await mailClosingCode(ctx, account, clientAddress(c));
    return mailed.ok ? c.redirect(`${ACCOUNT}/fermeture?code`, 303) : noticeResponse(c, mailed.problem);
  }
  const typed = { password: field("password"), code: field("code"), tick: field("tick") !== "", via: session.via };
  const result = await closeAccount(ctx, { account, grants: session.grants }, typed);
  if (!result.ok) return showClosing(c, account, result.problem);
  await signOut(c);
  return wordResponse(c, { title: words.doneTitle, texts: [words.done], link: { href: "/", label: words.homeLink } });
}

async function showClosing(c: PageContext, account: AccountIdentity, refusal: Problem | null): Promise<Response> {
  const proof = await closingProof(c.var.ctx, account);
  const mailed = c.req.query("code") !== undefined;
  // Asked for in the form that closes, a code would be sent by the key that validates it.
  const asking = proof === "code" && !mailed && refusal === null;
  const view = {
    title: words.title,
    texts: [words.lead, words.entries, ...(asking ? [words.codeLead] : [])],
    aside: { text: words.export, href: `${ACCOUNT}/donnees`, label: words.exportLink },
    ...(mailed && { status: words.codeSent }),
    back: BACK,
    action: `${ACCOUNT}/fermeture`,
    fields: asking ? [] : [FIELDS[proof]],
    buttons: [asking ? { label: words.sendCode, name: "demander" } : { label: words.submit, tone: "danger" as const }],
    ...(proof === "code" && !asking && { links: [{ href: `${ACCOUNT}/fermeture`, label: words.sendCode }] }),
  };
  return formResponse(c, view, { refused: refusal && { problem: refusal, at: `/${proof}` } });
}
