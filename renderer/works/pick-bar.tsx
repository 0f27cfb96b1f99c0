import type { CompiledDefinition, Entry } from "../../engine/index.ts";
import { Csrf, type SiteView } from "../page.tsx";
import { workWords as words } from "../strings-works.ts";

/** Id of the form that the boxes of the rows belong to, wherever they stand. */
export const PICK = "lot";

export interface PickBarProps {
  readonly site: SiteView;
  /** Address of the list. */
  readonly base: string;
  readonly definition: CompiledDefinition;
  readonly entries: readonly Entry[];
  /** Query string of the list. */
  readonly list: string;
  /** How many entries the whole list holds; null when nobody counted. */
  readonly whole: number | null;
  /** The list has other pages. */
  readonly several: boolean;
  /** Nothing was ticked when the form was sent. */
  readonly missing: boolean;
}

/** Acts on the rows ticked, on those of the page or on the whole list. */
export function PickBar({ site, base, definition, entries, list, whole, several, missing }: PickBarProps) {
  const { kind } = definition;
  const { pick } = words;
  return (
    <form method="post" action={`${base}/lot`} id={PICK} class="pick-bar" data-pick aria-label={pick.title}>
      <Csrf site={site} />
      <input type="hidden" name="liste" value={list} />
      {entries.map(({ id }) => (
        <input key={id} type="hidden" name="page" value={id} />
      ))}
      {missing && (
        <p class="field-error" id="erreurs" role="alert" tabIndex={-1} data-focus>
          {pick.none(kind)}
        </p>
      )}
      <label class="pick-page" hidden data-pick-page>
        <input type="checkbox" /> {pick.page}
      </label>
      <button type="submit" name="portee" value="choix" class="button button-secondary button-small">
        {pick.act}
        <span data-pick-count />
      </button>
      <span class="pick-others" hidden data-pick-others={pick.others} data-pick-other={pick.other}>
        <span role="status" />
        <button type="button" class="link">
          {pick.forget}
        </button>
      </span>
      <noscript>
        <button type="submit" name="portee" value="page" class="button button-secondary button-small">
          {pick.wholePage}
        </button>
      </noscript>
      <button type="submit" name="portee" value="liste" class="button button-secondary button-small">
        {pick.whole(kind, whole)}
      </button>
      {several && (
        <noscript>
          <p class="hint">{pick.here}</p>
        </noscript>
      )}
    </form>
  );
}

/** The box of a row. */
export function PickBox({ entry }: { readonly entry: Pick<Entry, "id" | "reference"> }) {
  return (
    <label class="pick">
      <input type="checkbox" name="dossier" value={entry.id} form={PICK} />
      <span class="sr">{words.pick.row(entry.reference)}</span>
    </label>
  );
}
