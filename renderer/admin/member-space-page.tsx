import type { BackFrame } from "../back/back-page.tsx";
import type { ShownIssue } from "../error-summary.tsx";
import { fieldId } from "../field-id.ts";
import { french } from "../french.ts";
import { Csrf } from "../page.tsx";
import { accessibilityWords } from "../strings-accessibility.ts";
import { memberSpace as words } from "../strings-admin-member.ts";
import { describedBy, FieldError, Hint } from "../theme/messages.tsx";
import { renderAdminPage } from "./admin-page.tsx";
import { ColourField } from "./colour-field.tsx";
import { ColourProposals } from "./colour-preview.tsx";
import { ADMIN_ROOT, SelectField, TextField } from "./fields.tsx";

type FieldName = keyof typeof words.fields;
type SectionId = Exclude<keyof typeof words.sections, "logo">;

export interface MemberSpaceView {
  readonly frame: BackFrame;
  readonly base: string;
  readonly home: string;
  /** Whether citizens see the member. */
  readonly open: boolean;
  readonly logo: string | null;
  readonly sections: readonly {
    readonly id: SectionId;
    readonly rows: readonly { readonly name: FieldName; readonly value: string }[];
  }[];
  /** About the logo. */
  readonly issues: readonly ShownIssue[];
  readonly saved: boolean;
}

/** What a member shows of itself, section by section. */
export function memberSpacePage(view: MemberSpaceView): string {
  const { frame, base, issues } = view;
  return renderAdminPage({
    frame,
    title: words.title,
    issues,
    notice: view.saved ? words.saved : undefined,
    lead: view.open ? words.intro : words.preview,
    children: (
      <>
        <p>
          <a href={view.home}>{words.see}</a>
        </p>
        {view.sections.slice(0, 1).map((section) => (
          <SectionPart key={section.id} base={base} {...section} />
        ))}
        <LogoPart {...view} />
        {view.sections.slice(1).map((section) => (
          <SectionPart key={section.id} base={base} {...section} />
        ))}
      </>
    ),
  });
}

function SectionPart({ base, id, rows }: MemberSpaceView["sections"][number] & { readonly base: string }) {
  const title = words.sections[id];
  return (
    <section class="space-part" aria-labelledby={`partie-${id}`}>
      <h2 id={`partie-${id}`}>{title}</h2>
      <dl class="space-rows">
        {rows.map(({ name, value }) => (
          <div key={name}>
            <dt>{words.fields[name].label}</dt>
            <dd>
              {id === "couleurs" && value !== "" && <Swatch colour={value} />}
              {value === "" ? <span class="quiet">{words.none}</span> : french(shortened(value))}
            </dd>
          </div>
        ))}
      </dl>
      <a class="button button-secondary" href={`${base}/${id}`}>
        {words.edit}
        <span class="sr"> : {title}</span>
      </a>
    </section>
  );
}

const shortened = (text: string): string => (text.length > 200 ? `${text.slice(0, 200)}…` : text);

/** A colour as a drawing: the policy of our pages takes no style from them. */
function Swatch({ colour }: { readonly colour: string }) {
  return (
    <svg class="swatch" viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">
      <rect width="16" height="16" rx="3" fill={colour} stroke="#74716b" />
    </svg>
  );
}

function LogoPart({ frame, base, logo, issues }: MemberSpaceView) {
  const id = fieldId("/logo", ADMIN_ROOT);
  const messages = issues.map(({ message }) => message);
  const description = describedBy(id, words.logo.hint, messages);
  return (
    <section class="space-part" aria-labelledby="partie-logo">
      <h2 id="partie-logo">{words.sections.logo}</h2>
      {logo === null ? (
        <p class="quiet">{words.logo.initials}</p>
      ) : (
        <p>
          <img class="logo" src={logo} alt={words.logo.current} width="56" height="56" />
        </p>
      )}
      <form method="post" action={`${base}/logo`} encType="multipart/form-data" class="admin-form">
        <Csrf site={frame.site} />
        <div class={`field${messages.length > 0 ? " field-error" : ""}`}>
          <label class="label" for={id}>
            {words.logo.label}
          </label>
          <Hint id={id} text={words.logo.hint} />
          <FieldError id={id} messages={messages} />
          <input
            type="file"
            id={id}
            name="logo"
            accept="image/png,image/jpeg,image/svg+xml"
            {...(description !== undefined && { "aria-describedby": description })}
          />
        </div>
        <div class="actions">
          <button type="submit" class="button">
            {words.logo.send}
          </button>
          {logo !== null && (
            <button type="submit" class="button button-secondary" name="action" value="retirer">
              {words.logo.remove}
            </button>
          )}
        </div>
      </form>
    </section>
  );
}

export interface SectionView {
  readonly frame: BackFrame;
  readonly base: string;
  readonly id: SectionId;
  readonly fields: readonly {
    readonly name: FieldName;
    readonly lines?: number;
    readonly required?: boolean;
    readonly type?: "text" | "tel" | "email" | "date";
    readonly options?: readonly (readonly [string, string])[];
  }[];
  readonly typed: Readonly<Record<string, string>>;
  readonly issues: readonly ShownIssue[];
  /** Address of its declaration of accessibility. */
  readonly declaration: string;
  /** It runs the group: its texts stand on the pages of no member too. */
  readonly runs: boolean;
  /** Shades that read, by colour, when those typed do not. */
  readonly proposed: ReadonlyMap<FieldName, string>;
}

/** One section to fill in. */
export function sectionPage(view: SectionView): string {
  const { frame, base, id, fields, typed, issues, proposed } = view;
  const title = words.sections[id];
  return renderAdminPage({
    frame,
    title,
    back: { href: base, label: words.title },
    issues,
    children: (
      <>
        {id === "adresse" && <p>{words.host.how}</p>}
        {id === "accessibilite" && (
          <p class="measure">
            {accessibilityWords.form.lead} <a href={view.declaration}>{accessibilityWords.form.see}</a>
          </p>
        )}
        {(id === "textes" || id === "accessibilite") && view.runs && (
          <p class="measure">
            {words.common} <a href={id === "textes" ? "/mentions-legales" : "/accessibilite"}>{words.seeCommon}</a>
          </p>
        )}
        <form method="post" action={`${base}/${id}`} class="admin-form" novalidate>
          <Csrf site={frame.site} />
          <div class="fields">
            {fields.map(({ name, lines, required = false, type = "text", options }) => {
              const { label, hint } = words.fields[name];
              const field = {
                ...{ name, label, issues, type, optional: !required, value: typed[name] ?? "" },
                ...(hint !== "" && { hint }),
                ...(lines !== undefined && { lines }),
              };
              if (options !== undefined) return <SelectField key={name} {...field} options={options} />;
              return id === "couleurs" ? <ColourField key={name} {...field} /> : <TextField key={name} {...field} />;
            })}
          </div>
          <button type="submit" class="button">
            {words.save}
          </button>
          {id === "couleurs" && <ColourProposals typed={typed} proposed={proposed} />}
        </form>
      </>
    ),
  });
}
