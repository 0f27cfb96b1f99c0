import type { VNode } from "preact";
import type { Answers, AvailableEvent, Context, Explanation, Field, Form, Issue } from "../../engine/index.ts";
import { AnswersList, type AnswersListView } from "../answers-list.tsx";
import { type DocumentLine, DocumentList } from "../document-list.tsx";
import { ErrorSummary } from "../error-summary.tsx";
import { type FieldOptions, hasFile, renderFields } from "../form-fields.tsx";
import { french } from "../french.ts";
import { Csrf, renderFragment, renderPage, type SiteView } from "../page.tsx";
import { PriceSection } from "../price-explanation.tsx";
import { strings } from "../strings.ts";
import { documentWords } from "../strings-documents.ts";
import { liveFields, visibilityOf } from "../visibility.ts";
import { LegalBlock, type LegalView } from "./legal-block.tsx";
import { MessagesSummary, type MessagesSummaryView } from "./messages-page.tsx";
import { OpinionInvitation } from "./opinion-page.tsx";

export interface StateView {
  readonly label: string;
  readonly sentence: string;
  readonly tone: "neutral" | "active" | "waiting" | "success" | "danger";
  readonly next: string | null;
}

export interface HistoryLineView {
  /** ISO 8601, and as read. */
  readonly at: string;
  readonly when: string;
  readonly what: string;
  /** "par le service", "par vous"; null for what the machine did. */
  readonly by: string | null;
  /** What came with it, one line each: a message, the pieces asked. */
  readonly data: readonly { readonly label: string; readonly text: string }[];
}

/** The form an event asks for, with what was typed. */
export interface EventFormView {
  readonly event: AvailableEvent;
  readonly form: Form | null;
  readonly context: Context;
  readonly answers: Answers;
  /** Something was typed in it: shown unfolded. */
  readonly begun: boolean;
  readonly issues: readonly Issue[];
  /** The entry changed meanwhile. */
  readonly stale: boolean;
  readonly files: NonNullable<FieldOptions["files"]>;
  readonly references: NonNullable<FieldOptions["references"]>;
  readonly slots: NonNullable<FieldOptions["slots"]>;
  readonly maxFile: number;
}

export interface TrackingView extends Pick<AnswersListView, "sections" | "files"> {
  readonly title: string;
  /** "/mulhouse/demandes/0192…". */
  readonly href: string;
  readonly reference: string;
  readonly revision: number;
  readonly sentAt: string;
  readonly updatedAt: string;
  readonly state: StateView;
  /** What the service said when it brought the demande to this state: the pieces it asks for, its reasons. */
  readonly word: HistoryLineView["data"];
  readonly legal: LegalView;
  readonly events: readonly EventFormView[];
  readonly history: readonly HistoryLineView[];
  /** What it costs, as it was worked out. */
  readonly prices: readonly Explanation[];
  /** What was delivered, newest first. */
  readonly documents: readonly DocumentLine[];
  /** An event was just sent: its sentence. */
  readonly done: string | null;
  readonly messages: MessagesSummaryView;
  /** Where she gives her opinion; null when it is not asked. */
  readonly opinion: string | null;
}

/** She who has an account comes from her space; whoever followed a link has none. */
function wayBack({ person, member }: SiteView): { readonly href: string; readonly label: string } {
  if (person?.kind === "citizen") return { href: "/mon-espace", label: strings.space };
  return { href: member === null ? "/" : `/${member.id}`, label: strings.tracking.back };
}

/** Where a demande stands, what can be done about it, and its history. */
export function renderTracking(site: SiteView, view: TrackingView): string {
  const issues = view.events.flatMap((event) => event.issues.map((issue) => ({ ...issue, root: event.event.type })));
  return renderPage({
    site,
    title: `${view.title} – ${view.reference}`,
    error: issues.length > 0,
    back: wayBack(site),
    private: true,
    children: (
      <>
        {view.events.map((event) => (
          <ErrorSummary key={event.event.type} issues={event.issues} root={event.event.type} />
        ))}
        {view.done !== null && (
          <div class="note" role="status" tabIndex={-1} data-focus>
            <h2>{strings.tracking.sentTitle}</h2>
            <p>{view.done}</p>
          </div>
        )}
        <h1>{view.title}</h1>
        <State view={view} />
        <LegalBlock {...view.legal} />
        <MessagesSummary href={view.href} view={view.messages} />
        {view.events.map((event) => (
          <EventBlock key={event.event.type} site={site} view={view} event={event} />
        ))}
        {view.documents.length > 0 && (
          <section class="section" id="documents">
            <h2>{documentWords.section}</h2>
            <p>{documentWords.sectionLead}</p>
            <DocumentList documents={view.documents} />
          </section>
        )}
        <PriceSection prices={view.prices} />
        {view.opinion !== null && <OpinionInvitation href={view.opinion} />}
        <section class="section">
          <h2>{strings.tracking.history}</h2>
          <History lines={view.history} />
        </section>
        <section class="section">
          <h2>{strings.tracking.answers}</h2>
          <details class="answers-fold">
            <summary>{strings.tracking.showAnswers}</summary>
            <AnswersList sections={view.sections} {...(view.files && { files: view.files })} level={3} />
          </details>
        </section>
      </>
    ),
  });
}

