import type { ComponentChildren, VNode } from "preact";
import type { Answers, Form, Issue } from "../../engine/index.ts";
import { type MessageView, Thread } from "../conversation.tsx";
import { DoneNote } from "../done-note.tsx";
import { ErrorSummary } from "../error-summary.tsx";
import { type FieldOptions, renderFields } from "../form-fields.tsx";
import { Csrf, renderFragment, renderPage, type SiteView } from "../page.tsx";
import { conversationWords } from "../strings-conversation.ts";
import { deliveryWords } from "../strings-deliveries.ts";

const words = conversationWords.front;
/** Prefix of the names and ids of the form's controls. */
export const MESSAGE_ROOT = "message";

export interface MessagesPageView {
  readonly title: string;
  readonly reference: string;
  /** "/mulhouse/demandes/0192…". */
  readonly href: string;
  readonly messages: readonly MessageView[];
  /** What to fill; or the sentence that says why she may not write. */
  readonly writing: MessageFormView | string;
  readonly done: boolean;
}

export interface MessageFormView {
  readonly form: Form;
  readonly answers: Answers;
  readonly issues: readonly Issue[];
  readonly files: NonNullable<FieldOptions["files"]>;
  readonly maxFile: number;
}

/** What a citizen and the service wrote to each other about a demande, and what she writes now. */
export function renderMessages(site: SiteView, view: MessagesPageView): string {
  const { writing } = view;
  const issues = typeof writing === "string" ? [] : writing.issues;
  return renderPage({
    site,
    title: `${conversationWords.title} – ${view.reference}`,
    error: issues.length > 0,
    back: { href: view.href, label: words.back },
    private: true,
    children: (
      <>
        <ErrorSummary issues={issues} root={MESSAGE_ROOT} />
        {view.done && <DoneNote>{words.sent}</DoneNote>}
        <h1>{conversationWords.title}</h1>
        <p class="lead">
          {words.about(view.title)} <span class="whole">{view.reference}</span>
        </p>
        {view.messages.length > 3 && typeof writing !== "string" && (
          <p>
            <a href="#repondre">{words.jump}</a>
          </p>
        )}
        <Thread messages={view.messages} reader="citizen" />
        {typeof writing === "string" ? (
          <p class="note note-waiting">{writing}</p>
        ) : (
          <section class="todo sheet" id="repondre" aria-labelledby="titre-repondre">
            <h2 id="titre-repondre">{view.messages.some(({ ours }) => !ours) ? words.answer : words.write}</h2>
            <MessageForm site={site} action={`${view.href}/messages`} view={writing} hint={words.expects} />
          </section>
        )}
      </>
    ),
  });
}

/** A message to write, with files. */
export function MessageForm({
  site,
  action,
  view,
  hint,
  children,
}: {
  readonly site: SiteView;
  readonly action: string;
  readonly view: MessageFormView;
  readonly hint: string;
  /** Before the fields. */
  readonly children?: ComponentChildren;
}) {
  return (
    <form method="post" action={action} encType="multipart/form-data" noValidate data-enhance="form" data-uploads="">
      <Csrf site={site} />
      <button type="submit" class="default-submit" tabIndex={-1} aria-hidden="true">
        {conversationWords.send}
      </button>
      {children}
      {messageFields(view)}
      <p class="hint">{hint}</p>
      <div class="actions">
        <button type="submit" class="button">
          {conversationWords.send}
        </button>
      </div>
    </form>
  );
}

/** The fields alone, for a partial update. */
export const renderMessageFields = (view: MessageFormView): string => renderFragment(messageFields(view));

const messageFields = ({ form, answers, issues, files, maxFile }: MessageFormView): VNode =>
  renderFields(form.order, answers, issues, { root: MESSAGE_ROOT, files, maxFile });

/** On the page of a demande: what was written, and where to write. */
export interface MessagesSummaryView {
  readonly count: number;
  readonly unread: number;
  /** The day since which mails to her come back, or null. */
  readonly returned: string | null;
  /** Why she may not write, or null. */
  readonly closed: string | null;
}

export function MessagesSummary({ href, view }: { readonly href: string; readonly view: MessagesSummaryView }) {
  const { count, unread, closed, returned } = view;
  if (count === 0 && closed !== null && returned === null) return null;
  const open = unread > 0 ? words.read : count > 0 ? words.open(count) : words.write;
  return (
    <section class="section messages-summary" aria-labelledby="titre-messages">
      <h2 id="titre-messages">{conversationWords.title}</h2>
      {returned !== null && <p class="note note-waiting">{deliveryWords.checkAddress(returned)}</p>}
      {unread > 0 ? <p class="note">{words.unread(unread)}</p> : <p>{closed ?? words.invite}</p>}
      <p>
        <a class={unread > 0 ? "button" : "button button-secondary"} href={`${href}/messages`}>
          {open}
        </a>
      </p>
    </section>
  );
}
