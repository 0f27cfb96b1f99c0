import { ErrorSummary, type ShownIssue } from "./error-summary.tsx";
import { OutsideButton } from "./outside/outside-button.tsx";
import { type HiddenField, renderPage, type SiteView } from "./page.tsx";
import { accountWords } from "./strings-account.ts";
import { adminAgents } from "./strings-admin-agents.ts";
import { TextInput } from "./text-input.tsx";

const ROOT = "connexion";

export interface SignInView {
  readonly site: SiteView;
  /** Citizens and agents sign in on two pages. */
  readonly person: "citizen" | "agent";
  /** Shown again after a refusal. Never the password. */
  readonly email: string;
  readonly issues: readonly ShownIssue[];
  /** Why the page comes up by itself: the session has ended. */
  readonly reason?: string;
  /** Whether FranceConnect, or ProConnect, is there too. */
  readonly outside: boolean;
  /** Where to go afterwards, a kept form, the token of the session: hidden fields. */
  readonly hidden: readonly HiddenField[];
  /** Path to go to afterwards, and whether `hidden` holds a form under way. */
  readonly back: string | null;
  readonly kept: boolean;
}

const words = {
  citizen: {
    title: "Se connecter",
    hint: "Votre compte vous sert pour toutes les collectivités du groupe.",
    action: "/connexion",
    other: null,
  },
  agent: {
    title: "Se connecter à l’espace des agents",
    hint: "Utilisez l’adresse électronique de votre collectivité.",
    action: "/agent/connexion",
    other: { href: "/connexion", label: "Connexion des habitants" },
  },
} as const;

/** The page where someone proves who she is. */
export function renderSignIn(view: SignInView): string {
  const { title, hint } = words[view.person];
  return renderPage({
    site: view.site,
    title,
    error: view.issues.length > 0,
    private: true,
    children: (
      <div class="step sheet">
        <ErrorSummary issues={view.issues} root={ROOT} />
        <h1>{title}</h1>
        {view.reason === undefined ? (
          <p class="lead">{hint}</p>
        ) : (
          <p class="lead" role="status">
            {view.reason}
          </p>
        )}
        {view.outside && <OutsideButton {...view} />}
        <SignInForm {...view} />
        {view.person === "citizen" && <SignInMore {...view} />}
      </div>
    ),
  });
}

function SignInForm({ person, email, issues, hidden }: SignInView) {
  const { other } = words[person];
  return (
    <form method="post" action={words[person].action} novalidate>
      {hidden.map((field) => (
        <input type="hidden" key={field.name} name={field.name} value={field.value} />
      ))}
      <div class="fields">
        <TextInput
          root={ROOT}
          name="email"
          type="email"
          label="Adresse électronique"
          hint="Par exemple : prenom.nom@exemple.fr"
          autocomplete="username"
          value={email}
          issues={issues}
        />
        <TextInput
          root={ROOT}
          name="password"
          type="password"
          label="Mot de passe"
          autocomplete="current-password"
          issues={issues}
        />
      </div>
      <div class="actions">
        <button type="submit" class="button">
          Se connecter
        </button>
        {person === "agent" && <a href="/agent/mot-de-passe">{adminAgents.forgotten.link}</a>}
        {other && <a href={other.href}>{other.label}</a>}
      </div>
    </form>
  );
}

/**
 * For who has no account, or no longer knows her password. A form under way goes with her, which a link cannot carry.
 */
function SignInMore({ hidden, back, kept }: SignInView) {
  const { create, forgotten } = accountWords.signIn;
  const ways = [
    { path: "/inscription", label: create },
    { path: "/mot-de-passe", label: forgotten },
  ];
  const query = back === null ? "" : `?retour=${encodeURIComponent(back)}`;
  if (!kept) {
    return (
      <div class="sign-in-more">
        {ways.map(({ path, label }) => (
          <a key={path} href={`${path}${query}`}>
            {label}
          </a>
        ))}
      </div>
    );
  }
  return (
    <form method="post" class="sign-in-more">
      {hidden.map((field) => (
        <input type="hidden" key={field.name} name={field.name} value={field.value} />
      ))}
      {ways.map(({ path, label }) => (
        <button key={path} type="submit" class="link" formaction={path} name="commencer" value="1">
          {label}
        </button>
      ))}
    </form>
  );
}
