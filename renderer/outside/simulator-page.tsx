import { Csrf, renderPage, type SiteView } from "../page.tsx";

export interface SimulatorView {
  readonly site: SiteView;
  /** "FranceConnect". */
  readonly name: string;
  /** Where the choice goes. */
  readonly action: string;
  readonly people: readonly { readonly id: string; readonly name: string; readonly note: string }[];
  /** Null when the provider knows one way of proving who one is; else whether the service insists on two. */
  readonly strong: boolean | null;
  /** Nobody was chosen in time. */
  readonly again: boolean;
}

/** Stands for the pages of FranceConnect and of its identity providers, in the demonstration. */
export function renderSimulator(view: SimulatorView): string {
  const title = `Simulateur de ${view.name}`;
  return renderPage({
    site: view.site,
    title,
    error: view.again,
    private: true,
    children: (
      <div class="step sheet">
        <h1>{title}</h1>
        <p class="lead">
          Vous n’êtes pas sur le vrai site de {view.name}. Choisissez une personne inventée : le simulateur se portera
          garant de son identité.
        </p>
        {view.again && (
          <p class="note" role="alert">
            Choisissez une personne dans la liste.
          </p>
        )}
        <Choice {...view} />
      </div>
    ),
  });
}

function Choice({ site, name, action, people, strong }: SimulatorView) {
  return (
    <form method="post" action={action} novalidate>
      <Csrf site={site} />
      <div class="fields">
        <div class="field">
          <label class="label" for="personne">
            Qui êtes-vous ?
          </label>
          <select class="input" id="personne" name="personne">
            <option value="">Choisissez</option>
            {people.map((person) => (
              <option key={person.id} value={person.id}>
                {person.name} ({person.note})
              </option>
            ))}
          </select>
        </div>
        {strong !== null && (
          <fieldset class="field">
            <legend class="label">Comment le prouvez-vous ?</legend>
            {strong && <p class="hint">Le service demande une double authentification.</p>}
            <Way value="mot-de-passe" label="Avec un mot de passe" checked={!strong} />
            <Way value="double" label="Avec une double authentification" checked={strong} />
          </fieldset>
        )}
      </div>
      <div class="actions">
        <button type="submit" class="button">
          Continuer
        </button>
        <button type="submit" class="button button-secondary" name="refus" value="1">
          Refuser et quitter {name}
        </button>
      </div>
    </form>
  );
}

function Way({ value, label, checked }: { readonly value: string; readonly label: string; readonly checked: boolean }) {
  return (
    <div class="option">
      <input type="radio" id={`preuve-${value}`} name="preuve" value={value} checked={checked} />
      <label for={`preuve-${value}`}>{label}</label>
    </div>
  );
}

/** The provider's own sign-out: `action` and `xsrf` are its form's. */
export function renderSimulatorSignOut(
  site: SiteView,
  name: string,
  form: { readonly action: string; readonly xsrf: string },
): string {
  return renderPage({
    site,
    title: `Se déconnecter du simulateur de ${name}`,
    private: true,
    children: (
      <div class="step sheet">
        <h1>Se déconnecter du simulateur de {name}</h1>
        <p class="lead">Fermez aussi votre session ici : le prochain essai vous demandera à nouveau qui vous êtes.</p>
        <form method="post" action={form.action}>
          <input type="hidden" name="xsrf" value={form.xsrf} />
          <div class="actions">
            <button type="submit" class="button" name="logout" value="yes">
              Fermer la session
            </button>
            <button type="submit" class="button button-secondary">
              La garder ouverte
            </button>
          </div>
        </form>
      </div>
    ),
  });
}

/** What the provider refuses; `code` is OpenID Connect's. */
export function renderSimulatorError(site: SiteView, name: string, code: string): string {
  return renderPage({
    site,
    title: `Erreur du simulateur de ${name}`,
    private: true,
    children: (
      <div class="prose">
        <h1>Erreur du simulateur de {name}</h1>
        <p class="lead">
          Cette demande n’est pas valable ou a expiré (<code>{code}</code>).
        </p>
        <p>
          <a class="button" href="/">
            Revenir au guichet
          </a>
        </p>
      </div>
    ),
  });
}
