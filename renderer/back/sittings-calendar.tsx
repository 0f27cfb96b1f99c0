import { AdminTable } from "../admin/admin-parts.tsx";
import { french } from "../french.ts";
import { sittingWords } from "../strings-sittings.ts";
import { calendarWords as words } from "../strings-sittings-calendar.ts";

/** One day of a session. */
export interface CalendarLine {
  readonly href: string;
  /** "14 h – 14 h 45"; "" when the register says no hours. */
  readonly hours: string;
  readonly title: string;
  readonly place: string;
  readonly state: string;
  /** "12 sur 20", for each kind. */
  readonly taken: string;
  readonly waiting: number;
  readonly left: string;
  /** It does not take place. */
  readonly cancelled: boolean;
}

export interface CalendarDay {
  /** "2027-01-06". */
  readonly day: string;
  /** "mercredi 6 janvier 2027". */
  readonly title: string;
  readonly lines: readonly CalendarLine[];
  /** Of the month shown. */
  readonly inside: boolean;
  readonly today: boolean;
}

export type CalendarSpan = "liste" | "semaine" | "mois";

export interface CalendarTabs {
  /** Address of the sessions, without query. */
  readonly href: string;
  readonly span: CalendarSpan;
  /** The day at hand, "2027-01-06". */
  readonly day: string;
}

export interface CalendarView extends CalendarTabs {
  /** "Semaine du lundi 4 janvier 2027", "Janvier 2027". */
  readonly title: string;
  readonly days: readonly CalendarDay[];
  /** Days to go to. */
  readonly before: string;
  readonly after: string;
  readonly today: string;
}

const addressOf = (href: string, span: CalendarSpan, day: string): string =>
  span === "liste" ? href : `${href}?${new URLSearchParams({ vue: span, jour: day })}`;

/** The sessions of a register as a list, a week or a month. */
export function SittingTabs({ tabs: { href, span, day } }: { readonly tabs: CalendarTabs }) {
  return (
    <nav class="tabs" aria-label={words.views}>
      <ul>
        {(["liste", "semaine", "mois"] as const).map((each) => (
          <li key={each}>
            <a href={addressOf(href, each, day)} aria-current={each === span ? "page" : undefined}>
              {words.tabs[each]}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}

/** A week, day by day, or a month as a table. */
export function SittingCalendar({ view }: { readonly view: CalendarView }) {
  const any = view.days.some(({ lines }) => lines.length > 0);
  return (
    <>
      <Moves view={view} />
      <h2>{french(view.title)}</h2>
      {!any && <p class="empty">{words.none[view.span === "mois" ? "mois" : "semaine"]}</p>}
      {view.span === "mois" ? <Month view={view} /> : view.days.map((day) => <WeekDay key={day.day} day={day} />)}
    </>
  );
}

function Moves({ view: { href, span, day, before, after, today } }: { readonly view: CalendarView }) {
  const kind = span === "mois" ? "mois" : "semaine";
  return (
    <div class="agenda-tools">
      <p class="agenda-moves">
        <a href={addressOf(href, span, before)}>{words.before[kind]}</a>
        <a href={addressOf(href, span, today)}>{words.today}</a>
        <a href={addressOf(href, span, after)}>{words.after[kind]}</a>
      </p>
      <form method="get" action={href} class="agenda-pick">
        <input type="hidden" name="vue" value={span} />
        <label for="jour">{words.date}</label>
        <input class="input" type="date" id="jour" name="jour" value={day} />
        <button type="submit" class="button button-secondary">
          {words.show}
        </button>
      </form>
    </div>
  );
}

function WeekDay({ day: { day, title, lines } }: { readonly day: CalendarDay }) {
  if (lines.length === 0) return null;
  const { columns } = words;
  return (
    <section class="agenda-day" aria-labelledby={`jour-${day}`}>
      <h3 id={`jour-${day}`}>{french(title)}</h3>
      <AdminTable caption={title} columns={Object.values(columns)}>
        {lines.map((line) => (
          <tr key={line.href + line.hours}>
            <th scope="row">
              <a href={line.href}>{french(line.title)}</a>
            </th>
            <td data-label={columns.hours}>{french(line.hours)}</td>
            <td data-label={columns.place}>{french(line.place)}</td>
            <td data-label={columns.taken}>{french(line.taken)}</td>
            <td data-label={columns.waiting}>{line.waiting}</td>
            <td data-label={columns.left}>{line.cancelled ? "–" : french(line.left)}</td>
            <td data-label={columns.state}>{line.state}</td>
          </tr>
        ))}
      </AdminTable>
    </section>
  );
}

function Month({ view: { days, title } }: { readonly view: CalendarView }) {
  const weeks = Array.from({ length: Math.ceil(days.length / 7) }, (_, week) => days.slice(week * 7, week * 7 + 7));
  return (
    <table class="month">
      <caption class="sr">{title}</caption>
      <thead>
        <tr>
          {words.weekdays.map((weekday) => (
            <th key={weekday} scope="col">
              {weekday}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {weeks.map((week) => (
          <tr key={week[0]?.day}>
            {week.map((day) => (
              <MonthDay key={day.day} day={day} />
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function MonthDay({ day: { day, title, lines, inside, today } }: { readonly day: CalendarDay }) {
  const classes = [inside ? "" : "month-outside", lines.length === 0 ? "month-empty" : ""].filter(
    (name) => name !== "",
  );
  return (
    <td class={classes.length > 0 ? classes.join(" ") : undefined} aria-current={today ? "date" : undefined}>
      <p class="month-day">
        <span class="month-number" aria-hidden="true">
          {Number(day.slice(8))}
        </span>
        <span class="month-title">{french(title)}</span>
      </p>
      {lines.length > 0 && (
        <ul>
          {lines.map((line) => (
            <li key={line.href + line.hours}>
              <a href={line.href}>{french(line.title)}</a>{" "}
              <span class="month-more">
                {french(
                  [line.hours, line.cancelled ? line.state : sittingWords.places(line.taken), waitingText(line)]
                    .filter((part) => part !== "")
                    .join(", "),
                )}
              </span>
            </li>
          ))}
        </ul>
      )}
    </td>
  );
}

const waitingText = ({ waiting, cancelled }: CalendarLine): string =>
  waiting > 0 && !cancelled ? sittingWords.waitingCount(waiting) : "";
