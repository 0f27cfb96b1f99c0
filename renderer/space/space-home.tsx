import { DoneNote } from "../done-note.tsx";
import { french } from "../french.ts";
import type { SiteView } from "../page.tsx";
import { RenewableLines, type RenewableLineView } from "../renewable-lines.tsx";
import { conversationWords } from "../strings-conversation.ts";
import { ficheWords } from "../strings-fiches.ts";
import { spaceWords } from "../strings-space.ts";
import { DraftRow, EntryRow } from "../work-rows.tsx";
import { Offered, type OfferedView } from "./offered.tsx";
import { renderSpacePage } from "./space-page.tsx";

interface Line {
  readonly href: string;
  readonly title: string;
  /** Name of the member. */
  readonly member: string;
}

export interface SpaceEntryView extends Line {
  readonly reference: string;
  /** "3 mars 2026". */
  readonly sentAt: string;
  readonly state: { readonly label: string; readonly tone: string; readonly sentence: string };
  /** What she may pay at once: "Payer 24,00 €". */
  readonly pay?: { readonly href: string; readonly label: string };
}

export interface SpaceMessageView extends Line {
  readonly what: string;
  readonly by: string | null;
  /** "3 mars 2026 à 14 h 30". */
  readonly when: string;
  /** ISO 8601. */
  readonly at: string;
  readonly data: readonly { readonly label: string; readonly text: string }[];
}

/** A request about which the service wrote what she has not seen. */
export interface SpaceUnreadView extends Line {
  readonly reference: string;
  readonly count: number;
}

export interface SpaceFileView extends Line {
  readonly name: string;
  /** Bytes. */
  readonly size: number;
  readonly sentAt: string;
}

/** A fiche of a register that belongs to her account. */
export interface SpaceFicheView extends Line {
  /** What is asked of her; null when nothing is. */
  readonly wanted: string | null;
  /** When she last confirmed it, in a sentence. */
  readonly confirmed: string | null;
}

export interface SpaceHomeView {
  readonly name: string;
  /** What has just been done. */
  readonly done: string | null;
  readonly drafts: readonly (Line & { readonly savedAt: string })[];
  /** Those that wait for her. */
  readonly waiting: readonly SpaceEntryView[];
  /** What she may need to renew. */
  readonly renewable: readonly RenewableLineView[];
  /** What where she lives offers; null when that is not known. */
  readonly offered: OfferedView | null;
  /** What registers hold about her. */
  readonly fiches: readonly SpaceFicheView[];
  readonly unread: readonly SpaceUnreadView[];
  readonly entries: readonly SpaceEntryView[];
  readonly messages: readonly SpaceMessageView[];
  readonly files: readonly SpaceFileView[];
  /** Address of the requests before these. */
  readonly older: string | null;
  /** False on the pages that follow the first. */
  readonly first: boolean;
}

const words = spaceWords.home;

/** What she has in every member: what waits for her first. */
export function renderSpaceHome(site: SiteView, view: SpaceHomeView): string {
  return renderSpacePage(site, {
    here: "home",
    title: spaceWords.title,
    layout: "wide",
    children: (
      <>
        {view.done !== null && <DoneNote>{view.done}</DoneNote>}
        <h1>{spaceWords.title}</h1>
        {view.first && <p class="lead">{words.hello(view.name)}</p>}
        <Unread lines={view.unread} />
        <Fiches fiches={view.fiches} />
        <Drafts drafts={view.drafts} />
        <Entries title={words.waiting} entries={view.waiting} />
        <RenewableLines lines={view.renewable} />
        <Entries title={view.waiting.length > 0 ? words.others : words.entries} entries={view.entries} />
        <Pages view={view} />
        <Messages messages={view.messages} />
        <Files files={view.files} />
        {view.first && <Offered offered={view.offered} />}
        <p class="section">
          {words.claim} <a href="/mon-espace/rattacher">{words.claimLink}</a>.
        </p>
      </>
    ),
  });
}

