import { type Answers, CHANNELS, type Channel, type Form, type Issue } from "../../engine/index.ts";
import { ErrorSummary } from "../error-summary.tsx";
import { fieldId } from "../field-id.ts";
import { type FieldOptions, hasFile, renderFields } from "../form-fields.tsx";
import { french } from "../french.ts";
import { Csrf, renderFragment, type SiteView } from "../page.tsx";
import { words } from "../strings-back.ts";
import { describedBy, FieldError, Hint } from "../theme/messages.tsx";

/** A form with what was typed in it, right or wrong. */
export interface FilledForm {
  readonly form: Form;
  readonly answers: Answers;
  readonly issues: readonly Issue[];
  /** Which fields are asked, files, references. */
  readonly options: FieldOptions;
  /** Ids of the steps to show, in order. */
  readonly steps: readonly string[];
}

export interface FilledFormProps {
  readonly site: SiteView;
  readonly filled: FilledForm;
  /** Address the form posts to, without fragment. */
  readonly action: string;
  readonly hidden: readonly (readonly [string, string])[];
  readonly submit: string;
  readonly danger?: boolean;
  /** Where to go without sending. */
  readonly cancel: string;
  /** How the request came, when an agent files it for someone; absent otherwise. */
  readonly arrival?: ArrivalView;
  /** A form that waits for this one: in the place of the link that leaves, a button that goes back there. */
  readonly resume?: { readonly action: string; readonly label: string };
}

/** How a request came, and the day it came on paper, as typed. */
export interface ArrivalView {
  /** The same form, numbered as the paper one. */
  readonly paperHref: string;
  readonly channel: Channel;
  readonly receivedOn: string;
}

/** Where what is wrong with that day is shown. */
export const RECEIVED_POINTER = "/recu";

/** A whole form on one page. Its first submit button, hidden, is what Enter presses: never "add" nor "remove". */
export function FilledFormSection(props: FilledFormProps) {
  const { site, filled, action, hidden, submit, cancel } = props;
  return (
    <>
      <ErrorSummary issues={filled.issues} />
      <form
        method="post"
        action={`${action}#erreurs`}
        encType="multipart/form-data"
        class="filled-form"
        noValidate
        data-enhance="form"
        data-uploads={hasFile(filled.form.order) ? "" : undefined}
      >
        <Csrf site={site} />
        {hidden.map(([name, value]) => (
          <input key={name} type="hidden" name={name} value={value} />
        ))}
        <button type="submit" class="default-submit" tabIndex={-1} aria-hidden="true">
          {submit}
        </button>
        {props.arrival && <ArrivalFields arrival={props.arrival} issues={filled.issues} />}
        <FilledFields filled={filled} />
        {depends(filled.form) && <UpdateButton />}
        <div class="button-row form-end">
          <button type="submit" class={props.danger ? "button button-danger" : "button"}>
            {submit}
          </button>
          {props.resume ? (
            <button type="submit" class="button button-secondary" formAction={props.resume.action}>
              {props.resume.label}
            </button>
          ) : (
            <a class="button button-secondary" href={cancel}>
              {words.event.cancel}
            </a>
          )}
        </div>
      </form>
    </>
  );
}

function ChannelChoice({ channel }: { channel: Channel }) {
  return (
    <fieldset class="field">
      <legend class="label">{french(words.counter.channel)}</legend>
      <div class="options options-inline">
        {CHANNELS.map((each) => (
          <div key={each} class="option">
            <input type="radio" id={`canal-${each}`} name="canal" value={each} checked={each === channel} />
            <label for={`canal-${each}`}>{words.counter.channels[each]}</label>
          </div>
        ))}
      </div>
    </fieldset>
  );
}

function ArrivalFields({ arrival, issues }: { arrival: ArrivalView; issues: readonly Issue[] }) {
  const id = fieldId(RECEIVED_POINTER);
  const messages = issues.filter(({ pointer }) => pointer === RECEIVED_POINTER).map(({ message }) => message);
  return (
    <>
      {arrival.channel !== "papier" && (
        <p class="hint">
          <a href={arrival.paperHref}>{words.counter.paper}</a>. {words.counter.paperHint}
        </p>
      )}
      <ChannelChoice channel={arrival.channel} />
      <div class={`field${messages.length > 0 ? " field-error" : ""}`}>
        <label class="label" for={id}>
          {french(words.counter.receivedOn)}
        </label>
        <Hint id={id} text={words.counter.receivedHint} />
        <FieldError id={id} messages={messages} />
        <input
          id={id}
          class="input"
          type="date"
          name="recu"
          value={arrival.receivedOn}
          aria-describedby={describedBy(id, words.counter.receivedHint, messages)}
          aria-invalid={messages.length > 0 ? "true" : undefined}
        />
      </div>
    </>
  );
}

/** The fields alone, for a partial update. */
export function filledFields(filled: FilledForm): string {
  return renderFragment(<FilledFields filled={filled} />);
}

/** Every step of the form; a form of one step needs no title of its own. */
function FilledFields({ filled }: { filled: FilledForm }) {
  const steps = filled.form.steps.filter((step) => filled.steps.includes(step.id));
  const titled = filled.form.steps.length > 1;
  return (
    <div class="fields form-steps">
      {steps.map((step) => {
        const fields = renderFields(step.fields, filled.answers, filled.issues, filled.options);
        return titled ? (
          <section key={step.id} class="form-step" aria-labelledby={`etape-${step.id}`}>
            <h2 id={`etape-${step.id}`}>{french(step.title)}</h2>
            {step.hint && <p class="hint">{french(step.hint)}</p>}
            {fields}
          </section>
        ) : (
          <div key={step.id}>{fields}</div>
        );
      })}
    </div>
  );
}

/** Asks which questions the answers call for; with the script, this happens by itself and the button is hidden. */
export function UpdateButton() {
  return (
    <div class="update">
      <button
        type="submit"
        name="_action"
        value="update"
        class="button button-secondary"
        aria-describedby="update-hint"
      >
        {words.form.update}
      </button>
      <p class="hint" id="update-hint">
        {words.form.updateHint}
      </p>
    </div>
  );
}

/** Whether some questions depend on answers. */
const depends = (form: Form): boolean => form.steps.some((step) => step.when !== undefined) || conditional(form.order);

/** The same of some of its fields. */
export const conditional = (fields: Form["order"]): boolean =>
  fields.some((field) => field.when !== undefined || conditional(field.fields ?? []));
