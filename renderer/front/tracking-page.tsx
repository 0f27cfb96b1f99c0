import type { VNode } from "preact";
import type {
  Answers,
  AvailableEvent,
  Context,
  Explanation,
  Field,
  Form,
  Issue,
  SectorFinding,
} from "../../engine/index.ts";
import { AnswersList, type AnswersListView } from "../answers-list.tsx";
import { type DocumentLine, DocumentList } from "../document-list.tsx";
import { ErrorSummary } from "../error-summary.tsx";
import { type FieldOptions, hasFile, renderFields } from "../form-fields.tsx";
import { french } from "../french.ts";
import { Csrf, renderFragment, renderPage, type SiteView } from "../page.tsx";
import { PriceSection } from "../price-explanation.tsx";
import { ScoreSection, type ScoreView } from "../score-explanation.tsx";
import { SectorSection } from "../sector-explanation.tsx";
import { strings } from "../strings.ts";
import { documentWords } from "../strings-documents.ts";
import { liveFields, visibilityOf, withPrices } from "../visibility.ts";
import { Appointments, type AppointmentView } from "./appointments.tsx";
import { Data, History, type HistoryLineView } from "./history.tsx";
import { LegalBlock, type LegalView } from "./legal-block.tsx";
import { MessagesSummary, type MessagesSummaryView } from "./messages-page.tsx";
import { OpinionInvitation } from "./opinion-page.tsx";
import { type PaymentLineView, Payments } from "./payment-block.tsx";
import { RenewalBlock, type RenewalView } from "./renewal-block.tsx";

export interface StateView {
  readonly label: string;
  readonly sentence: string;
  readonly tone: "neutral" | "active" | "waiting" | "success" | "danger";
  readonly next: string | null;
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
  readonly offered: NonNullable<FieldOptions["offered"]>;
  readonly slots: NonNullable<FieldOptions["slots"]>;
  readonly seats: NonNullable<FieldOptions["seats"]>;
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
  /** When and where she is expected. */
  readonly appointments?: readonly AppointmentView[];
  readonly legal: LegalView;
  readonly payments: readonly PaymentLineView[];
  /** Until when what was granted holds, and its renewal. */
  readonly renewal?: RenewalView | null;
  /** What to say to who has just come back from the page of payment without having paid. */
  readonly returned: string | null;
  readonly events: readonly EventFormView[];
  readonly history: readonly HistoryLineView[];
  /** What it costs, as it was worked out. */
  readonly prices: readonly Explanation[];
  /** Her points, and the rank a decision rests on. */
  readonly ranked: ScoreView;
  readonly findings: readonly SectorFinding[];
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
        <Returned sentence={view.returned} />
        <h1>{view.title}</h1>
        <State view={view} />
        <LegalBlock {...view.legal} />
        <Payments payments={view.payments} />
        <RenewalBlock site={site} renewal={view.renewal ?? null} />
        <MessagesSummary href={view.href} view={view.messages} />
        {view.events.map((event) => (
          <EventBlock key={event.event.type} site={site} view={view} event={event} />
        ))}
        <Documents documents={view.documents} />
        <SectorSection findings={view.findings} />
        <PriceSection prices={view.prices} />
        <ScoreSection {...view.ranked} />
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

/** What is said to who has just come back from another site. */
function Returned({ sentence }: { readonly sentence: string | null }) {
  if (sentence === null) return null;
  return (
    <p class="note note-waiting" role="status" tabIndex={-1} data-focus>
      {french(sentence)}
    </p>
  );
}

function Documents({ documents }: Pick<TrackingView, "documents">) {
  if (documents.length === 0) return null;
  return (
    <section class="section" id="documents">
      <h2>{documentWords.section}</h2>
      <p>{documentWords.sectionLead}</p>
      <DocumentList documents={documents} />
    </section>
  );
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
      <Appointments appointments={view.appointments ?? []} />
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

/** The fields of an event's form, with what was typed; null for one that only asks to be confirmed. */
export function eventFields({
  form,
  event,
  answers,
  issues,
  context,
  files,
  references,
  offered,
  slots,
  seats,
  maxFile,
}: EventFormView): VNode | null {
  if (form === null) return null;
  return renderFields(fieldsOf(form), withPrices(form, answers, context), issues, {
    root: event.type,
    visible: visibilityOf(form, answers, context),
    live: liveFields(form),
    files,
    references,
    offered,
    slots,
    seats,
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
