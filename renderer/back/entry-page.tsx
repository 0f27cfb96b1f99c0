import { DocumentList } from "../document-list.tsx";
import { PriceSection } from "../price-explanation.tsx";
import { ScoreSection } from "../score-explanation.tsx";
import { SectorSection } from "../sector-explanation.tsx";
import { words } from "../strings-back.ts";
import { documentWords } from "../strings-documents.ts";
import { queueWords } from "../strings-queues.ts";
import { Actions } from "./actions.tsx";
import { AnswerSections } from "./answer-sections.tsx";
import { Assignment } from "./assignment.tsx";
import { renderBackPage } from "./back-page.tsx";
import { columnText } from "./column-text.ts";
import { Attention, Correspondence } from "./correspondence.tsx";
import { Deadline } from "./deadline.tsx";
import type { EntryPageView } from "./entry-page-view.ts";
import { actorLabel, eventLabel } from "./event-sentences.ts";
import { History } from "./history.tsx";
import { DeskPayments } from "./payments.tsx";
import { Presence } from "./presence.tsx";
import { Related } from "./related.tsx";
import { StaleNotice } from "./stale-notice.tsx";
import { StateBadge } from "./state-badge.tsx";
import { shortInstant } from "./when.ts";

/** The page of an entry: what is asked, what to do now, by when; then everything else. */
export function entryPage(view: EntryPageView): string {
  const { definition, entry, frame } = view;
  const issues = view.opened?.filled.issues ?? [];
  return renderBackPage({
    frame,
    title: `${entry.reference} – ${definition.title}`,
    error: issues.length > 0 || view.refused !== null,
    children: (
      <>
        <a class="skip" href="#action">
          {words.entry.skip}
        </a>
        <EntryNavigation view={view} />
        <Presence site={view.frame.site} others={view.others} action={`${view.base}/presence`} />
        {view.done !== null && <Done view={view} sentence={view.done} />}
        {view.stale && <StaleNotice {...view.stale} />}
        <Attention view={view.correspondence} />
        {view.refused !== null && <Refused sentence={view.refused} />}
        <div class="entry">
          <Glance view={view} />
          <Now view={view} />
          <div class="entry-rest">
            <section aria-labelledby="reponses">
              <h2 id="reponses">{words.entry.answers}</h2>
              <AnswerSections {...view} />
            </section>
            <SectorSection findings={view.findings} />
            <PriceSection prices={view.prices} />
            <ScoreSection {...view.ranked} />
            <DeskPayments view={view.payments} />
            <Correspondence view={view.correspondence} />
            {view.documents.length > 0 && (
              <section aria-labelledby="documents">
                <h2 id="documents">{documentWords.section}</h2>
                <DocumentList documents={view.documents} />
              </section>
            )}
            <Related groups={view.related} />
            <section aria-labelledby="historique">
              <h2 id="historique">{words.entry.history}</h2>
              <History definition={definition} events={view.history} labels={view.labels} links={view.links} />
            </section>
          </div>
        </div>
      </>
    ),
  });
}

/** What to do, by when, and who does it. */
function Now({ view }: { view: EntryPageView }) {
  const { definition, entry, frame } = view;
  const certificateHref = view.documents.find(({ certificate }) => certificate)?.href ?? null;
  return (
    <aside class="entry-now" aria-label={words.entry.now}>
      <section class="panel" id="action" aria-labelledby="maintenant" tabIndex={-1}>
        <h2 id="maintenant">{words.entry.now}</h2>
        <Actions view={view} />
      </section>
      <section class="panel" aria-labelledby="delai">
        <h2 id="delai">{words.entry.by}</h2>
        <Deadline definition={definition} entry={entry} now={frame.now} certificateHref={certificateHref} />
      </section>
      {!view.readOnly && (
        <div class="panel">
          <Assignment {...view} site={frame.site} action={`${view.base}/assigner#erreurs`} />
        </div>
      )}
    </aside>
  );
}

function EntryNavigation({ view }: { view: EntryPageView }) {
  return (
    <nav class="entry-nav" aria-label={words.entry.navigation}>
      <a href={view.listHref} data-list>
        <span aria-hidden="true">← </span>
        {words.entry.back(view.definition.title)}
      </a>
      <span class="entry-steps">
        {view.previousHref !== null && (
          <a href={view.previousHref} rel="prev">
            <span aria-hidden="true">↑ </span>
            {queueWords.previousEntry(view.definition.kind)}
          </a>
        )}
        {view.nextHref !== null && (
          <a href={view.nextHref} rel="next">
            {words.entry.next(view.definition.kind)}
            <span aria-hidden="true"> ↓</span>
          </a>
        )}
      </span>
    </nav>
  );
}

/** What is asked, and by whom: the words of the list, at once. */
function Glance({ view }: { view: EntryPageView }) {
  const { definition, entry, history } = view;
  const opening = history[0];
  return (
    <header class="glance">
      <p class="glance-title">{definition.title}</p>
      {view.of !== null && (
        <p class="glance-member">
          {words.entry.of} <strong>{view.of}</strong>
        </p>
      )}
      <h1>
        <span class="reference">{entry.reference}</span>{" "}
        <StateBadge state={definition.workflow.states.get(entry.state)} id={entry.state} />
      </h1>
      <p class="glance-opened">
        {words.entry.openedOn(opening ? eventLabel(definition, opening) : definition.workflow.opened)}{" "}
        <time dateTime={entry.createdAt}>{shortInstant(entry.createdAt)}</time>
        {opening && `, ${words.history.by(actorLabel(opening.actor))}`}
      </p>
      {opening?.data.channel !== undefined && !view.readOnly && (
        <p>
          <a href={`${view.base}/recepisse`}>{words.counter.receipt}</a>
        </p>
      )}
      <dl class="glance-answers">
        {definition.list.map((column) => (
          <div key={column.key}>
            <dt>{column.field.title}</dt>
            <dd>{columnText(column, entry, view.labels) || words.absent}</dd>
          </div>
        ))}
      </dl>
      {view.latest !== definition.version && (
        <p class="hint">{words.entry.otherVersion(definition.version, view.latest)}</p>
      )}
    </header>
  );
}

function Done({ view, sentence }: { view: EntryPageView; sentence: string }) {
  return (
    <div class="notice" id="fait" role="status" tabIndex={-1} data-focus>
      <p>
        <strong>{sentence}</strong>
      </p>
      <p>
        {view.nextHref === null ? (
          <a href={view.listHref}>{words.entry.toList}</a>
        ) : (
          <a class="button" href={view.nextHref} rel="next">
            {words.entry.next(view.definition.kind)}
          </a>
        )}
      </p>
    </div>
  );
}

function Refused({ sentence }: { sentence: string }) {
  return (
    <div class="summary" id="erreurs" role="alert" aria-labelledby="erreurs-titre" tabIndex={-1} data-focus>
      <h2 id="erreurs-titre">{words.refused.title}</h2>
      <p>{sentence}</p>
    </div>
  );
}
