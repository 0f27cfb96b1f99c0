import { ConfirmedAction } from "../action-form.tsx";
import { renderPage, type SiteView } from "../page.tsx";
import { accountWords } from "../strings-account.ts";

const words = accountWords.signIns;

export interface SignInsView {
  readonly site: SiteView;
  /** Latest first. */
  readonly signIns: readonly { readonly when: string; readonly refused: boolean }[];
}

/** The latest times someone signed in, or tried to, and the way to end every session. */
export function renderSignIns({ site, signIns }: SignInsView): string {
  return renderPage({
    site,
    title: words.title,
    private: true,
    back: { href: "/mon-espace/compte", label: accountWords.home.title },
    children: (
      <div class="step sheet">
        <h1>{words.title}</h1>
        <p class="lead">{words.lead}</p>
        {signIns.length === 0 && <p class="account-text">{words.none}</p>}
        <ul class="account-lines" aria-label={words.caption}>
          {signIns.map(({ when, refused }, rank) => (
            <li key={`${when} ${rank}`}>
              {refused ? <strong>{words.refused}</strong> : words.success}, {when}
            </li>
          ))}
        </ul>
        <ConfirmedAction
          site={site}
          action="/mon-espace/compte/connexions"
          label={words.everywhere}
          hint={words.everywhereText}
          confirm={words.everywhereConfirm}
          danger
        />
      </div>
    ),
  });
}
