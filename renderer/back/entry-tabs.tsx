import type { ComponentChildren } from "preact";
import type { CompiledDefinition, EntryEvent, Relation } from "../../engine/index.ts";
import { french } from "../french.ts";
import { MenuFold } from "../menu-fold.tsx";
import { queueWords } from "../strings-queues.ts";
import { relationWords as words } from "../strings-relations.ts";
import { sendingWords } from "../strings-sendings.ts";
import { EntryTable, type EntryTableProps } from "./entry-table.tsx";
import { actorLabel, eventLabel } from "./event-sentences.ts";
import { OccupationPanel, type OccupationView } from "./occupation.tsx";
import { StateBadge } from "./state-badge.tsx";
import { shortInstant } from "./when.ts";

/** A tab of an entry's page, by its title. */
export interface EntryTab {
  readonly id: string;
  readonly title: string;
  /** How many entries it holds, at least when `more`; null for a tab that counts nothing. */
  readonly count: number | null;
  readonly more: boolean;
}

/** The entries of one relation. */
export interface RelationView {
  readonly relation: Relation;
  /** Null when there is none. */
  readonly table: EntryTableProps | null;
  readonly total: Pick<EntryTab, "count" | "more">;
  /** Address of the form of one more, or null. */
  readonly addHref: string | null;
  /** The list of the other definition, narrowed to these. */
  readonly listHref: string;
  /** What they add up to this year, or null. */
  readonly sum: { readonly title: string; readonly text: string } | null;
}

/** A fact of the entry, or of one that refers to it. */
export interface TimelineLine {
  readonly event: EntryEvent;
  /** The version its entry is pinned to. */
  readonly definition: CompiledDefinition;
  /** What names its entry, and where it is read; null for a fact of the entry at hand. */
  readonly about: { readonly label: string; readonly href: string } | null;
}

/** Something written to many that left for whoever the entry is about. */
export interface TimelineMail {
  readonly id: string;
  readonly subject: string;
  /** It arrived, as far as anybody knows. */
  readonly sent: boolean;
  /** ISO 8601. */
  readonly at: string;
}

export interface TimelineView {
  /** Newest first. */
  readonly lines: readonly TimelineLine[];
  /** Those that left between the first of these lines and the last; newest first. */
  readonly mails: readonly TimelineMail[];
  readonly olderHref: string | null;
  /** Where the newest are, when this page begins further on. */
  readonly newestHref: string | null;
  /** Entries read of each tab, when one of them holds more. */
  readonly bounded: number | null;
}

/** What stands in the place of the answers, and the tabs that lead there. */
export interface EntryTabsView {
  readonly tabs: readonly EntryTab[];
  /** Id of the tab shown. */
  readonly current: string;
  /** Address of a tab. */
  readonly hrefOf: (id: string) => string;
  /** Quick forms that the page offers whatever its tab. */
  readonly quick: readonly { readonly title: string; readonly href: string }[];
  /** Null for the tab of the entry itself, and for the timeline. */
  readonly relation: RelationView | null;
  readonly timeline: TimelineView | null;
  readonly occupation: OccupationView | null;
}

