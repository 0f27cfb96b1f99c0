import { french } from "../../french.ts";
import { seatWords as words } from "../../strings-seats.ts";
import { type Control, type ControlProps, described } from "../control.tsx";
import type { SeatOption } from "../seat-view.ts";

/** The sessions, each with what is left; those that cannot be chosen now say why. */
export const seat: Control = {
  grouped: true,
  render: (props) => {
    const { seat: view } = props;
    if (view === undefined) return <p class="slot-none">{words.notOffered}</p>;
    const first = view.sessions.findIndex(({ closed }) => closed === null);
    return (
      <div class="seat">
        {view.until !== null && <p class="seat-kept">{french(words.until(view.until))}</p>}
        <div class="options">{view.sessions.map((option, index) => choice(props, option, index === first, index))}</div>
        {view.note !== null && <p class="slot-none">{french(view.note)}</p>}
      </div>
    );
  },
};

/** The first that can be chosen bears the field's own id: a link to the field reaches it. */
function choice(props: ControlProps, option: SeatOption, first: boolean, index: number) {
  const id = first ? props.id : `${props.id}-${index + 1}`;
  const { value, title, when, place, left, tone, closed } = option;
  return (
    <div class="option seat-option" key={value}>
      <input
        type="radio"
        id={id}
        name={`${props.name}[seance]`}
        value={value}
        checked={value === props.seat?.chosen}
        disabled={closed !== null}
        aria-describedby={`${id}-more`}
        aria-invalid={described(props)["aria-invalid"]}
      />
      <label for={id}>{french(title)}</label>
      <p class="hint seat-more" id={`${id}-more`}>
        {french([when, place].filter((part) => part !== "").join(", "))}
        <span class={`seat-left seat-${tone}`}>{french(closed ?? left)}</span>
      </p>
    </div>
  );
}
