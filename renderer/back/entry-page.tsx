import { DocumentList } from "../document-list.tsx";
import { PriceSection } from "../price-explanation.tsx";
import { ScoreSection } from "../score-explanation.tsx";
import { SectorSection } from "../sector-explanation.tsx";
import { words } from "../strings-back.ts";
import { documentWords } from "../strings-documents.ts";
import { placeWords } from "../strings-places.ts";
import { queueWords } from "../strings-queues.ts";
import { relationWords } from "../strings-relations.ts";
import { Actions } from "./actions.tsx";
import { AnswerSections } from "./answer-sections.tsx";
import { Assignment } from "./assignment.tsx";
import { renderBackPage } from "./back-page.tsx";
import { columnText } from "./column-text.ts";
import { CONFIRMED } from "./confirmed-filter.ts";
import { Attention, Correspondence } from "./correspondence.tsx";
import { Deadline } from "./deadline.tsx";
import { DeskRenewal } from "./desk-renewal.tsx";
import { entryTitle } from "./entry-name.ts";
import type { EntryPageView } from "./entry-page-view.ts";
import { EntryTabs, type EntryTabsView, TabContent } from "./entry-tabs.tsx";
import { actorLabel, eventLabel } from "./event-sentences.ts";
import { Confirmation, FicheHolder } from "./fiche-holder.tsx";
import { History } from "./history.tsx";
import { ImportedSection, Lacking } from "./imported.tsx";
import { ownTitle } from "./list-columns.ts";
import { MergedFiches } from "./merged-fiches.tsx";
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
    title: `${entryTitle(definition, entry)} – ${definition.title}`,
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
        <Lacking definition={view.definition} lacking={view.imported.lacking} />
        <div class="entry">
          <Glance view={view} />
          <Now view={view} />
          <div class="entry-rest">
            {view.tabs && <EntryTabs view={view.tabs} />}
            <TabContent view={view.tabs}>
              <Sections view={view} />
            </TabContent>
          </div>
        </div>
      </>
    ),
  });
}

/** Everything that is kept of the entry itself. */
function Sections({ view }: { view: EntryPageView }) {
  const { definition } = view;
  return (
    <>
      <section aria-labelledby="reponses">
        <h2 id="reponses">{words.entry.answers}</h2>
        <AnswerSections {...view} />
      </section>
      <FicheHolder site={view.frame.site} view={view.holder} />
      <ImportedSection definition={view.definition} view={view.imported} />
      <SectorSection findings={view.findings} />
      <PriceSection prices={view.prices} />
      <ScoreSection {...view.ranked} />
      <DeskPayments view={view.payments} />
      <DeskRenewal renewal={view.renewal} />
      <Correspondence view={view.correspondence} />
      {view.documents.length > 0 && (
        <section aria-labelledby="documents">
          <h2 id="documents">{documentWords.section}</h2>
          <DocumentList documents={view.documents} />
        </section>
      )}
      <MergedFiches site={view.frame.site} view={view.merged} />
      <Related groups={view.related} />
      <section aria-labelledby="historique">
        <h2 id="historique">{words.entry.history}</h2>
        <History definition={definition} events={view.history} labels={view.labels} links={view.links} />
      </section>
    </>
  );
}

/** What to do, by when, and who does it. */
function Now({ view }: { view: EntryPageView }) {
  const { definition, entry, frame } = view;
  const certificateHref = view.documents.find(({ certificate }) => certificate)?.href ?? null;
  return (
    <aside class="entry-now" aria-label={words.entry.now}>
      <section class="panel" id="action" aria-labelledby="maintenant" tabIndex={-1}>
        <h2 id="maintenant">{words.entry.now}</h2>
        {view.seekHref !== null && (
          <p>
            <a class="button button-secondary" href={view.seekHref}>
              {placeWords.desk.title}
            </a>
          </p>
        )}
        <Actions view={view} />
        {view.tabs && view.opened === null && <QuickAdds quick={view.tabs.quick} />}
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

/** What is noted about it many times. */
function QuickAdds({ quick }: Pick<EntryTabsView, "quick">) {
  if (quick.length === 0) return null;
  return (
    <ul class="actions">
      {quick.map(({ title, href }) => (
        <li key={href}>
          <a class="button button-secondary" href={href}>
            {title}
          </a>
        </li>
      ))}
    </ul>
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
  const title = entryTitle(definition, entry);
  return (
    <header class="glance">
      <p class="glance-title">
        {definition.title}
        {title !== entry.reference && ` · ${entry.reference}`}
      </p>
      {view.of !== null && (
        <p class="glance-member">
          {words.entry.of} <strong>{view.of}</strong>
        </p>
      )}
      <h1>
        <span class={title === entry.reference ? "reference" : undefined}>{title}</span>{" "}
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
      {view.servedBy.length > 0 && (
        <p class="glance-member">
          {relationWords.servedBy} <strong>{view.servedBy.join(", ")}</strong>
        </p>
      )}
      {view.servedElsewhere && <p class="hint">{relationWords.servedElsewhere}</p>}
      <GlanceAnswers view={view} />
      {view.latest !== definition.version && (
        <p class="hint">{words.entry.otherVersion(definition.version, view.latest)}</p>
      )}
    </header>
  );
}

/** What its list shows of it, and whether it is confirmed. */
function GlanceAnswers({ view }: { view: EntryPageView }) {
  const { definition, entry } = view;
  return (
    <dl class="glance-answers">
      {definition.list.map((column) => (
        <div key={column.key}>
          <dt>{column.field.title}</dt>
          <dd>{columnText(column, entry, view.labels) || words.absent}</dd>
        </div>
      ))}
      {definition.confirmation !== null && (
        <div>
          <dt>{ownTitle(definition, CONFIRMED)}</dt>
          <dd>
            <Confirmation definition={definition} entry={entry} now={view.frame.now} />
          </dd>
        </div>
      )}
    </dl>
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
