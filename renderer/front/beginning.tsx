import type { ShownIssue } from "../error-summary.tsx";
import { fieldId } from "../field-id.ts";
import { french } from "../french.ts";
import { spaceWords } from "../strings-space.ts";
import { describedBy, FieldError, Hint } from "../theme/messages.tsx";

/** What is asked of someone signed in before the first page. */
export interface BeginningView {
  /** Null when the service is only ever for whoever asks. */
  readonly forWhom: {
    readonly people: readonly { readonly id: string; readonly name: string }[];
    /** "moi", "autre" or the id of a person or of a mandate. */
    readonly chosen: string;
    /** Null when the service is not for relatives: those who gave a mandate alone can be chosen. */
    readonly otherName: string | null;
  } | null;
  /** Answers kept from services of other sectors. */
  readonly offers: readonly { readonly value: string; readonly label: string; readonly ticked: boolean }[];
}

/** Prefix of the ids: the names of the controls are plain. */
export const BEGINNING = "debut";

/** What is asked before a form begins: for whom it is, and which kept answers may be taken. */
export function Beginning({ view, issues }: { readonly view: BeginningView; readonly issues: readonly ShownIssue[] }) {
  return (
    <div class="fields">
      {view.forWhom && <ForWhom asked={view.forWhom} issues={issues} />}
      {view.offers.length > 0 && <Offers offers={view.offers} />}
    </div>
  );
}

const messagesAt = (issues: readonly ShownIssue[], at: string) =>
  issues.filter(({ pointer }) => pointer === at).map(({ message }) => message);

const errorClass = (messages: readonly string[]) => `field${messages.length > 0 ? " field-error" : ""}`;

function ForWhom({
  asked,
  issues,
}: {
  readonly asked: NonNullable<BeginningView["forWhom"]>;
  readonly issues: readonly ShownIssue[];
}) {
  const words = spaceWords.forWhom;
  const id = fieldId("/pour", BEGINNING);
  const messages = messagesAt(issues, "/pour");
  const choices = [
    { value: "moi", label: words.self },
    ...asked.people.map((person) => ({ value: person.id, label: person.name })),
    ...(asked.otherName === null ? [] : [{ value: "autre", label: words.other }]),
  ];
  return (
    <>
      <fieldset class={errorClass(messages)} aria-describedby={describedBy(id, undefined, messages)}>
        <legend class="label">{french(words.question)}</legend>
        <FieldError id={id} messages={messages} />
        <div class="options">
          {choices.map(({ value, label }, index) => {
            const option = index === 0 ? id : `${id}-${index + 1}`;
            return (
              <div class="option" key={value}>
                <input type="radio" id={option} name="pour" value={value} checked={value === asked.chosen} />
                <label for={option}>{label}</label>
              </div>
            );
          })}
        </div>
      </fieldset>
      {asked.otherName !== null && (
        <>
          <OtherName name={asked.otherName} messages={messagesAt(issues, "/pour-nom")} />
          <p class="hint">
            <a href="/mon-espace/foyer">{words.more}</a>
          </p>
        </>
      )}
    </>
  );
}

function OtherName({ name, messages }: { readonly name: string; readonly messages: readonly string[] }) {
  const words = spaceWords.forWhom;
  const id = fieldId("/pour-nom", BEGINNING);
  return (
    <div class={errorClass(messages)}>
      <label class="label" for={id}>
        {words.otherName}
      </label>
      <Hint id={id} text={words.otherHint} />
      <FieldError id={id} messages={messages} />
      <input
        class="input"
        type="text"
        id={id}
        name="pour-nom"
        value={name}
        autocomplete="off"
        aria-describedby={describedBy(id, words.otherHint, messages)}
        aria-invalid={messages.length > 0 ? "true" : undefined}
      />
    </div>
  );
}

function Offers({ offers }: Pick<BeginningView, "offers">) {
  const words = spaceWords.prefill;
  const id = fieldId("/reprendre", BEGINNING);
  return (
    <fieldset class="field" aria-describedby={`${id}-hint`}>
      <legend class="label">{words.offer}</legend>
      <Hint id={id} text={words.offerHint} />
      <div class="options">
        {offers.map(({ value, label, ticked }, index) => {
          const option = index === 0 ? id : `${id}-${index + 1}`;
          return (
            <div class="option" key={value}>
              <input type="checkbox" id={option} name="reprendre" value={value} checked={ticked} />
              <label for={option}>{french(label)}</label>
            </div>
          );
        })}
      </div>
    </fieldset>
  );
}
