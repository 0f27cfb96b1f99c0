import { ADMIN_ROOT, TextField } from "./admin/fields.tsx";
import { ErrorSummary, type ShownIssue } from "./error-summary.tsx";
import { Csrf, renderPage, type SiteView } from "./page.tsx";
import { adminAgents } from "./strings-admin-agents.ts";

const { password: words, forgotten } = adminAgents;

/** The page where an agent chooses her password, from the link she was sent. */
export function choosePasswordPage(view: {
  readonly site: SiteView;
  readonly action: string;
  readonly issues: readonly ShownIssue[];
}): string {
  const { site, action, issues } = view;
  return sheet(
    site,
    words.title,
    issues,
    <>
      <p class="lead">{words.hint}</p>
      <form method="post" action={action} novalidate>
        <Csrf site={site} />
        <div class="fields">
          <Password name="password" label={words.first} issues={issues} />
          <Password name="encore" label={words.again} issues={issues} />
        </div>
        <div class="actions">
          <button type="submit" class="button">
            {words.submit}
          </button>
        </div>
      </form>
    </>,
  );
}

/** The page where an agent asks for a link. */
export function forgottenPage(view: {
  readonly site: SiteView;
  readonly email: string;
  readonly issues: readonly ShownIssue[];
}): string {
  const { site, email, issues } = view;
  return sheet(
    site,
    forgotten.title,
    issues,
    <>
      <p class="lead">{forgotten.lead}</p>
      <form method="post" action="/agent/mot-de-passe" novalidate>
        <Csrf site={site} />
        <div class="fields">
          <TextField
            name="email"
            type="email"
            label={forgotten.email}
            value={email}
            issues={issues}
            autocomplete="username"
          />
        </div>
        <div class="actions">
          <button type="submit" class="button">
            {forgotten.submit}
          </button>
        </div>
      </form>
    </>,
  );
}

/** One thing to say, and where to go next. */
export function passwordNotice(
  site: SiteView,
  said: { readonly title: string; readonly texts: readonly string[]; readonly link?: readonly [string, string] },
): string {
  return sheet(
    site,
    said.title,
    [],
    <>
      {said.texts.map((text) => (
        <p key={text}>{text}</p>
      ))}
      {said.link && (
        <p>
          <a class="button" href={said.link[0]}>
            {said.link[1]}
          </a>
        </p>
      )}
    </>,
  );
}

function Password({ name, label, issues }: { name: string; label: string; issues: readonly ShownIssue[] }) {
  return <TextField name={name} type="password" label={label} value="" issues={issues} autocomplete="new-password" />;
}

function sheet(
  site: SiteView,
  title: string,
  issues: readonly ShownIssue[],
  children: Parameters<typeof renderPage>[0]["children"],
): string {
  return renderPage({
    site,
    title,
    error: issues.length > 0,
    private: true,
    children: (
      <div class="step sheet">
        <ErrorSummary issues={issues} root={ADMIN_ROOT} />
        <h1>{title}</h1>
        {children}
      </div>
    ),
  });
}
