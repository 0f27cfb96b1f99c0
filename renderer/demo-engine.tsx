import { french } from "./french.ts";
import { renderPage, type SiteView } from "./page.tsx";
import { engineWords as words } from "./strings-demo-engine.ts";

export interface EngineView {
  readonly site: SiteView;
  /** What was asked, as it is shown again. */
  readonly asked: { readonly reason: string; readonly persons: string; readonly from: string; readonly to: string };
  /** Null before a search, or when the town's software did not answer. */
  readonly found: readonly EnginePlace[] | null;
  readonly problem: string | null;
}

interface EnginePlace {
  readonly id: string;
  readonly name: string;
  readonly address: string;
  readonly days: readonly {
    readonly day: string;
    readonly slots: readonly { readonly hour: string; readonly href: string }[];
  }[];
}

/** The national appointment engine as a demonstration plays it: never taken for the real one. */
export function renderDemoEngine({ site, asked, found, problem }: EngineView): string {
  return renderPage({
    site,
    title: words.title,
    layout: "wide",
    private: true,
    children: (
      <>
        <h1>{words.title}</h1>
        <p class="note">
          <strong>{words.simulation}</strong> {words.what}
        </p>
        <form method="get" action="/demo/rendez-vous" class="fields">
          <Select name="motif" label={words.reason} value={asked.reason} options={words.reasons} />
          <Select name="personnes" label={words.persons} value={asked.persons} options={words.counts} />
          <Day name="du" label={words.from} value={asked.from} />
          <Day name="au" label={words.to} value={asked.to} />
          <div class="actions">
            <button type="submit" class="button">
              {words.search}
            </button>
          </div>
        </form>
        {problem !== null && <p role="alert">{problem}</p>}
        {found !== null && <Results found={found} />}
      </>
    ),
  });
}

interface Control {
  readonly name: string;
  readonly label: string;
  readonly value: string;
}

function Select({
  name,
  label,
  value,
  options,
}: Control & { readonly options: readonly (readonly [string, string])[] }) {
  return (
    <div class="field">
      <label class="label" for={name}>
        {label}
      </label>
      <select class="input" id={name} name={name}>
        {options.map(([option, words]) => (
          <option key={option} value={option} selected={option === value}>
            {words}
          </option>
        ))}
      </select>
    </div>
  );
}

function Day({ name, label, value }: Control) {
  return (
    <div class="field">
      <label class="label" for={name}>
        {label}
      </label>
      <input class="input" type="date" id={name} name={name} value={value} />
    </div>
  );
}

function Results({ found }: { readonly found: readonly EnginePlace[] }) {
  return (
    <section aria-labelledby="resultats">
      <h2 id="resultats">{words.results}</h2>
      {found.map((place) => (
        <section key={place.id} aria-labelledby={`lieu-${place.id}`}>
          <h3 id={`lieu-${place.id}`}>{place.name}</h3>
          <p>{place.address}</p>
          {place.days.length === 0 && <p>{words.none}</p>}
          {place.days.map(({ day, slots }) => (
            <div key={day}>
              <h4>{day}</h4>
              <ul class="engine-slots">
                {slots.map(({ hour, href }) => (
                  <li key={hour}>
                    <a href={href} aria-label={words.slot(hour, day, place.name)}>
                      {french(hour)}
                    </a>
                  </li>
                ))}
              </ul>
            </div>
          ))}
        </section>
      ))}
    </section>
  );
}
