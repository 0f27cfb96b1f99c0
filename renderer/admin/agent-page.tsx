import { type Assignment, formatInstant } from "../../engine/index.ts";
import { ActionForm, ConfirmedAction } from "../action-form.tsx";
import type { BackFrame } from "../back/back-page.tsx";
import { adminAgents as words } from "../strings-admin-agents.ts";
import { renderAdminPage } from "./admin-page.tsx";
import { AgentForm, type AgentFormView } from "./agent-form.tsx";

/** An agent as the pages show her. */
export interface ShownAgent {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly state: "open" | "invited" | "closed";
  readonly hasTotp: boolean;
  /** ISO 8601. */
  readonly lastSignIn: string | null;
  readonly assignments: readonly Assignment[];
}

export interface AgentPageView {
  readonly frame: BackFrame;
  /** Address of the list. */
  readonly base: string;
  /** Null for one to add. */
  readonly agent: ShownAgent | null;
  readonly form: Omit<AgentFormView, "site" | "action" | "isNew">;
  readonly rightsHref: string;
  readonly notice: string | undefined;
  readonly refused: string | undefined;
}

/** One agent's page, or the page to add one. */
export function agentPage(view: AgentPageView): string {
  const { frame, base, agent, form } = view;
  const title = agent?.name ?? words.addTitle;
  const action = agent ? `${base}/${agent.id}` : `${base}/nouveau`;
  return renderAdminPage({
    frame,
    title,
    back: { href: base, label: words.back },
    issues: form.issues,
    notice: view.notice,
    refused: view.refused,
    children: (
      <>
        {agent === null ? <p class="measure">{words.addHint}</p> : <Facts agent={agent} href={view.rightsHref} />}
        <AgentForm {...form} site={frame.site} action={action} isNew={agent === null} />
        {agent !== null && <Access view={view} agent={agent} />}
      </>
    ),
  });
}

function Facts({ agent, href }: { readonly agent: ShownAgent; readonly href: string }) {
  const facts = [
    [words.facts.email, agent.email],
    [words.facts.state, words.states[agent.state]],
    [words.facts.lastSignIn, agent.lastSignIn === null ? words.never : formatInstant(agent.lastSignIn)],
    [words.facts.totp, agent.hasTotp ? words.facts.totpOn : words.facts.totpOff],
  ] as const;
  return (
    <div class="panel agent-facts">
      <dl class="glance-answers">
        {facts.map(([term, text]) => (
          <div key={term}>
            <dt>{term}</dt>
            <dd>{text}</dd>
          </div>
        ))}
      </dl>
      <p>
        <a href={href}>{words.seeRights}</a>
      </p>
    </div>
  );
}

function Access({ view, agent }: { readonly view: AgentPageView; readonly agent: ShownAgent }) {
  const { frame, base } = view;
  const at = (action: string) => ({ site: frame.site, action: `${base}/${agent.id}/${action}` });
  const { actions } = words;
  return (
    <section class="panel agent-access" aria-labelledby="acces">
      <h2 id="acces">{words.access}</h2>
      {agent.state === "closed" ? (
        <ActionForm {...at("rouvrir")} label={actions.enable} />
      ) : (
        <>
          <ConfirmedAction
            {...at("lien")}
            label={actions.sendLink}
            hint={actions.sendLinkHint}
            confirm={actions.confirm}
          />
          {agent.hasTotp && (
            <ConfirmedAction
              {...at("double-authentification")}
              label={actions.forgetTotp}
              hint={actions.forgetTotpHint}
              confirm={actions.confirm}
            />
          )}
          <ConfirmedAction
            {...at("fermer")}
            label={actions.disable}
            hint={actions.disableHint}
            confirm={actions.confirm}
            danger
          />
        </>
      )}
    </section>
  );
}
