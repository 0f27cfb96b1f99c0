import { AdminTable } from "../admin/admin-parts.tsx";
import { conversationWords } from "../strings-conversation.ts";
import { type BackFrame, renderBackPage } from "./back-page.tsx";
import { Moment } from "./moment.tsx";

const words = conversationWords.tasks;
type TaskKind = keyof typeof words.kinds;
export const KINDS = Object.keys(words.kinds) as readonly TaskKind[];

export interface TaskLine {
  readonly kind: TaskKind;
  readonly href: string;
  readonly reference: string;
  readonly service: string;
  /** Null when every line is of the agent's own member. */
  readonly member: string | null;
  /** ISO 8601. */
  readonly since: string;
}

export interface TasksPageView {
  readonly frame: BackFrame;
  /** The kind shown; null for all. */
  readonly kind: TaskKind | null;
  readonly counts: ReadonlyMap<TaskKind, number>;
  readonly lines: readonly TaskLine[];
}

const hrefOf = (member: string, kind: TaskKind | null): string =>
  `/${member}/agent/taches${kind === null ? "" : `?sorte=${kind}`}`;

/** How many answers, addresses and letters wait for an agent, on her home; nothing when none does. */
export function TaskCounts({ member, counts }: { readonly member: string; readonly counts: TasksPageView["counts"] }) {
  const waiting = KINDS.filter((kind) => (counts.get(kind) ?? 0) > 0);
  if (waiting.length === 0) return null;
  return (
    <section class="task-counts" aria-labelledby="taches">
      <h2 id="taches">{words.home}</h2>
      <ul>
        {waiting.map((kind) => (
          <li key={kind}>
            <a href={hrefOf(member, kind)}>
              <span class="big-number">{counts.get(kind)}</span> {words.counts[kind](counts.get(kind) ?? 0)}
            </a>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** What waits about entries beside their states: answers to read, addresses to mend, letters to post. */
export function tasksPage({ frame, kind, counts, lines }: TasksPageView): string {
  return renderBackPage({
    frame,
    title: words.title,
    children: (
      <>
        <h1>{words.title}</h1>
        <nav class="tabs" aria-label={words.columns.what}>
          <ul>
            {[null, ...KINDS].map((each) => (
              <li key={each}>
                <a href={hrefOf(frame.member, each)} aria-current={each === kind ? "page" : undefined}>
                  {each === null ? words.everything : words.kinds[each]}
                  {each !== null && <span class="count"> {counts.get(each) ?? 0}</span>}
                </a>
              </li>
            ))}
          </ul>
        </nav>
        {lines.length === 0 ? <p class="empty">{words.none}</p> : <Lines frame={frame} lines={lines} />}
      </>
    ),
  });
}

function Lines({ frame, lines }: Pick<TasksPageView, "frame" | "lines">) {
  const members = lines.some(({ member }) => member !== null);
  const { reference, what, service, member, since } = words.columns;
  return (
    <AdminTable caption={words.title} columns={[reference, what, service, ...(members ? [member] : []), since]}>
      {lines.map((line) => (
        <tr key={`${line.kind} ${line.href}`}>
          <th scope="row">
            <a href={line.href}>{line.reference}</a>
          </th>
          <td data-label={what}>{words.kinds[line.kind]}</td>
          <td data-label={service}>{line.service}</td>
          {members && <td data-label={member}>{line.member}</td>}
          <td data-label={since}>
            <Moment at={line.since} now={frame.now} />
          </td>
        </tr>
      ))}
    </AdminTable>
  );
}
