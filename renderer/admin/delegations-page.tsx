import { ActionForm } from "../action-form.tsx";
import type { BackFrame } from "../back/back-page.tsx";
import type { ShownIssue } from "../error-summary.tsx";
import { Csrf } from "../page.tsx";
import { delegationWords as words } from "../strings-admin-delegations.ts";
import { renderAdminPage } from "./admin-page.tsx";
import { AdminTable } from "./admin-parts.tsx";
import { SelectField, TextField } from "./fields.tsx";

export interface ShownDelegation {
  readonly id: string;
  readonly from: string;
  readonly to: string;
  /** Title of the only definition, or null. */
  readonly definition: string | null;
  readonly startsOn: string;
  readonly endsOn: string;
  readonly reason: string;
  readonly state: "current" | "coming" | "past" | "ended";
  /** The reader may end it. */
  readonly mayEnd: boolean;
}

/** The form as typed; "" for nothing. Dates are as typed. */
export interface DelegationAnswers {
  readonly from: string;
  readonly to: string;
  readonly definition: string;
  readonly startsOn: string;
  readonly endsOn: string;
  readonly reason: string;
}

type Choices = readonly (readonly [string, string])[];

export interface DelegationsPageView {
  readonly frame: BackFrame;
  readonly base: string;
  /** An agent's own page, or the administrators'. */
  readonly own: boolean;
  readonly delegations: readonly ShownDelegation[];
  /** Who may be absent: only asked by administrators. */
  readonly lenders: Choices;
  readonly colleagues: Choices;
  readonly definitions: Choices;
  /** Null: she has nothing to lend. */
  readonly answers: DelegationAnswers | null;
  readonly issues: readonly ShownIssue[];
  readonly notice: string | undefined;
}

/** What agents lend to their colleagues: the member's for administrators, one's own for each agent. */
export function delegationsPage(view: DelegationsPageView): string {
  const { frame, own, delegations, answers, issues } = view;
  const title = own ? words.mine : words.title;
  return renderAdminPage({
    frame,
    title,
    issues,
    notice: view.notice,
    lead: own ? words.mineLead : words.anybody,
    children: (
      <>
        <AdminTable caption={title} columns={Object.values(words.columns)} none={words.none}>
          {delegations.map((one) => (
            <Row key={one.id} one={one} view={view} />
          ))}
        </AdminTable>
        {answers === null ? <p>{words.nothing}</p> : <LendForm {...view} answers={answers} />}
      </>
    ),
  });
}

function Row({ one, view }: { readonly one: ShownDelegation; readonly view: DelegationsPageView }) {
  const { columns } = words;
  return (
    <tr>
      <th scope="row">{one.from}</th>
      <td data-label={columns.to}>{one.to}</td>
      <td data-label={columns.what}>
        {one.definition ?? words.everything} <span class="quiet">({one.reason})</span>
      </td>
      <td data-label={columns.days}>{words.days(one.startsOn, one.endsOn)}</td>
      <td data-label={columns.state}>
        {words.states[one.state]}
        {one.mayEnd && (
          <details class="confirmed">
            <summary aria-label={words.endOne(one.to, one.from)}>{words.end}</summary>
            <p class="quiet">{words.endHint}</p>
            <ActionForm
              site={view.frame.site}
              action={`${view.base}/${one.id}/terminer`}
              label={words.confirm}
              danger
            />
          </details>
        )}
      </td>
    </tr>
  );
}

function LendForm(view: DelegationsPageView & { readonly answers: DelegationAnswers }) {
  const { frame, base } = view;
  return (
    <section aria-labelledby="prevoir">
      <form method="post" action={base} class="admin-form" data-enhance="form" novalidate>
        <h2 id="prevoir">{words.add}</h2>
        <Csrf site={frame.site} />
        <LendFields {...view} />
        <button type="submit" class="button">
          {words.submit}
        </button>
      </form>
    </section>
  );
}

function LendFields(view: DelegationsPageView & { readonly answers: DelegationAnswers }) {
  const { own, answers, issues } = view;
  const { fields } = words;
  const someone = ["", fields.someone] as const;
  return (
    <div class="fields">
      {!own && (
        <SelectField
          name="de"
          label={fields.from}
          value={answers.from}
          issues={issues}
          options={[someone, ...view.lenders]}
        />
      )}
      <SelectField
        name="a"
        label={fields.to}
        value={answers.to}
        issues={issues}
        options={[someone, ...view.colleagues]}
      />
      <SelectField
        name="definition"
        label={fields.definition}
        value={answers.definition}
        issues={issues}
        options={[["", fields.everything], ...view.definitions]}
      />
      <TextField name="du" type="date" label={fields.starts} value={answers.startsOn} issues={issues} />
      <TextField
        name="au"
        type="date"
        label={fields.ends}
        hint={fields.endsHint}
        value={answers.endsOn}
        issues={issues}
      />
      <TextField
        name="motif"
        label={fields.reason}
        hint={fields.reasonHint}
        value={answers.reason}
        issues={issues}
        size={40}
      />
    </div>
  );
}
