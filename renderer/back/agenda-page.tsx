import { AdminTable } from "../admin/admin-parts.tsx";
import { french } from "../french.ts";
import { agendaWords as words } from "../strings-agenda.ts";
import { feedWords } from "../strings-agenda-feeds.ts";
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
}

export interface AgendaDay {
  /** "2026-03-09". */
  readonly day: string;
  /** "lundi 9 mars 2026". */
  readonly title: string;
  readonly lines: readonly AgendaLine[];
  /** Slots left for one person, of the base length. */
  readonly free: number;
}

export interface AgendaPageView {
  readonly frame: BackFrame;
  /** Title and address of the register. */
  readonly register: string;
  readonly href: string;
  readonly span: "jour" | "semaine";
  readonly day: string;
  readonly title: string;
  readonly places: readonly { readonly value: string; readonly label: string }[];
  readonly place: string;
  readonly days: readonly AgendaDay[];
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
        <Tabs view={view} />
        <Tools view={view} />
        <h2>{french(view.title)}</h2>
        {view.days.map((day) => (
          <Day key={day.day} day={day} alone={view.span === "jour"} />
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
        {(["jour", "semaine"] as const).map((span) => (
          <li key={span}>
            <a href={addressOf(view, span, view.day)} aria-current={span === view.span ? "page" : undefined}>
              {span === "jour" ? words.day : words.week}
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
        <label for="jour">{words.date}</label>
        <input class="input" type="date" id="jour" name="jour" value={day} />
        {places.length > 1 && (
          <>
            <label for="lieu">{words.place}</label>
            <select class="input select" id="lieu" name="lieu">
              <option value="">{words.everywhere}</option>
              {places.map((option) => (
                <option key={option.value} value={option.value} selected={option.value === place}>
                  {option.label}
                </option>
              ))}
            </select>
          </>
        )}
        <button type="submit" class="button button-secondary">
          {words.show}
        </button>
      </form>
    </div>
  );
}

function Day({ day: { title, lines, free }, alone }: { readonly day: AgendaDay; readonly alone: boolean }) {
  const { columns } = words;
  return (
    <section class="agenda-day" aria-label={title}>
      {!alone && <h3>{french(title)}</h3>}
      <p class="hint">{lines.length === 0 ? `${words.none} ${words.left(free)}.` : `${words.left(free)}.`}</p>
      {lines.length > 0 && (
        <AdminTable caption={title} columns={Object.values(columns)}>
          {lines.map((line) => (
            <tr key={line.id}>
              <th scope="row">{line.hours}</th>
              <td data-label={columns.place}>{line.place}</td>
              <td data-label={columns.desk}>{line.desk}</td>
              <td data-label={columns.reason}>{line.reason}</td>
              <td data-label={columns.who}>
                {line.entry === null ? words.taken : <a href={line.entry.href}>{line.entry.label}</a>}
              </td>
              <td data-label={columns.state}>{line.state}</td>
            </tr>
          ))}
        </AdminTable>
      )}
    </section>
  );
}
