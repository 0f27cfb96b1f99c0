import { formatMoney, type Issue, isEmail, mailedTo } from "../../../engine/index.ts";
import { renderMessage } from "../../../renderer/front/message-page.tsx";
import { renderPaid, renderPay } from "../../../renderer/front/payment-page.tsx";
import { paymentWords as words } from "../../../renderer/strings-payment.ts";
import { asksResult, noticeReturn } from "../../commands/ask-payment.ts";
import { pay } from "../../commands/pay.ts";
import { receiptId } from "../../commands/payment-document.ts";
import { about } from "../../commands/write-entry.ts";
import { documentLines } from "../../document-lines.ts";
import { askToSignIn } from "../../middleware/answers.ts";
import { readForm } from "../../middleware/posted-form.ts";
import { PAGE_POLICY } from "../../middleware/security-headers.ts";
import type { Problem } from "../../problem.ts";
import { accountFor, type PaymentAccount, paymentAccounts } from "../../store/payment-accounts.ts";
import { type Payment, paymentsOf } from "../../store/payments.ts";
import { type CitizenScope, citizenScope, entryGone } from "./entry-scope.ts";
import type { PageContext } from "./front-scope.ts";
import { mayPay, paymentLines, whyNotOnline } from "./payment-view.ts";

interface PayScope extends CitizenScope {
  readonly payment: Payment;
  readonly account: PaymentAccount | null;
}

/** The payment the path names, in front of whoever holds its demande, or the answer to give instead. */
async function payScope(c: PageContext): Promise<PayScope | Response> {
  const scope = await citizenScope(c);
  if (!scope || !mayPay(scope)) return c.var.session === null ? askToSignIn(c, "citizen") : entryGone(c);
  const { ctx, member, definition, entry } = scope;
  const wanted = c.req.param("payment");
  const payment = (await paymentsOf(ctx, member.id, entry.id)).find((file) => file.payment.id === wanted)?.payment;
  if (!payment) return entryGone(c);
  const account = accountFor(await paymentAccounts(ctx, member.id), definition);
  return { ...scope, payment, account };
}

/** GET /{member}/demandes/{entry}/paiements/{payment}: what is to pay and how; once paid, its receipt. */
export async function paymentRoute(c: PageContext): Promise<Response> {
  const scope = await payScope(c);
  if (scope instanceof Response) return scope;
  const { definition, entry, payment } = scope;
  if (payment.state === "paid") return showReceipt(c, scope);
  return show(c, scope, { mel: mailedTo(definition, entry.answers) ?? "", issues: [], failed: null });
}

/** POST: opens the operation and leads to the provider's page. */
export async function payRoute(c: PageContext): Promise<Response> {
  const scope = await payScope(c);
  if (scope instanceof Response) return scope;
  const form = await readForm(c);
  const mel = form.fields.get("courriel")?.at(-1)?.trim().slice(0, 200) ?? "";
  const issues = mailIssues(mel);
  if (form.resumed || issues.length > 0) return show(c, scope, { mel, issues, failed: null });
  const { ctx, entry, payment, href } = scope;
  const begun = await pay(ctx, { entry, payment: payment.id, mel });
  if (begun.ok) return c.redirect(begun.value, 303);
  const { problem } = begun;
  if (problem.code === "invalid") return show(c, scope, { mel, issues: problem.issues, failed: null });
  if (problem.code === "stale" || problem.code === "not-found") return c.redirect(`${href}#paiement`, 303);
  if (problem.retryAfter !== undefined) c.header("Retry-After", String(problem.retryAfter));
  return show(c, scope, { mel, issues: [], failed: problem.detail }, problem.status);
}

/** The provider takes from 6 to 80 signs. */
function mailIssues(mel: string): readonly Issue[] {
  const wrong = (message: string): readonly Issue[] => [{ code: "email", pointer: "/courriel", message }];
  if (mel === "") return wrong(words.mailMissing);
  return isEmail(mel) && mel.length >= 6 && mel.length <= 80 ? [] : wrong(words.mailRefused);
}

