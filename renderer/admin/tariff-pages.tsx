import {
  amountHeading,
  amountText,
  cellText,
  formatDate,
  type Tariff,
  type TariffRow,
  type TariffVersion,
} from "../../engine/index.ts";
import type { BackFrame } from "../back/back-page.tsx";
import { french } from "../french.ts";
import { tariffWords as words } from "../strings-tariffs.ts";
import { renderAdminPage } from "./admin-page.tsx";
import { AdminTable } from "./admin-parts.tsx";

/** A table of a definition, with what holds today and what comes next. */
export interface TariffLine {
  readonly href: string;
  readonly title: string;
  readonly definition: string;
  /** Nothing gives a price. */
  readonly none: boolean;
  /** Day from which what holds does; null for the rows of the definition. */
  readonly since: string | null;
  /** What holds does not suit the columns of today. */
  readonly unfit: boolean;
  readonly next: string | null;
}

/** Every table that the member fills. */
export function tariffsPage({
  frame,
  lines,
}: {
  readonly frame: BackFrame;
  readonly lines: readonly TariffLine[];
}): string {
  const { columns } = words;
  return renderAdminPage({
    frame,
    title: words.title,
    lead: words.intro,
    children: (
      <AdminTable caption={words.title} columns={Object.values(columns)} none={words.none}>
        {lines.map((line) => (
          <tr key={line.href}>
            <th scope="row">
              <a href={line.href}>{line.title}</a>
            </th>
            <td data-label={columns.definition}>{line.definition}</td>
            <td data-label={columns.now}>
              {line.none ? words.nothing : line.since === null ? words.original : words.since(formatDate(line.since))}
              {line.unfit && <p class="tariff-unfit">{words.unfit}</p>}
            </td>
            <td data-label={columns.next}>{line.next === null ? "–" : words.from(formatDate(line.next))}</td>
          </tr>
        ))}
      </AdminTable>
    ),
  });
}

export interface TariffPageView {
  readonly frame: BackFrame;
  readonly list: string;
  readonly base: string;
  /** Title of the definition. */
  readonly definition: string;
  readonly tariff: Tariff;
  /** What holds today, under its name in an address. */
  readonly held: {
    readonly key: string;
    readonly version: TariffVersion | null;
    readonly rows: readonly TariffRow[];
  } | null;
  /** Why it does not suit any more. */
  readonly faults: readonly string[];
  readonly coming: readonly TariffVersion[];
  /** Latest first. */
  readonly past: readonly TariffVersion[];
  readonly notice: string | undefined;
}

/** One table: its rows of today, those prepared, those of before. */
export function tariffPage(view: TariffPageView): string {
  const { frame, base, tariff, held } = view;
  return renderAdminPage({
    frame,
    title: tariff.title,
    back: { href: view.list, label: words.back },
    add: { href: `${base}/nouvelle`, label: words.prepare },
    notice: view.notice,
    lead: view.definition,
    children: (
      <>
        <h2>{words.now}</h2>
        {held === null ? <p class="empty">{words.nothing}</p> : <Held base={base} tariff={tariff} held={held} />}
        {view.faults.length > 0 && (
          <div class="notice notice-refused">
            <p>{words.unfit}</p>
            <ul>
              {view.faults.map((fault) => (
                <li key={fault}>{french(fault)}</li>
              ))}
            </ul>
          </div>
        )}
        <Versions title={words.coming} base={base} label={words.change} versions={view.coming} />
        <Versions title={words.past} base={base} label={words.see} versions={view.past} />
      </>
    ),
  });
}

function Held({
  base,
  tariff,
  held,
}: Pick<TariffPageView, "base" | "tariff"> & { readonly held: NonNullable<TariffPageView["held"]> }) {
  const { version } = held;
  return (
    <>
      <p>
        {version === null ? words.original : words.since(formatDate(version.since))}
        {version?.decision !== undefined && ` – ${words.decidedBy(version.decision)}`}
      </p>
      <TariffRows tariff={tariff} rows={held.rows} />
      <p>
        <a href={`${base}/${held.key}/csv`}>{words.export}</a>
      </p>
    </>
  );
}

function Versions(view: {
  readonly title: string;
  readonly base: string;
  readonly label: string;
  readonly versions: readonly TariffVersion[];
}) {
  if (view.versions.length === 0) return null;
  return (
    <>
      <h2>{view.title}</h2>
      <ul class="tariff-versions">
        {view.versions.map(({ since, decision }) => (
          <li key={since}>
            {words.from(formatDate(since))}
            {decision !== undefined && `, ${decision}`} : <a href={`${view.base}/${since}`}>{view.label}</a>
          </li>
        ))}
      </ul>
    </>
  );
}

/** Rows that were applied: to read. */
export function tariffVersionPage(view: {
  readonly frame: BackFrame;
  readonly base: string;
  readonly tariff: Tariff;
  readonly version: TariffVersion;
}): string {
  const { base, tariff, version } = view;
  return renderAdminPage({
    frame: view.frame,
    title: words.versionTitle(tariff.title, formatDate(version.since)),
    back: { href: base, label: words.backTo(tariff.title) },
    lead: words.readOnly,
    children: (
      <>
        {version.decision !== undefined && <p>{words.decidedBy(version.decision)}</p>}
        <TariffRows tariff={tariff} rows={version.rows} />
        <p>
          <a href={`${base}/${version.since}/csv`}>{words.export}</a>
        </p>
      </>
    ),
  });
}

/** Rows to read, as a table. */
function TariffRows({ tariff, rows }: { readonly tariff: Tariff; readonly rows: readonly TariffRow[] }) {
  return (
    <AdminTable
      caption={words.caption(tariff.title)}
      columns={[words.fields.row, ...tariff.columns.map(({ title }) => title), amountHeading(tariff)]}
    >
      {rows.map((row, index) => (
        <tr key={index}>
          <th scope="row">{index + 1}</th>
          {tariff.columns.map((column) => (
            <td key={column.id} data-label={column.title}>
              {cellText(column, row.cells[column.id])}
            </td>
          ))}
          <td class="number" data-label={amountHeading(tariff)}>
            {amountText(tariff, row.amount)}
          </td>
        </tr>
      ))}
    </AdminTable>
  );
}
