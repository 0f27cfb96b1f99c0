import {
  ABSENT,
  type Change,
  type CompiledDefinition,
  display,
  displayAnswers,
  type EntryEvent,
  type Forwarded,
  formatDate,
  type Labels,
} from "../../engine/index.ts";
import { words } from "../strings-back.ts";
import { clockWords } from "../strings-clock.ts";
import { importWords } from "../strings-imports.ts";
import { workWords } from "../strings-works.ts";
import { actorLabel, eventForm, eventLabel } from "./event-sentences.ts";
import { StateBadge } from "./state-badge.tsx";
import { shortInstant } from "./when.ts";

export interface HistoryProps {
  readonly definition: CompiledDefinition;
  /** Oldest first, as stored. */
  readonly events: readonly EntryEvent[];
  /** Names of files and referenced entries. */
  readonly labels: Labels;
  /** Addresses of files, by id. */
  readonly links: ReadonlyMap<string, string>;
}

/** Every fact of an entry, the latest first: what, who, when, with what. */
export function History({ definition, events, labels, links }: HistoryProps) {
  return (
    <ol class="history" reversed>
      {[...events].reverse().map((event) => (
        <li key={event.seq} id={`fait-${event.seq}`}>
          <p class="history-what">
            <strong>{eventLabel(definition, event)}</strong>
            {event.from !== event.to && (
              <>
                {" "}
                <span class="sr">{words.history.to}</span>
                <StateBadge state={definition.workflow.states.get(event.to)} id={event.to} />
              </>
            )}
          </p>
          <p class="history-who">
            {words.history.by(actorLabel(event.actor))}
            {event.data.bulk && ` (${workWords.history})`}, <time dateTime={event.at}>{shortInstant(event.at)}</time>
          </p>
          {event.data.imported && (
            <p>{importWords.entry.history(event.data.imported.file, event.data.imported.line)}</p>
          )}
          {event.data.undone && <p>{importWords.entry.undone(event.data.undone.file)}</p>}
          {event.data.forwarded && <Origin forwarded={event.data.forwarded} links={links} />}
          <EventAnswers definition={definition} event={event} labels={labels} />
          <Changes definition={definition} changes={event.data.changes ?? []} labels={labels} />
        </li>
      ))}
    </ol>
  );
}

/** Where a forwarded entry comes from, and what came with it beside its answers. */
function Origin({ forwarded, links }: { readonly forwarded: Forwarded; readonly links: ReadonlyMap<string, string> }) {
  const { member, reference, receivedOn, files, aside } = forwarded;
  const kept = Object.entries(aside);
  return (
    <>
      <p>{clockWords.agent.forwarded(member, reference, formatDate(receivedOn))}</p>
      {kept.length > 0 && (
        <p>
          {clockWords.agent.aside} {kept.map(([key, value]) => `${key} : ${JSON.stringify(value)}`).join(" ; ")}
        </p>
      )}
      {files.map((file, index) => {
        const href = links.get(file);
        return href === undefined ? null : (
          <p key={file}>
            <a href={href}>{clockWords.agent.forwardedFile(index + 1)}</a>
          </p>
        );
      })}
    </>
  );
}

interface EventAnswersProps {
  readonly definition: CompiledDefinition;
  readonly event: EntryEvent;
  readonly labels: Labels;
}

function EventAnswers({ definition, event, labels }: EventAnswersProps) {
  const form = eventForm(definition, event);
  if (!form || !event.data.answers) return null;
  const sections = displayAnswers(
    form,
    event.data.answers,
    { now: event.at, actor: { kind: event.actor.kind, roles: [] } },
    labels,
  );
  return (
    <dl class="history-answers">
      {sections.flatMap((section) =>
        section.rows
          .filter((row) => row.text !== ABSENT)
          .map((row) => (
            <div key={row.pointer}>
              <dt>{row.group ? `${row.group}, ${row.label}` : row.label}</dt>
              <dd>{row.text}</dd>
            </div>
          )),
      )}
    </dl>
  );
}

interface ChangesProps {
  readonly definition: CompiledDefinition;
  readonly changes: readonly Change[];
  readonly labels: Labels;
}

/** An edit, field by field: what it said before, what it says now. */
export function Changes({ definition, changes: all, labels }: ChangesProps) {
  const changes = all.filter((change) => !fieldOf(definition, change)?.hidden);
  if (changes.length === 0) return null;
  return (
    <details class="changes" open={changes.length <= 3}>
      <summary>{words.history.changes(changes.length)}</summary>
      <table>
        <thead>
          <tr>
            <th scope="col">{words.history.columns.field}</th>
            <th scope="col">{words.history.columns.before}</th>
            <th scope="col">{words.history.columns.after}</th>
          </tr>
        </thead>
        <tbody>
          {changes.map((change) => (
            <tr key={change.field}>
              <th scope="row">{fieldOf(definition, change)?.title ?? change.field}</th>
              <td>{changeText(definition, change, change.before, labels)}</td>
              <td>{changeText(definition, change, change.after, labels)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </details>
  );
}

function fieldOf(definition: CompiledDefinition, change: Change) {
  return definition.form.order.find((field) => field.key === change.field);
}

function changeText(definition: CompiledDefinition, change: Change, value: Change["before"], labels: Labels): string {
  const field = fieldOf(definition, change);
  const text = field ? display(field, value, labels) : JSON.stringify(value);
  return text === "" ? words.absent : text;
}
