import type { AnswerRow, CompiledDefinition, EntryEvent, Labels } from "../../engine/index.ts";
import { words } from "../strings-back.ts";
import { actorLabel, eventLabel } from "./event-sentences.ts";
import { Changes } from "./history.tsx";
import { shortInstant } from "./when.ts";

export interface StaleNoticeProps {
  readonly definition: CompiledDefinition;
  /** What happened since the agent opened the page, oldest first. */
  readonly events: readonly EntryEvent[];
  readonly labels: Labels;
  /** What becomes of her own action. */
  readonly sentence: string;
  /** What she had typed, when no form can show it any more. */
  readonly typed: readonly AnswerRow[];
}

/** Tells an agent who did what while she was working; takes the focus. */
export function StaleNotice({ definition, events, labels, sentence, typed }: StaleNoticeProps) {
  return (
    <div class="summary stale" id="erreurs" role="alert" aria-labelledby="erreurs-titre" tabIndex={-1} data-focus>
      <h2 id="erreurs-titre">{words.stale.title}</h2>
      <ul>
        {events.map((event) => (
          <li key={event.seq}>
            {words.stale.fact(actorLabel(event.actor), eventLabel(definition, event), shortInstant(event.at))}
            <Changes definition={definition} changes={event.data.changes ?? []} labels={labels} />
          </li>
        ))}
      </ul>
      <p>{sentence}</p>
      {typed.length > 0 && (
        <dl class="history-answers">
          {typed.map((row) => (
            <div key={row.pointer}>
              <dt>{row.label}</dt>
              <dd>{row.text}</dd>
            </div>
          ))}
        </dl>
      )}
    </div>
  );
}
