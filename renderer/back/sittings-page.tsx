import { AdminTable } from "../admin/admin-parts.tsx";
import { french } from "../french.ts";
import { sittingWords as words } from "../strings-sittings.ts";
import { type BackFrame, renderBackPage } from "./back-page.tsx";
import { type CalendarTabs, type CalendarView, SittingCalendar, SittingTabs } from "./sittings-calendar.tsx";

/** One session in the list of a register. */
export interface SittingLine {
  readonly href: string;
  readonly title: string;
  readonly when: string;
  readonly state: string;
  /** "12 sur 20", for each kind. */
  readonly taken: string;
  readonly waiting: number;
  readonly left: string;
}

export interface SittingsPageView {
  readonly frame: BackFrame;
  readonly register: string;
  readonly href: string;
  readonly tabs: CalendarTabs;
  /** Shown by days; else the two lists. */
  readonly calendar: CalendarView | null;
  readonly coming: readonly SittingLine[];
  readonly past: readonly SittingLine[];
}

/** The sessions of a register, with what is taken of each. */
export function sittingsPage({ frame, register, href, tabs, calendar, coming, past }: SittingsPageView): string {
  return renderBackPage({
    frame,
    title: words.title(register),
    children: (
      <>
        <div class="title-row">
          <h1>{words.title(register)}</h1>
          <a class="button button-secondary" href={href}>
            {words.register}
          </a>
        </div>
        <SittingTabs tabs={tabs} />
        {calendar && <SittingCalendar view={calendar} />}
        {!calendar && <Lines caption={words.title(register)} lines={coming} />}
        {past.length > 0 && (
          <section class="sitting-part">
            <h2>{words.past}</h2>
            <Lines caption={words.past} lines={past} />
          </section>
        )}
      </>
    ),
  });
}

function Lines({ caption, lines }: { readonly caption: string; readonly lines: readonly SittingLine[] }) {
  const { columns } = words;
  return (
    <AdminTable caption={caption} columns={Object.values(columns)} none={words.none}>
      {lines.map((line) => (
        <tr key={line.href}>
          <th scope="row">
            <a href={line.href}>{french(line.title)}</a>
          </th>
          <td data-label={columns.when}>{french(line.when)}</td>
          <td data-label={columns.state}>{line.state}</td>
          <td data-label={columns.taken}>{line.taken}</td>
          <td data-label={columns.waiting}>{line.waiting}</td>
          <td data-label={columns.left}>{line.left}</td>
        </tr>
      ))}
    </AdminTable>
  );
}
