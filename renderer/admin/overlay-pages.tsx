import { ConfirmedAction } from "../action-form.tsx";
import { type BackFrame, renderBackPage } from "../back/back-page.tsx";
import { Csrf } from "../page.tsx";
import { documentWords } from "../strings-documents.ts";
import { mailTrialWords } from "../strings-mail-trials.ts";
import { overlayWords as words } from "../strings-overlay.ts";
import { renderAdminPage } from "./admin-page.tsx";
import { AdminTable, Notice } from "./admin-parts.tsx";
import { IssueList, type PlacedIssueView } from "./issue-list.tsx";
import { type ConflictView, OverlayConflicts } from "./overlay-conflicts.tsx";

/** A document, and where to see a trial of it. */
export interface DocumentLink {
  readonly href: string;
  readonly title: string;
}

export interface OverlayLine {
  readonly href: string;
  readonly title: string;
  readonly version: number;
  readonly state: keyof typeof words.states;
  readonly draft: boolean;
}

/** What a member adopted, and where it stands with each. */
export function overlaysPage(view: { readonly frame: BackFrame; readonly lines: readonly OverlayLine[] }): string {
  const { columns, states } = words;
  return renderAdminPage({
    frame: view.frame,
    title: words.title,
    lead: words.intro,
    children: (
      <>
        <AdminTable caption={words.title} columns={Object.values(columns)} none={words.none}>
          {view.lines.map(({ href, title, version, state, draft }) => (
            <tr key={href}>
              <th scope="row">
                <a href={href}>{title}</a>
              </th>
              <td data-label={columns.version}>{version}</td>
              <td data-label={columns.state}>
                {states[state]}
                {draft && <> · {words.draftState}</>}
              </td>
            </tr>
          ))}
        </AdminTable>
      </>
    ),
  });
}

export interface OverlayView {
  readonly frame: BackFrame;
  readonly base: string;
  readonly list: string;
  readonly title: string;
  /** One line for each thing the member says. */
  readonly said: readonly { readonly label: string; readonly text: string }[];
  readonly draft: boolean;
  readonly issues: readonly PlacedIssueView[];
  readonly conflicts: readonly ConflictView[];
  /** Version of the definition that waits, when in conflict. */
  readonly waiting: number;
  readonly decided: readonly (readonly [string, string])[];
  readonly notice: string | undefined;
  /** Trials of its documents, with made-up answers. */
  readonly documents: readonly DocumentLink[];
  /** Where its mails are seen, likewise. */
  readonly mails: string;
}

/** One definition: what the member changes, what is in the way, and the door to publish. */
export function overlayPage(view: OverlayView): string {
  const { frame, base, title, said, issues, conflicts } = view;
  return renderBackPage({
    frame,
    title: `${title} – ${words.title}`,
    error: issues.length > 0 || conflicts.length > 0,
    children: (
      <>
        <nav class="entry-nav" aria-label={words.back}>
          <a href={view.list}>{words.back}</a>
        </nav>
        <h1>{title}</h1>
        <Notice text={view.notice} />
        <IssueList issues={issues} />
        {conflicts.length > 0 && <OverlayConflicts {...view} />}
        <section class="panel" aria-labelledby="dit">
          <h2 id="dit">{words.said}</h2>
          {said.length === 0 ? (
            <p>{words.saidNone}</p>
          ) : (
            <dl class="said-list">
              {said.map(({ label, text }) => (
                <div key={label}>
                  <dt>{label}</dt>
                  <dd>{text}</dd>
                </div>
              ))}
            </dl>
          )}
          {conflicts.length === 0 && <Publishing view={view} />}
        </section>
        {conflicts.length === 0 && <Parts base={base} mails={view.mails} />}
        <DocumentTrials documents={view.documents} broken={issues.length + conflicts.length > 0} />
      </>
    ),
  });
}

function Publishing({ view: { frame, base, draft, issues } }: { readonly view: OverlayView }) {
  return (
    <>
      {draft && issues.length === 0 && (
        <form method="post" action={`${base}/publier`} data-enhance="form">
          <Csrf site={frame.site} />
          <p class="hint">{words.publishHint}</p>
          <button type="submit" class="button">
            {words.publish}
          </button>
        </form>
      )}
      {draft && (
        <ConfirmedAction
          site={frame.site}
          action={`${base}/abandonner`}
          label={words.abandon}
          hint={words.abandonHint}
          confirm={words.abandonConfirm}
          danger
        />
      )}
    </>
  );
}

/** Each document as it would be, with made-up answers. */
function DocumentTrials({
  documents,
  broken,
}: {
  readonly documents: readonly DocumentLink[];
  readonly broken: boolean;
}) {
  if (documents.length === 0) return null;
  return (
    <section class="parts" aria-labelledby="documents">
      <h2 id="documents">{words.documentTrials}</h2>
      <p class="hint">{broken ? words.documentTrialsBroken : words.documentTrialsHint}</p>
      <ul class="part-list">
        {documents.map(({ href, title }) => (
          <li key={href}>
            <a href={href}>{documentWords.link(title)}</a>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Parts({ base, mails }: { readonly base: string; readonly mails: string }) {
  return (
    <section class="parts" aria-labelledby="changer">
      <h2 id="changer">{words.edit}</h2>
      <ul class="part-list">
        {Object.entries(words.parts).map(([part, label]) => (
          <li key={part}>
            <a href={`${base}/${part}`}>{label}</a>
          </li>
        ))}
        <li>
          <a href={`${base}/apercu`}>{words.preview}</a>
        </li>
        <li>
          <a href={mails}>{mailTrialWords.link}</a>
        </li>
      </ul>
    </section>
  );
}
