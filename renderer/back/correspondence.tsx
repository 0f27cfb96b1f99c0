import type { Answers, Form, Issue } from "../../engine/index.ts";
import { type MessageView, Thread } from "../conversation.tsx";
import { ErrorSummary } from "../error-summary.tsx";
import { fieldId } from "../field-id.ts";
import { renderFields } from "../form-fields.tsx";
import { MESSAGE_ROOT, MessageForm, type MessageFormView } from "../front/messages-page.tsx";
import { Csrf, type SiteView } from "../page.tsx";
import { cannedWords } from "../strings-canned.ts";
import { conversationWords as words } from "../strings-conversation.ts";
import { Deliveries, type DeliveryView } from "./deliveries.tsx";

/** Name of the choice of a ready answer, and what its button asks for. */
export const CANNED = "reponse-prete";
export const INSERT = "insert";

/** Prefix of the names and ids of the note's controls. */
export const NOTE_ROOT = "note";
/** Name of the box that shares a note with every unit. */
export const SHARED_NOTE = "partager";

export interface EntryTaskView {
  readonly kind: "reply" | "bounce" | "post" | "payment";
  readonly sentence: string;
  /** Where on the page it is to be seen. */
  readonly href: string;
}

export interface NoteView {
  readonly seq: number;
  readonly by: string;
  /** ISO 8601, and as read. */
  readonly at: string;
  readonly when: string;
  readonly text: string;
  /** Read by her unit alone; null where every agent reads every note. */
  readonly kept: boolean | null;
}

/** A message an agent writes, and the ready answers she may insert in it. */
export interface AgentMessageView extends MessageFormView {
  readonly begun: boolean;
  readonly hint: string;
  readonly canned: readonly { readonly id: string; readonly title: string }[];
}

/** What is written about an entry beside its facts, as an agent reads it. */
export interface CorrespondenceView {
  readonly site: SiteView;
  /** Address of the entry. */
  readonly base: string;
  /** Null: she only reads, and has nothing to settle. */
  readonly tasks: readonly EntryTaskView[] | null;
  readonly messages: readonly MessageView[];
  /** What to fill; or the sentence that says why nobody writes; null when she only reads. */
  readonly writing: AgentMessageView | string | null;
  readonly deliveries: readonly DeliveryView[];
  /** What she accepted to be sent besides, since when and how it is known; null where nobody asks. */
  readonly consent: string | null;
  readonly notes: readonly NoteView[];
  /** Null when she only reads. */
  readonly noting: {
    readonly form: Form;
    readonly answers: Answers;
    readonly issues: readonly Issue[];
    /** Notes are her unit's unless she shares them. */
    readonly shares: boolean;
  } | null;
}

/** What comes above everything else: what was typed and could not be taken, then what waits. */
export function Attention({ view }: { readonly view: CorrespondenceView }) {
  return (
    <>
      <CorrespondenceErrors view={view} />
      <EntryTasks view={view} />
    </>
  );
}

function EntryTasks({ view }: { readonly view: CorrespondenceView }) {
  const { tasks, site, base } = view;
  if (tasks === null || tasks.length === 0) return null;
  return (
    <section class="entry-tasks" aria-label={words.tasks.home}>
      <ul>
        {tasks.map(({ kind, sentence, href }) => (
          <li key={kind} class="notice notice-waiting">
            <p>
              <strong>{words.tasks.kinds[kind]}.</strong> {sentence}
            </p>
            <div class="entry-task-actions">
              <a href={href}>{words.tasks.read[kind]}</a>
              <form method="post" action={`${base}/taches/${kind}`} data-enhance="form">
                <Csrf site={site} />
                <button type="submit" class="button button-secondary">
                  {words.tasks.done[kind]}
                </button>
              </form>
            </div>
          </li>
        ))}
      </ul>
    </section>
  );
}

