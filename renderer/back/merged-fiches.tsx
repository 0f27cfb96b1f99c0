import { Csrf, type SiteView } from "../page.tsx";
import { duplicateWords } from "../strings-duplicates.ts";
import { shortDay } from "./when.ts";

const { entry: words } = duplicateWords;

/** A fiche that went to the one at hand. */
export interface MergedLine {
  readonly reference: string;
  readonly href: string;
  /** Where the two are parted; null for who may not. */
  readonly partAction: string | null;
  /** ISO 8601. */
  readonly at: string;
  readonly by: string;
}

export interface MergedView {
  readonly lines: readonly MergedLine[];
  /** The fiche that the one at hand went to; null for one that is its own. */
  readonly gone: { readonly href: string; readonly label: string; readonly partAction: string | null } | null;
}

/** Where a fiche went, and which came to it. */
export function MergedFiches({ site, view }: { readonly site: SiteView; readonly view: MergedView | null }) {
  if (!view || (view.lines.length === 0 && view.gone === null)) return null;
  return (
    <section aria-labelledby="reunies" class="related">
      <h2 id="reunies">{view.gone === null ? words.title : words.gone}</h2>
      {view.gone !== null && (
        <>
          <p>
            {words.goneTo} : <a href={view.gone.href}>{view.gone.label}</a>
          </p>
          <PartForm site={site} action={view.gone.partAction} />
        </>
      )}
      <ul>
        {view.lines.map((line) => (
          <li key={line.href}>
            <a href={line.href}>
              <span class="sr">{words.see} </span>
              <span class="reference">{line.reference}</span>
            </a>{" "}
            <span class="quiet">
              {words.line(line.by)} <time dateTime={line.at}>{shortDay(line.at)}</time>
            </span>
            <PartForm site={site} action={line.partAction} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function PartForm({ site, action }: { readonly site: SiteView; readonly action: string | null }) {
  if (action === null) return null;
  return (
    <form method="post" action={action}>
      <Csrf site={site} />
      <button type="submit" class="button button-secondary">
        {words.part}
      </button>
      <p class="hint">{words.partHint}</p>
    </form>
  );
}
