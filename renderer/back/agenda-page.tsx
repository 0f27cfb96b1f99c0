import type { Attendance } from "../../engine/index.ts";
import { AdminTable, Notice } from "../admin/admin-parts.tsx";
import { french } from "../french.ts";
import { agendaWords as words } from "../strings-agenda.ts";
import { feedWords } from "../strings-agenda-feeds.ts";
import { AgendaWeeks, AttendanceForm, Marks } from "./agenda-attendance.tsx";
import { type BackFrame, renderBackPage } from "./back-page.tsx";

/** One slot that is taken. */
export interface AgendaLine {
  readonly id: string;
  /** "9 h 20 – 9 h 40". */
  readonly hours: string;
  readonly place: string;
  readonly desk: string;
  /** What for, and for how many. */
  readonly reason: string;
  /** The entry that has it, when she may read it. */
  readonly entry: { readonly href: string; readonly label: string } | null;
  readonly state: string;
  /** Whether she came, once it is said. */
  readonly attendance: Attendance | null;
  /** What may be said of it now. */
  readonly marks: readonly Attendance[];
}

/** How many came in a week. */
export interface AgendaWeek {
  /** "lundi 9 mars 2026". */
  readonly monday: string;
  readonly came: number;
  readonly missed: number;
  /** Nobody has said it. */
  readonly unknown: number;
}

export interface AgendaDay {
  /** "2026-03-09". */
  readonly day: string;
  /** "lundi 9 mars 2026". */
  readonly title: string;
  readonly lines: readonly AgendaLine[];
  /** Slots left for one person, of the base length; null for a day that has passed. */
  readonly free: number | null;
}

export interface AgendaPageView {
  readonly frame: BackFrame;
  /** Title and address of the register. */
  readonly register: string;
  readonly href: string;
  readonly span: "jour" | "semaine" | "presences";
  readonly day: string;
  readonly title: string;
  readonly places: readonly { readonly value: string; readonly label: string }[];
  readonly place: string;
  readonly days: readonly AgendaDay[];
  /** Of "presences". */
  readonly weeks: readonly AgendaWeek[];
  /** What the attendance just kept came to. */
  readonly notice: string | null;
  /** Days to go to. */
  readonly before: string;
  readonly after: string;
  readonly today: string;
}

/** The slots taken on a day or in a week, and how many are left. */
export function agendaPage(view: AgendaPageView): string {
  const title = words.title(view.register);
  return renderBackPage({
    frame: view.frame,
    title: `${view.title} – ${title}`,
    children: (
      <>
        <div class="title-row">
          <h1>{title}</h1>
          <a class="button button-secondary" href={view.href}>
            {words.list}
          </a>
          <a class="button button-secondary" href={`${view.href}/agenda/calendriers`}>
            {feedWords.open}
          </a>
        </div>
        <Notice text={view.notice ?? undefined} />
        <Tabs view={view} />
        <Tools view={view} />
        <h2>{french(view.title)}</h2>
        {view.span === "presences" && <AgendaWeeks weeks={view.weeks} />}
        {view.span === "semaine" && <DayLinks days={view.days} />}
        {view.days.map((day) => (
          <Day key={day.day} day={day} view={view} />
        ))}
      </>
    ),
  });
}

function addressOf({ href, place }: AgendaPageView, span: AgendaPageView["span"], day: string): string {
  const query = new URLSearchParams({ vue: span, jour: day, ...(place !== "" && { lieu: place }) });
  return `${href}/agenda?${query}`;
}

