import { CheckboxesField, TextField } from "../admin/fields.tsx";
import type { ShownIssue } from "../error-summary.tsx";
import { french } from "../french.ts";
import { seriesWords as words } from "../strings-series.ts";

/** What was typed to make a series, as it was. */
export interface SeriesTyped {
  readonly weeks: string;
  readonly weekdays: readonly string[];
  readonly until: string;
  readonly times: string;
  readonly holidays: boolean;
  readonly except: readonly { readonly from: string; readonly to: string }[];
  readonly others: boolean;
}

interface FieldsView {
  readonly typed: SeriesTyped;
  readonly issues: readonly ShownIssue[];
  readonly others: string;
}

const DAYS = ["lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"] as const;

/** How often a session comes again, until when, and what is left out. */
export function SeriesFields({ view: { typed, issues, others } }: { readonly view: FieldsView }) {
  const { weeks, weekdays, until, times } = typed;
  return (
    <>
      <TextField name="semaines" label={words.weeks} hint={words.weeksHint} value={weeks} issues={issues} size={4} />
      <CheckboxesField
        name="jours"
        label={words.weekdays}
        values={weekdays}
        options={DAYS.map((day) => [day, day])}
        issues={issues}
      />
      <TextField
        name="fin"
        label={words.until}
        hint={words.untilHint}
        type="date"
        value={until}
        issues={issues}
        optional
      />
      <TextField
        name="fois"
        label={words.times}
        hint={words.timesHint}
        value={times}
        issues={issues}
        size={4}
        optional
      />
      <fieldset class="field field-group">
        <legend class="legend">{words.leave}</legend>
        <Box name="feries" label={words.holidays} checked={typed.holidays} />
      </fieldset>
      <Periods typed={typed} issues={issues} />
      {others !== "" && (
        <fieldset class="field field-group">
          <legend class="legend">{words.othersTitle}</legend>
          <Box name="autres" label={words.others(others)} checked={typed.others} />
        </fieldset>
      )}
    </>
  );
}

function Box({ name, label, checked }: { readonly name: string; readonly label: string; readonly checked: boolean }) {
  return (
    <div class="option">
      <input type="checkbox" id={`champ-${name}`} name={name} value="oui" checked={checked} />
      <label for={`champ-${name}`}>{french(label)}</label>
    </div>
  );
}

function Periods({ typed, issues }: Pick<FieldsView, "typed" | "issues">) {
  return (
    <fieldset class="field field-group series-periods">
      <legend class="legend">{words.except}</legend>
      <p class="hint">{words.exceptHint}</p>
      {typed.except.map(({ from, to }, index) => (
        <div key={words.from(index + 1)} class="series-period">
          <TextField
            name={`du-${index + 1}`}
            label={words.from(index + 1)}
            type="date"
            value={from}
            issues={issues}
            optional
          />
          <TextField
            name={`au-${index + 1}`}
            label={words.to(index + 1)}
            type="date"
            value={to}
            issues={issues}
            optional
          />
        </div>
      ))}
    </fieldset>
  );
}
