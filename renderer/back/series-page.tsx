import { AdminTable, Notice, Refused } from "../admin/admin-parts.tsx";
import { ErrorSummary, type ShownIssue } from "../error-summary.tsx";
import { french } from "../french.ts";
import { Csrf, type SiteView } from "../page.tsx";
import { seriesWords as words } from "../strings-series.ts";
import { type BackFrame, renderBackPage } from "./back-page.tsx";
import { SeriesFields, type SeriesTyped } from "./series-fields.tsx";

/** One day that the rule gives. */
export interface SeriesDay {
  /** "mercredi 6 janvier 2027". */
  readonly text: string;
  readonly note: string;
  readonly left: boolean;
}

export interface NewSeriesView {
  readonly frame: BackFrame;
  readonly site: SiteView;
  /** Address of this page, and of the places of the session. */
  readonly href: string;
  readonly places: string;
  readonly title: string;
  readonly when: string;
  readonly typed: SeriesTyped;
  readonly issues: readonly ShownIssue[];
  /** What keeps it from being made; undefined for nothing. */
  readonly refused: string | undefined;
  /** Titles of the other dates of its form; "" when it has none. */
  readonly others: string;
  /** The dates asked for; null before. */
  readonly preview: {
    readonly rule: string;
    readonly days: readonly SeriesDay[];
    readonly kept: number;
    readonly hidden: readonly (readonly [string, string])[];
  } | null;
}

/** A session that is to come again: on which dates, and what that makes. */
export function newSeriesPage(view: NewSeriesView): string {
  const { frame, title, when, places, issues, preview, href } = view;
  return renderBackPage({
    frame,
    title: words.title(title),
    error: issues.length > 0,
    children: (
      <>
        <Back href={places} />
        <Refused text={view.refused} />
        <ErrorSummary issues={issues} />
        <h1>{french(words.title(title))}</h1>
        <div class="prose">
          <p>{french(words.lead)}</p>
          <p>{french(words.first(when))}</p>
        </div>
        <form method="get" action={`${href}#dates`} class="admin-form">
          <SeriesFields view={view} />
          <button type="submit" class="button button-secondary" name="voir" value="dates">
            {words.preview}
          </button>
        </form>
        {preview && <Preview view={view} preview={preview} />}
      </>
    ),
  });
}

function Back({ href }: { readonly href: string }) {
  return (
    <nav class="entry-nav" aria-label={words.back}>
      <a href={href}>
        <span aria-hidden="true">← </span>
        {words.back}
      </a>
    </nav>
  );
}

function Preview({
  view,
  preview,
}: {
  readonly view: NewSeriesView;
  readonly preview: NonNullable<NewSeriesView["preview"]>;
}) {
  const { rule, days, kept, hidden } = preview;
  return (
    <section class="series-preview" aria-labelledby="dates">
      <h2 id="dates" tabIndex={-1}>
        {words.told(kept)}
      </h2>
      <p>{french(words.rule(rule))}</p>
      <ol class="series-days">
        {days.map(({ text, note, left }) => (
          <li key={text} class={left ? "series-left" : undefined}>
            {left ? <s>{french(text)}</s> : french(text)}
            {note !== "" && <span class="hint"> {note}</span>}
          </li>
        ))}
      </ol>
      <p class="hint">{words.again}</p>
      <form method="post" action={view.href}>
        <Csrf site={view.site} />
        {hidden.map(([name, value]) => (
          <input key={`${name}-${value}`} type="hidden" name={name} value={value} />
        ))}
        <button type="submit" class="button">
          {words.create(kept - 1)}
        </button>
      </form>
    </section>
  );
}

/** One session of a series. */
export interface SeriesLine {
  readonly href: string;
  readonly title: string;
  readonly when: string;
  readonly state: string;
  readonly taken: string;
  readonly waiting: number;
  /** It is the one at hand. */
  readonly here: boolean;
}

export interface SeriesView {
  readonly frame: BackFrame;
  readonly site: SiteView;
  readonly href: string;
  readonly places: string;
  readonly fiche: string;
  readonly title: string;
  readonly rule: string;
  /** Days left out; "" for none. */
  readonly except: string;
  readonly lines: readonly SeriesLine[];
  /** How many come after this one. */
  readonly following: number;
  readonly others: string;
  /** She may act. */
  readonly acts: boolean;
  readonly done: string | undefined;
  readonly refused: string | undefined;
}

/** A session among those of its series, and what may be done of it and of those that follow. */
export function seriesPage(view: SeriesView): string {
  const { frame, title, rule, except, lines, places } = view;
  const { columns } = words;
  return renderBackPage({
    frame,
    title: words.seriesTitle(title),
    children: (
      <>
        <Back href={places} />
        <Notice text={view.done} />
        <Refused text={view.refused} />
        <h1>{french(words.seriesTitle(title))}</h1>
        <p>{french(words.rule(rule))}</p>
        {except !== "" && <p class="hint">{french(words.exceptDays(except))}</p>}
        <AdminTable caption={words.seriesTitle(title)} columns={Object.values(columns)}>
          {lines.map((line) => (
            <tr key={line.href} aria-current={line.here ? "true" : undefined}>
              <th scope="row">
                <a href={line.href}>{french(line.when)}</a>
                {line.here && <span class="tag tag-neutral">{words.here}</span>}
              </th>
              <td data-label={columns.title}>{french(line.title)}</td>
              <td data-label={columns.state}>{line.state}</td>
              <td data-label={columns.taken}>{line.taken}</td>
              <td data-label={columns.waiting}>{line.waiting}</td>
            </tr>
          ))}
        </AdminTable>
        {view.acts && <Acts view={view} />}
      </>
    ),
  });
}

function Acts({ view }: { readonly view: SeriesView }) {
  const { site, href, fiche, following, others } = view;
  return (
    <section class="series-acts" aria-labelledby="suite">
      <h2 id="suite">{words.following}</h2>
      <p>
        <a href={fiche}>{words.openAlone}</a>
      </p>
      {following === 0 ? (
        <p>{words.followingNone}</p>
      ) : (
        <>
          <details class="confirmed">
            <summary>{words.copy(following)}</summary>
            <p>{french(words.copyHint)}</p>
            <form method="post" action={`${href}/suivantes`}>
              <Csrf site={site} />
              {others !== "" && (
                <div class="option">
                  <input type="checkbox" id="autres" name="autres" value="oui" />
                  <label for="autres">{french(words.others(others))}</label>
                </div>
              )}
              <button type="submit" class="button button-secondary" name="quoi" value="reprendre">
                {words.copyConfirm}
              </button>
            </form>
          </details>
          <form method="post" action={`${href}/suivantes`} class="series-act">
            <Csrf site={site} />
            <p class="hint">{french(words.actHint)}</p>
            <button type="submit" class="button button-secondary" name="quoi" value="agir">
              {words.act}
            </button>
          </form>
        </>
      )}
    </section>
  );
}
