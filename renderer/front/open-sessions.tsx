import { french } from "../french.ts";
import { openSessionWords as words } from "../strings-open-sessions.ts";

export interface OpenSessionsView {
  readonly lines: readonly {
    readonly id: string;
    readonly title: string;
    readonly when: string;
    readonly place: string;
    /** "4 places", "Complet : liste d’attente", "Inscriptions à partir du …". */
    readonly left: string;
  }[];
  /** How many more there are. */
  readonly more: number;
}

/** The sessions of a service and what is left of each, for whoever has not begun. */
export function OpenSessions({ view: { lines, more } }: { readonly view: OpenSessionsView }) {
  return (
    <section class="open-sessions" aria-labelledby="seances">
      <h2 id="seances">{words.title}</h2>
      {lines.length === 0 && <p>{words.none}</p>}
      <ul>
        {lines.map(({ id, title, when, place, left }) => (
          <li key={id}>
            <strong>{french(title)}</strong>
            <span>{french([when, place].filter((part) => part !== "").join(", "))}</span>
            <span class="open-session-left">{french(left)}</span>
          </li>
        ))}
      </ul>
      {more > 0 && <p>{words.more(more)}</p>}
      {lines.length > 0 && <p class="hint">{words.hint}</p>}
    </section>
  );
}
