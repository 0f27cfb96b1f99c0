import {
  addDays,
  asksPayments,
  daysBetween,
  formatInstant,
  formatMoney,
  isUsualDay,
  parisDay,
  parisMidnight,
  takesPayment,
} from "../../../engine/index.ts";
import { paymentReportPage } from "../../../renderer/back/payment-report-page.tsx";
import { paymentDeskWords } from "../../../renderer/strings-payment-desk.ts";
import { reportWords as words } from "../../../renderer/strings-payment-report.ts";
import { audit } from "../../audit.ts";
import { BOM, csvLine } from "../../csv.ts";
import { notFound, problem } from "../../problem.ts";
import {
  MOST_GAPS,
  type Reconciliation,
  type ReportRow,
  type ReportScope,
  reconcile,
  reportRows,
} from "../../store/payment-report.ts";
import type { PaymentState } from "../../store/payments.ts";
import { type RefundLine, refundsOwed } from "../../store/refunds.ts";
import { type AgentScope, agentScope, backFrame, type PageContext, refuse } from "./agent-scope.ts";
import { reachAll } from "./reach.ts";

const PLACE = "paiements";
const MOST_ROWS = 50_000;
const LONGEST = 5 * 366;

interface Period {
  /** First and last day, "2026-03-01". */
  readonly from: string;
  readonly to: string;
  readonly right: boolean;
}

/** The days asked for, else the current month; the same when what was typed is no period. */
function periodOf(c: PageContext, now: string): Period {
  const today = parisDay(now);
  const [from = `${today.slice(0, 8)}01`, to = today] = [c.req.query("du"), c.req.query("au")];
  const right = isUsualDay(from) && isUsualDay(to) && from <= to && daysBetween(from, to) <= LONGEST;
  return right ? { from, to, right } : { from: `${today.slice(0, 8)}01`, to: today, right };
}

/** Midnight in Paris. */
const startOf = (day: string): Date => new Date(parisMidnight(day));

/** The definitions that ask for payments and whose entries this agent reads, of her own member. */
const payingOf = ({ ctx, session, member }: AgentScope) =>
  reachAll(ctx, session, member.id).flatMap(({ places }) =>
    places.filter((place) => place.member.id === member.id && asksPayments(place.definition)),
  );

async function scoped(c: PageContext) {
  const scope = await agentScope(c);
  if (scope instanceof Response) return scope;
  const places = payingOf(scope);
  if (places.length === 0) return refuse(c, notFound());
  const period = periodOf(c, scope.now);
  const report: ReportScope = {
    member: scope.member.id,
    definitions: places.map(({ definition }) => definition.id),
    from: startOf(period.from),
    to: startOf(addDays(period.to, 1)),
  };
  return { scope, period, report, titles: new Map(places.map(({ definition }) => [definition.id, definition.title])) };
}

/** GET /{member}/agent/paiements: whether money and entries agree, over a period. */
export async function paymentReportRoute(c: PageContext): Promise<Response> {
  const found = await scoped(c);
  if (found instanceof Response) return found;
  const { scope, period, report, titles } = found;
  const { ctx, member } = scope;
  const read = await reconcile(ctx, report);
  note(scope, "list-read", report.definitions);
  const href = `/${member.id}/agent/${PLACE}`;
  const issues = period.right ? [] : [{ code: "period", pointer: "/du", message: words.badPeriod }];
  const refunds = await refundsOwed(ctx, member.id, report.definitions);
  const html = paymentReportPage({
    frame: await backFrame(c, scope, PLACE),
    href,
    exportHref: `${href}/export.csv?du=${period.from}&au=${period.to}`,
    ...{ from: period.from, to: period.to, issues },
    ...tablesOf(scope, read, titles),
    more: read.gaps.length === MOST_GAPS,
    refunds: refunds.map((line) => refundView(member.id, line, titles)),
    gaps: read.gaps.map(({ kind, entry, definition, reference, refdet, cents }) => ({
      ...{ kind: words.gaps.kinds[kind], reference, refdet, amount: formatMoney(cents) },
      href: `/${member.id}/agent/${definition}/${entry}#paiements`,
    })),
  });
  return c.html(html, period.right ? 200 : 422);
}

