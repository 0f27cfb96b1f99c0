import { renderPage, type SiteView } from "../page.tsx";

export interface LeavingView {
  readonly site: SiteView;
  readonly title: string;
  readonly text: string;
  readonly link: { readonly href: string; readonly label: string };
}

/** A page that a browser leaves by itself for another site, and by its link if it does not. */
export function renderLeaving({ site, title, text, link }: LeavingView): string {
  return renderPage({
    site,
    title,
    private: true,
    children: (
      <div class="prose">
        <h1>{title}</h1>
        <p class="lead">{text}</p>
        <p>
          <a class="button" href={link.href} rel="external">
            {link.label}
          </a>
        </p>
      </div>
    ),
  });
}
