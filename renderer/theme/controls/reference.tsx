import { strings } from "../../strings.ts";
import { type Control, type ControlProps, described, textOf } from "../control.tsx";
import { comeBack, type ReferenceOption } from "../form-context.ts";

/** Name of the search box of the reference field at this pointer; `_action=search:<pointer>` runs it. */
export const searchName = (pointer: string) => `_search:${pointer}`;

/** Search, then pick: works with submit buttons alone. */
export const reference: Control = {
  render: (props) => {
    const { chosen, results } = props.reference ?? {};
    const value = textOf(props.value);
    if (value !== "" && results === undefined) return chosenOne(props, value, chosen);
    return (
      <div class="reference">
        <div class="reference-search">
          <input
            class="input"
            type="search"
            id={props.id}
            name={searchName(props.pointer)}
            value={props.reference?.query ?? ""}
            autocomplete="off"
            {...described(props)}
          />
          <button
            type="submit"
            class="button button-secondary"
            name="_action"
            value={`search:${props.pointer}`}
            formAction={comeBack(props.action, props.id)}
          >
            {strings.field.reference.search}
          </button>
        </div>
        {results !== undefined && found(props, results, value)}
      </div>
    );
  },
};

function chosenOne(props: ControlProps, value: string, chosen: ReferenceOption | undefined) {
  return (
    <div class="reference-chosen">
      <input type="hidden" name={props.name} value={value} />
      <span>
        {chosen?.label ?? value}
        {chosen?.hint !== undefined && <span class="hint"> {chosen.hint}</span>}
      </span>
      <button
        type="submit"
        class="link"
        id={props.id}
        name="_action"
        formAction={comeBack(props.action, props.id)}
        value={`remove:${props.pointer}`}
        {...described(props)}
      >
        {strings.field.reference.clear}
        <span class="sr"> : {props.field.title}</span>
      </button>
    </div>
  );
}

function found(props: ControlProps, results: readonly ReferenceOption[], value: string) {
  if (results.length === 0) {
    return (
      <p class="reference-none" role="status">
        {strings.field.reference.none}
      </p>
    );
  }
  return (
    <fieldset class="reference-results">
      <legend class="label-small">{strings.field.reference.results}</legend>
      <div class="options">
        {results.map((option, index) => {
          const id = `${props.id}-${index + 1}`;
          return (
            <div class="option" key={option.id}>
              <input type="radio" id={id} name={props.name} value={option.id} checked={option.id === value} />
              <label for={id}>
                {option.label}
                {option.hint !== undefined && <span class="option-hint"> {option.hint}</span>}
              </label>
            </div>
          );
        })}
      </div>
    </fieldset>
  );
}
