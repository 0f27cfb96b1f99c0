import { ConfirmedAction } from "../action-form.tsx";
import type { ShownIssue } from "../error-summary.tsx";
import type { SiteView } from "../page.tsx";
import { exportWords } from "../strings-exports.ts";

const words = exportWords.template;

export interface TemplateView {
  readonly id: string;
  readonly name: string;
  readonly shared: boolean;
  /** Hers: she may remove it. */
  readonly own: boolean;
}

export interface ExportTemplatesProps {
  readonly site: SiteView;
  readonly templates: readonly TemplateView[];
  readonly template: { readonly name: string; readonly shared: boolean };
  readonly issues: readonly ShownIssue[];
  readonly query: string;
  /** Address of the page of the export. */
  readonly base: string;
}

/** Choices of columns kept for the next time: to use one, to forget one of hers, to keep what is ticked. */
export function ExportTemplates(props: ExportTemplatesProps) {
  const { templates, query, base } = props;
  return (
    <section class="panel export-templates" aria-labelledby="modeles">
      <h2 id="modeles">{words.title}</h2>
      {templates.length === 0 ? (
        <p class="quiet">{words.none}</p>
      ) : (
        <ul>
          {templates.map((template) => (
            <li key={template.id}>
              <a
                href={`${base}?${new URLSearchParams({ ...(query !== "" && { liste: query }), modele: template.id })}`}
                aria-label={words.use(template.name)}
              >
                {template.name}
              </a>
              {template.shared && <span class="quiet">{template.own ? words.shared : words.by}</span>}
              {template.own && <Remove {...props} removed={template} />}
            </li>
          ))}
        </ul>
      )}
      <Keep {...props} />
    </section>
  );
}

function Remove({ site, base, query, removed }: ExportTemplatesProps & { readonly removed: TemplateView }) {
  return (
    <ConfirmedAction
      site={site}
      action={`${base}/modeles/${removed.id}/effacer`}
      label={words.forget}
      about={removed.name}
      hint={removed.shared ? words.forgetSharedHint : words.forgetHint}
      confirm={words.forgetConfirm}
      danger
    >
      <input type="hidden" name="liste" value={query} />
    </ConfirmedAction>
  );
}

/** Sends what is ticked in the form of the export, to another address. */
function Keep({ base, template, issues }: ExportTemplatesProps) {
  const wrong = issues.find(({ pointer }) => pointer === "/nom");
  return (
    <div class="export-keep">
      <label class="label" for="root_nom">
        {words.name}
      </label>
      {wrong && (
        <p class="field-error" id="root_nom__error">
          {wrong.message}
        </p>
      )}
      <input
        id="root_nom"
        class="input"
        name="nom"
        type="text"
        form="export"
        maxLength={80}
        autocomplete="off"
        value={template.name}
        {...(wrong && { "aria-invalid": true, "aria-describedby": "root_nom__error" })}
      />
      <div class="option">
        <input type="checkbox" id="partage" name="partage" value="oui" form="export" checked={template.shared} />
        <label for="partage">{words.share}</label>
      </div>
      <button
        type="submit"
        class="button button-secondary button-small"
        form="export"
        formaction={`${base}/modeles#erreurs`}
      >
        {words.save}
      </button>
    </div>
  );
}