function CorrespondenceErrors({ view }: { readonly view: CorrespondenceView }) {
  const message = typeof view.writing === "string" ? [] : (view.writing?.issues ?? []);
  return (
    <>
      <ErrorSummary issues={message} root={MESSAGE_ROOT} />
      <ErrorSummary issues={view.noting?.issues ?? []} root={NOTE_ROOT} />
    </>
  );
}

/** The messages with the citizen and the notes among agents. */
export function Correspondence({ view }: { readonly view: CorrespondenceView }) {
  return (
    <>
      <Messages view={view} />
      <Notes view={view} />
      <Deliveries deliveries={view.deliveries} consent={view.consent} />
    </>
  );
}

function Messages({ view }: { readonly view: CorrespondenceView }) {
  const { site, base, writing, messages } = view;
  if (messages.length === 0 && writing === null) return null;
  return (
    <section aria-labelledby="messages">
      <h2 id="messages">{words.back.title}</h2>
      {(messages.length > 0 || typeof writing !== "string") && <Thread messages={messages} reader="agent" />}
      {typeof writing === "string" && <p class="quiet">{writing}</p>}
      {writing !== null && typeof writing !== "string" && (
        <details class="fold" open={writing.begun} id="ecrire">
          <summary>{words.back.write}</summary>
          <MessageForm site={site} action={`${base}/messages#erreurs`} view={writing} hint={writing.hint}>
            {writing.canned.length > 0 && <Canned action={`${base}/messages`} answers={writing.canned} />}
          </MessageForm>
        </details>
      )}
    </section>
  );
}

/** Ready answers to insert: the page comes back with the words, or the script puts them in place. */
function Canned({ action, answers }: { readonly action: string; readonly answers: AgentMessageView["canned"] }) {
  const { insert } = cannedWords;
  return (
    <div class="canned">
      <div class="field">
        <label class="label" for={CANNED}>
          {insert.label}
        </label>
        <select id={CANNED} name={CANNED} class="input select">
          <option value="">{insert.choose}</option>
          {answers.map(({ id, title }) => (
            <option key={id} value={id}>
              {title}
            </option>
          ))}
        </select>
      </div>
      <button
        type="submit"
        name="_action"
        value={INSERT}
        formAction={`${action}#${fieldId("/texte", MESSAGE_ROOT)}`}
        class="button button-secondary"
        data-insert={fieldId("/texte", MESSAGE_ROOT)}
      >
        {insert.button}
      </button>
    </div>
  );
}

/** A note stays in her unit unless she says otherwise. */
function ShareBox() {
  return (
    <p class="choice">
      <input type="checkbox" id={SHARED_NOTE} name={SHARED_NOTE} value="oui" />{" "}
      <label for={SHARED_NOTE}>{words.notes.share}</label>
    </p>
  );
}

function Notes({ view }: { readonly view: CorrespondenceView }) {
  const { site, base, notes, noting } = view;
  return (
    <section aria-labelledby="notes">
      <h2 id="notes">{words.notes.title}</h2>
      {notes.length === 0 ? (
        <p class="quiet">{words.notes.none}</p>
      ) : (
        <ol class="thread">
          {notes.map((note) => (
            <li key={note.seq} id={`note-${note.seq}`} class="message message-note">
              <p class="message-who">
                <strong>{note.by}</strong> <time dateTime={note.at}>{note.when}</time>
                {note.kept !== null && <span class="quiet">{note.kept ? words.notes.kept : words.notes.shared}</span>}
              </p>
              <p class="message-text">{note.text}</p>
            </li>
          ))}
        </ol>
      )}
      {noting !== null && (
        <details class="fold" open={noting.issues.length > 0 || Object.keys(noting.answers).length > 0}>
          <summary>{words.notes.write}</summary>
          <form method="post" action={`${base}/notes#erreurs`} noValidate data-enhance="form">
            <Csrf site={site} />
            {renderFields(noting.form.order, noting.answers, noting.issues, { root: NOTE_ROOT })}
            {noting.shares && <ShareBox />}
            <div class="actions">
              <button type="submit" class="button button-secondary">
                {words.notes.save}
              </button>
            </div>
          </form>
        </details>
      )}
    </section>
  );
}