/** The tabs: the entry, what refers to it, everything over time. */
export function EntryTabs({ view }: { readonly view: EntryTabsView }) {
  const here = view.tabs.find(({ id }) => id === view.current);
  return (
    <nav class="tabs entry-tabs" id="onglet" aria-label={words.tabs} tabIndex={-1}>
      <MenuFold label={words.choose} here={here === undefined ? null : <TabTitle tab={here} />} />
      <ul>
        {view.tabs.map((tab) => (
          <li key={tab.id}>
            <a href={view.hrefOf(tab.id)} aria-current={tab.id === view.current ? "page" : undefined}>
              <TabTitle tab={tab} />
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}

function TabTitle({ tab: { title, count, more } }: { readonly tab: EntryTab }) {
  return (
    <>
      {title}
      {count !== null && (
        <>
          {" "}
          <span class="count">{queueWords.counted(count, more)}</span>
        </>
      )}
    </>
  );
}

/** What the chosen tab holds; the entry's own sections when that is the entry. */
export function TabContent({ view, children }: { readonly view: EntryTabsView | null; children: ComponentChildren }) {
  if (view?.relation) return <RelationPanel view={view.relation} />;
  if (view?.occupation) return <OccupationPanel view={view.occupation} />;
  if (view?.timeline) return <Timeline view={view.timeline} />;
  return <>{children}</>;
}

function RelationPanel({ view }: { readonly view: RelationView }) {
  const { relation, table, total } = view;
  const shown = table?.entries.length ?? 0;
  return (
    <section class="relation" aria-labelledby="relation">
      <div class="title-row">
        <h2 id="relation">{relation.title}</h2>
        {view.addHref !== null && (
          <a class="button button-secondary" href={view.addHref}>
            {relation.add ?? words.add}
          </a>
        )}
      </div>
      {view.sum !== null && (
        <p>
          {view.sum.title} : <strong>{view.sum.text}</strong>
        </p>
      )}
      {table === null ? <p>{relation.empty ?? words.empty}</p> : <EntryTable {...table} />}
      {table !== null && (
        <p>
          {total.count !== null &&
            total.count > shown &&
            words.shown(shown, queueWords.counted(total.count, total.more))}
          <a href={view.listHref}>{words.list}</a>
        </p>
      )}
    </section>
  );
}

function Timeline({ view }: { readonly view: TimelineView }) {
  return (
    <section class="relation" aria-labelledby="chronologie">
      <h2 id="chronologie">{words.timeline}</h2>
      <p class="hint">
        {words.facts.hint} {view.bounded !== null && words.facts.bounded(view.bounded)}
      </p>
      {view.newestHref !== null && (
        <p>
          <a href={view.newestHref}>{words.facts.newest}</a>
        </p>
      )}
      {view.lines.length + view.mails.length === 0 && <p>{words.facts.none}</p>}
      <ol class="history timeline">
        {inTime(view).map((each) =>
          "event" in each ? (
            <Fact key={`${each.about?.href ?? ""}${each.event.seq}`} line={each} />
          ) : (
            <Mailed key={each.id} mail={each} />
          ),
        )}
      </ol>
      {view.olderHref !== null && (
        <p>
          <a class="button button-secondary" href={view.olderHref}>
            {words.facts.older}
          </a>
        </p>
      )}
    </section>
  );
}

/** Facts and mails together, the newest first. */
const inTime = ({ lines, mails }: TimelineView): readonly (TimelineLine | TimelineMail)[] => {
  const at = (each: TimelineLine | TimelineMail) => ("event" in each ? each.event.at : each.at);
  return [...lines, ...mails].sort((one, other) => (at(one) < at(other) ? 1 : at(one) > at(other) ? -1 : 0));
};

function Mailed({ mail: { subject, sent, at } }: { readonly mail: TimelineMail }) {
  return (
    <li>
      <p class="history-what">
        <strong>{french(sendingWords.timeline(subject, sent))}</strong>
      </p>
      <p class="history-who">
        {sendingWords.mailed}, <time dateTime={at}>{shortInstant(at)}</time>
      </p>
    </li>
  );
}

function Fact({ line: { event, definition, about } }: { readonly line: TimelineLine }) {
  return (
    <li>
      <p class="history-what">
        <strong>{eventLabel(definition, event)}</strong> {about && <a href={about.href}>{about.label}</a>}{" "}
        {event.from !== event.to && <StateBadge state={definition.workflow.states.get(event.to)} id={event.to} />}
      </p>
      <p class="history-who">
        {about && `${definition.title}, `}
        {actorLabel(event.actor)}, <time dateTime={event.at}>{shortInstant(event.at)}</time>
      </p>
    </li>
  );
}
