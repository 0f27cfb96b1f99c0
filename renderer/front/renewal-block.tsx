import { french } from "../french.ts";
import { Csrf, type SiteView } from "../page.tsx";
import { renewalWords as words } from "../strings-renewal.ts";

/** What a draft that renews says of the entry it comes from. */
export interface RenewalNoteView {
  readonly reference: string;
  /** Titles of the last answers that the form no longer takes. */
  readonly dropped: readonly string[];
  /** Titles of what is asked anew. */
  readonly again: readonly string[];
}

/** Where the answers come from, and which did not. */
export function RenewalNote(props: {
  readonly renewal: RenewalNoteView;
  /** The first sentence, when it is not said to whoever holds it. */
  readonly lead?: string;
}) {
  const { reference, dropped, again } = props.renewal;
  return (
    <div class="note">
      <p>{french(props.lead ?? words.draft.note(reference))}</p>
      {dropped.length > 0 && <p>{french(words.draft.dropped(dropped))}</p>}
      {again.length > 0 && <p>{french(words.draft.again(again))}</p>}
    </div>
  );
}

/** Until when what was granted holds, and what may be done about it. */
export interface RenewalView {
  /** "Valable jusqu’au 31 août 2027." */
  readonly until: string;
  readonly sentence: string | null;
  /** Words of the button that begins; null when nothing may be begun. */
  readonly button: string | null;
  /** Of the request. */
  readonly action: string;
  readonly link: { readonly href: string; readonly label: string } | null;
}

export function RenewalBlock({ site, renewal }: { readonly site: SiteView; readonly renewal: RenewalView | null }) {
  if (renewal === null) return null;
  const { until, sentence, button, action, link } = renewal;
  return (
    <section class="section" id="renouveler" aria-labelledby="titre-renouveler">
      <h2 id="titre-renouveler">{words.title}</h2>
      <p>
        <strong>{french(until)}</strong>
      </p>
      {sentence !== null && <p>{french(sentence)}</p>}
      {link !== null && (
        <p>
          <a href={link.href}>{link.label}</a>
        </p>
      )}
      {button !== null && (
        <form method="post" action={action} noValidate>
          <Csrf site={site} />
          <div class="actions">
            <button type="submit" class="button">
              {button}
            </button>
          </div>
        </form>
      )}
    </section>
  );
}
