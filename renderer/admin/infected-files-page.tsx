import type { BackFrame } from "../back/back-page.tsx";
import type { ShownIssue } from "../error-summary.tsx";
import { Csrf, type SiteView } from "../page.tsx";
import { infectedWords as words } from "../strings-infected.ts";
import { renderAdminPage } from "./admin-page.tsx";
import { AdminTable } from "./admin-parts.tsx";
import { TextField } from "./fields.tsx";

export interface InfectedLine {
  readonly id: string;
  readonly name: string;
  readonly threat: string;
  /** "3 mars 2026 à 14 h 30". */
  readonly sent: string;
  /** Title and reference of its entry, in words. */
  readonly about: string;
}

/** The files that the antivirus set aside, each with what gives it back. */
export function infectedFilesPage(view: {
  readonly frame: BackFrame;
  readonly base: string;
  readonly lines: readonly InfectedLine[];
  readonly issues: readonly ShownIssue[];
  readonly notice: string | undefined;
}): string {
  const { frame, base, lines, issues } = view;
  return renderAdminPage({
    frame,
    title: words.title,
    issues,
    notice: view.notice,
    lead: words.intro,
    children: (
      <>
        <AdminTable caption={words.title} columns={Object.values(words.columns)} none={words.none}>
          {lines.map((line) => (
            <Row key={line.id} line={line} base={base} issues={issues} site={frame.site} />
          ))}
        </AdminTable>
      </>
    ),
  });
}

interface RowProps {
  readonly line: InfectedLine;
  readonly base: string;
  readonly issues: readonly ShownIssue[];
  readonly site: SiteView;
}

function Row({ line: { id, name, threat, sent, about }, base, issues, site }: RowProps) {
  const { columns } = words;
  const open = issues.some(({ pointer }) => pointer === `/${id}`);
  return (
    <tr>
      <th scope="row">
        {name} <span class="quiet">{words.sent(sent)}</span>
      </th>
      <td data-label={columns.threat}>{threat}</td>
      <td data-label={columns.about}>{about}</td>
      <td data-label={columns.act}>
        <details class="confirmed" open={open}>
          <summary aria-label={words.of(name)}>{words.release}</summary>
          <form method="post" action={`${base}/${id}/rendre#erreurs`} class="admin-form" data-enhance="form" novalidate>
            <Csrf site={site} />
            <TextField name={id} label={words.reason} hint={words.reasonHint} value="" issues={issues} size={40} />
            <button type="submit" class="button button-danger">
              {words.confirm}
            </button>
          </form>
        </details>
      </td>
    </tr>
  );
}
