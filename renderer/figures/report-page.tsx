import { AdminTable, Refused } from "../admin/admin-parts.tsx";
import { ADMIN_ROOT } from "../admin/fields.tsx";
import { type BackFrame, renderBackPage } from "../back/back-page.tsx";
import { ErrorSummary } from "../error-summary.tsx";
import { figureWords } from "../strings-figures.ts";
import { steeringWords } from "../strings-steering.ts";
import { type PeriodChoice, PeriodForm } from "./period-form.tsx";
import { type ReportTop, type ReportView, reportTables } from "./report-view.ts";

const { report: words } = steeringWords;

export interface ReportPageView {
  readonly frame: BackFrame;
  readonly home: string;
  readonly action: string;
  readonly choice: PeriodChoice;
  /** Query string of the files. */
  readonly query: string;
  readonly report: ReportView | null;
  readonly refused: string | undefined;
}

/** The steering report on screen. */
export function reportPage({ frame, home, action, choice, query, report, refused }: ReportPageView): string {
  return renderBackPage({
    frame,
    title: words.title,
    error: choice.issues.length > 0,
    children: (
      <>
        <nav class="entry-nav" aria-label={figureWords.back}>
          <a href={home}>{figureWords.back}</a>
        </nav>
        <div data-live-part>
          <ErrorSummary issues={choice.issues} root={ADMIN_ROOT} />
          <h1>{words.title}</h1>
          {report && <p>{words.lead(report.who, report.period)}</p>}
          <PeriodForm action={action} choice={choice} />
          <Refused text={refused} />
          {report && (
            <>
              <Lines report={report} />
              <p class="quiet">
                {words.before} {words.small}
              </p>
              <p class="button-row">
                <a class="button button-secondary" href={`${action}.pdf?${query}`} download>
                  {words.pdf}
                </a>
                <a class="button button-secondary" href={`${action}.xlsx?${query}`} download>
                  {words.xlsx}
                </a>
              </p>
              {report.tops.length > 0 && <Tops tops={report.tops} />}
            </>
          )}
        </div>
      </>
    ),
  });
}

function Lines({ report }: { readonly report: ReportView }) {
  return (
    <div class="report-table">
      {reportTables(report).map((lines, rank) => (
        <AdminTable
          key={rank}
          caption={`${words.parts[rank]}, ${report.who}`}
          columns={[report.head, ...(lines[0]?.facts.map(({ label }) => label) ?? [])]}
        >
          {lines.map(({ name, facts }, index) => (
            <tr key={name} class={report.total && index === lines.length - 1 ? "report-total" : undefined}>
              <th scope="row">{name}</th>
              {facts.map(({ key, label, text }) => (
                <td key={key} data-label={label} class="number">
                  {text}
                </td>
              ))}
            </tr>
          ))}
        </AdminTable>
      ))}
    </div>
  );
}

function Tops({ tops }: { readonly tops: readonly ReportTop[] }) {
  return (
    <section class="figures-part" aria-labelledby="plus-demandees">
      <h2 id="plus-demandees">{words.top}</h2>
      <div class="report-tops">
        {tops.map(({ name, services }) => (
          <section key={name}>
            <h3>{name}</h3>
            {services.length === 0 ? (
              <p class="quiet">{words.topNone}</p>
            ) : (
              <ol>
                {services.map(([title, received]) => (
                  <li key={title}>
                    {title} <span class="count">{received}</span>
                  </li>
                ))}
              </ol>
            )}
          </section>
        ))}
      </div>
    </section>
  );
}
