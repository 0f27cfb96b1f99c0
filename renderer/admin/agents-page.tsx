import { formatInstant } from "../../engine/index.ts";
import type { BackFrame } from "../back/back-page.tsx";
import { adminAgents as words } from "../strings-admin-agents.ts";
import { renderAdminPage } from "./admin-page.tsx";
import { AdminTable } from "./admin-parts.tsx";
import type { ShownAgent } from "./agent-page.tsx";
import { assignmentText, type Names } from "./agent-words.ts";

export interface AgentsPageView {
  readonly frame: BackFrame;
  readonly base: string;
  readonly names: Names;
  readonly agents: readonly ShownAgent[];
  readonly q: string;
  /** Id of the last agent shown when others follow. */
  readonly next: string | null;
  /** This is not the first page. */
  readonly later: boolean;
  readonly notice: string | undefined;
}

/** Who works in the member. */
export function agentsPage(view: AgentsPageView): string {
  const { frame, base, agents, q } = view;
  return renderAdminPage({
    frame,
    title: words.title,
    add: { href: `${base}/nouveau`, label: words.add },
    notice: view.notice,
    children: (
      <>
        <search>
          <form class="list-search" method="get" action={base}>
            <div class="search-box">
              <label for="q">{words.search}</label>
              <input id="q" name="q" type="search" value={q} autocomplete="off" spellcheck={false} />
              <button type="submit" class="button">
                {words.go}
              </button>
            </div>
            {q !== "" && (
              <a class="clear" href={base}>
                {words.all}
              </a>
            )}
          </form>
        </search>
        <AdminTable caption={words.title} columns={Object.values(words.columns)} none={words.none(q)}>
          {agents.map((agent) => (
            <Row key={agent.id} agent={agent} view={view} />
          ))}
        </AdminTable>
        <Paging {...view} />
      </>
    ),
  });
}

function Row({ agent, view }: { readonly agent: ShownAgent; readonly view: AgentsPageView }) {
  const { base, names } = view;
  return (
    <tr>
      <th scope="row">
        <a href={`${base}/${agent.id}`}>{agent.name}</a>
      </th>
      <td data-label={words.columns.email}>{agent.email}</td>
      <td data-label={words.columns.rights}>
        <ul class="plain">
          {agent.assignments.map((one) => {
            const text = assignmentText(one, names);
            return <li key={text}>{text}</li>;
          })}
        </ul>
      </td>
      <td data-label={words.columns.lastSignIn}>
        {agent.lastSignIn === null ? words.never : formatInstant(agent.lastSignIn)}
      </td>
      <td data-label={words.columns.state}>{words.states[agent.state]}</td>
    </tr>
  );
}

function Paging({ base, q, next, later, agents }: AgentsPageView) {
  const href = (pairs: Record<string, string>) =>
    `${base}?${new URLSearchParams({ ...(q !== "" && { q }), ...pairs })}`;
  return (
    <nav class="paging" aria-label={words.paging}>
      <p>{words.count(agents.length, next !== null)}</p>
      {later && <a href={href({})}>{words.first}</a>}
      {next !== null && (
        <a rel="next" href={href({ apres: next })}>
          {words.next}
        </a>
      )}
    </nav>
  );
}
