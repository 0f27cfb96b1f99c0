import { slotDay } from "../../../engine/index.ts";
import { french } from "../../french.ts";
import { slotWords as words } from "../../strings-slots.ts";
import { type Control, type ControlProps, described } from "../control.tsx";
import { comeBack } from "../form-context.ts";
import type { SlotOption, SlotView } from "../slot-view.ts";

type Choosing = Extract<SlotView, { readonly kept: null }>;

/** A place, a day, then the hours: submit buttons alone suffice, a script draws the rest as each is chosen. */
export const slot: Control = {
  grouped: true,
  render: (props) => {
    const { slot: view } = props;
    if (view === undefined) return <p class="slot-none">{words.notOffered}</p>;
    return view.kept === null ? choosing(props, view) : kept(props, view.kept);
  },
};

function kept(props: ControlProps, { reservation, text, until, lapsed }: NonNullable<SlotView["kept"]>) {
  return (
    <div class="slot-kept">
      <input type="hidden" name={`${props.name}[reservation]`} value={reservation} />
      <p class="slot-when">{french(text)}</p>
      {until !== null && <p class="hint">{french(words.until(until))}</p>}
      {lapsed && <p class="hint">{french(words.lapsed)}</p>}
      <button
        type="submit"
        class="link"
        id={props.id}
        name="_action"
        value={`remove:${props.pointer}`}
        formAction={comeBack(props.action, props.id)}
      >
        {words.change}
      </button>
    </div>
  );
}

function choosing(props: ControlProps, view: Choosing) {
  const { places, place, days, day, morning, afternoon, note, lost, walkIn } = view;
  return (
    <div class="slot">
      {lost && <p class="slot-lost">{french(words.lost)}</p>}
      {walkIn !== null && <p class="slot-walk-in">{french(walkIn)}</p>}
      {places.length > 1 && picker(props, "place", words.place, words.choosePlace, places, place)}
      {places.length === 1 && <input type="hidden" name={`${props.name}[place]`} value={place} />}
      {places.length === 1 && <p class="slot-place">{french(places[0]?.label ?? "")}</p>}
      {days.length > 0 && picker(props, "jour", words.day, words.chooseDay, days, day)}
      {note !== null && (
        <p class="slot-none" role="status">
          {french(note)}
        </p>
      )}
      {places.length > 0 && (places.length > 1 || days.length > 0) && (
        <button
          type="submit"
          class="button button-secondary slot-show"
          name="_action"
          value="update"
          formAction={comeBack(props.action, `${props.id}-box`)}
        >
          {words.show}
        </button>
      )}
      {morning.length + afternoon.length > 0 && (
        <fieldset class="slot-hours">
          <legend class="label-small">{french(words.hours(slotDay(day)))}</legend>
          {hours(props, words.morning, morning, view.start)}
          {hours(props, words.afternoon, afternoon, view.start)}
        </fieldset>
      )}
    </div>
  );
}

/** The first control bears the field's own id: a link to the field reaches it. */
function picker(
  props: ControlProps,
  key: "place" | "jour",
  label: string,
  empty: string,
  options: readonly SlotOption[],
  chosen: string,
) {
  const id =
    key === "place" || props.slot?.kept !== null || props.slot.places.length < 2 ? props.id : `${props.id}-${key}`;
  return (
    <div class="slot-pick">
      <label class="label-small" for={id}>
        {label}
      </label>
      <select class="input select" id={id} name={`${props.name}[${key}]`} {...described(props)}>
        <option value="">{empty}</option>
        {options.map(({ value, label: text }) => (
          <option key={value} value={value} selected={value === chosen}>
            {text}
          </option>
        ))}
      </select>
    </div>
  );
}

function hours(props: ControlProps, title: string, options: readonly SlotOption[], chosen: string) {
  if (options.length === 0) return null;
  return (
    <fieldset class="slot-half">
      <legend class="slot-half-title">{title}</legend>
      <div class="slot-times">
        {options.map(({ value, label }) => {
          const id = `${props.id}-${value.replace(/\D/g, "")}`;
          return (
            <div class="slot-time" key={value}>
              <input type="radio" id={id} name={`${props.name}[debut]`} value={value} checked={value === chosen} />
              <label for={id}>{label}</label>
            </div>
          );
        })}
      </div>
    </fieldset>
  );
}
