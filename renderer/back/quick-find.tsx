import { fieldId } from "../field-id.ts";
import { quickWords as words } from "../strings-quick.ts";
import { describedBy, FieldError, Hint, Title } from "../theme/messages.tsx";

/** Pointer under which what is wrong with the entry looked for is shown; no key begins so. */
export const FIND_POINTER = "/_trouver";

/** Names of the fields of the form. */
export const FIND = {
  /** What is typed. */
  text: "_chercher",
  /** `{key of the reference}:{id}`, `NOBODY`, or nothing when nobody chose. */
  value: "_trouve",
  /** The text that the value goes with: another one is to be looked for. */
  seen: "_cherche",
} as const;

export const NOBODY = "personne";

/** An entry that may be chosen, by the value that says so. */
export interface FindOption {
  readonly value: string;
  readonly label: string;
  readonly hint?: string;
}

/** The question that finds an entry among those of several registers. */
export interface FindView {
  readonly title: string;
  readonly hint?: string;
  readonly text: string;
  /** What is chosen, with the title of the reference it fills; null for nobody. */
  readonly chosen: { readonly value: string; readonly kind: string } | null;
  /** Null before any search. */
  readonly results: readonly FindOption[] | null;
  /** Address that the script asks while one types. */
  readonly href: string;
  readonly messages: readonly string[];
  readonly focused: boolean;
  /** Ids of what else describes it. */
  readonly also: string | null;
}

/** A box that finds while one types; without the script, a button lists what was found, to choose from. */
export function FindField({ find, action }: { readonly find: FindView; readonly action: string }) {
  const id = fieldId(FIND_POINTER);
  const { text, chosen, results, messages } = find;
  const described = [describedBy(id, find.hint, messages), find.also].filter(Boolean).join(" ");
  return (
    <div class={`field field-find${messages.length > 0 ? " field-error" : ""}`} id={`${id}-box`}>
      <label class="label" for={id}>
        <Title text={find.title} required={false} />
      </label>
      <Hint id={id} text={find.hint} />
      <FieldError id={id} messages={messages} />
      <div class="reference-search">
        <input
          class="input"
          type="text"
          id={id}
          name={FIND.text}
          value={text}
          maxLength={200}
          autocomplete="off"
          autocapitalize="none"
          spellcheck={false}
          data-complete={find.href}
          data-words={JSON.stringify(words.list)}
          data-holder={`${id}-valeur`}
          aria-describedby={described === "" ? undefined : described}
          aria-invalid={messages.length > 0 ? "true" : undefined}
          {...(find.focused && { autofocus: true })}
        />
        <button
          type="submit"
          class="button button-secondary find-button"
          name="_action"
          value="trouver"
          formAction={`${action}#${id}`}
        >
          {words.search}
        </button>
      </div>
      <input type="hidden" id={`${id}-valeur`} name={FIND.value} value={chosen?.value ?? ""} />
      <input type="hidden" id={`${id}-cherche`} name={FIND.seen} value={chosen || results ? text : ""} />
      <p class="hint find-chosen" id={`${id}-choisie`} role="status" data-said={words.chosen("#")}>
        {chosen && words.chosen(chosen.kind)}
      </p>
      {results !== null && <Results id={id} text={text} results={results} />}
    </div>
  );
}

interface ResultsProps {
  readonly id: string;
  readonly text: string;
  readonly results: readonly FindOption[];
}

/** One entry alone is proposed already chosen. */
function Results({ id, text, results }: ResultsProps) {
  if (results.length === 0) {
    return (
      <p class="reference-none" role="status">
        {words.none(text)}
      </p>
    );
  }
  const options = [...results, { value: NOBODY, label: words.nobody, hint: words.nobodyHint }];
  return (
    <fieldset class="reference-results">
      <legend class="label-small">{words.results}</legend>
      <div class="options">
        {options.map(({ value, label, hint }, index) => {
          const option = `${id}-${index + 1}`;
          return (
            <div class="option" key={value}>
              <input
                type="radio"
                id={option}
                name={FIND.value}
                value={value}
                checked={results.length === 1 && index === 0}
              />
              <label for={option}>
                {label}
                {hint !== undefined && <span class="option-hint"> {hint}</span>}
              </label>
            </div>
          );
        })}
      </div>
    </fieldset>
  );
}
