import { renderPage, type SiteView } from "../page.tsx";
import { strings } from "../strings.ts";

export interface MessageView {
  readonly title: string;
  readonly text: string;
  readonly link?: { readonly href: string; readonly label: string };
}

/** A page with one thing to say. */
export function renderMessage(site: SiteView, view: MessageView): string {
  const home = site.member === null ? "/" : `/${site.member.id}`;
  const { phone, email } = site.member?.contact ?? {};
  const link = view.link ?? { href: home, label: strings.message.home };
  return renderPage({
    site,
    title: view.title,
    private: true,
    children: (
      <div class="prose">
        <h1>{view.title}</h1>
        <p class="lead">{view.text}</p>
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
