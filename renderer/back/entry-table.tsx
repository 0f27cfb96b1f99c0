import {
  type Column,
  type CompiledDefinition,
  type Entry,
  type Field,
  heading,
  type Labels,
  valuesAt,
} from "../../engine/index.ts";
import { french } from "../french.ts";
import { words } from "../strings-back.ts";
import { workWords } from "../strings-works.ts";
import { PickBox } from "../works/pick-bar.tsx";
import { columnText } from "./column-text.ts";
import { DueNote } from "./deadline.tsx";
import { changed, type ListState, listHref } from "./list-state.ts";
import { Moment } from "./moment.tsx";
import { StateBadge } from "./state-badge.tsx";

export interface EntryTableProps {
  /** Address of the list. */
  readonly base: string;
  /** Names by id of the members the list covers; each row says its own unless there is only the agent's. */
  readonly members: ReadonlyMap<string, string>;
  /** The agent's own member. */
  readonly home: string;
  readonly definition: CompiledDefinition;
  readonly state: ListState;
  readonly entries: readonly Entry[];
  /** Names by agent id. */
  readonly agents: ReadonlyMap<string, string>;
  /** Agent at work: her own name reads "moi". */
  readonly me: string;
  /** Titles of the entries that reference fields point at, by id. */
  readonly labels?: Labels;
  /** ISO 8601. */
  readonly now: string;
  /** Query string that brings an entry's page back to this list. */
  readonly back: string;
  /** Each row has a box, of the form of `PickBar`. */
  readonly picks: boolean;
}

/** One page of entries. The reference is the row's link and covers the row; column headers sort. */
export function EntryTable(props: EntryTableProps) {
  const { definition } = props;
  return (
    <div class="table-frame">
      <table class={tellsMembers(props) ? "entries entries-across" : "entries"}>
        <caption class="sr">{words.list.caption(definition.title)}</caption>
        <thead>
          <tr>
            {props.picks && (
              <th scope="col" class="pick-cell">
                <span class="sr">{workWords.pick.column}</span>
              </th>
            )}
            <th scope="col">{words.list.columns.reference}</th>
            {tellsMembers(props) && <th scope="col">{words.list.columns.member}</th>}
            {definition.list.map(({ key, field }) => (
              <SortHeader key={key} {...props} name={key} title={heading(field)} number={isNumber(field)} />
            ))}
            <th scope="col">{words.list.columns.state}</th>
            <SortHeader
              {...props}
              name="createdAt"
              title={words.list.columns.received(definition.kind)}
              number={false}
            />
            {definition.kind === "service" && <th scope="col">{words.list.columns.assignee}</th>}
          </tr>
        </thead>
        <tbody>
          {props.entries.map((entry) => (
            <Row key={entry.id} {...props} entry={entry} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

const tellsMembers = ({ members, home }: EntryTableProps): boolean => members.size > 1 || !members.has(home);

function Row({ entry, ...props }: EntryTableProps & { readonly entry: Entry }) {
  const { definition, back } = props;
  const href = `/${entry.member}/agent/${definition.id}/${entry.id}`;
  const received = words.list.columns.received(definition.kind);
  return (
    <tr>
      {props.picks && (
        <td class="pick-cell">
          <PickBox entry={entry} />
        </td>
      )}
      <th scope="row">
        <a class="row-link" href={`${href}${back === "" ? "" : `?liste=${encodeURIComponent(back)}`}`}>
          {entry.reference}
        </a>
      </th>
      {tellsMembers(props) && (
        <td data-label={words.list.columns.member} class="member-cell">
          {props.members.get(entry.member) ?? entry.member}
        </td>
      )}
      {definition.list.map((column) => {
        const { key, field } = column;
        const text = cellText(column, entry, props.labels);
        return (
          <td key={key} class={cellClass(field)} data-label={heading(field)}>
            <span class="cell-text" title={text.length > 24 ? text : undefined}>
              {text === "" ? <Absent /> : text}
            </span>
          </td>
        );
      })}
      <td data-label={words.list.columns.state}>
        <StateBadge state={definition.workflow.states.get(entry.state)} id={entry.state} />
        <DueNote entry={entry} now={props.now} />
      </td>
      <td data-label={received} class="moment">
        <Moment at={entry.createdAt} now={props.now} />
      </td>
      {definition.kind === "service" && (
        <td data-label={words.list.columns.assignee}>
          <Assignee entry={entry} agents={props.agents} me={props.me} />
        </td>
      )}
    </tr>
  );
}

function Assignee({ entry, agents, me }: { entry: Entry; agents: ReadonlyMap<string, string>; me: string }) {
  if (entry.assignee === null) return <span class="quiet">{words.list.who.none}</span>;
  if (entry.assignee === me) return <strong>{words.list.who.mine}</strong>;
  return <>{agents.get(entry.assignee) ?? words.formerAgent}</>;
}

function Absent() {
  return (
    <>
      <span aria-hidden="true" class="quiet">
        –
      </span>
      <span class="sr">{words.absent}</span>
    </>
  );
}

/** Denser than elsewhere: dates in digits, numbers without the unit that the header names. */
function cellText({ key, field }: Column, entry: Entry, labels: Labels | undefined): string {
  if (field.widget === "date") {
    const [value] = valuesAt(entry.answers, key);
    return (typeof value === "string" ? numericDate(value) : null) ?? columnText({ key, field }, entry);
  }
  const { suffix: _, ...bare } = field;
  return columnText({ key, field: isNumber(field) ? bare : field }, entry, labels);
}

/** "10/01/1950": a column of dates compares digit by digit. Null for a text that is no date. */
function numericDate(value: string): string | null {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(value);
  return match && `${match[3]}/${match[2]}/${match[1]}`;
}

function cellClass(field: Field): string | undefined {
  if (isNumber(field)) return "number";
  return field.widget === "date" ? "date-cell" : undefined;
}

function isNumber(field: Field): boolean {
  return field.type === "integer" || field.type === "number";
}

interface SortHeaderProps extends EntryTableProps {
  readonly name: string;
  readonly title: string;
  readonly number: boolean;
}

function SortHeader({ name, title, number, base, definition, state }: SortHeaderProps) {
  const current = state.sort === name ? "ascending" : state.sort === `-${name}` ? "descending" : undefined;
  const next = current === "ascending" ? `-${name}` : name;
  return (
    <th scope="col" aria-sort={current} class={number ? "number" : undefined}>
      <a class="sort" href={listHref(base, definition, changed(definition, state, { sort: next }))}>
        {french(title)}
        {current && (
          <span class="sort-mark" aria-hidden="true">
            {current === "ascending" ? "▲" : "▼"}
          </span>
        )}
      </a>
    </th>
  );
}
