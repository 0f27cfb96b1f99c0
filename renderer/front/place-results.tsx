import { french } from "../french.ts";
import { Csrf, type SiteView } from "../page.tsx";
import { placeWords as words } from "../strings-places.ts";
import type { PlaceSearchView } from "./place-search.tsx";

/** What a page of published entries has when their places are searched. */
export interface PlacesPartView {
  readonly search: PlaceSearchView;
  /** Whether communes around count too, and the filter it goes after; null where no field says the commune. */
  readonly around: { readonly after: string; readonly checked: boolean } | null;
  /** How many in each commune. */
  readonly communes: readonly CommuneView[];
  /** Set when nothing was found for who looks for a place. */
  readonly widen: WidenView | null;
  /** Set when a service looks with her: where what she typed is sent. */
  readonly help: HelpView | null;
}

export interface CommuneView {
  readonly name: string;
  readonly count: number;
  readonly href: string;
}

export interface WidenView {
  /** The commune chosen; null for all of them. */
  readonly commune: string | null;
  /** Where there are some. */
  readonly elsewhere: readonly CommuneView[];
  readonly all: { readonly count: number; readonly href: string } | null;
}

export interface HelpView {
  readonly action: string;
  readonly pairs: readonly (readonly [string, string])[];
}

/** What is told of the places of one entry. */
export interface PlacesToldView {
  readonly free: string | null;
  readonly days: readonly { readonly title: string; readonly text: string }[];
  readonly known: string;
}

export const Around = ({ checked }: { readonly checked: boolean }) => (
  <div class="field place-around">
    <div class="option">
      <input
        type="checkbox"
        id="voisines"
        name="voisines"
        value="oui"
        checked={checked}
        aria-describedby="voisines-hint"
      />
      <label for="voisines">{words.around}</label>
    </div>
    <p class="hint" id="voisines-hint">
      {words.aroundHint}
    </p>
  </div>
);

/** In each commune, how many: addresses are no part of it, and no map would be true. */
export function Communes({ communes }: { readonly communes: readonly CommuneView[] }) {
  if (communes.length < 2) return null;
  return (
    <nav class="place-communes" aria-labelledby="par-commune">
      <h3 id="par-commune">{words.communes}</h3>
      <CommuneLinks communes={communes} />
    </nav>
  );
}

const CommuneLinks = ({ communes }: { readonly communes: readonly CommuneView[] }) => (
  <ul>
    {communes.map(({ name, count, href }) => (
      <li key={name}>
        <a href={href}>{french(words.commune(name, count))}</a>
      </li>
    ))}
  </ul>
);

/** What may be changed of a search that finds nothing. */
export function Widen({ view: { commune, elsewhere, all } }: { readonly view: WidenView }) {
  return (
    <div class="place-communes">
      <p>{commune === null ? words.noneAnywhere : french(words.noneIn(commune))}</p>
      <h3>{words.widen}</h3>
      {elsewhere.length > 0 && (
        <>
          <p>{words.widenOther}</p>
          <CommuneLinks communes={elsewhere} />
        </>
      )}
      {all && (
        <p>
          <a href={all.href}>{words.widenAll(all.count)}</a>
        </p>
      )}
      <p>{words.widenHours}</p>
    </div>
  );
}

/** A service looks with her: what she typed goes with her. */
export const Help = ({ site, help }: { readonly site: SiteView; readonly help: HelpView }) => (
  <section class="card place-help" aria-labelledby="aide">
    <h2 id="aide">{words.help}</h2>
    <p>{words.helpText}</p>
    <form method="post" action={help.action}>
      <Csrf site={site} />
      {help.pairs.map(([name, value]) => (
        <input key={`${name} ${value}`} type="hidden" name={name} value={value} />
      ))}
      <button type="submit" class="button">
        {words.helpButton}
      </button>
    </form>
  </section>
);
