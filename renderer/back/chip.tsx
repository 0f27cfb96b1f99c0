import type { ComponentChildren } from "preact";
import { french } from "../french.ts";
import { words } from "../strings-back.ts";

export interface ChipProps {
  readonly title: string;
  /** Values chosen, as read. */
  readonly labels: readonly string[];
  /** Address of the list without them. */
  readonly removed: string;
  /** Address of the list, and what it says beside this choice. */
  readonly action: string;
  readonly kept: readonly (readonly [string, string])[];
  readonly open?: boolean;
  readonly children: ComponentChildren;
}

/** One choice of a list: closed it says its values, opened it is a form that changes them in place. */
export function Chip({ title, labels, removed, action, kept, open = false, children }: ChipProps) {
  const on = labels.length > 0;
  return (
    <div class={on ? "chip chip-on" : "chip"}>
      <details name="filtre" class="chip-menu" open={open}>
        <summary>
          {on ? words.list.chip(french(title)) : french(title)}
          {on && <span class="chip-values">{words.either(labels)}</span>}
        </summary>
        <form class="chip-panel" method="get" action={action}>
          <Kept pairs={kept} />
          {children}
          <button type="submit" class="button button-small">
            {words.list.apply}
          </button>
        </form>
      </details>
      {on && (
        <a class="chip-remove" href={removed}>
          <span aria-hidden="true">×</span>
          <span class="sr">{words.list.removeFilter(title)}</span>
        </a>
      )}
    </div>
  );
}

/** What an address says beside what a form changes. */
export function Kept({ pairs }: { readonly pairs: readonly (readonly [string, string])[] }) {
  return (
    <>
      {pairs.map(([name, value]) => (
        <input key={`${name} ${value}`} type="hidden" name={name} value={value} />
      ))}
    </>
  );
}

export interface Choice {
  readonly value: string;
  readonly label: string;
  /** "12" entries with it, or null when they are not counted. */
  readonly count: string | null;
}

interface ChoicesProps {
  readonly title: string;
  readonly name: string;
  readonly choices: readonly Choice[];
  readonly values: readonly string[];
}

/** Several of these, any of them. */
export function Choices({ title, name, choices, values }: ChoicesProps) {
  return (
    <fieldset class="chip-choices">
      <legend>{title}</legend>
      {choices.map(({ value, label, count }) => (
        <label key={value}>
          <input type="checkbox" name={name} value={value} checked={values.includes(value)} />
          <span>{label}</span>
          {count !== null && <span class="count">{count}</span>}
        </label>
      ))}
    </fieldset>
  );
}
