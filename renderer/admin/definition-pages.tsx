import { formatInstant } from "../../engine/index.ts";
import { type BackFrame, renderBackPage } from "../back/back-page.tsx";
import { Csrf } from "../page.tsx";
import { definitionWords as words } from "../strings-definitions.ts";
import { documentWords } from "../strings-documents.ts";
import { renderAdminPage } from "./admin-page.tsx";
import { AdminTable, Notice } from "./admin-parts.tsx";
import { SelectField, TextField } from "./fields.tsx";
import { IssueList, type PlacedIssueView } from "./issue-list.tsx";
import type { DocumentLink } from "./overlay-pages.tsx";

export interface OwnDefinition {
  readonly id: string;
  readonly title: string;
  readonly version: number;
  /** ISO 8601. */
  readonly at: string;
  /** Trials of its documents. */
  readonly documents: readonly DocumentLink[];
}

/** The definitions a member wrote. */
export function ownDefinitionsPage(view: {
  readonly frame: BackFrame;
  readonly base: string;
  /** The page of every definition in use. */
  readonly all: string;
  readonly definitions: readonly OwnDefinition[];
  readonly notice: string | undefined;
}): string {
  const { columns } = words;
  return renderAdminPage({
    frame: view.frame,
    title: words.title,
    add: { href: `${view.base}/publier`, label: words.add },
    notice: view.notice,
    lead: words.intro,
    children: (
      <>
        <AdminTable caption={words.title} columns={Object.values(columns)} none={words.none}>
          {view.definitions.map(({ id, title, version, at, documents }) => (
            <tr key={id}>
              <th scope="row">{title}</th>
              <td data-label={columns.id}>{id}</td>
              <td data-label={columns.version}>{version}</td>
              <td data-label={columns.at}>{formatInstant(at)}</td>
              <td data-label={columns.documents}>
                {documents.map(({ href, title }) => (
                  <a key={href} class="document-link" href={href}>
                    {documentWords.link(title)}
                  </a>
                ))}
              </td>
            </tr>
          ))}
        </AdminTable>
        <p>
          <a href={view.all}>{words.all}</a>
        </p>
      </>
    ),
  });
}

/** What was written, right or wrong. */
export interface TypedDefinition {
  readonly definition: string;
  /** Id of a shared workflow; "" for one's own. */
  readonly parcours: string;
  readonly texte: string;
}

/** The form to check and publish a definition. */
export function publishDefinitionPage(view: {
  readonly frame: BackFrame;
  readonly base: string;
  readonly typed: TypedDefinition;
  readonly workflows: readonly (readonly [string, string])[];
  readonly issues: readonly PlacedIssueView[];
  readonly notice: string | undefined;
}): string {
  const { frame, base, typed, issues } = view;
  return renderBackPage({
    frame,
    title: words.addTitle,
    error: issues.length > 0,
    children: (
      <>
        <nav class="entry-nav" aria-label={words.back}>
          <a href={base}>{words.back}</a>
        </nav>
        <IssueList issues={issues} />
        <h1>{words.addTitle}</h1>
        <Notice text={view.notice} />
        <p class="measure">{words.addIntro}</p>
        <form
          method="post"
          action={`${base}/publier`}
          encType="multipart/form-data"
          class="admin-form"
          data-enhance="form"
          noValidate
        >
          <Csrf site={frame.site} />
          <DefinitionFields typed={typed} workflows={view.workflows} />
          <div class="button-row form-end">
            <button type="submit" class="button button-secondary" name="faire" value="verifier">
              {words.check}
            </button>
            <button type="submit" class="button" name="faire" value="publier">
              {words.publish}
            </button>
          </div>
        </form>
      </>
    ),
  });
}

function DefinitionFields({
  typed,
  workflows,
}: {
  readonly typed: TypedDefinition;
  readonly workflows: readonly (readonly [string, string])[];
}) {
  return (
    <div class="fields">
      <TextField
        name="definition"
        label={words.definition}
        hint={words.definitionHint}
        value={typed.definition}
        issues={[]}
        lines={16}
        optional
      />
      <FileField name="fichier" label={words.definitionFile} />
      <SelectField
        name="parcours"
        label={words.workflow}
        hint={words.workflowHint}
        value={typed.parcours}
        issues={[]}
        options={[["", words.ownWorkflow], ...workflows]}
      />
      <TextField
        name="texte"
        label={words.workflowText}
        hint={words.workflowTextHint}
        value={typed.texte}
        issues={[]}
        lines={12}
        optional
      />
      <FileField name="fichier-parcours" label={words.workflowFile} />
    </div>
  );
}

function FileField({ name, label }: { readonly name: string; readonly label: string }) {
  return (
    <div class="field">
      <label class="label" for={name}>
        {label}
      </label>
      <input type="file" id={name} name={name} accept=".json,application/json" />
    </div>
  );
}
