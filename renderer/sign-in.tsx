import { ErrorSummary, type ShownIssue } from "./error-summary.tsx";
import { fieldId } from "./field-id.ts";
import { type HiddenField, renderPage, type SiteView } from "./page.tsx";
import { describedBy, FieldError, Hint } from "./theme/messages.tsx";

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
  /** Where to go afterwards, a kept form, the token of the session: hidden fields. */
  readonly hidden: readonly HiddenField[];
}

const words = {
  citizen: {
    title: "Se connecter",
    hint: "Votre compte vous sert pour toutes les collectivités du groupe.",
    action: "/connexion",
    other: { href: "/agent/connexion", label: "Espace des agents" },
  },
  agent: {
    title: "Se connecter à l’espace des agents",
    hint: "Utilisez l’adresse électronique de votre collectivité.",
    action: "/agent/connexion",
    other: { href: "/connexion", label: "Compte d’usager" },
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
        <SignInForm {...view} />
      </div>
    ),
  });
}

function SignInForm({ person, email, issues, hidden }: SignInView) {
  return (
    <form method="post" action={words[person].action} novalidate>
      {hidden.map((field) => (
        <input type="hidden" key={field.name} name={field.name} value={field.value} />
      ))}
      <div class="fields">
        <TextInput
          name="email"
          type="email"
          label="Adresse électronique"
          hint="Par exemple : prenom.nom@exemple.fr"
          autocomplete="username"
          value={email}
          issues={issues}
        />
        <TextInput
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
        <a href={words[person].other.href}>{words[person].other.label}</a>
      </div>
    </form>
  );
}

function TextInput({
  name,
  type,
  label,
  hint,
  autocomplete,
  value,
  issues,
}: {
  readonly name: string;
  readonly type: "email" | "password";
  readonly label: string;
  readonly hint?: string;
  readonly autocomplete: "username" | "current-password";
  readonly value?: string;
  readonly issues: readonly ShownIssue[];
}) {
  const id = fieldId(`/${name}`, ROOT);
  const messages = issues.filter(({ pointer }) => pointer === `/${name}`).map(({ message }) => message);
  const description = describedBy(id, hint, messages);
  const attributes = {
    id,
    name,
    class: "input",
    autocomplete,
    spellcheck: false,
    ...(value !== undefined && { value }),
    ...(description !== undefined && { "aria-describedby": description }),
    ...(messages.length > 0 && { "aria-invalid": "true" as const }),
  };
  return (
    <div class={`field field-${type}${messages.length > 0 ? " field-error" : ""}`}>
      <label class="label" for={id}>
        {label}
      </label>
      <Hint id={id} text={hint} />
      <FieldError id={id} messages={messages} />
      {type === "email" ? <input type="email" {...attributes} /> : <input type="password" {...attributes} />}
    </div>
  );
}
