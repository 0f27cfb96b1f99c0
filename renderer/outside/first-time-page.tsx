import { ErrorSummary, type ShownIssue } from "../error-summary.tsx";
import { Csrf, renderPage, type SiteView } from "../page.tsx";
import { outside } from "../strings-outside.ts";
import { TextInput } from "../text-input.tsx";

export interface FirstTimeView {
  readonly site: SiteView;
  /** Where both forms go. */
  readonly action: string;
  /** As FranceConnect told it. */
  readonly name: string;
  /** Someone with this identity has an account. */
  readonly recognised: boolean;
  /** Which of the two forms came back, and what was typed there. */
  readonly sent: "create" | "link" | null;
  readonly emails: { readonly create: string; readonly link: string };
  readonly issues: readonly ShownIssue[];
}

const words = outside.first;

/** Someone FranceConnect knows and we do not: a new account, or the one she has. Nothing is guessed from her address. */
export function renderFirstTime(view: FirstTimeView): string {
  const { site, recognised, sent, issues } = view;
  return renderPage({
    site,
    title: words.title,
    error: issues.length > 0,
    private: true,
    children: (
      <div class="step sheet">
        <ErrorSummary issues={issues} root={sent ?? "create"} />
        <h1>{words.title}</h1>
        <p class="lead">{words.lead(view.name)}</p>
        {recognised && <p class="note">{words.recognised}</p>}
        {recognised
          ? [<Link {...view} key="link" />, <Create {...view} key="create" />]
          : [<Create {...view} key="create" />, <Link {...view} key="link" />]}
        <p class="sign-in-more">
          <a href="/connexion/franceconnect/abandon">{words.cancel}</a>
        </p>
      </div>
    ),
  });
}

function Create({ site, action, sent, emails, issues }: FirstTimeView) {
  return (
    <section class="section">
      <h2>{words.create}</h2>
      <p>{words.createText}</p>
      <form method="post" action={action} novalidate>
        <Csrf site={site} />
        <div class="fields">
          <TextInput
            root="create"
            name="email"
            type="email"
            label={words.firstEmail}
            hint={words.firstEmailHint}
            autocomplete="email"
            value={emails.create}
            issues={sent === "create" ? issues : []}
          />
        </div>
        <div class="actions">
          <button type="submit" class="button" name="choix" value="create">
            {words.createButton}
          </button>
        </div>
      </form>
    </section>
  );
}

function Link({ site, action, sent, emails, issues }: FirstTimeView) {
  const own = sent === "link" ? issues : [];
  return (
    <section class="section">
      <h2>{words.link}</h2>
      <p>{words.linkText}</p>
      <form method="post" action={action} novalidate>
        <Csrf site={site} />
        <div class="fields">
          <TextInput
            root="link"
            name="email"
            type="email"
            label={words.email}
            hint={words.emailHint}
            autocomplete="username"
            value={emails.link}
            issues={own}
          />
          <TextInput
            root="link"
            name="password"
            type="password"
            label={words.password}
            autocomplete="current-password"
            issues={own}
          />
        </div>
        <div class="actions">
          <button type="submit" class="button" name="choix" value="link">
            {words.linkButton}
          </button>
        </div>
      </form>
    </section>
  );
}
