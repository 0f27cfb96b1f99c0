import type { CompiledDefinition } from "../../engine/index.ts";
import { type AssignableAgent, saidAway } from "../back/assignable-agent.ts";
import { NOBODY } from "../back/assignment.tsx";
import { type BackFrame, renderBackPage } from "../back/back-page.tsx";
import { ErrorSummary } from "../error-summary.tsx";
import { Csrf } from "../page.tsx";
import { workWords as words } from "../strings-works.ts";
import { WorkNav } from "./work-nav.tsx";

export interface AssignPageView {
  readonly frame: BackFrame;
  readonly definition: CompiledDefinition;
  readonly total: number;
  /** Who may work the entries. */
  readonly agents: readonly AssignableAgent[];
  readonly me: string;
  /** Agent id or `NOBODY`; null when nothing was chosen yet. */
  readonly chosen: string | null;
  /** What is wrong, or null. */
  readonly missing: string | null;
  readonly action: string;
  readonly base: string;
}

/** Gives the entries chosen to an agent. */
export function assignPage(view: AssignPageView): string {
  const { frame, definition, missing, total } = view;
  return renderBackPage({
    frame,
    title: words.prepare.assign,
    error: missing !== null,
    children: (
      <>
        <WorkNav href={`${view.base}?action=`} label={words.prepare.other} />
        <div class="form-page">
          <h1>{words.prepare.assign}</h1>
          <p class="glance-title">{words.entries(definition.kind, total)}</p>
          <ErrorSummary issues={missing === null ? [] : [{ pointer: "/assignee", message: missing }]} />
          <form method="post" action={`${view.action}#erreurs`} class="filled-form">
            <Csrf site={frame.site} />
            <Choice view={view} />
            <div class="button-row form-end">
              <button type="submit" class="button">
                {words.prepare.next}
              </button>
              <a class="button button-secondary" href={`${view.base}?action=`}>
                {words.prepare.cancel}
              </a>
            </div>
          </form>
        </div>
      </>
    ),
  });
}

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
