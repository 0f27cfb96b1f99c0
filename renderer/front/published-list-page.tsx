import type { PublishedLine } from "../../engine/index.ts";
import { ErrorSummary, type ShownIssue } from "../error-summary.tsx";
import { french } from "../french.ts";
import { renderPage, type SiteView } from "../page.tsx";
import { placeWords } from "../strings-places.ts";
import { publishedWords as words } from "../strings-published.ts";
import { Around, Communes, Help, type PlacesPartView, type PlacesToldView, Widen } from "./place-results.tsx";
import { PlaceSearch } from "./place-search.tsx";
import { PublishedFilter, type PublishedFilterView } from "./published-filters.tsx";

export interface PublishedListView {
  readonly title: string;
  readonly summary: string | null;
  /** Where it is searched. */
  readonly href: string;
  readonly q: string;
  readonly filters: readonly PublishedFilterView[];
  readonly issues: readonly ShownIssue[];
  /** Whether something is looked for. */
  readonly asked: boolean;
  readonly unfinished: boolean;
  readonly total: number;
  readonly results: readonly PublishedResultView[];
  readonly page: number;
  readonly pages: number;
  readonly pageHref: (page: number) => string;
  /** Null where places are not searched. */
  readonly places: PlacesPartView | null;
}

export interface PublishedResultView {
  readonly href: string;
  readonly name: string;
  readonly lines: readonly PublishedLine[];
  /** The member that publishes it, when it is another. */
  readonly by: string | null;
  /** Null where places are not searched. */
  readonly places: PlacesToldView | null;
}

/** What a register publishes, searched and listed page by page. */
export function renderPublishedList(site: SiteView, view: PublishedListView): string {
  return renderPage({
    site,
    title: view.title,
    error: view.issues.length > 0,
    layout: "plain",
    private: true,
    ...(site.member && { back: { href: `/${site.member.id}`, label: site.member.name } }),
    children: (
      <div class="published">
        <ErrorSummary issues={view.issues} />
        <h1>{french(view.title)}</h1>
        {view.summary !== null && <p class="lead">{french(view.summary)}</p>}
        <p class="published-jump">
          <a href="#resultats">{words.jump(view.total)}</a>
        </p>
        <div class="published-parts">
          <Search view={view} />
          <Results view={view} site={site} />
        </div>
      </div>
    ),
  });
}

function Search({ view: { href, q, filters, issues, asked, places } }: { readonly view: PublishedListView }) {
  return (
    <search class="published-search" aria-label={words.criteria}>
      <form method="get" action={`${href}#resultats`} noValidate class="fields">
        {places === null && <Words q={q} />}
        {places && <PlaceSearch view={places.search} issues={issues} />}
        {filters.map((filter) => (
          <>
            <PublishedFilter key={filter.name} filter={filter} issues={issues} />
            {places?.around?.after === filter.name && <Around checked={places.around.checked} />}
          </>
        ))}
        {places && <Words q={q} />}
        <div class="published-actions">
          <button type="submit" class="button">
            {words.submit}
          </button>
          {asked && <a href={href}>{words.clear}</a>}
        </div>
      </form>
    </search>
  );
}

const Words = ({ q }: { readonly q: string }) => (
  <div class="field">
    <label class="label" for="q">
      {words.search}
    </label>
    <input class="input" id="q" name="q" type="search" value={q} maxLength={100} autocomplete="off" />
  </div>
);

function Results({ view, site }: { readonly view: PublishedListView; readonly site: SiteView }) {
  const { total, results, asked, unfinished, page, pages, places } = view;
  return (
    <section class="published-results" aria-labelledby="resultats">
      <h2 id="resultats" tabIndex={-1}>
        {words.results(total)}
        {pages > 1 && <span class="published-page">{words.page(page, pages)}</span>}
      </h2>
      {unfinished && (
        <p class="hint" role="status">
          {words.unfinished}
        </p>
      )}
      {places && <p class="hint">{placeWords.explained}</p>}
      {total === 0 &&
        !unfinished &&
        (places?.widen ? <Widen view={places.widen} /> : <p>{asked ? words.none : words.empty}</p>)}
      {places && total > 0 && <Communes communes={places.communes} />}
      <ul class="published-list">
        {results.map((result) => (
          <Result key={result.href} result={result} />
        ))}
      </ul>
      <Pages view={view} />
      {places?.help && <Help site={site} help={places.help} />}
    </section>
  );
}

const Result = ({ result: { href, name, lines, by, places } }: { readonly result: PublishedResultView }) => (
  <li class="card">
    <h3>
      <a href={href}>{french(name === "" ? words.unnamed : name)}</a>
    </h3>
    {places?.free && <p class="place-free">{places.free}</p>}
    <dl class="published-lines">
      {[...lines, ...(places?.days ?? []).map((each) => ({ key: each.title, ...each }))].map(({ key, title, text }) => (
        <div key={key}>
          <dt>{french(title)}</dt>
          <dd>{french(text)}</dd>
        </div>
      ))}
    </dl>
    {places && <p class="card-foot">{places.known}</p>}
    {by !== null && <p class="card-foot">{words.by(by)}</p>}
  </li>
);

function Pages({ view: { page, pages, pageHref } }: { readonly view: PublishedListView }) {
  if (pages <= 1) return null;
  return (
    <nav class="published-pages" aria-label={words.pages}>
      {page > 1 && (
        <a rel="prev" href={pageHref(page - 1)}>
          {words.previous}
        </a>
      )}
      {page < pages && (
        <a rel="next" href={pageHref(page + 1)}>
          {words.next}
        </a>
      )}
    </nav>
  );
}