function State({ view }: { readonly view: TrackingView }) {
  const { state } = view;
  return (
    <section class={`state state-${state.tone}`} aria-labelledby="etat">
      <h2 class="sr" id="etat">
        {strings.tracking.state}
      </h2>
      <span class={`tag tag-${state.tone}`}>{state.label}</span>
      <p class="state-sentence">{french(state.sentence)}</p>
      {state.next !== null && <p class="state-next">{french(state.next)}</p>}
      {view.word.length > 0 && (
        <dl class="state-word" aria-label={strings.tracking.word}>
          <Data lines={view.word} />
        </dl>
      )}
      <dl class="facts">
        <Fact label={strings.tracking.reference} text={view.reference} />
        <Fact label={strings.tracking.sent} text={view.sentAt} />
        <Fact label={strings.tracking.updated} text={view.updatedAt} />
      </dl>
    </section>
  );
}

function Data({ lines }: { readonly lines: HistoryLineView["data"] }) {
  return (
    <>
      {lines.map((line) => (
        <div key={line.label}>
          <dt>{french(line.label)}</dt>
          <dd>{french(line.text)}</dd>
        </div>
      ))}
    </>
  );
}

function Fact({ label, text }: { readonly label: string; readonly text: string }) {
  return (
    <div>
      <dt>{label}</dt>
      <dd>{text}</dd>
    </div>
  );
}

interface EventBlockProps {
  readonly site: SiteView;
  readonly view: TrackingView;
  readonly event: EventFormView;
}

/** What cannot be undone is folded away, unless it is being answered. */
function EventBlock(props: EventBlockProps) {
  const { tone, label } = props.event.event;
  if (tone !== "danger") return <EventForm {...props} />;
  return (
    <details class="todo-fold" open={props.event.begun}>
      <summary>{label}</summary>
      <EventForm {...props} />
    </details>
  );
}

function EventForm({ site, view, event }: EventBlockProps) {
  const { type, label, hint, tone } = event.event;
  return (
    <section class="todo sheet" id={`evenement-${type}`} aria-labelledby={`titre-${type}`}>
      <h2 id={`titre-${type}`}>{label}</h2>
      {hint !== undefined && <p>{french(hint)}</p>}
      {event.stale && <p class="note note-waiting">{strings.tracking.stale}</p>}
      <form
        method="post"
        action={`${view.href}/evenements/${type}`}
        encType={hasFile(event.form?.order ?? []) ? "multipart/form-data" : undefined}
        noValidate
        data-enhance="form"
        data-uploads={hasFile(event.form?.order ?? []) ? "" : undefined}
      >
        <Csrf site={site} />
        <input type="hidden" name="_revision" value={view.revision} />
        <button type="submit" class="default-submit" tabIndex={-1} aria-hidden="true">
          {label}
        </button>
        {eventFields(event)}
        <div class="actions">
          <button type="submit" class={`button${tone === "danger" ? " button-danger" : ""}`}>
            {label}
          </button>
        </div>
      </form>
    </section>
  );
}

/** The fields of an event's form alone, for a partial update. */
export function renderEventFields(event: EventFormView): string {
  const fields = eventFields(event);
  return fields === null ? "" : renderFragment(fields);
}

function eventFields({
  form,
  event,
  answers,
  issues,
  context,
  files,
  references,
  slots,
  maxFile,
}: EventFormView): VNode | null {
  if (form === null) return null;
  return renderFields(fieldsOf(form), answers, issues, {
    root: event.type,
    visible: visibilityOf(form, answers, context),
    live: liveFields(form),
    files,
    references,
    slots,
    maxFile,
  });
}

const fieldsByForm = new WeakMap<Form, readonly Field[]>();

/** In the order of the steps; the same array each time, for what is worked out from it once. */
function fieldsOf(form: Form): readonly Field[] {
  const known = fieldsByForm.get(form) ?? form.steps.flatMap((step) => step.fields);
  fieldsByForm.set(form, known);
  return known;
}

function History({ lines }: { readonly lines: readonly HistoryLineView[] }) {
  return (
    <ol class="history">
      {lines.map((line) => (
        <li key={line.at + line.what}>
          <strong>{line.what}</strong>
          {line.by !== null && <span> {line.by}</span>}
          <time dateTime={line.at}>{line.when}</time>
          {line.data.length > 0 && (
            <dl class="history-data">
              <Data lines={line.data} />
            </dl>
          )}
        </li>
      ))}
    </ol>
  );
}
