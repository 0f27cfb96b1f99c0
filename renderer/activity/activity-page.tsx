import { type BackFrame, renderBackPage } from "../back/back-page.tsx";
import { ScrollingTable } from "../scrolling-table.tsx";
import { activityWords as words } from "../strings-activity.ts";
import type { ActivityView, ChapterView, FigureLine, GroupsView, Shown } from "./activity-view.ts";

export interface ActivityPageView {
  readonly frame: BackFrame;
  /** Address of the entry, where the report is completed and closed. */
  readonly entryHref: string;
  /** Address of the page, before "." and the name of a format. */
  readonly base: string;
  readonly heading: string;
  /** Null: it cannot be told, for this reason. */
  readonly report: ActivityView | null;
  readonly refused: string | null;
}

/** An activity report on screen. */
export function activityPage({ frame, entryHref, base, heading, report, refused }: ActivityPageView): string {
  return renderBackPage({
    frame,
    title: heading,
    children: (
      <div class="activity">
        <nav class="entry-nav" aria-label={words.back}>
          <a href={entryHref}>{words.back}</a>
        </nav>
        <h1>{heading}</h1>
        {refused !== null && (
          <p class="notice notice-refused" role="alert">
            {refused}
          </p>
        )}
        {report && <Whole report={report} base={base} entryHref={entryHref} />}
      </div>
    ),
  });
}

function Whole({
  report,
  base,
  entryHref,
}: {
  readonly report: ActivityView;
  readonly base: string;
  readonly entryHref: string;
}) {
  return (
    <>
      <p>
        {words.lead(report.who)} {report.standing}
      </p>
      {report.note && <p class="notice">{report.note}</p>}
      <p class="button-row">
        <a class="button" href={entryHref}>
          {words.edit}
        </a>
        <a class="button button-secondary" href={`${base}.pdf`} download>
          {words.pdf}
        </a>
        <a class="button button-secondary" href={`${base}.csv`} download>
          {words.csv}
        </a>
        <a class="button button-secondary" href={`${base}.ods`} download>
          {words.ods}
        </a>
      </p>
      <nav aria-labelledby="sommaire" class="activity-contents">
        <h2 id="sommaire">{words.contents}</h2>
        <ol>
          {report.chapters.map(({ title }, rank) => (
            <li key={title}>
              <a href={`#chapitre-${rank + 1}`}>{title}</a>
            </li>
          ))}
        </ol>
      </nav>
      {report.chapters.map((chapter, rank) => (
        <ChapterSection key={chapter.title} report={report} chapter={chapter} id={`chapitre-${rank + 1}`} />
      ))}
    </>
  );
}

function ChapterSection({
  report,
  chapter,
  id,
}: {
  readonly report: ActivityView;
  readonly chapter: ChapterView;
  readonly id: string;
}) {
  const groups = chapter.figures.flatMap((figure) => figure.groups);
  return (
    <section aria-labelledby={id} class="activity-chapter">
      <h2 id={id} tabIndex={-1}>
        {chapter.title}
      </h2>
      {chapter.text && <p>{chapter.text}</p>}
      <Figures report={report} chapter={chapter} />
      {chapter.kept && <p class="quiet">{words.kept}</p>}
      {chapter.said.map(({ label, text }) => (
        <div key={label} class="activity-said">
          <h3>{label}</h3>
          {text.split(/\n+/).map((line) => (
            <p key={line}>{line}</p>
          ))}
        </div>
      ))}
      {groups.length > 0 && (
        <div class="activity-groups">
          {groups.map((each) => (
            <Groups key={each.title} groups={each} year={report.year} />
          ))}
        </div>
      )}
    </section>
  );
}

function Figures({ report, chapter }: { readonly report: ActivityView; readonly chapter: ChapterView }) {
  const { year, places } = report;
  const columns = [`${year}`, `${year - 1}`, ...places];
  const title = words.chapter(chapter.title);
  return (
    <ScrollingTable name={title}>
      <table class="entries admin-table activity-table">
        <caption class="sr">{title}</caption>
        <thead>
          <tr>
            <th scope="col">{words.figure}</th>
            {columns.map((column) => (
              <th key={column} scope="col" class="number">
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {chapter.figures.map((figure) => (
            <Line key={figure.id} figure={figure} columns={columns} who={report.who} />
          ))}
        </tbody>
      </table>
    </ScrollingTable>
  );
}

function Line({
  figure,
  columns,
  who,
}: {
  readonly figure: FigureLine;
  readonly columns: readonly string[];
  readonly who: string;
}) {
  const cells = [figure.total, figure.before, ...figure.places];
  return (
    <tr id={`chiffre-${figure.id}`}>
      <th scope="row">
        {figure.title}
        {figure.hint && <span class="hint">{figure.hint}</span>}
      </th>
      {cells.map((cell, index) => (
        <td key={columns[index]} data-label={columns[index]} class="number">
          <Value shown={cell} title={figure.title} who={index === 0 ? who : (columns[index] ?? "")} />
        </td>
      ))}
    </tr>
  );
}

/** The number leads to what it counts; whoever hears the link hears of what. */
function Value({ shown, title, who }: { readonly shown: Shown; readonly title: string; readonly who: string }) {
  if (shown.href === null) return <>{shown.text}</>;
  return (
    <a href={shown.href}>
      {shown.text}
      <span class="sr"> {words.list(title, who)}</span>
    </a>
  );
}

/** Bars as long as their numbers, which stand beside them: the picture says nothing that the table does not. */
function Groups({ groups, year }: { readonly groups: GroupsView; readonly year: number }) {
  const most = Math.max(1, ...groups.rows.map(({ value }) => value));
  return (
    <section class="activity-group">
      <h3>{groups.title}</h3>
      {groups.rows.length === 0 ? (
        <p class="quiet">{words.none}</p>
      ) : (
        <table class="statistic-table">
          <caption class="sr">{groups.title}</caption>
          <thead>
            <tr>
              <th scope="col">{groups.by}</th>
              <td aria-hidden="true" />
              <th scope="col" class="number">
                {year}
              </th>
              <th scope="col" class="number">
                {year - 1}
              </th>
            </tr>
          </thead>
          <tbody>
            {groups.rows.map(({ label, value, text, before }) => (
              <tr key={label}>
                <th scope="row">{label}</th>
                <td aria-hidden="true" class="activity-bar">
                  {/* biome-ignore lint/a11y/noSvgWithoutTitle: the cell is hidden from who would hear it; the number follows */}
                  <svg viewBox="0 0 100 10" preserveAspectRatio="none" focusable="false">
                    <rect class="chart-fill serie-1" width={Math.max(0, (100 * value) / most)} height="10" />
                  </svg>
                </td>
                <td class="number">{text}</td>
                <td class="number">{before.text}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}
