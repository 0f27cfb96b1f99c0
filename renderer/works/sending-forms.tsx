import type { ComponentChildren } from "preact";
import type { CompiledDefinition, Sending } from "../../engine/index.ts";
import { ADMIN_ROOT, CheckboxesField, SelectField, TextField } from "../admin/fields.tsx";
import { type BackFrame, renderBackPage } from "../back/back-page.tsx";
import { ErrorSummary, type ShownIssue } from "../error-summary.tsx";
import { french } from "../french.ts";
import { Csrf } from "../page.tsx";
import { LABEL_FORMATS, type LabelFormat } from "../pdf/label-sheets.ts";
import { printWords } from "../strings-print.ts";
import { sendingWords as words } from "../strings-sendings.ts";
import { workWords } from "../strings-works.ts";
import { WorkNav } from "./work-nav.tsx";

/** What is asked before labels, letters or a mail to many, as typed. */
export interface SendingForm {
  readonly format: LabelFormat;
  readonly skipped: string;
  readonly household: boolean;
  readonly title: string;
  readonly body: string;
  readonly purpose: "consent" | "service";
  readonly reason: string;
}

export interface SendingPageView {
  readonly frame: BackFrame;
  readonly definition: CompiledDefinition;
  readonly what: Sending;
  /** Entries chosen. */
  readonly total: number;
  readonly form: SendingForm;
  readonly issues: readonly ShownIssue[];
  readonly notice: string | null;
  /** Ready texts to begin with. */
  readonly texts: readonly { readonly id: string; readonly title: string }[];
  /** What a text may quote. */
  readonly quotes: readonly { readonly source: string; readonly title: string }[];
  /** One mail as its reader would have it; null before it is asked for. */
  readonly preview: { readonly reference: string; readonly subject: string; readonly body: string } | null;
  /** Address it posts to, and of the work. */
  readonly action: string;
  readonly base: string;
  /** Where the list is exported. */
  readonly exportHref: string;
}

/** What to print or to write to those chosen, before the page that says to whom it goes. */
export function sendingPage(view: SendingPageView): string {
  const { frame, definition, what, issues, base, action, notice } = view;
  const { title } = words[what];
  return renderBackPage({
    frame,
    title,
    error: issues.length > 0,
    children: (
      <>
        <WorkNav href={`${base}?action=`} label={workWords.prepare.other} />
        {notice !== null && (
          <p class="notice" role="status" id="fait">
            {french(notice)}
          </p>
        )}
        <div class="form-page">
          <h1>{title}</h1>
          <p class="glance-title">{`${definition.title} – ${workWords.entries(definition.kind, view.total)}`}</p>
          <ErrorSummary issues={issues} root={ADMIN_ROOT} />
          {view.preview && <Preview preview={view.preview} />}
          <form method="post" action={`${action}#erreurs`} class="filled-form">
            <Csrf site={frame.site} />
            {what === "labels" ? <LabelFields {...view} /> : <TextFields {...view} />}
            <div class="button-row form-end">
              <button type="submit" class="button" name="faire" value="suite">
                {workWords.prepare.next}
              </button>
              <a class="button button-secondary" href={`${base}?action=`}>
                {workWords.prepare.cancel}
              </a>
            </div>
          </form>
          {what === "letters" && (
            <p class="hint">
              {words.letters.table} <a href={view.exportHref}>{words.letters.tableLink}</a>
            </p>
          )}
        </div>
      </>
    ),
  });
}

const FORMATS = Object.keys(LABEL_FORMATS).map(
  (format) => [format, printWords.formats[format] ?? format] as readonly [string, string],
);

function LabelFields({ form, issues }: SendingPageView) {
  const { labels } = words;
  return (
    <>
      <SelectField name="format" label={labels.format} value={form.format} issues={issues} options={FORMATS} />
      <TextField
        {...{ name: "debut", label: labels.skipped, hint: labels.skippedHint, issues, size: 4 }}
        value={form.skipped}
      />
      <CheckboxesField
        {...{ name: "foyers", label: labels.household, issues, options: [["oui", labels.householdYes]] }}
        values={form.household ? ["oui"] : []}
      />
    </>
  );
}

