import type { State } from "../../engine/index.ts";
import { relatedWords as words } from "../strings-related.ts";
import { StateBadge } from "./state-badge.tsx";
import { shortDay } from "./when.ts";

/** Another entry, as the page of one names it. */
export interface RelatedLine {
  readonly href: string;
  readonly reference: string;
  /** Of its definition. */
  readonly title: string;
  /** Name of its member, when that is another one. */
  readonly of: string | null;
  /** ISO 8601. */
  readonly createdAt: string;
  readonly state: State | undefined;
  readonly stateId: string;
}

export interface RelatedGroup {
  readonly relation: keyof typeof words.groups;
  readonly lines: readonly RelatedLine[];
  /** There are others, which its list holds. */
  readonly more: boolean;
}

/** The entries related to one; nothing when it stands alone. */
export function Related({ groups }: { readonly groups: readonly RelatedGroup[] }) {
  if (groups.length === 0) return null;
  return (
    <section aria-labelledby="liees">
      <h2 id="liees">{words.title}</h2>
      {groups.map(({ relation, lines, more }) => (
        <section key={relation} class="related" aria-labelledby={`liees-${relation}`}>
          <h3 id={`liees-${relation}`}>{words.groups[relation]}</h3>
          <ul>
            {lines.map((line) => (
              <Line key={line.href} line={line} />
            ))}
          </ul>
          {more && <p class="hint">{words.more}</p>}
        </section>
      ))}
    </section>
  );
}

function Line({ line: { href, reference, title, of, createdAt, state, stateId } }: { readonly line: RelatedLine }) {
  return (
    <li>
      <a href={href}>
        <span class="reference">{reference}</span> {title}
      </a>{" "}
      <StateBadge state={state} id={stateId} />{" "}
      <span class="quiet">
        {of !== null && `${of}, `}
        {words.openedOn} <time dateTime={createdAt}>{shortDay(createdAt)}</time>
      </span>
    </li>
  );
}
