import {
  type Answers,
  type CompiledDefinition,
  countedBy,
  type Entry,
  type Field,
  type Labels,
  valuesAt,
} from "../../engine/index.ts";
import { french } from "../french.ts";
import { words } from "../strings-back.ts";
import { deskWords } from "../strings-desk.ts";
import { workWords } from "../strings-works.ts";
import { PickBox } from "../works/pick-bar.tsx";
import { columnText } from "./column-text.ts";
import { CONFIRMED } from "./confirmed-filter.ts";
import { DueNote } from "./deadline.tsx";
import { Confirmation } from "./fiche-holder.tsx";
import type { ShownColumn } from "./list-columns.ts";
import { changed, type ListState, listHref } from "./list-state.ts";
import { Moment } from "./moment.tsx";
import { StateBadge } from "./state-badge.tsx";

/** Numbers by relation, then by id of the entry referred to. */
export type RelatedCounts = ReadonlyMap<string, ReadonlyMap<string, number>>;

/** An entry with the last day to answer, "2026-03-12"; null without a clock that runs. */
export type TableEntry = Entry & { readonly due?: string | null };

export interface EntryTableProps {
  /** Address of the list. */
  readonly base: string;
  /** Names by id of the members the list covers; each row says its own unless there is only the agent's. */
  readonly members: ReadonlyMap<string, string>;
  /** The agent's own member. */
  readonly home: string;
  readonly definition: CompiledDefinition;
  readonly state: ListState;
  readonly columns: readonly ShownColumn[];
  readonly entries: readonly TableEntry[];
  /** What she may read of the entries that these refer to, by id. */
  readonly referred: ReadonlyMap<string, Answers>;
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
  /** Names of those who have each entry before their eyes, by its id. */
  readonly watched: ReadonlyMap<string, readonly string[]>;
  /** How many entries refer to each, by relation and id, for the columns that count them. */
  readonly related?: RelatedCounts;
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
            {props.columns.map((column) => (
              <Header key={column.key} {...props} column={column} />
            ))}
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

function Row({ entry, ...props }: EntryTableProps & { readonly entry: TableEntry }) {
  const { definition, back } = props;
  const href = `/${entry.member}/agent/${definition.id}/${entry.id}`;
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
        <Watched names={props.watched.get(entry.id)} />
      </th>
      {tellsMembers(props) && (
        <td data-label={words.list.columns.member} class="member-cell">
          {props.members.get(entry.member) ?? entry.member}
        </td>
      )}
      {props.columns.map((column) =>
        column.field === null ? (
          <OwnCell key={column.key} {...props} entry={entry} column={column} />
        ) : (
          <FieldCell key={column.key} {...props} entry={entry} column={column} field={column.field} />
        ),
      )}
    </tr>
  );
}

/** Who looks at it now: work that another has begun. */
function Watched({ names }: { readonly names: readonly string[] | undefined }) {
  return names ? <span class="watched">{deskWords.looking(names.join(", "))}</span> : null;
}

interface CellProps extends EntryTableProps {
  readonly entry: TableEntry;
  readonly column: ShownColumn;
}

function OwnCell({ entry, column, ...props }: CellProps) {
  const counted = countedBy(props.definition, column.key);
  if (counted) {
    return (
      <td data-label={column.title} class="number">
        {words.number(props.related?.get(counted.id)?.get(entry.id) ?? 0)}
      </td>
    );
  }
  switch (column.key) {
    case "_etat":
      return (
        <td data-label={column.title} class="state-cell">
          <StateBadge state={props.definition.workflow.states.get(entry.state)} id={entry.state} />
        </td>
      );
    case "_recue":
    case "_modifiee":
      return (
        <td data-label={column.title} class="moment">
          <Moment at={column.key === "_recue" ? entry.createdAt : entry.updatedAt} now={props.now} />
        </td>
      );
    case CONFIRMED:
      return (
        <td data-label={column.title} class="moment">
          <Confirmation entry={entry} definition={props.definition} now={props.now} />
        </td>
      );
    case "_echeance":
      return (
        <td data-label={column.title} class="moment">
          {entry.due ? <DueNote due={entry.due} now={props.now} /> : <Absent />}
        </td>
      );
    default:
      return (
        <td data-label={column.title}>
          <Assignee entry={entry} agents={props.agents} me={props.me} />
        </td>
      );
  }
}

function FieldCell({ entry, column, field, ...props }: CellProps & { readonly field: Field }) {
  const text = column.through
    ? referredText(column, field, entry, props)
    : cellText(column.key, field, entry, props.labels);
  return (
    <td class={cellClass(field)} data-label={column.title}>
      <span class="cell-text" title={text.length > 24 ? text : undefined}>
        {text === "" ? <Absent /> : text}
      </span>
    </td>
  );
}

/** What the entries referred to say, of those she may read. */
function referredText(
  column: ShownColumn,
  field: Field,
  entry: Entry,
  { referred }: Pick<EntryTableProps, "referred">,
): string {
  const { key, there } = column.through ?? { key: "", there: "" };
  const texts = valuesAt(entry.answers, key).map((id) => {
    const answers = typeof id === "string" ? referred.get(id) : undefined;
    return answers ? cellText(there, field, { answers }, undefined) : "";
  });
  return texts.filter((text) => text !== "").join(", ");
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
function cellText(key: string, field: Field, entry: Pick<Entry, "answers">, labels: Labels | undefined): string {
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

/** A header that sorts when the base can; pressed again, the other way. */
function Header({ column, base, definition, state }: EntryTableProps & { readonly column: ShownColumn }) {
  const { sort, title, field } = column;
  const number = field !== null && isNumber(field) ? "number" : undefined;
  if (sort === null) {
    return (
      <th scope="col" class={number}>
        {french(title)}
      </th>
    );
  }
  const current = state.sort === sort ? "ascending" : state.sort === `-${sort}` ? "descending" : undefined;
  const next = current === "ascending" ? `-${sort}` : sort;
  return (
    <th scope="col" aria-sort={current} class={number}>
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
