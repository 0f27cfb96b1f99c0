import type { CompiledDefinition } from "../../engine/index.ts";
import type { AssignableAgent } from "../back/assignable-agent.ts";
import { type BackFrame, renderBackPage } from "../back/back-page.tsx";
import { ErrorSummary } from "../error-summary.tsx";
import { Csrf } from "../page.tsx";
import { workWords as words } from "../strings-works.ts";
import { WorkNav } from "./work-nav.tsx";

export interface SharePageView {
  readonly frame: BackFrame;
  readonly definition: CompiledDefinition;
  readonly total: number;
  readonly agents: readonly AssignableAgent[];
  /** What each has under way already. */
  readonly loads: ReadonlyMap<string, number>;
  readonly me: string;
  readonly chosen: ReadonlySet<string>;
  /** What is wrong, or null. */
  readonly missing: string | null;
  readonly action: string;
  readonly base: string;
}

/** Shares the entries chosen out among agents: who takes part, and what each has already. */
export function sharePage(view: SharePageView): string {
  const { frame, definition, missing, total, agents } = view;
  return renderBackPage({
    frame,
    title: words.share.title,
    error: missing !== null,
    children: (
      <>
        <WorkNav href={`${view.base}?action=`} label={words.prepare.other} />
        <div class="form-page">
          <h1>{words.share.title}</h1>
          <p class="glance-title">{words.entries(definition.kind, total)}</p>
          <ErrorSummary issues={missing === null ? [] : [{ pointer: "/agent", message: missing }]} />
          <form method="post" action={`${view.action}#erreurs`} class="filled-form">
            <Csrf site={frame.site} />
            <fieldset class="field" id="root_agent" aria-describedby="agent-aide">
              <legend class="label">{words.share.who}</legend>
              <p class="hint" id="agent-aide">
                {words.share.hint(definition.kind)}
              </p>
              {missing !== null && <p class="field-error">{missing}</p>}
              <div class="options">
                {agents.map((agent) => (
                  <AgentBox key={agent.id} view={view} agent={agent} />
                ))}
              </div>
            </fieldset>
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
