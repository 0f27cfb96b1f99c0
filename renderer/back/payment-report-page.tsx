import { AdminTable } from "../admin/admin-parts.tsx";
import { ErrorSummary, type ShownIssue } from "../error-summary.tsx";
import { french } from "../french.ts";
import { reportWords as words } from "../strings-payment-report.ts";
import { type BackFrame, renderBackPage } from "./back-page.tsx";

/** A row of texts; the last of them is an amount. */
type Cells = readonly string[];

export interface GapView {
  readonly kind: string;
  readonly reference: string;
  readonly href: string;
  readonly refdet: string;
  readonly amount: string;
}

/** Money to be given back. */
export interface RefundView {
  readonly href: string;
  readonly since: string;
  readonly definition: string;
  readonly reference: string;
  readonly why: string;
  readonly state: string;
  readonly amount: string;
}

export interface PaymentReportView {
  readonly frame: BackFrame;
  /** Where it is, without query. */
  readonly href: string;
  readonly exportHref: string;
  /** "2026-03-01". */
  readonly from: string;
  readonly to: string;
  readonly issues: readonly ShownIssue[];
  readonly totals: readonly Cells[];
  readonly states: readonly Cells[];
  readonly money: readonly Cells[];
  readonly refunds: readonly RefundView[];
  readonly gaps: readonly GapView[];
  /** There are others than these. */
  readonly more: boolean;
}

const ROOT = "rapport";

/** Whether money and entries agree, over a period. */
export function paymentReportPage(view: PaymentReportView): string {
  return renderBackPage({
    frame: view.frame,
    title: words.title,
    error: view.issues.length > 0,
    children: (
      <div class="payment-report">
        <ErrorSummary issues={view.issues} root={ROOT} />
        <h1>{words.title}</h1>
        <p>{words.lead}</p>
        <Period view={view} />
        <Gaps gaps={view.gaps} more={view.more} />
        <Refunds refunds={view.refunds} />
        <Table
          title={words.totals.title}
          columns={[words.totals.what, words.totals.amount]}
          rows={view.totals}
          none=""
        />
        <Table
          title={words.states.title}
          columns={Object.values(words.states.columns)}
          rows={view.states}
          none={words.states.none}
        />
        <Table
          title={words.money.title}
          columns={Object.values(words.money.columns)}
          rows={view.money}
          none={words.money.none}
        />
        <p>
          <a href={view.exportHref}>{words.export}</a>
        </p>
      </div>
    ),
  });
}

function Period({ view }: { readonly view: PaymentReportView }) {
  return (
    <form method="get" action={view.href} class="payment-period">
      <label class="label" for={`${ROOT}-du`}>
        {words.from}
      </label>
      <input class="input" type="date" id={`${ROOT}-du`} name="du" value={view.from} />
      <label class="label" for={`${ROOT}-au`}>
        {words.to}
      </label>
      <input class="input" type="date" id={`${ROOT}-au`} name="au" value={view.to} />
      <button type="submit" class="button button-secondary">
        {words.show}
      </button>
    </form>
  );
}

function Gaps({ gaps, more }: Pick<PaymentReportView, "gaps" | "more">) {
  if (gaps.length === 0) return <p class="notice notice-success">{words.agree}</p>;
  const columns = words.gaps.columns;
  return (
    <section aria-labelledby="ecarts">
      <h2 id="ecarts">{words.disagree(gaps.length)}</h2>
      {more && <p>{words.gaps.more(gaps.length)}</p>}
      <AdminTable caption={words.gaps.title} columns={Object.values(columns)}>
        {gaps.map((gap) => (
          <tr key={gap.kind + gap.refdet}>
            <th scope="row" data-label={columns.kind}>
              {gap.kind}
            </th>
            <td data-label={columns.reference}>
              <a href={gap.href}>{gap.reference}</a>
            </td>
            <td data-label={columns.refdet}>{gap.refdet}</td>
            <td class="number" data-label={columns.amount}>
              {gap.amount}
            </td>
          </tr>
        ))}
      </AdminTable>
    </section>
  );
}

function Refunds({ refunds }: Pick<PaymentReportView, "refunds">) {
  const { title, lead, columns, none } = words.refunds;
  return (
    <section aria-labelledby="remboursements">
      <h2 id="remboursements">{title}</h2>
      {refunds.length > 0 && <p>{french(lead)}</p>}
      <AdminTable caption={title} columns={Object.values(columns)} none={none}>
        {refunds.map((line) => (
          <tr key={line.href + line.since}>
            <th scope="row" data-label={columns.since}>
              {line.since}
            </th>
            <td data-label={columns.definition}>{french(line.definition)}</td>
            <td data-label={columns.reference}>
              <a href={line.href}>{line.reference}</a>
            </td>
            <td data-label={columns.why}>{french(line.why)}</td>
            <td data-label={columns.state}>{line.state}</td>
            <td class="number" data-label={columns.amount}>
              {line.amount}
            </td>
          </tr>
        ))}
      </AdminTable>
    </section>
  );
}

interface TableProps {
  readonly title: string;
  readonly columns: readonly string[];
  readonly rows: readonly Cells[];
  readonly none: string;
}

function Table({ title, columns, rows, none }: TableProps) {
  return (
    <section>
      <h2>{title}</h2>
      <AdminTable caption={title} columns={columns} none={none}>
        {rows.map((cells) => (
          <tr key={cells.join()}>
            {cells.map((text, index) => (
              <Cell key={columns[index]} text={text} label={columns[index] ?? ""} number={index === cells.length - 1} />
            ))}
          </tr>
        ))}
      </AdminTable>
    </section>
  );
}

const Cell = ({ text, label, number }: { readonly text: string; readonly label: string; readonly number: boolean }) => (
  <td data-label={label} class={number ? "number" : undefined}>
    {text}
  </td>
);
