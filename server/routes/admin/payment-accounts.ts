import { asksPayments, formatDate, type Issue, parisDay } from "../../../engine/index.ts";
import { paymentAccountPage, paymentAccountsPage } from "../../../renderer/admin/payment-accounts-page.tsx";
import { paymentAdminWords as words } from "../../../renderer/strings-payment-admin.ts";
import {
  type AccountPlan,
  checkPaymentAccount,
  findAccount,
  keepPaymentAccount,
  removePaymentAccount,
} from "../../commands/payment-account.ts";
import { readForm } from "../../middleware/posted-form.ts";
import { notFound } from "../../problem.ts";
import { accountFor, type PaymentAccount, paymentAccounts } from "../../store/payment-accounts.ts";
import { type AgentScope, backFrame, type PageContext, refuse } from "../back/agent-scope.ts";
import { saidDone } from "../said-done.ts";
import { ADMINISTRATION, adminScope } from "./admin-scope.ts";
import { posted } from "./posted.ts";

const hrefOf = ({ member }: AgentScope): string => `/${member.id}/agent/${ADMINISTRATION}/paiement`;

/** GET /{member}/agent/administration/paiement */
export async function paymentAccountsRoute(c: PageContext): Promise<Response> {
  const scope = await adminScope(c, ["admin-membre"]);
  if (scope instanceof Response) return scope;
  const { ctx, member } = scope;
  const accounts = await paymentAccounts(ctx, member.id);
  const labels = new Map(oversOf(scope));
  const lacking = ctx.catalogue
    .definitions(member.id)
    .filter((definition) => asksPayments(definition) && !accountFor(accounts, definition)?.checkedAt)
    .map(({ title }) => title);
  const lines = accounts.map((account) => ({
    ...{ id: account.id, numcli: account.numcli, mode: words.modes[account.saisie] },
    over: labels.get(overOf(account)) ?? account.definition ?? account.unit ?? "",
    checked: checkedOf(account),
  }));
  const frame = await backFrame(c, scope, ADMINISTRATION);
  const provider = ctx.payments !== undefined;
  const notice = saidDone(c, words.done);
  return c.html(paymentAccountsPage({ frame, base: hrefOf(scope), lines, lacking, provider, notice }));
}

const checkedOf = ({ checkedAt, checkedName }: PaymentAccount): string =>
  checkedAt === null ? words.notChecked : words.checked(formatDate(parisDay(checkedAt.toISOString())), checkedName);

/** GET …/paiement/nouveau and …/paiement/{id} */
export async function paymentAccountRoute(c: PageContext): Promise<Response> {
  const scope = await adminScope(c, ["admin-membre"]);
  return scope instanceof Response ? scope : show(c, scope, {});
}

/** POST of the same: kept, then the provider is asked. */
export async function savePaymentAccountRoute(c: PageContext): Promise<Response> {
  const scope = await adminScope(c, ["admin-membre"]);
  if (scope instanceof Response) return scope;
  const form = await readForm(c);
  const numcli = posted(form, "numero", 20).replace(/\s/g, "");
  const typed = { numcli, saisie: posted(form, "mode", 5), over: posted(form, "pour", 300) };
  if (form.resumed) return show(c, scope, { typed });
  const outcome = await keepPaymentAccount(scope.ctx, scope.agent, c.req.param("id") ?? null, typed);
  if (outcome.ok) return c.redirect(`${hrefOf(scope)}/${outcome.value}?fait=enregistre`, 303);
  if (outcome.problem.code === "not-found") return refuse(c, outcome.problem);
  return show(c, scope, { typed, issues: outcome.problem.issues });
}

/** POST …/paiement/{id}/verifier: what the provider says of this number now. */
export async function checkPaymentAccountRoute(c: PageContext): Promise<Response> {
  const scope = await adminScope(c, ["admin-membre"]);
  if (scope instanceof Response) return scope;
  const form = await readForm(c);
  if (form.resumed) return show(c, scope, {});
  const outcome = await checkPaymentAccount(scope.ctx, scope.agent, c.req.param("id") ?? "");
  if (outcome.ok) return show(c, scope, { said: words.known(outcome.value) });
  return outcome.problem.code === "not-found"
    ? refuse(c, outcome.problem)
    : show(c, scope, { said: outcome.problem.detail });
}

/** POST …/paiement/{id}/supprimer */
export async function deletePaymentAccountRoute(c: PageContext): Promise<Response> {
  const scope = await adminScope(c, ["admin-membre"]);
  if (scope instanceof Response) return scope;
  const form = await readForm(c);
  if (form.resumed) return show(c, scope, {});
  const outcome = await removePaymentAccount(scope.ctx, scope.agent, c.req.param("id") ?? "");
  return outcome.ok ? c.redirect(`${hrefOf(scope)}?fait=supprime`, 303) : refuse(c, outcome.problem);
}

const overOf = ({ definition, unit }: Pick<PaymentAccount, "definition" | "unit">): string =>
  definition !== null ? `definition:${definition}` : unit !== null ? `unite:${unit}` : "";

/** What an account may receive: everything, what a unit's definitions ask, what one definition asks. */
function oversOf({ ctx, member }: AgentScope): readonly (readonly [string, string])[] {
  const paying = ctx.catalogue.definitions(member.id).filter(asksPayments);
  return [
    ["", words.everything],
    ...member.units.map(({ id, name }) => [`unite:${id}`, words.ofUnit(name)] as const),
    ...paying.map(({ id, title }) => [`definition:${id}`, title] as const),
  ];
}

interface Shown {
  readonly typed?: AccountPlan;
  readonly issues?: readonly Issue[];
  readonly said?: string;
}

async function show(c: PageContext, scope: AgentScope, { typed, issues = [], said }: Shown): Promise<Response> {
  const id = c.req.param("id") ?? null;
  const kept = id === null ? null : await findAccount(scope.ctx, scope.member.id, id);
  if (id !== null && !kept) return refuse(c, notFound());
  const before = kept ? { ...kept, over: overOf(kept) } : { numcli: "", saisie: "T", over: "" };
  const html = paymentAccountPage({
    frame: await backFrame(c, scope, ADMINISTRATION),
    ...{ base: hrefOf(scope), id, title: kept ? words.edit(kept.numcli) : words.add },
    typed: typed ?? before,
    overs: oversOf(scope),
    said: said ?? (kept && `${words.columns.checked} : ${checkedOf(kept)}`),
    notice: saidDone(c, words.done),
    issues,
  });
  return c.html(html, issues.length > 0 ? 422 : 200);
}
