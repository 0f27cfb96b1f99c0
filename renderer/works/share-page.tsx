import type { AssignableAgent } from "../back/assignable-agent.ts";
import { workWords as words } from "../strings-works.ts";
import { type WorkFormView, workFormPage } from "./work-form.tsx";

export interface SharePageView extends WorkFormView {
  readonly agents: readonly AssignableAgent[];
  /** What each has under way already. */
  readonly loads: ReadonlyMap<string, number>;
  readonly me: string;
  readonly chosen: ReadonlySet<string>;
}

/** Shares the entries chosen out among agents: who takes part, and what each has already. */
export const sharePage = (view: SharePageView): string =>
  workFormPage(view, words.share.title, { name: "agent", control: <Boxes view={view} /> });

function Boxes({ view }: { view: SharePageView }) {
  return (
    <fieldset class="field" id="root_agent" aria-describedby="agent-aide">
      <legend class="label">{words.share.who}</legend>
      <p class="hint" id="agent-aide">
        {words.share.hint(view.definition.kind)}
      </p>
      {view.missing !== null && <p class="field-error">{view.missing}</p>}
      <div class="options">
        {view.agents.map((agent) => (
          <AgentBox key={agent.id} view={view} agent={agent} />
        ))}
      </div>
    </fieldset>
  );
}

function AgentBox({ view, agent: { id, name, away } }: { view: SharePageView; agent: AssignableAgent }) {
  const load = view.loads.get(id) ?? 0;
  return (
    <div class="option">
      <input
        type="checkbox"
        id={`agent-${id}`}
        name="agent"
        value={id}
        checked={view.chosen.has(id)}
        aria-describedby={`agent-${id}-aide`}
      />
      <label for={`agent-${id}`}>{id === view.me ? words.prepare.me(name) : name}</label>
      <p class="hint" id={`agent-${id}-aide`}>
        {words.share.load(load)}
        {away && ` – ${words.share.away(away.until)}`}
      </p>
    </div>
  );
}
