import type { ComponentChildren } from "preact";

/** A draft to go on with, in a list of class `rows`. */
export function DraftRow(draft: {
  readonly href: string;
  readonly title: string;
  readonly meta: string;
  readonly resume: string;
}) {
  return (
    <li>
      <div>
        <p class="row-title">{draft.title}</p>
        <p class="row-meta">{draft.meta}</p>
      </div>
      <a class="button button-secondary" href={draft.href}>
        {draft.resume}
        <span class="sr">{` : ${draft.title}, ${draft.meta}`}</span>
      </a>
    </li>
  );
}

/** A request and where it stands, in a list of class `rows`; `children` is said between its title and what it is. */
export function EntryRow(entry: {
  readonly href: string;
  readonly title: string;
  /** Tells apart, for who hears links alone, the requests of one service. */
  readonly reference: string;
  readonly meta: string;
  readonly state: { readonly label: string; readonly tone: string };
  readonly children?: ComponentChildren;
}) {
  return (
    <li>
      <div>
        <p class="row-title">
          <a href={entry.href}>
            {entry.title}
            <span class="sr"> ({entry.reference})</span>
          </a>
        </p>
        {entry.children}
        <p class="row-meta">{entry.meta}</p>
      </div>
      <span class={`tag tag-${entry.state.tone}`}>{entry.state.label}</span>
    </li>
  );
}
