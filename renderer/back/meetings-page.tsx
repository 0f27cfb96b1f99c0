import { formatDate } from "../../engine/index.ts";
import { AdminTable } from "../admin/admin-parts.tsx";
import { ADMIN_ROOT } from "../admin/fields.tsx";
import { ErrorSummary, type ShownIssue } from "../error-summary.tsx";
import { french } from "../french.ts";
import { Csrf } from "../page.tsx";
import { meetingWords as words } from "../strings-meetings.ts";
import { WorkNav } from "../works/work-nav.tsx";
import { type BackFrame, renderBackPage } from "./back-page.tsx";
import { MeetingDay } from "./meeting-day.tsx";

export interface MeetingsPageView {
  readonly frame: BackFrame;
  /** Of the commission. */
  readonly title: string;
  /** Of the definition. */
  readonly about: string;
  readonly base: string;
  readonly listHref: string;
  /** Query string of the list a new meeting would be about. */
  readonly list: string;
  readonly meetings: readonly {
    readonly href: string;
    readonly day: string;
    readonly state: keyof typeof words.states;
    readonly by: string;
  }[];
  /** Whether she prepares meetings, rather than read them. */
  readonly acts: boolean;
  readonly typedDay: string;
  readonly issues: readonly ShownIssue[];
}

/** The meetings of a definition, and the form that prepares another. */
export function meetingsPage(view: MeetingsPageView): string {
  const { frame, title, columns } = { ...view, columns: words.columns };
  return renderBackPage({
    frame,
    title: words.title,
    error: view.issues.length > 0,
    children: (
      <>
        {view.acts && <WorkNav href={view.listHref} label={words.backToList} />}
        <ErrorSummary issues={view.issues} root={ADMIN_ROOT} />
        <h1>{words.title}</h1>
        <p class="glance-title">{view.about}</p>
        <p>{words.lead}</p>
        <AdminTable caption={words.title} columns={Object.values(columns)} none={words.none}>
          {view.meetings.map((meeting) => (
            <tr key={meeting.href}>
              <th scope="row">
                <a href={meeting.href}>{words.meeting(title, formatDate(meeting.day))}</a>
              </th>
              <td data-label={columns.state}>{words.states[meeting.state]}</td>
              <td data-label={columns.by}>{meeting.by}</td>
            </tr>
          ))}
        </AdminTable>
        {view.acts && <New view={view} />}
      </>
    ),
  });
}

function New({ view }: { readonly view: MeetingsPageView }) {
  return (
    <section class="panel meeting-new" aria-labelledby="preparer">
      <h2 id="preparer">{words.newTitle}</h2>
      <p>{view.list === "" ? words.wholeList : words.someList}</p>
      <p class="hint">{french(words.newHint)}</p>
      <form method="post" action={view.base} data-enhance="form" noValidate>
        <Csrf site={view.frame.site} />
        <input type="hidden" name="liste" value={view.list} />
        <MeetingDay typed={view.typedDay} issues={view.issues} />
        <button type="submit" class="button">
          {words.create}
        </button>
      </form>
    </section>
  );
}
