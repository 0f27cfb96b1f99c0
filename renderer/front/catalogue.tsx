import { strings } from "../strings.ts";

export interface ServiceCardView {
  readonly href: string;
  readonly title: string;
  readonly summary: string | null;
  readonly duration: string | null;
}

/** Services of the same theme, as worded in their definitions. */
export interface ThemeView {
  readonly title: string;
  readonly services: readonly ServiceCardView[];
}

/** What someone looked for in the catalogue. */
export interface FoundView {
  /** As it was typed. */
  readonly typed: string;
  readonly services: readonly ServiceCardView[];
}

export interface CatalogueView {
  readonly href: string;
  readonly themes: readonly ThemeView[];
  /** Null while nothing is looked for. */
  readonly found: FoundView | null;
}

/** Services under which the eye finds sooner than the hand. */
const FEW = 6;

/** The services of a member by theme, or those that answer a search. */
export function Catalogue({ href, themes, found }: CatalogueView) {
  if (themes.length === 0) return <p class="section">{strings.home.none}</p>;
  const count = themes.reduce((sum, { services }) => sum + services.length, 0);
  return (
    <>
      {(count > FEW || found) && <Search href={href} typed={found?.typed ?? ""} />}
      {found ? <Found href={href} found={found} /> : <Themes themes={themes} />}
    </>
  );
}

function Search({ href, typed }: { readonly href: string; readonly typed: string }) {
  return (
    <search class="section">
      <form class="catalogue-search" method="get" action={href}>
        <label for="q">{strings.catalogue.label}</label>
        <input id="q" name="q" type="search" value={typed} maxLength={100} autocomplete="off" />
        <button type="submit" class="button">
          {strings.catalogue.search}
        </button>
      </form>
    </search>
  );
}

function Found({ href, found: { typed, services } }: { readonly href: string; readonly found: FoundView }) {
  return (
    <section class="section">
      <h2 id="resultats">{strings.catalogue.found(services.length, typed)}</h2>
      {services.length === 0 && <p class="lead">{strings.catalogue.none}</p>}
      <ServiceCards services={services} />
      <p class="catalogue-all">
        <a href={href}>{strings.catalogue.all}</a>
      </p>
    </section>
  );
}

const Themes = ({ themes }: Pick<CatalogueView, "themes">) => (
  <div class="themes">
    {themes.map(({ title, services }) => (
      <section class="section" key={title}>
        <h2>{title}</h2>
        <ServiceCards services={services} />
      </section>
    ))}
  </div>
);

function ServiceCards({ services }: Pick<ThemeView, "services">) {
  if (services.length === 0) return null;
  return (
    <ul class="cards">
      {services.map(({ href, title, summary, duration }) => (
        <li class="card" key={href}>
          <h3>
            <a href={href}>{title}</a>
          </h3>
          {summary !== null && <p>{summary}</p>}
          {duration !== null && <p class="card-foot">{strings.home.duration(duration)}</p>}
        </li>
      ))}
    </ul>
  );
}
