import { DoneNote } from "../done-note.tsx";
import type { SiteView } from "../page.tsx";
import { renderSpacePage } from "../space/space-page.tsx";
import { accountWords } from "../strings-account.ts";

const words = accountWords.home;

/** One thing an account holds or allows, and where to change it. */
export interface AccountRow {
  readonly label: string;
  readonly value: string;
  readonly href: string;
  readonly action: string;
}

export interface AccountHomeView {
  readonly site: SiteView;
  /** What has just happened. */
  readonly status?: string | undefined;
  readonly rows: readonly AccountRow[];
}

/** A citizen's account, each line with what one can do about it. */
export function renderAccountHome({ site, status, rows }: AccountHomeView): string {
  return renderSpacePage(site, {
    here: "account",
    title: words.title,
    children: (
      <div class="step sheet">
        {status !== undefined && <DoneNote>{status}</DoneNote>}
        <h1>{words.title}</h1>
        <dl class="answers-list answers-block account-rows">
          {rows.map(({ label, value, href, action }) => (
            <div key={href}>
              <dt>{label}</dt>
              <dd>{value}</dd>
              <dd>
                <a href={href}>
                  {action}
                  <span class="sr"> : {label}</span>
                </a>
              </dd>
            </div>
          ))}
        </dl>
      </div>
    ),
  });
}
