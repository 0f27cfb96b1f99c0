import { type AssignableAgent, saidAway } from "../back/assignable-agent.ts";
import { NOBODY } from "../back/assignment.tsx";
import { workWords as words } from "../strings-works.ts";
import { type WorkFormView, workFormPage } from "./work-form.tsx";

export interface AssignPageView extends WorkFormView {
  /** Who may work the entries. */
  readonly agents: readonly AssignableAgent[];
  readonly me: string;
  /** Agent id or `NOBODY`; null when nothing was chosen yet. */
  readonly chosen: string | null;
}

/** Gives the entries chosen to an agent. */
export const assignPage = (view: AssignPageView): string =>
  workFormPage(view, words.prepare.assign, { name: "assignee", control: <Choice view={view} /> });

/** Herself first, then her colleagues, then nobody. */
function Choice({ view: { agents, me, chosen, missing } }: { view: AssignPageView }) {
  const mine = agents.filter(({ id }) => id === me).map(({ id, name }) => ({ id, name: words.prepare.me(name) }));
  const others = agents.filter(({ id }) => id !== me).map((agent) => ({ ...agent, name: saidAway(agent) }));
  const choices = [{ id: "", name: "" }, ...mine, ...others, { id: NOBODY, name: words.prepare.nobody }];
  const wrong = missing === null ? {} : { "aria-invalid": true, "aria-describedby": "root_assignee__error" };
  return (
    <div class="field">
      <label class="label" for="root_assignee">
        {words.prepare.assignTo}
      </label>
      {missing !== null && (
        <p class="field-error" id="root_assignee__error">
          {missing}
        </p>
      )}
      <select id="root_assignee" name="assignee" {...wrong}>
        {choices.map(({ id, name }) => (
          <option key={id} value={id} selected={id === chosen}>
            {name}
          </option>
        ))}
      </select>
    </div>
  );
}
