import { Csrf, renderPage, type SiteView } from "./page.tsx";

/** A form kept while its author signed in, or while its page grew old. */
export interface ResumeView {
  readonly site: SiteView;
  readonly title: string;
  readonly sentence: string;
  /** Where the form goes back to. */
  readonly action: string;
  readonly fields: readonly (readonly [name: string, value: string])[];
  /** Name of the field that tells the form to show itself again rather than act. */
  readonly resumedField: string;
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
        <form method="post" action={action}>
          <Csrf site={site} />
          <input type="hidden" name={resumedField} value="1" />
          {fields.map(([name, value], rank) => (
            <input type="hidden" key={`${name} ${rank}`} name={name} value={value} />
          ))}
          <button type="submit" class="button">
            Reprendre
          </button>
        </form>
      </div>
    ),
  });
}
