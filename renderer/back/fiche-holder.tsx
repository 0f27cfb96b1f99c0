import { type CompiledDefinition, confirmedOf, type Entry, formatDate, parisDay } from "../../engine/index.ts";
import { french } from "../french.ts";
import { Csrf, type SiteView } from "../page.tsx";
import { ficheWords } from "../strings-fiches.ts";

const words = ficheWords.back;

/** Whose a fiche is, and what an agent may do about it. */
export interface FicheHolderView {
  /** Days in words; null when she was never invited, or it is not hers. */
  readonly invitedOn: string | null;
  readonly heldSince: string | null;
  readonly held: boolean;
  /** Her address; null when the fiche has none. */
  readonly address: string | null;
  /** Address the forms post to; null for who only reads. */
  readonly action: string | null;
}

/** Whether the person reads her fiche in her space, and how she is invited to. */
export function FicheHolder({ site, view }: { readonly site: SiteView; readonly view: FicheHolderView | null }) {
  if (view === null) return null;
  const { invitedOn, heldSince, held, address, action } = view;
  const said = held ? words.held(heldSince ?? "") : invitedOn === null ? words.none : words.invited(invitedOn);
  return (
    <section aria-labelledby="titulaire">
      <h2 id="titulaire">{words.title}</h2>
      <p>{french(said)}</p>
      {action !== null && !held && address === null && <p class="hint">{words.noAddress}</p>}
      {action !== null && !held && address !== null && (
        <form method="post" action={`${action}/inviter`} class="fiche-holder">
          <Csrf site={site} />
          <button type="submit" class="button button-secondary">
            {invitedOn === null ? words.invite : words.again}
          </button>
          <span class="hint">{words.to(address)}</span>
        </form>
      )}
      {action !== null && held && (
        <details>
          <summary>{words.part}</summary>
          <form method="post" action={`${action}/retirer`}>
            <Csrf site={site} />
            <p>{words.partHint}</p>
            <button type="submit" class="button button-danger">
              {words.partConfirm}
            </button>
          </form>
        </details>
      )}
    </section>
  );
}

interface ConfirmationProps {
  readonly definition: CompiledDefinition;
  readonly entry: Pick<Entry, "answers" | "state">;
  /** ISO 8601. */
  readonly now: string;
}

/** Whether what is to be confirmed each year was, and when. */
export function Confirmation({ definition, entry, now }: ConfirmationProps) {
  const confirmed = confirmedOf(definition, entry, parisDay(now), { now, actor: { kind: "agent", roles: [] } });
  const { list } = ficheWords;
  if (confirmed === null) return <span class="quiet">{list.notAsked}</span>;
  if (confirmed.wanted || confirmed.on === null) return <span class="tag tag-waiting">{list.wanted}</span>;
  return <>{list.on(formatDate(confirmed.on))}</>;
}
