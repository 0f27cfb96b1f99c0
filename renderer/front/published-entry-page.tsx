import { type PublishedLine, parisDay } from "../../engine/index.ts";
import { french } from "../french.ts";
import { renderPage, type SiteView } from "../page.tsx";
import { placeWords } from "../strings-places.ts";
import { publishedWords as words } from "../strings-published.ts";
import { WeekTable, type WeekView } from "../week-table.tsx";

export interface PublishedEntryView {
  readonly name: string;
  /** What its register publishes is called. */
  readonly about: string;
  readonly lines: readonly PublishedLine[];
  /** The member that publishes it. */
  readonly by: string;
  readonly listHref: string;
  /** Its places in a week; null where they are not searched. */
  readonly places: PublishedWeekView | null;
}

/** The places of an entry in the week of a day. */
export interface PublishedWeekView extends WeekView {
  readonly title: string;
  /** Address of the page. */
  readonly href: string;
  /** ISO 8601. */
  readonly knownAt: string;
}

/** One entry as it is published. */
export function renderPublishedEntry(
  site: SiteView,
  { name, about, lines, by, listHref, places }: PublishedEntryView,
): string {
  const title = name === "" ? words.unnamed : name;
  return renderPage({
    site,
    title,
    private: true,
    back: { href: listHref, label: words.back },
    children: (
      <div class="sheet published-sheet">
        <p class="published-about">{french(about)}</p>
        <h1>{french(title)}</h1>
        <dl class="answers-list">
          {lines.map(({ key, title: label, text }) => (
            <div key={key}>
              <dt>{french(label)}</dt>
              <dd>{french(text)}</dd>
            </div>
          ))}
        </dl>
        {places && <Week view={places} />}
        <p class="hint">{words.consent}</p>
        <p class="hint">{words.by(by)}</p>
      </div>
    ),
  });
}

function Week({ view }: { readonly view: PublishedWeekView }) {
  return (
    <section class="published-week" aria-labelledby="places">
      <h2 id="places">{french(view.title)}</h2>
      <p class="hint">
        {placeWords.known(parisDay(view.knownAt))} {placeWords.explained}
      </p>
      <form method="get" action={`${view.href}#places`} class="place-pick">
        <label for="jour">{placeWords.weekOf}</label>
        <input class="input published-short" type="date" id="jour" name="jour" value={view.day} />
        <button type="submit" class="button button-secondary">
          {placeWords.weekShow}
        </button>
      </form>
      <WeekTable view={view} />
    </section>
  );
}
