import { ROLES } from "../../engine/index.ts";
import type { ShownIssue } from "../error-summary.tsx";
import { Csrf, type SiteView } from "../page.tsx";
import { adminWords } from "../strings-admin.ts";
import { adminAgents as words } from "../strings-admin-agents.ts";
import type { Names } from "./agent-words.ts";
import { SelectField, TextField } from "./fields.tsx";

/** An assignment as it is chosen: "" for nothing chosen, every unit, every definition. */
export interface AssignmentRow {
  readonly role: string;
  readonly unit: string;
  readonly definition: string;
}

/** What the form holds, as typed. */
export interface AgentAnswers {
  readonly name: string;
  readonly capacity: string;
  readonly email: string;
  readonly rows: readonly AssignmentRow[];
}

export interface AgentFormView {
  readonly site: SiteView;
  readonly action: string;
  readonly names: Names;
  readonly answers: AgentAnswers;
  readonly issues: readonly ShownIssue[];
  /** The one who fills it may give the role over the group. */
  readonly group: boolean;
  /** An agent to add. */
  readonly isNew: boolean;
  /** She holds the role over the group, which is not among the rows. */
  readonly keptGroup: boolean;
}

/** Name and assignments of an agent. Rows are added and removed by posting the form: nothing is saved then. */
export function AgentForm(view: AgentFormView) {
  const { site, action, answers, isNew } = view;
  const submit = isNew ? words.create : words.save;
  return (
    <form method="post" action={action} class="admin-form" data-enhance="form" novalidate>
      <Csrf site={site} />
      {/* The first button is the one the Enter key presses. */}
      <button type="submit" class="sr" tabIndex={-1} aria-hidden="true">
        {submit}
      </button>
      <Person view={view} />
      <fieldset class="assignments">
        <legend>{words.fields.rights}</legend>
        <p class="hint">{words.fields.rightsHint}</p>
        {answers.rows.map((row, index) => (
          <Row key={index} view={view} row={row} index={index} />
        ))}
        {view.keptGroup && <p class="quiet">{words.fields.keptGroup}</p>}
        <button type="submit" class="button button-secondary" name="faire" value="ajouter">
          {words.fields.addRow}
        </button>
        <RolesHelp />
      </fieldset>
      <button type="submit" class="button">
        {submit}
      </button>
    </form>
  );
}

/** Who she is; her address is chosen once. */
function Person({ view }: { readonly view: AgentFormView }) {
  const { answers, issues, isNew } = view;
  const { fields } = words;
  return (
    <div class="fields">
      <TextField name="nom" label={fields.name} value={answers.name} issues={issues} size={40} />
      <TextField
        name="fonction"
        label={fields.capacity}
        hint={fields.capacityHint}
        value={answers.capacity}
        issues={issues}
        size={40}
        optional
      />
      {isNew && (
        <TextField
          name="email"
          type="email"
          label={fields.email}
          hint={fields.emailHint}
          value={answers.email}
          issues={issues}
          size={40}
        />
      )}
    </div>
  );
}

function Row({ view, row, index }: { view: AgentFormView; row: AssignmentRow; index: number }) {
  const { names, issues, answers } = view;
  const rank = index + 1;
  const roles = ROLES.filter((role) => role !== "admin-groupe" || view.group);
  return (
    <fieldset class="assignment-row">
      <legend class="sr">{words.fields.row(rank)}</legend>
      <SelectField
        name={`role.${index}`}
        label={words.fields.role}
        value={row.role}
        issues={issues}
        options={[["", words.fields.chooseRole], ...roles.map((role) => [role, adminWords.roles[role]] as const)]}
      />
      <SelectField
        name={`unite.${index}`}
        label={words.fields.unit}
        value={row.unit}
        issues={issues}
        options={[["", words.fields.allUnits], ...choices(names.units, row.unit)]}
      />
      <SelectField
        name={`definition.${index}`}
        label={words.fields.definition}
        value={row.definition}
        issues={issues}
        options={[["", words.fields.allDefinitions], ...choices(names.definitions, row.definition)]}
      />
      {answers.rows.length > 1 && (
        <button type="submit" class="button button-secondary button-small" name="faire" value={`retirer-${index}`}>
          {words.fields.removeRow(rank)}
        </button>
      )}
    </fieldset>
  );
}

/** What may be chosen, with what is held already even if it no longer exists. */
const choices = (names: ReadonlyMap<string, string>, held: string): readonly (readonly [string, string])[] =>
  held === "" || names.has(held) ? [...names] : [...names, [held, held]];

function RolesHelp() {
  return (
    <details>
      <summary>{words.rolesTitle}</summary>
      <dl class="roles-help">
        {words.rolesHelp.map(([role, does]) => (
          <div key={role}>
            <dt>{role}</dt>
            <dd>{does}</dd>
          </div>
        ))}
      </dl>
    </details>
  );
}
