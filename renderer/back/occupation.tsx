import type { Tally } from "../../engine/index.ts";
import { occupationWords as words } from "../strings-occupation.ts";
import { WeekTable, type WeekView } from "../week-table.tsx";

/** A search for a place, as typed and answered. */
export interface AskedPlace {
  readonly birth: string;
  readonly from: string;
  readonly to: string;
  /** 0 is Monday. */
  readonly days: readonly number[];
  readonly start: string;
  readonly end: string;
  /** Null before it is asked; "wrong" for what cannot be understood. */
  readonly answer: { readonly free: number; readonly where: Tally | null } | "wrong" | null;
}

/** The places of one entry: a week of them, what is beyond its limits, whether someone could come. */
export interface OccupationView extends WeekView {
  readonly title: string;
  /** Address of the page, without query, and what its forms send back. */
  readonly base: string;
  readonly kept: readonly (readonly [string, string])[];
  readonly breaches: readonly Tally[];
  readonly asked: AskedPlace;
}

export function OccupationPanel({ view }: { readonly view: OccupationView }) {
  return (
    <section class="relation" aria-labelledby="occupation">
      <h2 id="occupation">{view.title}</h2>
      <p class="hint">{words.hint}</p>
      {view.breaches.length > 0 && (
        <div class="notice notice-danger">
          <h3>{words.breachesTitle}</h3>
          <ul>
            {view.breaches.map((tally) => (
              <li key={words.breach(tally)}>{words.breach(tally)}</li>
            ))}
          </ul>
        </div>
      )}
      <form method="get" action={`${view.base}#onglet`} class="occupation-pick">
        <Kept view={view} />
        <label for="jour">{words.pick}</label>
        <input type="date" id="jour" name="jour" value={view.day} />
        <button type="submit" class="button button-secondary">
          {words.show}
        </button>
      </form>
      <WeekTable view={view} />
      <AskForm view={view} />
    </section>
  );
}

function Kept({ view }: { readonly view: OccupationView }) {
  return (
    <>
      {view.kept.map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
    </>
  );
}

function AskForm({ view }: { readonly view: OccupationView }) {
  const { asked } = view;
  const { ask } = words;
  return (
    <form method="get" action={`${view.base}#onglet`} class="occupation-ask">
      <h3>{ask.title}</h3>
      <Kept view={view} />
      {asked.answer !== null && <Answer answer={asked.answer} />}
      <div class="occupation-fields">
        <Box name="naissance" label={ask.birth} type="date" value={asked.birth} />
        <Box name="debut" label={ask.from} type="date" value={asked.from} />
        <Box name="fin" label={ask.to} type="date" value={asked.to} />
        <Box name="de" label={ask.start} type="time" value={asked.start} />
        <Box name="a" label={ask.end} type="time" value={asked.end} />
      </div>
      <fieldset class="occupation-days">
        <legend>{ask.days}</legend>
        {words.days.map((title, weekday) => (
          <span key={title}>
            <input
              type="checkbox"
              id={`jours-${weekday}`}
              name="jours"
              value={weekday}
              checked={asked.days.includes(weekday)}
            />{" "}
            <label for={`jours-${weekday}`}>{title}</label>
          </span>
        ))}
      </fieldset>
      <button type="submit" class="button button-secondary">
        {ask.button}
      </button>
    </form>
  );
}

interface BoxProps {
  readonly name: string;
  readonly label: string;
  readonly type: "date" | "time";
  readonly value: string;
}

function Box({ name, label, type, value }: BoxProps) {
  return (
    <p>
      <label for={`place-${name}`}>{label}</label>
      <input type={type} id={`place-${name}`} name={name} value={value} />
    </p>
  );
}

function Answer({ answer }: { readonly answer: NonNullable<AskedPlace["answer"]> }) {
  if (answer === "wrong") return <p role="alert">{words.ask.wrong}</p>;
  return (
    <p class={answer.free > 0 ? "notice notice-success" : "notice"} role="status">
      <strong>{answer.free > 0 ? words.ask.yes(answer.free) : words.ask.no(answer.where)}</strong>
    </p>
  );
}
