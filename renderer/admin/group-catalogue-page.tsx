import { ActionForm, ConfirmedAction } from "../action-form.tsx";
import type { BackFrame } from "../back/back-page.tsx";
import { fieldId } from "../field-id.ts";
import { Csrf } from "../page.tsx";
import { groupCatalogue as words } from "../strings-admin-catalogue.ts";
import { FieldError } from "../theme/messages.tsx";
import { renderAdminPage } from "./admin-page.tsx";
import { AdminTable } from "./admin-parts.tsx";
import { ADMIN_ROOT, TextField } from "./fields.tsx";
import { SharesPart, type SharesView } from "./shares-part.tsx";

export interface CatalogueRow {
  readonly id: string;
  readonly title: string;
  readonly kind: "service" | "register";
  readonly version: number;
  readonly here: "offered" | "stopped" | "none";
  /** Name of the member that wrote it; null for what is common. */
  readonly owner: string | null;
  readonly adopters: readonly string[];
}

export interface CataloguePageView {
  readonly frame: BackFrame;
  readonly base: string;
  readonly rows: readonly CatalogueRow[];
}

/** What the group publishes, and what of it this member uses. */
export function groupCataloguePage({ frame, base, rows }: CataloguePageView): string {
  const { columns } = words;
  return renderAdminPage({
    frame,
    title: words.title,
    lead: words.intro,
    children: (
      <>
        <AdminTable caption={words.caption} columns={Object.values(columns)} none={words.empty}>
          {rows.map((row) => (
            <tr key={row.id}>
              <th scope="row">
                <a href={`${base}/${row.id}`}>{row.title}</a>
              </th>
              <td data-label={columns.kind}>{words.kinds[row.kind]}</td>
              <td data-label={columns.version} class="number">
                {row.version}
              </td>
              <td data-label={columns.here}>{words.here[row.here]}</td>
              <td data-label={columns.adopters}>{row.adopters.join(", ") || words.nobody}</td>
            </tr>
          ))}
        </AdminTable>
      </>
    ),
  });
}

export interface ShelvedView extends SharesView {
  readonly row: CatalogueRow;
  readonly summary: string | null;
  readonly memberName: string;
  /** Id of the unit it needs and the member lacks. */
  readonly missingUnit: string | null;
  /** As written on its page. */
  readonly privacy: {
    readonly purpose: string;
    readonly basis: string;
    readonly retention: string;
    readonly recipients: readonly string[];
  };
  /** Whether the others may adopt it; null when it is not this member's own. */
  readonly offered: boolean | null;
  readonly notice: string | undefined;
}

/** One definition of the group: what it is, and what this member does with it. */
export function shelvedPage(view: ShelvedView): string {
  const { frame, base, row, issues } = view;
  const used = row.here !== "none";
  return renderAdminPage({
    frame,
    title: row.title,
    back: { href: base, label: words.title },
    issues,
    notice: view.notice,
    children: (
      <>
        <What {...view} />
        {row.here !== "offered" && <Adoption {...view} />}
        {used && <SharesPart {...view} action={`${base}/${row.id}`} />}
        {view.offered !== null && <Offer {...view} offered={view.offered} />}
        {row.here === "offered" && (
          <section class="space-part">
            <h2>{words.stop.title}</h2>
            <ConfirmedAction
              site={frame.site}
              action={`${base}/${row.id}/arreter`}
              label={words.stop.title}
              hint={words.stop.hint}
              confirm={words.stop.confirm}
              danger
            />
          </section>
        )}
      </>
    ),
  });
}

function What({ row, summary, privacy }: ShelvedView) {
  const recipients = privacy.recipients.join("\n") || words.recipientsDefault;
  const rows = [
    [words.columns.kind, words.kinds[row.kind]],
    [words.columns.version, String(row.version)],
    [words.owner, row.owner ?? words.common],
    [words.columns.adopters, row.adopters.join(", ") || words.nobody],
  ] as const;
  const processing = [
    [words.purpose, privacy.purpose],
    [words.basis, privacy.basis],
    [words.retention, privacy.retention],
    [words.recipients, recipients],
  ] as const;
  return (
    <>
      {summary !== null && <p class="lead">{summary}</p>}
      <section class="space-part">
        <h2>{words.what}</h2>
        <Rows rows={rows} />
      </section>
      <section class="space-part">
        <h2>{words.processing}</h2>
        <Rows rows={processing} />
      </section>
    </>
  );
}

function Rows({ rows }: { readonly rows: readonly (readonly [string, string])[] }) {
  return (
    <dl class="space-rows">
      {rows.map(([label, value]) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

function Adoption({ frame, base, row, memberName, missingUnit, typed, issues }: ShelvedView) {
  const id = fieldId("/confirme", ADMIN_ROOT);
  const messages = issues.filter(({ pointer }) => pointer === "/confirme").map(({ message }) => message);
  return (
    <section class="space-part">
      <h2>{row.here === "stopped" ? words.adopt.again : words.adopt.title}</h2>
      <form method="post" action={`${base}/${row.id}/adopter`} class="admin-form" novalidate>
        <Csrf site={frame.site} />
        {missingUnit !== null && (
          <>
            <p>{words.adopt.unit}</p>
            <TextField name="service" label={words.adopt.unitName} value={typed.service} issues={issues} size={30} />
          </>
        )}
        <div class={`field${messages.length > 0 ? " field-error" : ""}`}>
          <FieldError id={id} messages={messages} />
          <div class="option">
            <input type="checkbox" id={id} name="confirme" value="oui" />
            <label for={id}>{words.adopt.confirm(memberName)}</label>
          </div>
        </div>
        <button type="submit" class="button">
          {words.adopt.submit}
        </button>
      </form>
    </section>
  );
}

function Offer({ frame, base, row, offered }: ShelvedView & { readonly offered: boolean }) {
  const { offer } = words;
  return (
    <section class="space-part">
      <h2>{offer.title}</h2>
      <p>{offered ? offer.on : offer.off}</p>
      <ActionForm site={frame.site} action={`${base}/${row.id}/offrir`} label={offered ? offer.end : offer.start}>
        <input type="hidden" name="offert" value={offered ? "non" : "oui"} />
      </ActionForm>
    </section>
  );
}
