import { type Answers, type Labels, recalls } from "../../engine/index.ts";
import { agendaWords } from "../strings-agenda.ts";
import { words } from "../strings-back.ts";
import { duplicateWords } from "../strings-duplicates.ts";
import { layoutWords } from "../strings-layouts.ts";
import { meetingWords } from "../strings-meetings.ts";
import { placeWords } from "../strings-places.ts";
import { printWords } from "../strings-print.ts";
import { queueWords } from "../strings-queues.ts";
import { reminderWords } from "../strings-reminders.ts";
import { sittingWords } from "../strings-sittings.ts";
import { type Absence, AbsenceNotes } from "../works/absence-notes.tsx";
import { ExportLink } from "../works/export-link.tsx";
import { PickBar } from "../works/pick-bar.tsx";
import { type BackFrame, renderBackPage } from "./back-page.tsx";
import { EmptyList } from "./empty-list.tsx";
import { EntryTable, type EntryTableProps, type RelatedCounts, type TableEntry } from "./entry-table.tsx";
import { type GroupedList, GroupedTables } from "./grouped-tables.tsx";
import { shownColumns } from "./list-columns.ts";
import { ListLayout } from "./list-layout.tsx";
import { ListSearch } from "./list-search.tsx";
import { changed, listHref, listQueryString } from "./list-state.ts";
import type { ListTools } from "./list-tools.ts";
import type { QuickPlace } from "./queue-nav.tsx";
import { StateTabs } from "./state-tabs.tsx";
import { ViewBar, type ViewBarView } from "./view-bar.tsx";

/** A queue or a register, one page of it. */
export interface ListPageView extends Omit<ListTools, "base"> {
  readonly frame: BackFrame;
  /** Entries by state id. */
  readonly counts: ReadonlyMap<string, number>;
  readonly entries: readonly TableEntry[];
  /** Cursors of the following page and of the one before, or null. */
  readonly next: string | null;
  readonly previous: string | null;
  /** The list divided, in the place of `entries`; null for one list. */
  readonly groups: GroupedList | null;
  readonly labels: Labels;
  /** What she may read of the entries that these refer to, by id. */
  readonly referred: ReadonlyMap<string, Answers>;
  /** How many entries refer to each, for the columns that count them. */
  readonly related: RelatedCounts;
  /** For an empty list: which of its choices empty it; see `EmptyList`. */
  readonly frees: readonly boolean[];
  /** Words of the search, each with those it was taken for. */
  readonly near: readonly { readonly typed: string; readonly found: readonly string[] }[];
  /** Entries examined for this page, when its filters stopped it before its end; null otherwise. */
  readonly examined: number | null;
  /** Address of the form of a new entry, or null. */
  readonly openHref: string | null;
  /** The form that opens one with a few questions, or null. */
  readonly quick: QuickPlace | null;
  /** Where a file of another software is read; null where none is, or not by her. */
  readonly importHref: string | null;
  /** Whether she acts on entries, several at once included; null, or whether she has just chosen none. */
  readonly picks: { readonly whole: number | null; readonly missing: boolean } | null;
  /** Who is away while entries of the list stand in her name. */
  readonly absences: readonly Absence[];
  /** Names of those who have each entry before their eyes, by its id. */
  readonly watched: ReadonlyMap<string, readonly string[]>;
  readonly view: ViewBarView;
  /** One sentence after an action, or null. */
  readonly notice: string | null;
}

/** The page of a queue or of a register. */
export function listPage(view: ListPageView): string {
  const { frame, definition, state } = view;
  const base = `/${frame.member}/agent/${definition.id}`;
  const tools: ListTools = { ...view, base };
  return renderBackPage({
    frame,
    title: definition.title,
    error: view.view.refused !== null,
    children: (
      <>
        <a class="skip" href="#liste">
          {words.list.skip}
        </a>
        <TitleRow base={base} view={view} />
        {view.notice && (
          <p class="notice" role="status">
            {view.notice}
          </p>
        )}
        <StateTabs base={base} definition={definition} state={state} counts={view.counts} />
        <ListSearch tools={tools} open={state.added !== null || view.view.refused !== null} />
        <div class="list-bars">
          <ListLayout tools={tools} />
          <ViewBar site={frame.site} tools={tools} view={view.view} />
        </div>
        <AbsenceNotes site={frame.site} base={base} absences={view.absences} />
        <div id="liste" tabIndex={-1} />
        <Entries tools={tools} view={view} />
      </>
    ),
  });
}

