import type { ComponentChildren } from "preact";
import { french } from "./french.ts";
import { Csrf, type SiteView } from "./page.tsx";

/** A form of one button. */
export function ActionForm({
  site,
  action,
  label,
  danger = false,
  children,
}: {
  readonly site: SiteView;
  readonly action: string;
  readonly label: string;
  readonly danger?: boolean;
  readonly children?: ComponentChildren;
}) {
  return (
    <form method="post" action={action} data-enhance="form">
      <Csrf site={site} />
      {children}
      <button type="submit" class={`button ${danger ? "button-danger" : "button-secondary"}`}>
        {label}
      </button>
    </form>
  );
}

/** A button that asks before it acts: what it does unfolds with the one that does it. */
export function ConfirmedAction({
  hint,
  about,
  open = false,
  ...form
}: {
  readonly site: SiteView;
  readonly action: string;
  readonly label: string;
  readonly hint: string;
  readonly confirm: string;
  readonly danger?: boolean;
  /** Which line of a list it acts on: only read aloud. */
  readonly about?: string;
  /** Unfolded already: what was typed in it comes back. */
  readonly open?: boolean;
  /** Fields that go with it. */
  readonly children?: ComponentChildren;
}) {
  return (
    <details class="confirmed" open={open}>
      <summary>
        {form.label}
        {about !== undefined && <span class="sr"> : {about}</span>}
      </summary>
      <p>{french(hint)}</p>
      <ActionForm site={form.site} action={form.action} label={form.confirm} danger={form.danger ?? false}>
        {form.children}
      </ActionForm>
    </details>
  );
}