function TextFields(view: SendingPageView) {
  const { what, form, issues } = view;
  const { letters, mailing } = words;
  const letter = what === "letters";
  return (
    <>
      {!letter && <Purpose {...view} />}
      <TextField
        {...{ name: "objet", issues, size: 60, value: form.title }}
        label={letter ? letters.subject : mailing.subject}
        {...(letter && { hint: letters.subjectHint })}
      />
      <TextField
        {...{ name: "texte", issues, lines: 14, value: form.body }}
        label={letter ? letters.body : mailing.body}
        hint={letter ? letters.bodyHint : mailing.bodyHint}
      />
      <Texts {...view} />
      <Quotes {...view} />
      <div class="button-row sending-after">
        <button type="submit" class="button button-secondary" name="faire" value="apercu">
          {letter ? letters.preview : mailing.preview}
        </button>
        {!letter && (
          <button type="submit" class="button button-secondary" name="faire" value="essai">
            {mailing.test}
          </button>
        )}
      </div>
    </>
  );
}

function Purpose({ definition, form, issues }: SendingPageView) {
  const { mailing } = words;
  const { consent, what } = definition.mailing ?? {};
  return (
    <fieldset class="field">
      <legend class="label">{mailing.purpose}</legend>
      <div class="options">
        {consent != null && (
          <Radio value="consent" checked={form.purpose === "consent"} hint={mailing.consentHint}>
            {french(mailing.consent(what ?? words.letter))}
          </Radio>
        )}
        <Radio value="service" checked={form.purpose === "service"} hint={mailing.serviceHint}>
          {mailing.service}
        </Radio>
      </div>
      <TextField
        {...{ name: "raison", label: mailing.reason, hint: mailing.reasonHint, issues, size: 60, optional: true }}
        value={form.reason}
      />
    </fieldset>
  );
}

interface RadioProps {
  readonly value: string;
  readonly checked: boolean;
  readonly hint: string;
  readonly children: ComponentChildren;
}

function Radio({ value, checked, hint, children }: RadioProps) {
  const id = `champ-motif-${value}`;
  return (
    <div class="option">
      <input type="radio" id={id} name="motif" value={value} checked={checked} aria-describedby={`${id}-aide`} />
      <label for={id}>{children}</label>
      <p class="hint" id={`${id}-aide`}>
        {french(hint)}
      </p>
    </div>
  );
}

/** Texts that an administrator prepared for the member's agents. */
function Texts({ texts, issues }: SendingPageView) {
  if (texts.length === 0) return null;
  const options = [["", words.noText] as const, ...texts.map(({ id, title }) => [id, title] as const)];
  return (
    <div class="sending-texts">
      <SelectField name="modele" label={words.texts} value="" issues={issues} options={options} />
      <button type="submit" class="button button-secondary" name="faire" value="reprendre">
        {words.takeText}
      </button>
    </div>
  );
}

function Quotes({ quotes }: SendingPageView) {
  return (
    <details>
      <summary>{words.quotes}</summary>
      <p class="hint">{words.quotesHint}</p>
      <dl class="sending-quotes">
        {quotes.map(({ source, title }) => (
          <div key={source}>
            <dt>
              <code>{`{{ ${source} }}`}</code>
            </dt>
            <dd>{french(title)}</dd>
          </div>
        ))}
      </dl>
    </details>
  );
}

function Preview({
  preview: { reference, subject, body },
}: {
  readonly preview: NonNullable<SendingPageView["preview"]>;
}) {
  return (
    <section class="panel sending-preview" aria-labelledby="apercu" id="fait">
      <h2 id="apercu">{words.mailing.previewTitle(reference)}</h2>
      <p>
        <strong>{subject}</strong>
      </p>
      {body.split(/\n{2,}/).map((paragraph, rank) => (
        <p class="lines" key={`${rank} ${paragraph}`}>
          {paragraph}
        </p>
      ))}
    </section>
  );
}