/**
 * GET …/retour: the provider sends people back here. Their word is not believed: it is asked what came of the payment. Whoever has no
 * session any more only makes it be asked sooner.
 */
export async function returnRoute(c: PageContext): Promise<Response> {
  const scope = await payScope(c);
  const { ctx } = c.var;
  if (scope instanceof Response) {
    await noticeReturn(ctx, c.req.param("member") ?? "", c.req.param("payment") ?? "");
    return scope;
  }
  const { member, payment, href } = scope;
  await asksResult(ctx, member.id, payment.id, "return");
  const [line] = (await paymentLines(scope)).filter(({ id }) => id === payment.id);
  if (line?.state === "paid") return c.redirect(`${href}/paiements/${payment.id}?fait`, 303);
  return c.redirect(`${href}?paiement=${line?.underWay ? "attente" : "non"}#paiement`, 303);
}

interface Typed {
  readonly mel: string;
  readonly issues: readonly Issue[];
  readonly failed: string | null;
}

async function show(c: PageContext, scope: PayScope, typed: Typed, failed: Problem["status"] = 503): Promise<Response> {
  const { ctx, member, definition, payment, account, href } = scope;
  const line = (await paymentLines(scope)).find(({ id }) => id === payment.id);
  const site = c.var.site(member.id);
  if (!line?.payHref) {
    const text = line?.note ?? whyNotOnline(scope, payment.amount, account) ?? words.noLongerDue;
    const link = { href: `${href}#paiement`, label: words.page.back };
    return c.html(renderMessage(site, { title: words.states[line?.state ?? "cancelled"], text, link }));
  }
  // What the form leads to is another site, and this page alone may.
  const to = ctx.payments?.payOrigin ?? "";
  c.header("Content-Security-Policy", PAGE_POLICY.replace("form-action 'self'", `form-action 'self' ${to}`));
  const view = {
    ...aboutOf(scope),
    action: `${href}/paiements/${payment.id}`,
    test: account?.saisie !== "W",
    title: definition.title,
    ...typed,
  };
  return c.html(renderPay(site, view), typed.issues.length > 0 ? 422 : typed.failed === null ? 200 : failed);
}

async function showReceipt(c: PageContext, scope: PayScope): Promise<Response> {
  const { ctx, member, definition, payment } = scope;
  const line = (await paymentLines(scope)).find(({ id }) => id === payment.id);
  const { service = member.name, contact = "" } = about(ctx, member.id, definition);
  const html = renderPaid(c.var.site(member.id), {
    ...aboutOf(scope),
    receipts: line?.receipts ?? [],
    documents: await receiptDocuments(scope),
    service: [service, contact].filter((text) => text !== ""),
    fresh: c.req.query("fait") !== undefined,
  });
  return c.html(html);
}

/** The acknowledgements of this payment that are made; those under way come in a moment. */
async function receiptDocuments({ ctx, member, definition, entry, payment, href }: PayScope) {
  const files = await paymentsOf(ctx, member.id, entry.id);
  const { attempts } = files.find((file) => file.payment.id === payment.id) ?? { attempts: [] };
  const ids = attempts.map((attempt) => `${href}/documents/${receiptId(ctx, member.id, attempt)}`);
  const lines = await documentLines(ctx, definition, { member: member.id, id: entry.id, base: href, agent: false });
  return lines.filter((line) => line.href !== null && ids.includes(line.href));
}

const aboutOf = ({ member, definition, entry, payment, account, href }: PayScope) => ({
  title: definition.title,
  reference: entry.reference,
  subject: payment.subject,
  amount: formatMoney(payment.amount),
  to: account?.checkedName || member.name,
  back: `${href}#paiement`,
});

/** What to say to who just came back without having paid. */
export function returnedSentence(said: string | undefined): string | null {
  if (said === "attente") return words.returned.waiting;
  return said === "non" ? words.returned.unpaid : null;
}
