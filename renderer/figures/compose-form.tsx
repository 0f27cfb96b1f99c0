import { filterName, RECEPTION, type StatisticParams } from "../../engine/index.ts";
import { CheckboxesField, SelectField, TextField } from "../admin/fields.tsx";
import type { ShownIssue } from "../error-summary.tsx";
import { figureWords } from "../strings-figures.ts";
import type { Choice, ChoiceGroup, Choices } from "./choices.ts";
import { GroupedSelect } from "./grouped-select.tsx";

const { compose: words } = figureWords;

export interface ComposeFormProps {
  /** Address the form asks, whose answer is the page again. */
  readonly action: string;
  readonly definitions: readonly Choice[];
  /** Id of the definition chosen; "" before. */
  readonly chosen: string;
  readonly choices: Choices | null;
  readonly params: StatisticParams;
  /** Id of the statistic being changed; "" for a new one. */
  readonly kept: string;
  readonly issues: readonly ShownIssue[];
}

/** What is counted, how and when: a form whose address says everything. Without script, a button shows what each choice opens. */
export function ComposeForm({ action, definitions, chosen, choices, params, kept, issues }: ComposeFormProps) {
  return (
    <form method="get" action={action} class="compose" data-live noValidate>
      {kept !== "" && <input type="hidden" name="statistique" value={kept} />}
      <SelectField
        name="demarche"
        label={words.definition}
        value={chosen}
        issues={issues}
        options={chosen === "" ? [["", words.choose], ...definitions] : definitions}
      />
      {choices && (
        <>
          <What choices={choices} params={params} issues={issues} />
          <Groups groups={choices.dimensions} params={params} issues={issues} />
          <When choices={choices} params={params} issues={issues} />
          <Filters choices={choices} params={params} issues={issues} />
        </>
      )}
      <p class="button-row">
        <button type="submit" class="button">
          {choices ? words.show : words.begin}
        </button>
      </p>
    </form>
  );
}

interface Part {
  readonly choices: Choices;
  readonly params: StatisticParams;
  readonly issues: readonly ShownIssue[];
}

const one = (params: StatisticParams, name: string): string => params[name]?.at(-1) ?? "";

function What({ choices, params, issues }: Part) {
  const select = (name: string, label: string, options: readonly Choice[], usual = "") => (
    <SelectField name={name} label={label} value={one(params, name) || usual} issues={issues} options={options} />
  );
  return (
    <fieldset class="compose-part">
      <legend>{words.what}</legend>
      {select("mesure", words.measure, choices.measures, "nombre")}
      {choices.numbers.length > 0 && select("champ", words.field, [["", words.choose], ...choices.numbers])}
      {choices.delay && select("de", words.from, choices.delay.from, RECEPTION)}
      {choices.delay && select("vers", words.to, choices.delay.to, choices.delay.to[0]?.[0])}
      {choices.percent && (
        <TextField
          name="centile"
          label={words.percent}
          hint={words.percentHint}
          value={one(params, "centile") || "90"}
          issues={issues}
          size={3}
        />
      )}
      {choices.days && (
        <TextField name="jours" label={words.days} value={one(params, "jours") || "60"} issues={issues} size={4} />
      )}
    </fieldset>
  );
}

function Groups({ groups, params, issues }: { readonly groups: readonly ChoiceGroup[] } & Omit<Part, "choices">) {
  return (
    <fieldset class="compose-part">
      <legend>{words.groups}</legend>
      <GroupedSelect
        name="par"
        label={words.by}
        value={one(params, "par")}
        first={["", words.nothing]}
        groups={groups}
        issues={issues}
      />
      {one(params, "par") !== "" && (
        <GroupedSelect
          name="puis"
          label={words.next}
          value={one(params, "puis")}
          first={["", words.nothing]}
          groups={groups}
          issues={issues}
        />
      )}
    </fieldset>
  );
}

function When({ choices, params, issues }: Part) {
  return (
    <fieldset class="compose-part">
      <legend>{words.period}</legend>
      <SelectField
        name="periode"
        label={words.span}
        value={one(params, "periode") || "12-mois"}
        issues={issues}
        options={choices.spans}
      />
      {choices.dates && (
        <>
          <TextField name="du" type="date" label={words.first} value={one(params, "du")} issues={issues} />
          <TextField name="au" type="date" label={words.last} value={one(params, "au")} issues={issues} />
        </>
      )}
      {choices.moments.length > 1 && (
        <SelectField
          name="sur"
          label={words.moment}
          value={one(params, "sur") || RECEPTION}
          issues={issues}
          options={choices.moments}
        />
      )}
    </fieldset>
  );
}

/** Folded until one of them is used. */
function Filters({ choices, params, issues }: Part) {
  const boxes = (name: string, label: string, options: readonly Choice[]) =>
    options.length > 1 && (
      <CheckboxesField
        key={name}
        name={name}
        label={label}
        values={params[name] ?? []}
        options={options}
        issues={issues}
      />
    );
  const names = ["etat", "canal", "collectivite", "si", ...choices.filters.map(({ key }) => filterName(key))];
  const used = names.some((name) => (params[name] ?? []).some((value) => value !== ""));
  return (
    <details class="compose-part" open={used}>
      <summary>{words.filters}</summary>
      {boxes("etat", words.states, choices.states)}
      {boxes("canal", words.channels, choices.channels)}
      {boxes("collectivite", words.members, choices.members)}
      {choices.filters.map(({ key, title, field }) =>
        boxes(
          filterName(key),
          title,
          field.choices?.map(({ value, label }) => [value, label] as const) ?? [
            ["true", figureWords.yes],
            ["false", figureWords.no],
          ],
        ),
      )}
      <TextField
        name="si"
        label={words.expression}
        hint={words.expressionHint}
        value={one(params, "si")}
        issues={issues}
        lines={2}
        optional
      />
    </details>
  );
}