function refundView(
  member: string,
  { entry, definition, reference, owed, refund, since, reason, aside }: RefundLine,
  titles: ReadonlyMap<string, string>,
) {
  return {
    href: `/${member}/agent/${definition}/${entry}#paiements`,
    since: since === null ? "" : formatInstant(since.toISOString()),
    definition: titles.get(definition) ?? definition,
    reference,
    why: reason ?? (aside === null ? "" : paymentDeskWords.asides[aside]),
    state: refund === null ? "" : paymentDeskWords.refunds[refund],
    amount: formatMoney(owed),
  };
}

/** Payments by definition and state: those that no state of their entries takes any more are not asked for. */
function byState({ ctx, member }: AgentScope, { states }: Pick<Reconciliation, "states">) {
  const folded = new Map<string, { definition: string; state: PaymentState; count: number; cents: number }>();
  for (const { definition, state, entryState, paid, count, cents } of states) {
    const known = ctx.catalogue.definition(member.id, definition);
    const asked = known && entryState !== null && paid !== null && takesPayment(known, entryState, { paid });
    const now = state === "due" && !asked ? "cancelled" : state;
    const line = folded.get(`${definition} ${now}`) ?? { definition, state: now, count: 0, cents: 0 };
    folded.set(`${definition} ${now}`, { ...line, count: line.count + count, cents: line.cents + cents });
  }
  return [...folded.values()];
}

function tablesOf(scope: AgentScope, read: Reconciliation, titles: ReadonlyMap<string, string>) {
  const { totals, money } = read;
  const { paid, kept, answered, office, owed, refunded } = words.totals;
  return {
    totals: [
      [paid, formatMoney(totals.paid)],
      [kept, formatMoney(totals.kept)],
      [answered, formatMoney(totals.answered)],
      [office, formatMoney(totals.office)],
      [owed, formatMoney(totals.owed)],
      [refunded, formatMoney(totals.refunded)],
    ],
    states: byState(scope, read).map(({ definition, state, count, cents }) => [
      titles.get(definition) ?? definition,
      paymentDeskWords.states[state],
      String(count),
      formatMoney(cents),
    ]),
    money: money.map(({ means, trial, kept: isKept, refund, count, cents }) => {
      const fate = isKept ? words.money.kept : words.money.aside;
      const then = refund === null ? fate : `${fate}, ${paymentDeskWords.refunds[refund].toLowerCase()}`;
      return [meansText(means, trial), then, String(count), formatMoney(cents)];
    }),
  };
}

/** GET …/export.csv: every attempt of every payment of the period, for French spreadsheets. */
export async function paymentExportRoute(c: PageContext): Promise<Response> {
  const found = await scoped(c);
  if (found instanceof Response) return found;
  const { scope, report, titles } = found;
  const rows = await reportRows(scope.ctx, report, MOST_ROWS + 1);
  // Half of what was asked for would pass for all of it.
  if (rows.length > MOST_ROWS) return refuse(c, problem("invalid", words.tooManyRows(MOST_ROWS)));
  note(scope, "export", report.definitions, rows.length);
  c.header("Content-Disposition", 'attachment; filename="paiements.csv"');
  const lines = [Object.values(words.csv), ...rows.map((row) => cellsOf(row, titles))].map((cells) => csvLine(cells));
  return c.body(BOM + lines.join(""), 200, { "Content-Type": "text/csv; charset=utf-8" });
}

const meansText = (means: "payfip" | "office", trial: boolean): string =>
  trial ? words.money.trial : words.money.means[means];

function cellsOf(row: ReportRow, titles: ReadonlyMap<string, string>): readonly string[] {
  const when = (at: Date | null) => (at === null ? "" : formatInstant(at.toISOString()));
  return [
    ...[titles.get(row.definition) ?? row.definition, row.reference, row.subject, row.refdet, String(row.cents)],
    ...[
      paymentDeskWords.states[row.state],
      when(row.openedAt),
      row.means === null ? "" : meansText(row.means, row.trial),
    ],
    ...[row.attempt === null ? "" : paymentDeskWords.attempts[row.attempt], row.idop ?? "", row.result ?? ""],
    ...[row.received === null ? "" : String(row.received), row.authorisation ?? "", when(row.paidAt)],
    row.refund === null ? "" : paymentDeskWords.refunds[row.refund],
  ];
}

function note(
  { ctx, member, agent }: AgentScope,
  action: "list-read" | "export",
  definitions: readonly string[],
  rows?: number,
): void {
  const actor = { kind: "agent", id: agent.id, name: agent.name } as const;
  const detail = { of: PLACE, ...(rows !== undefined && { rows }) };
  for (const definition of definitions) audit(ctx, { member: member.id, action, actor, definition, detail });
}
