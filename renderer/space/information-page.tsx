import type { Answers, Form, Issue } from "../../engine/index.ts";
import type { SiteView } from "../page.tsx";
import { spaceWords } from "../strings-space.ts";
import { renderSpaceForm } from "./space-form.tsx";

/** Where a value comes from: "Téléphone", "saisi ici, le 3 mars 2026". */
export interface OriginView {
  readonly title: string;
  readonly origin: string;
}

export interface InformationView {
  readonly form: Form;
  readonly answers: Answers;
  readonly issues: readonly Issue[];
  readonly origins: readonly OriginView[];
  readonly done: string | null;
}

const words = spaceWords.information;

/** What an account keeps of its owner, to change or to empty. */
export function renderInformation(site: SiteView, { origins, ...view }: InformationView): string {
  return renderSpaceForm(site, {
    ...view,
    here: "information",
    title: words.title,
    lead: words.lead,
    action: "/mon-espace/informations",
    submit: words.submit,
    after: origins.length > 0 && (
      <section class="section">
        <h2>{words.origins}</h2>
        <dl class="facts">
          {origins.map(({ title, origin }) => (
            <div key={title}>
              <dt>{title}</dt>
              <dd>{origin}</dd>
            </div>
          ))}
        </dl>
      </section>
    ),
  });
}
