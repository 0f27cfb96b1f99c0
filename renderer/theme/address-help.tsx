import { sourceWords } from "../strings-sources.ts";
import { type AddressSearch, comeBack } from "./form-context.ts";

const words = sourceWords.address;

/** Name of the address chosen among those found for the address at this pointer: JSON of an `AddressOption`, or "". */
const pickedName = (pointer: string): string => `_pick:${pointer}`;

/** Under the fields of an address: the button that searches it without scripts, and what it found. */
export function AddressHelp({
  id,
  pointer,
  search,
  action,
}: {
  readonly id: string;
  readonly pointer: string;
  readonly search: AddressSearch | undefined;
  readonly action: string | undefined;
}) {
  return (
    <div class="address-help">
      <button
        type="submit"
        class="button button-secondary"
        name="_action"
        value={`search:${pointer}`}
        formAction={comeBack(action, id)}
        aria-describedby={`${id}-recherche`}
      >
        {words.search}
      </button>
      <p class="hint" id={`${id}-recherche`}>
        {words.hint}
      </p>
      {search && <Found id={id} pointer={pointer} search={search} action={action} />}
    </div>
  );
}

function Found({
  id,
  pointer,
  search,
  action,
}: Parameters<typeof AddressHelp>[0] & { readonly search: AddressSearch }) {
  if (search.state !== "found") {
    return (
      <p class="note" role="status" id={`${id}-trouve`} tabIndex={-1} data-focus>
        {words[search.state]}
      </p>
    );
  }
  const choices = [
    ...search.options.map((option) => ({ value: JSON.stringify(option), label: option.label })),
    { value: "", label: words.typed },
  ];
  return (
    <fieldset class="field address-found">
      <legend class="label">{words.legend}</legend>
      <div class="options">
        {choices.map(({ value, label }, index) => {
          const choice = `${id}-trouve-${index + 1}`;
          return (
            <div class="option" key={choice}>
              <input
                type="radio"
                id={choice}
                name={pickedName(pointer)}
                value={value}
                checked={index === 0}
                data-focus={index === 0 ? "" : undefined}
              />
              <label for={choice}>{label}</label>
            </div>
          );
        })}
      </div>
      <button
        type="submit"
        class="button button-secondary"
        name="_action"
        value="update"
        formAction={comeBack(action, id)}
      >
        {words.use}
      </button>
    </fieldset>
  );
}