function Tabs({ view }: { readonly view: AgendaPageView }) {
  return (
    <nav class="tabs" aria-label={words.views}>
      <ul>
        {(["jour", "semaine", "presences"] as const).map((span) => (
          <li key={span}>
            <a href={addressOf(view, span, view.day)} aria-current={span === view.span ? "page" : undefined}>
              {words.tabs[span]}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}

function Tools({ view }: { readonly view: AgendaPageView }) {
  const { span, before, after, today, day, places, place, href } = view;
  return (
    <div class="agenda-tools">
      <p class="agenda-moves">
        <a href={addressOf(view, span, before)}>{words.before[span]}</a>
        <a href={addressOf(view, span, today)}>{words.today}</a>
        <a href={addressOf(view, span, after)}>{words.after[span]}</a>
      </p>
      <form method="get" action={`${href}/agenda`} class="agenda-pick">
        <input type="hidden" name="vue" value={span} />
        <p class="agenda-choice">
          <label for="jour">{words.date}</label>
          <input class="input" type="date" id="jour" name="jour" value={day} />
        </p>
        {places.length > 1 && (
          <p class="agenda-choice">
            <label for="lieu">{words.place}</label>
            <select class="input select" id="lieu" name="lieu">
              <option value="">{words.everywhere}</option>
              {places.map((option) => (
                <option key={option.value} value={option.value} selected={option.value === place}>
                  {option.label}
                </option>
              ))}
            </select>
          </p>
        )}
        <button type="submit" class="button button-secondary">
          {words.show}
        </button>
      </form>
    </div>
  );
}

/** The days of a week, to go to one without passing through the others. */
function DayLinks({ days }: { readonly days: readonly AgendaDay[] }) {
  return (
    <nav class="agenda-days" aria-label={words.days}>
      <ul>
        {days.map(({ day, title, lines }) => (
          <li key={day}>
            <a href={`#jour-${day}`}>{french(title.replace(/ \d{4}$/, ""))}</a> <span class="hint">{lines.length}</span>
          </li>
        ))}
      </ul>
    </nav>
  );
}

function Day({ day, view }: { readonly day: AgendaDay; readonly view: AgendaPageView }) {
  const { title, lines } = day;
  const table = <DayTable day={day} everywhere={view.places.length > 1 && view.place === ""} />;
  return (
    <section class="agenda-day" aria-label={title}>
      {view.span !== "jour" && (
        <h3 id={`jour-${day.day}`} tabIndex={-1}>
          {french(title)}
        </h3>
      )}
      <p class="hint">{summaryOf(day)}</p>
      {lines.length > 0 &&
        (lines.some(({ marks }) => marks.length > 0) ? (
          <AttendanceForm day={day} view={view}>
            {table}
          </AttendanceForm>
        ) : (
          table
        ))}
    </section>
  );
}

/** "12 rendez-vous : 9 venus, 1 absent, 2 à noter. 4 créneaux libres." */
function summaryOf({ lines, free }: AgendaDay): string {
  const count = (mark: Attendance) => lines.filter(({ attendance }) => attendance === mark).length;
  const [came, missed] = [count("came"), count("missed")];
  const open = lines.filter(({ marks }) => marks.length > 0).length;
  const told = came + missed + open === 0 ? "" : ` : ${words.attendance.told(came, missed, open)}`;
  const booked = lines.length === 0 ? words.none : `${words.count(lines.length)}${told}.`;
  return french(free === null ? booked : `${booked} ${words.left(free)}.`);
}

/** @param everywhere several places are shown together: each line says its own */
function DayTable({ day: { title, lines }, everywhere }: { readonly day: AgendaDay; readonly everywhere: boolean }) {
  const { columns } = words;
  const says = lines.some(saysAttendance);
  const desks = lines.some(({ desk, place }) => desk !== "" && desk !== place);
  const shown = [
    columns.hours,
    ...(everywhere ? [columns.place] : []),
    ...(desks ? [columns.desk] : []),
    ...[columns.reason, columns.who, columns.state],
    ...(says ? [words.attendance.column] : []),
  ];
  return (
    <AdminTable caption={title} columns={shown}>
      {lines.map((line) => (
        <tr key={line.id}>
          <th scope="row">{line.hours}</th>
          {everywhere && <td data-label={columns.place}>{line.place}</td>}
          {desks && <td data-label={columns.desk}>{line.desk}</td>}
          <td data-label={columns.reason}>{line.reason}</td>
          <td data-label={columns.who}>
            {line.entry === null ? words.taken : <a href={line.entry.href}>{line.entry.label}</a>}
          </td>
          <td data-label={columns.state}>{line.state}</td>
          {says && (
            <td data-label={words.attendance.column}>
              <Marks line={line} />
            </td>
          )}
        </tr>
      ))}
    </AdminTable>
  );
}

const saysAttendance = ({ marks, attendance }: AgendaLine): boolean => marks.length > 0 || attendance !== null;
