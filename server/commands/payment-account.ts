import type { Issue } from "../../engine/index.ts";
import { paymentAdminWords as words } from "../../renderer/strings-payment-admin.ts";
import { audit } from "../audit.ts";
import type { Context } from "../context.ts";
import type { AgentIdentity } from "../identity/subject.ts";
import { uuidv7 } from "../ids.ts";
import { done, notFound, type Outcome, problem, refused } from "../problem.ts";
import {
  deletePaymentAccount,
  notePaymentCheck,
  type PaymentAccount,
  paymentAccounts,
  savePaymentAccount,
} from "../store/payment-accounts.ts";

/** What an administrator says of an account, as typed. */
export interface AccountPlan {
  readonly numcli: string;
  readonly saisie: string;
  /** "" for the whole member, "unite:…" or "definition:…". */
  readonly over: string;
}

const isMode = (saisie: string): saisie is PaymentAccount["saisie"] => ["T", "X", "W"].includes(saisie);

/** Keeps an account, and asks the provider at once whether it knows it. Refusals: `invalid`, `not-found`. */
export async function keepPaymentAccount(
  ctx: Context,
  by: AgentIdentity,
  id: string | null,
  plan: AccountPlan,
): Promise<Outcome<string>> {
  const issues = planIssues(ctx, by.member, plan);
  if (issues.length > 0) return refused(problem("invalid", words.errors.some, issues));
  if (id !== null && !(await findAccount(ctx, by.member, id))) return refused(notFound());
  const [kind, target = ""] = /^(unite|definition):(.*)$/.exec(plan.over)?.slice(1) ?? [];
  const now = ctx.clock();
  const account = {
    id: id ?? uuidv7(now, ctx.randomBytes(16)),
    unit: kind === "unite" ? target : null,
    definition: kind === "definition" ? target : null,
    numcli: plan.numcli,
    saisie: isMode(plan.saisie) ? plan.saisie : "T",
  };
  if (!(await savePaymentAccount(ctx, by.member, account, now))) {
    return refused(problem("invalid", words.errors.taken, [issue("pour", words.errors.taken)]));
  }
  note(ctx, by, { change: "payment-account", numcli: account.numcli, mode: account.saisie, over: plan.over });
  await checkPaymentAccount(ctx, by, account.id);
  return done(account.id);
}

function planIssues(ctx: Context, member: string, { numcli, saisie, over }: AccountPlan): readonly Issue[] {
  const units = ctx.catalogue.member(member)?.units.map(({ id }) => `unite:${id}`) ?? [];
  const services = ctx.catalogue.definitions(member).map(({ id }) => `definition:${id}`);
  return [
    ...(/^\d{6}$/.test(numcli) ? [] : [issue("numero", words.errors.numcli)]),
    ...(isMode(saisie) ? [] : [issue("mode", words.errors.mode)]),
    ...(["", ...units, ...services].includes(over) ? [] : [issue("pour", words.errors.over)]),
  ];
}

const issue = (name: string, message: string): Issue => ({ code: "payment-account", pointer: `/${name}`, message });

/** Asks the provider whether it knows an account: nobody pays before it does. Refusals: `not-found`, `unavailable`. */
export async function checkPaymentAccount(ctx: Context, by: AgentIdentity, id: string): Promise<Outcome<string>> {
  const account = await findAccount(ctx, by.member, id);
  if (!account) return refused(notFound());
  if (!ctx.payments) return refused(problem("unavailable", words.noProvider));
  const answer = await ctx.payments.account(account.numcli);
  if (!answer.ok && answer.fault.kind !== "account") return refused(problem("unavailable", words.away));
  const checked = answer.ok ? { at: ctx.clock(), name: answer.value.name } : null;
  await notePaymentCheck(ctx, by.member, account, checked);
  return checked ? done(checked.name) : refused(problem("invalid", words.unknown(account.numcli)));
}

/** Removes an account; what is being paid goes on. Refusal: `not-found`. */
export async function removePaymentAccount(ctx: Context, by: AgentIdentity, id: string): Promise<Outcome<null>> {
  const account = await findAccount(ctx, by.member, id);
  if (!account) return refused(notFound());
  await deletePaymentAccount(ctx, by.member, id);
  note(ctx, by, { change: "payment-account-removed", numcli: account.numcli });
  return done(null);
}

/** One account of a member, or null. */
export const findAccount = async (ctx: Context, member: string, id: string): Promise<PaymentAccount | null> =>
  (await paymentAccounts(ctx, member)).find((account) => account.id === id) ?? null;

function note(ctx: Context, by: AgentIdentity, detail: { readonly [key: string]: string }): void {
  const actor = { kind: "agent", id: by.id, name: by.name } as const;
  audit(ctx, { member: by.member, action: "member", actor, target: by.member, detail });
}
