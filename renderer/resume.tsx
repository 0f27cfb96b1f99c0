import { Csrf, renderPage, type SiteView } from "./page.tsx";

/** A form kept while its author signed in, or while its page grew old. */
interface KeptFormView {
  readonly site: SiteView;
  /** Where it goes back to. */
  readonly action: string;
  readonly fields: readonly (readonly [name: string, value: string])[];
  /** Name of the field that tells the form to show itself again rather than act. */
  readonly resumedField: string;
}

export interface ResumeView extends KeptFormView {
  readonly title: string;
  readonly sentence: string;
}

/** One button that gives a kept form back to its page, filled in as before. */
export function renderResume({ site, title, sentence, action, fields, resumedField }: ResumeView): string {
  return renderPage({
    site,
    title,
    private: true,
    children: (
      <div class="step sheet">
        <h1>{title}</h1>
        <p class="lead">{sentence}</p>
        <KeptForm {...{ site, action, fields, resumedField }} button="Reprendre" />
      </div>
    ),
  });
}

/** The button that gives it back. */
export function KeptForm(view: KeptFormView & { readonly button: string }) {
  return (
    <form method="post" action={view.action}>
      <Csrf site={view.site} />
      <input type="hidden" name={view.resumedField} value="1" />
      {view.fields.map(([name, value], rank) => (
        <input type="hidden" key={`${name} ${rank}`} name={name} value={value} />
      ))}
      <button type="submit" class="button">
        {view.button}
      </button>
    </form>
  );
}
