import { french } from "../french.ts";
import { renderPage, type SiteView } from "../page.tsx";

export interface WordView {
  readonly title: string;
  readonly texts: readonly string[];
  /** A sentence that ends with a link. */
  readonly aside?: { readonly text: string; readonly href: string; readonly label: string };
  readonly link?: { readonly href: string; readonly label: string };
}

/** A page that says how something about an account ended, and where to go. */
export function renderWord(site: SiteView, { title, texts, aside, link }: WordView): string {
  return renderPage({
    site,
    title,
    private: true,
    children: (
      <div class="sheet prose">
        <h1>{title}</h1>
        {texts.map((text, rank) => (
          <p key={text} class={rank === 0 ? "lead" : undefined}>
            {french(text)}
          </p>
        ))}
        {aside && (
          <p>
            {french(aside.text)} <a href={aside.href}>{aside.label}</a>.
          </p>
        )}
        {link && (
          <p>
            <a class="button" href={link.href}>
              {link.label}
            </a>
          </p>
        )}
      </div>
    ),
  });
}
