import { ADMIN_ROOT, SelectField, TextField } from "../admin/fields.tsx";
import { ErrorSummary, type ShownIssue } from "../error-summary.tsx";
import { Csrf, type SiteView } from "../page.tsx";
import { keptWords } from "../strings-figures-kept.ts";
import type { Choice } from "./choices.ts";

const { save: words } = keptWords;

export interface KeepFormView {
  readonly action: string;
  /** The statistic as the query string of its address. */
  readonly question: string;
  /** Id of the statistic being changed; "" for a new one. */
  readonly id: string;
  readonly name: string;
  readonly sharing: string;
  readonly sharings: readonly Choice[];
  readonly issues: readonly ShownIssue[];
}

/** Keeps a statistic under a name, for oneself or for others. */
export function KeepForm({ site, form }: { readonly site: SiteView; readonly form: KeepFormView }) {
  const { issues } = form;
  return (
    <details class="keep" open={issues.length > 0 || form.id !== ""}>
      <summary>{words.title}</summary>
      <ErrorSummary issues={issues} root={ADMIN_ROOT} />
      <form method="post" action={form.action} class="keep-form" data-enhance="form" noValidate>
        <Csrf site={site} />
        <input type="hidden" name="question" value={form.question} />
        <input type="hidden" name="statistique" value={form.id} />
        <TextField name="nom" label={words.name} hint={words.nameHint} value={form.name} issues={issues} size={40} />
        <SelectField
          name="partage"
          label={words.sharing}
          hint={words.rights}
          value={form.sharing}
          issues={issues}
          options={form.sharings}
        />
        <button type="submit" class="button">
          {form.id === "" ? words.submit : words.again}
        </button>
      </form>
    </details>
  );
}
