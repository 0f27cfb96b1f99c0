import type { ComponentChildren } from "preact";
import { type BackFrame, renderBackPage } from "../back/back-page.tsx";
import { ErrorSummary, type ShownIssue } from "../error-summary.tsx";
import { french } from "../french.ts";
import { Csrf } from "../page.tsx";
import { overlayWords as words } from "../strings-overlay.ts";
import { DocumentHelp, DocumentQuotes } from "./document-help.tsx";
import { ADMIN_ROOT, SelectField, TextField } from "./fields.tsx";
import { IssueList, type PlacedIssueView } from "./issue-list.tsx";
import type { WordField, WordInput, WordSection } from "./overlay-view.ts";

interface PartFrame {
  readonly frame: BackFrame;
  /** Address of the definition's page. */
  readonly base: string;
  readonly part: keyof typeof words.parts;
  readonly definition: string;
}

/** The texts of one part of a definition, each with what the definition says. */
export function overlayPartPage(
  view: PartFrame & {
    readonly sections: readonly WordSection[];
    readonly issues: readonly ShownIssue[];
  },
): string {
  const { issues } = view;
  return partPage(
    view,
    issues,
    <>
      <p class="hint">{words.partHint}</p>
      {view.part === "documents" && <DocumentHelp />}
      {view.sections.map((section, rank) => (
        <section key={`${rank} ${section.title}`} class="fields">
          <h2>{french(section.title)}</h2>
          <Inputs inputs={section.inputs} issues={issues} />
          {section.document && <DocumentQuotes {...section.document} />}
          {section.fields?.map((field) => (
            <FieldWords key={field.key} field={field} issues={issues} />
          ))}
        </section>
      ))}
    </>,
    words.save,
  );
}

interface InputsProps {
  readonly inputs: readonly WordInput[];
  readonly issues: readonly ShownIssue[];
}

function Inputs({ inputs, issues }: InputsProps) {
  return (
    <>
      {inputs.map(({ name, label, base, value, lines }) => (
        <TextField
          key={name}
          name={name}
          label={label}
          value={value}
          issues={issues}
          {...(lines > 1 ? { lines } : { size: 40 })}
          {...(base !== "" && base !== value && { hint: words.base(base) })}
        />
      ))}
    </>
  );
}

function FieldWords({ field, issues }: { readonly field: WordField } & Pick<InputsProps, "issues">) {
  const { key, title, added, inputs, hidden, canHide } = field;
  const id = `retirer-${key}`;
  return (
    <fieldset class="field-words">
      <legend>{french(title)}</legend>
      <Inputs inputs={inputs} issues={issues} />
      {canHide ? (
        <div class="option">
          <input type="checkbox" id={id} name={`retirer.${key}`} value="1" checked={hidden} />
          <label for={id}>{added ? words.remove : words.hide}</label>
        </div>
      ) : (
        <p class="quiet">{words.mustAsk}</p>
      )}
    </fieldset>
  );
}

/** A question of one's own, as typed. */
export interface AddedView {
  readonly titre: string;
  readonly aide: string;
  readonly sorte: string;
  readonly choix: string;
  readonly place: string;
  readonly obligatoire: boolean;
}

/** The form of a question that a member adds. */
export function overlayAddPage(
  view: PartFrame & {
    readonly typed: AddedView;
    readonly places: readonly (readonly [string, string])[];
    readonly issues: readonly ShownIssue[];
  },
): string {
  const { typed, issues } = view;
  const { add } = words;
  return partPage(
    view,
    issues,
    <div class="fields">
      <TextField name="titre" label={add.title} hint={add.titleHint} value={typed.titre} issues={issues} size={40} />
      <TextField name="aide" label={add.help} value={typed.aide} issues={issues} lines={2} optional />
      <SelectField
        name="sorte"
        label={add.kind}
        value={typed.sorte}
        issues={issues}
        options={Object.entries(add.kinds)}
      />
      <TextField
        name="choix"
        label={add.choices}
        hint={add.choicesHint}
        value={typed.choix}
        issues={issues}
        lines={4}
        optional
      />
      <SelectField name="place" label={add.place} value={typed.place} issues={issues} options={view.places} />
      <div class="option">
        <input type="checkbox" id="obligatoire" name="obligatoire" value="1" checked={typed.obligatoire} />
        <label for="obligatoire">{add.required}</label>
      </div>
    </div>,
    add.submit,
  );
}

/** The whole overlay as its file. */
export function overlayFilePage(
  view: PartFrame & { readonly text: string; readonly issues: readonly PlacedIssueView[] },
): string {
  const { text, issues } = view;
  return partPage(
    view,
    [],
    <>
      <IssueList issues={issues} />
      <TextField name="fichier" label={words.file.label} hint={words.file.hint} value={text} issues={[]} lines={24} />
    </>,
    words.save,
    issues.length > 0,
  );
}

function partPage(
  { frame, base, part, definition }: PartFrame,
  issues: readonly ShownIssue[],
  children: ComponentChildren,
  submit: string,
  error = issues.length > 0,
): string {
  return renderBackPage({
    frame,
    title: `${words.parts[part]} – ${definition}`,
    error,
    children: (
      <>
        <nav class="entry-nav" aria-label={words.backToOne}>
          <a href={base}>{words.backToOne}</a>
        </nav>
        <ErrorSummary issues={issues} root={ADMIN_ROOT} />
        <h1>{words.parts[part]}</h1>
        <p class="glance-title">{definition}</p>
        <form method="post" action={`${base}/${part}`} class="admin-form" data-enhance="form" noValidate>
          <Csrf site={frame.site} />
          {children}
          <button type="submit" class="button">
            {submit}
          </button>
        </form>
      </>
    ),
  });
}
