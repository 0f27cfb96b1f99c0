import { french } from "../french.ts";
import { Csrf, renderPage, type SiteView } from "../page.tsx";
import { sendingWords } from "../strings-sendings.ts";

const { unsubscribe: words } = sendingWords;

export interface UnsubscribeView {
  /** "la lettre du relais". */
  readonly what: string;
  /** Of the member. */
  readonly name: string;
  /** Where it posts. */
  readonly action: string;
}

/** One press, and nothing else to say: the page names nobody. */
export function renderUnsubscribe(site: SiteView, { what, name, action }: UnsubscribeView): string {
  const title = words.title(what);
  return renderPage({
    site,
    title,
    private: true,
    children: (
      <div class="prose">
        <h1>{french(title)}</h1>
        <p class="lead">{french(words.intro(what, name))}</p>
        <form method="post" action={action}>
          <Csrf site={site} />
          <button type="submit" class="button">
            {words.button}
          </button>
        </form>
      </div>
    ),
  });
}
