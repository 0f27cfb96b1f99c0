import type { CompiledDefinition, Entry } from "../../engine/index.ts";
import { words } from "../strings-back.ts";
import { PickBar } from "../works/pick-bar.tsx";
import { type BackFrame, renderBackPage } from "./back-page.tsx";
import { EmptyList } from "./empty-list.tsx";
import { EntryTable } from "./entry-table.tsx";
import { ListSearch } from "./list-search.tsx";
import { changed, type ListState, listHref, listQueryString } from "./list-state.ts";
import { StateTabs } from "./state-tabs.tsx";

/** A queue or a register, one page of it. */
export interface ListPageView {
  readonly frame: BackFrame;
  readonly definition: CompiledDefinition;
  readonly state: ListState;
  /** Entries by state id. */
  readonly counts: ReadonlyMap<string, number>;
  readonly entries: readonly Entry[];
  /** Cursor of the following page, or null. */
  readonly next: string | null;
  /** Names by agent id. */
  readonly agents: ReadonlyMap<string, string>;
  readonly me: string;
  readonly labels?: ReadonlyMap<string, string>;
  /** For an empty list: which of its choices empty it; see `EmptyList`. */
  readonly frees: readonly boolean[];
  /** Names by id of the members the list covers, her own first. */
  readonly members: ReadonlyMap<string, string>;
  /** Address of the form of a new entry, or null. */
  readonly openHref: string | null;
  /** Whether she acts on entries, several at once included; null, or whether she has just chosen none. */
  readonly picks: { readonly whole: number | null; readonly missing: boolean } | null;
  /** One sentence after an action, or null. */
  readonly notice: string | null;
}

/** The page of a queue or of a register. */
export function listPage(view: ListPageView): string {
  const { frame, definition, state } = view;
  const base = `/${frame.member}/agent/${definition.id}`;
  return renderBackPage({
    frame,
    title: definition.title,
    children: (
      <>
        <a class="skip" href="#liste">
          {words.list.skip}
        </a>
        <div class="title-row">
          <h1>{definition.title}</h1>
          {view.openHref !== null && (
            <a class="button" href={view.openHref}>
              {definition.kind === "register" ? words.list.create : words.list.open}
            </a>
          )}
        </div>
        {view.notice && (
          <p class="notice" role="status">
            {view.notice}
          </p>
        )}
        <StateTabs base={base} definition={definition} state={state} counts={view.counts} />
        <ListSearch base={base} definition={definition} state={state} members={view.members} />
        <div id="liste" tabIndex={-1} />
        <Entries base={base} view={view} />
      </>
    ),
  });
}

function Entries({ base, view }: { base: string; view: ListPageView }) {
  const { frame, definition, state, entries, members } = view;
  if (entries.length === 0) {
    const total = [...view.counts.values()].reduce((sum, count) => sum + count, 0);
    const { frees } = view;
    return (
      <EmptyList base={base} definition={definition} state={state} frees={frees} members={members} total={total} />
    );
  }
  return (
    <>
      {view.picks && (
        <PickBar
          site={frame.site}
          base={base}
          definition={definition}
          entries={entries}
          list={listQueryString(definition, state)}
          {...view.picks}
        />
      )}
      <EntryTable
        base={base}
        definition={definition}
        state={state}
        members={members}
        home={frame.member}
        entries={entries}
        agents={view.agents}
        me={view.me}
        now={frame.now}
        back={listQueryString(definition, state)}
        picks={view.picks !== null}
        {...(view.labels && { labels: view.labels })}
      />
      <Paging base={base} view={view} />
    </>
  );
}

function Paging({ base, view }: { base: string; view: ListPageView }) {
  const { definition, state, next, entries } = view;
  return (
    <nav class="paging" aria-label={words.list.paging}>
      <p>{words.list.shown(entries.length, next !== null, definition.kind)}</p>
      {state.after !== null && (
        <a href={listHref(base, definition, changed(definition, state, {}))}>{words.list.first}</a>
      )}
      {next !== null && (
        <a rel="next" href={listHref(base, definition, changed(definition, state, { after: next }))}>
          {words.list.next}
        </a>
      )}
    </nav>
  );
}