/** What it is a list of, and where it leads. */
function TitleRow({ base, view }: { readonly base: string; readonly view: ListPageView }) {
  const { definition, state } = view;
  return (
    <div class="title-row">
      <h1>{definition.title}</h1>
      {definition.commission !== null && definition.scoring !== null && (
        <a class="button button-secondary" href={meetingsHref(base, listQueryString(definition, state))}>
          {meetingWords.open}
        </a>
      )}
      {definition.agenda !== null && (
        <a class="button button-secondary" href={`${base}/agenda`}>
          {agendaWords.open}
        </a>
      )}
      {recalls(definition) && (
        <a class="button button-secondary" href={`${base}/rappels`}>
          {reminderWords.open}
        </a>
      )}
      {definition.duplicates !== null && (
        <a class="button button-secondary" href={`${base}/doublons`}>
          {duplicateWords.open}
        </a>
      )}
      {view.importHref !== null && (
        <a class="button button-secondary" href={view.importHref}>
          {layoutWords.link}
        </a>
      )}
      <PlaceLinks base={base} definition={definition} />
      {view.openHref !== null && (
        <a class={view.quick ? "button button-secondary" : "button"} href={view.openHref}>
          {definition.kind === "register" ? words.list.create : words.list.open}
        </a>
      )}
      {view.quick && (
        <a class="button" href={view.quick.href}>
          {view.quick.title}
        </a>
      )}
    </div>
  );
}

/** Where its places are, by hour or by session. */
const PlaceLinks = ({ base, definition }: { readonly base: string } & Pick<ListPageView, "definition">) => (
  <>
    {definition.occupied !== null && (
      <a class="button button-secondary" href={`${base}/places-libres`}>
        {placeWords.desk.title}
      </a>
    )}
    {definition.sessions !== null && (
      <a class="button button-secondary" href={`${base}/places`}>
        {sittingWords.open}
      </a>
    )}
  </>
);

interface EntriesProps {
  readonly tools: ListTools;
  readonly view: ListPageView;
}

function Entries({ tools, view }: EntriesProps) {
  const { frame, definition, state, entries, members } = view;
  if (entries.length === 0 && view.groups === null && view.examined === null) {
    const total = [...view.counts.values()].reduce((sum, count) => sum + count, 0);
    return (
      <EmptyList
        base={tools.base}
        definition={definition}
        state={state}
        frees={view.frees}
        members={members}
        total={total}
      />
    );
  }
  const table = tableOf({ tools, view });
  const shown = view.groups?.groups.flatMap((group) => group.entries) ?? entries;
  return (
    <>
      <Remarks view={view} />
      {view.picks && shown.length > 0 && (
        <PickBar
          site={frame.site}
          base={tools.base}
          definition={definition}
          entries={shown}
          list={listQueryString(definition, state)}
          several={view.next !== null || view.previous !== null}
          {...view.picks}
        />
      )}
      {view.groups !== null && <GroupedTables table={table} list={view.groups} />}
      {view.groups === null && entries.length > 0 && <EntryTable {...table} entries={entries} />}
      <Paging base={tools.base} view={view} shown={shown.length} />
    </>
  );
}

/** What every table of the list is drawn with. */
function tableOf({ tools, view }: EntriesProps): Omit<EntryTableProps, "entries"> {
  const { frame, definition, state, members } = view;
  return {
    base: tools.base,
    definition,
    state,
    members,
    home: frame.member,
    columns: shownColumns(definition, state, tools.referable),
    referred: view.referred,
    agents: view.agents,
    me: view.me,
    now: frame.now,
    back: listQueryString(definition, state),
    labels: view.labels,
    related: view.related,
    watched: view.watched,
    picks: view.picks !== null,
  };
}

/** What a word was taken for, where a reading stopped. */
function Remarks({ view }: { readonly view: ListPageView }) {
  return (
    <>
      {view.near.map(({ typed, found }) => (
        <p key={typed} class="notice" role="status">
          {queueWords.near(typed, found.join(", "))}
        </p>
      ))}
      {view.examined !== null && (
        <p class="notice" role="status">
          {queueWords.stopped(words.number(view.examined))}
        </p>
      )}
    </>
  );
}

const printHref = (base: string, list: string): string =>
  `${base}/imprimer${list === "" ? "" : `?liste=${encodeURIComponent(list)}`}`;

function Paging({ base, view, shown }: { base: string; view: ListPageView; shown: number }) {
  const { definition, state } = view;
  // The groups of a list are one page.
  const { next, previous } = view.groups === null ? view : { next: null, previous: null };
  const more = next !== null || (view.groups?.groups.some((group) => group.more) ?? false);
  const to = (changes: Parameters<typeof changed>[2]) =>
    listHref(base, definition, changed(definition, state, changes));
  return (
    <nav class="paging" aria-label={words.list.paging}>
      <p>
        {words.list.shown(shown, more, definition.kind)}
        {" · "}
        <ExportLink base={base} list={listQueryString(definition, changed(definition, state, {}))} />
        {" · "}
        <a href={printHref(base, listQueryString(definition, changed(definition, state, {})))}>{printWords.link}</a>
      </p>
      {(state.after !== null || state.before !== null) && <a href={to({})}>{words.list.first}</a>}
      {previous !== null && (
        <a rel="prev" href={to({ before: previous })}>
          {queueWords.previous}
        </a>
      )}
      {next !== null && (
        <a rel="next" href={to({ after: next })}>
          {words.list.next}
        </a>
      )}
    </nav>
  );
}

/** Meetings, a new one being about this list. */
const meetingsHref = (base: string, list: string): string =>
  `${base}/commissions${list === "" ? "" : `?liste=${encodeURIComponent(list)}`}`;
