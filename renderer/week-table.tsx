import { ScrollingTable } from "./scrolling-table.tsx";
import { occupationWords as words } from "./strings-occupation.ts";

/** Hours of a day with as many places free. */
export interface FreeHours {
  readonly from: number;
  readonly to: number;
  readonly free: number;
}

/** The places of one entry in a week. */
export interface WeekView {
  /** A day of the week shown. */
  readonly day: string;
  readonly ages: readonly string[];
  /** Monday first; of each day, the hours by age. */
  readonly week: readonly (readonly (readonly FreeHours[])[])[];
}

export function WeekTable({ view }: { readonly view: WeekView }) {
  return (
    <ScrollingTable name={words.caption(view.day)}>
      <table class="entries occupation-week">
        <caption class="sr">{words.caption(view.day)}</caption>
        <thead>
          <tr>
            <th scope="col">{words.dayColumn}</th>
            {view.ages.map((age) => (
              <th key={age} scope="col">
                {age}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {view.week.map((byAge, weekday) => (
            <tr key={words.days[weekday]}>
              <th scope="row">{words.days[weekday]}</th>
              {byAge.map((hours, age) => (
                <td key={view.ages[age]} data-label={view.ages[age]}>
                  <Hours hours={hours} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollingTable>
  );
}

const told = (free: number): string => (Number.isFinite(free) ? words.free(free) : words.unlimited);

function Hours({ hours }: { readonly hours: readonly FreeHours[] }) {
  const [only, ...others] = hours;
  if (only && others.length === 0) return <>{told(only.free)}</>;
  return (
    <ul class="occupation-hours">
      {hours.map(({ from, to, free }) => (
        <li key={from} class={free === 0 ? "quiet" : undefined}>
          {words.hours(from, to)} : {Number.isFinite(free) ? words.some(free) : words.unlimited}
        </li>
      ))}
    </ul>
  );
}
