import { renderPage, type SiteView } from "../page.tsx";
import { strings } from "../strings.ts";

export interface ErrorView {
  readonly status: number;
  /** A sentence more precise than the page's own. */
  readonly detail?: string;
  /** Number that finds the failure in the logs. */
  readonly requestId?: string;
}

/** What went wrong and what to do, for any refused page. */
export function renderError(site: SiteView, view: ErrorView): string {
  const { title, text } = wordsOf(view.status);
  return renderMessage(site, {
    title,
    text: view.detail ?? text,
    ...(view.requestId && { requestId: view.requestId }),
  });
}

export interface MessageView {
  readonly title: string;
  readonly text: string;
  readonly requestId?: string;
  readonly link?: { readonly href: string; readonly label: string };
}

/** A page with one thing to say. */
export function renderMessage(site: SiteView, view: MessageView): string {
  const home = site.member === null ? "/" : `/${site.member.id}`;
  const { phone, email } = site.member?.contact ?? {};
  const link = view.link ?? { href: home, label: strings.errors.home };
  return renderPage({
    site,
    title: view.title,
    private: true,
    children: (
      <div class="prose">
        <h1>{view.title}</h1>
        <p class="lead">{view.text}</p>
        {view.requestId !== undefined && <p>{strings.errors.reference(view.requestId)}</p>}
        <p>
          <a class="button" href={link.href}>
            {link.label}
          </a>
        </p>
        {(phone ?? email) && (
          <p>
            {strings.home.help} {phone && <a href={`tel:${phone.replace(/[^\d+]/g, "")}`}>{phone}</a>}{" "}
            {email && <a href={`mailto:${email}`}>{email}</a>}
          </p>
        )}
      </div>
    ),
  });
}

type Known = keyof typeof strings.errors & number;

function wordsOf(status: number): { readonly title: string; readonly text: string } {
  const known: Partial<Record<number, { readonly title: string; readonly text: string }>> = strings.errors;
  return known[status] ?? strings.errors[(status >= 500 ? 500 : 400) satisfies Known];
}
