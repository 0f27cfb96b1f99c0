import { french } from "../french.ts";
import type { SiteView } from "../page.tsx";
import { mandateWords } from "../strings-mandates.ts";
import { spaceWords } from "../strings-space.ts";
import { Drafts, Entries, type SpaceHomeView } from "./space-home.tsx";
import { renderSpacePage } from "./space-page.tsx";

export interface RepresentedView extends Pick<SpaceHomeView, "drafts" | "waiting" | "entries" | "older"> {
  readonly name: string;
  readonly scope: string;
  readonly dates: string;
  /** Whether she may file for that person. */
  readonly acts: boolean;
}

const words = mandateWords.person;

/** What someone represented by mandate has. */
export function renderRepresented(site: SiteView, view: RepresentedView): string {
  const none = view.waiting.length + view.entries.length === 0;
  return renderSpacePage(site, {
    here: "mandates",
    title: words.title(view.name),
    layout: "wide",
    children: (
      <>
        <h1>{words.title(view.name)}</h1>
        <p class="lead">{french(view.scope)}</p>
        <p>{view.dates}</p>
        {view.acts && (
          <p>
            <a href="/">{words.begin}</a>. {french(words.beginHint(view.name))}
          </p>
        )}
        <Drafts drafts={view.drafts} />
        <Entries title={words.waiting} entries={view.waiting} />
        <Entries title={view.waiting.length > 0 ? words.others : words.entries} entries={view.entries} />
        {none && <p class="section">{words.none}</p>}
        {view.older !== null && (
          <p class="actions">
            <a href={view.older}>{spaceWords.home.older}</a>
          </p>
        )}
        <p class="section">
          <a href="/mon-espace/mandats">{mandateWords.form.back}</a>
        </p>
      </>
    ),
  });
}
