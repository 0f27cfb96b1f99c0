import type { ComponentChildren } from "preact";
import { AdminTable } from "../admin/admin-parts.tsx";
import { french } from "../french.ts";
import { Csrf } from "../page.tsx";
import { agendaWords } from "../strings-agenda.ts";
import type { AgendaDay, AgendaLine, AgendaPageView, AgendaWeek } from "./agenda-page.tsx";

const words = agendaWords.attendance;

/** A day whose attendance may be said: each line its choice, then all at once. */
export function AttendanceForm({
  day,
  view: { frame, href, span, place },
  children,
}: {
  readonly day: AgendaDay;
  readonly view: AgendaPageView;
  readonly children: ComponentChildren;
}) {
  return (
    <form method="post" action={`${href}/agenda/presences`} class="attendance">
      <Csrf site={frame.site} />
      <input type="hidden" name="jour" value={day.day} />
      <input type="hidden" name="vue" value={span} />
      <input type="hidden" name="lieu" value={place} />
      {children}
      <p class="attendance-actions">
        <button type="submit" class="button">
          {words.save}
        </button>
        <button type="submit" class="button button-secondary" name="_action" value="came">
          {words.rest}
        </button>
      </p>
    </form>
  );
}

/** Whether she came: what is said, or what may be. */
export function Marks({ line: { id, hours, entry, marks, attendance } }: { readonly line: AgendaLine }) {
  if (attendance !== null) return <>{words.marks[attendance]}</>;
  if (marks.length === 0) return null;
  return (
    <fieldset class="attendance-marks">
      <legend class="sr">{words.of([hours, entry?.label ?? ""].filter((part) => part !== "").join(", "))}</legend>
      {marks.map((mark) => (
        <label key={mark} class="attendance-mark">
          <input type="radio" name={`presence[${id}]`} value={mark} /> {words.marks[mark]}
        </label>
      ))}
    </fieldset>
  );
}

/** Who came, week after week. */
export function AgendaWeeks({ weeks }: { readonly weeks: readonly AgendaWeek[] }) {
  if (weeks.length === 0) return <p class="empty">{words.noWeek}</p>;
  const sum = (part: "came" | "missed" | "unknown") => weeks.reduce((total, week) => total + week[part], 0);
  const total = { monday: words.total, came: sum("came"), missed: sum("missed"), unknown: sum("unknown") };
  return (
    <>
      <AdminTable caption={words.column} columns={Object.values(words.weeks)}>
        {[...weeks, ...(weeks.length > 1 ? [total] : [])].map((week) => (
          <Week key={week.monday} week={week} />
        ))}
      </AdminTable>
      <p class="hint agenda-rate">{words.rateHint}</p>
    </>
  );
}

function Week({ week: { monday, came, missed, unknown } }: { readonly week: AgendaWeek }) {
  const cells = [
    [words.weeks.booked, String(came + missed + unknown)],
    [words.weeks.came, String(came)],
    [words.weeks.missed, String(missed)],
    [words.weeks.unknown, String(unknown)],
    [words.weeks.rate, rateOf(came, missed)],
  ] as const;
  return (
    <tr>
      <th scope="row">{french(monday)}</th>
      {cells.map(([label, text]) => (
        <td key={label} class="number" data-label={label}>
          {text}
        </td>
      ))}
    </tr>
  );
}

const rateOf = (came: number, missed: number): string =>
  came + missed === 0 ? "–" : PERCENT.format(missed / (came + missed));

const PERCENT = new Intl.NumberFormat("fr-FR", { style: "percent", maximumFractionDigits: 1 });