function Unread({ lines }: { readonly lines: readonly SpaceUnreadView[] }) {
  if (lines.length === 0) return null;
  const { spaceTitle, spaceLine } = conversationWords.front;
  return (
    <section class="section">
      <h2>{spaceTitle}</h2>
      <ul class="rows">
        {lines.map(({ href, title, member, reference, count }) => (
          <li key={href}>
            <div>
              <p class="row-title">
                <a href={href}>
                  {title} <span class="tag tag-active">{spaceLine(count)}</span>
                </a>
              </p>
              <p class="row-meta">{`${member}, ${reference}`}</p>
            </div>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Fiches({ fiches }: Pick<SpaceHomeView, "fiches">) {
  if (fiches.length === 0) return null;
  return (
    <section class="section">
      <h2>{ficheWords.home}</h2>
      <ul class="rows">
        {fiches.map(({ href, title, member, wanted, confirmed }) => (
          <li key={href}>
            <div>
              <p class="row-title">
                <a href={href}>{title}</a> {wanted !== null && <span class="tag tag-waiting">{wanted}</span>}
              </p>
              <p class="row-meta">{confirmed === null ? member : `${member}. ${confirmed}`}</p>
            </div>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** The drafts of a citizen, in every member; nothing without any. */
export function Drafts({ drafts }: Pick<SpaceHomeView, "drafts">) {
  if (drafts.length === 0) return null;
  return (
    <section class="section">
      <h2>{words.drafts}</h2>
      <ul class="rows">
        {drafts.map(({ href, title, member, savedAt }) => (
          <DraftRow key={href} href={href} title={title} meta={words.saved(member, savedAt)} resume={words.resume} />
        ))}
      </ul>
    </section>
  );
}

/** Requests under a title; nothing without any. */
export function Entries({ title, entries }: { readonly title: string; readonly entries: readonly SpaceEntryView[] }) {
  if (entries.length === 0) return null;
  return (
    <section class="section">
      <h2>{title}</h2>
      <ul class="rows">
        {entries.map((entry) => (
          <EntryRow key={entry.href} {...entry} meta={words.sent(entry.member, entry.reference, entry.sentAt)}>
            <p>{french(entry.state.sentence)}</p>
            {entry.pay && (
              <p>
                <a class="button button-secondary" href={entry.pay.href}>
                  {entry.pay.label}
                </a>
              </p>
            )}
          </EntryRow>
        ))}
      </ul>
    </section>
  );
}

function Pages({ view }: { readonly view: SpaceHomeView }) {
  const none = view.entries.length + view.waiting.length === 0;
  return (
    <>
      {none && (
        <p class="section">
          {view.first ? words.none : words.noneMore} {view.first && <a href="/">{words.begin}</a>}
        </p>
      )}
      {(view.older !== null || !view.first) && (
        <nav class="actions" aria-label={words.entries}>
          {view.older !== null && <a href={view.older}>{words.older}</a>}
          {!view.first && <a href="/mon-espace">{words.newest}</a>}
        </nav>
      )}
    </>
  );
}

function Messages({ messages }: Pick<SpaceHomeView, "messages">) {
  if (messages.length === 0) return null;
  return (
    <section class="section">
      <h2>{words.messages}</h2>
      <ol class="history">
        {messages.map((message) => (
          <li key={message.at + message.href}>
            <strong>{message.what}</strong>
            {message.by !== null && <span> {message.by}</span>}
            <time dateTime={message.at}>{message.when}</time>
            <a href={message.href}>{words.messageOf(message.title, message.member)}</a>
            {message.data.length > 0 && (
              <dl class="history-data">
                {message.data.map(({ label, text }) => (
                  <div key={label}>
                    <dt>{label}</dt>
                    <dd>{text}</dd>
                  </div>
                ))}
              </dl>
            )}
          </li>
        ))}
      </ol>
    </section>
  );
}

function Files({ files }: Pick<SpaceHomeView, "files">) {
  if (files.length === 0) return null;
  return (
    <section class="section">
      <h2>{words.documents}</h2>
      <ul class="rows">
        {files.map((file) => (
          <li key={file.href}>
            <div>
              <p class="row-title">
                <a href={file.href}>
                  {file.name} ({words.size(file.size)})
                </a>
              </p>
              <p class="row-meta">{words.documentOf(file.title, file.member, file.sentAt)}</p>
            </div>
          </li>
        ))}
      </ul>
    </section>
  );
}
