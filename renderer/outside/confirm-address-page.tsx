import { Csrf, renderPage, type SiteView } from "../page.tsx";
import { outside } from "../strings-outside.ts";

/** One button: a mail filter that opens the link confirms nothing. */
export function renderConfirmAddress(site: SiteView, email: string, action: string): string {
  const { title, text, button } = outside.address;
  return renderPage({
    site,
    title,
    private: true,
    children: (
      <div class="step sheet">
        <h1>{title}</h1>
        <p class="lead">{text(email)}</p>
        <form method="post" action={action}>
          <Csrf site={site} />
          <button type="submit" class="button">
            {button}
          </button>
        </form>
      </div>
    ),
  });
}
