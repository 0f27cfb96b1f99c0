import { french } from "../french.ts";
import { queueWords } from "../strings-queues.ts";
import { Kept } from "./chip.tsx";
import { filteredAt } from "./filter-label.ts";
import { columnChoices, ownTitle, shownColumns } from "./list-columns.ts";
import { COLUMNS_OPEN, changed, groupings, type ListState, listHref, listPairs } from "./list-state.ts";
import type { ListTools } from "./list-tools.ts";

interface LayoutProps {
  readonly tools: ListTools;
}

/** How a list is shown: its columns, in their order, and what it is divided by. */
export function ListLayout({ tools }: LayoutProps) {
  return (
    <section class="list-layout" aria-label={queueWords.tools.label}>
      <Columns tools={tools} />
      <Groups tools={tools} />
    </section>
  );
}

const withColumns = ({ base, definition, state }: ListTools, columns: readonly string[]): string => {
  const href = listHref(base, definition, { ...changed(definition, state, { columns }) });
  return `${href}${href.includes("?") ? "&" : "?"}ajout=${COLUMNS_OPEN}#colonnes`;
};

function Columns({ tools }: LayoutProps) {
  const { base, definition, state, referable } = tools;
  const shown = shownColumns(definition, state, referable);
  const keys = shown.map(({ key }) => key);
  const choices = columnChoices(definition, referable);
  const left = (some: readonly { readonly key: string; readonly title: string }[]) =>
    some.filter(({ key }) => !keys.includes(key));
  const kept = listPairs(definition, { ...state, columns: keys, after: null, before: null });
  return (
    <details class="layout-menu" id="colonnes" open={state.added === COLUMNS_OPEN}>
      <summary>{queueWords.tools.columns}</summary>
      <div class="layout-panel">
        <ol class="columns">
          {shown.map(({ key, title }, index) => (
            <li key={key}>
              <span class="column-title">{french(title)}</span>
              <ColumnMoves tools={tools} keys={keys} index={index} title={title} />
            </li>
          ))}
        </ol>
        <form method="get" action={`${base}#colonnes`} class="column-add">
          <Kept pairs={kept} />
          <input type="hidden" name="ajout" value={COLUMNS_OPEN} />
          <label for="colonne">{queueWords.tools.add}</label>
          <span class="assign-row">
            <select id="colonne" name="colonne" required>
              <option value="">{queueWords.tools.choose}</option>
              <Options label={queueWords.tools.ofEntry} choices={left(choices.own)} />
              <Options label={queueWords.tools.ofForm} choices={left(choices.fields)} />
            </select>
            <button type="submit" class="button button-small">
              {queueWords.tools.addButton}
            </button>
          </span>
        </form>
        {state.columns.length > 0 && <a href={withColumns(tools, [])}>{queueWords.tools.usual}</a>}
      </div>
    </details>
  );
}

interface MovesProps extends LayoutProps {
  readonly keys: readonly string[];
  readonly index: number;
  readonly title: string;
}

/** Earlier, later, out: each an address. */
function ColumnMoves({ tools, keys, index, title }: MovesProps) {
  const without = keys.filter((_, at) => at !== index);
  const moved = (to: number) => [...without.slice(0, to), ...keys.slice(index, index + 1), ...without.slice(to)];
  return (
    <span class="column-moves">
      {index > 0 && <Move href={withColumns(tools, moved(index - 1))} sign="↑" label={queueWords.tools.up(title)} />}
      {index < keys.length - 1 && (
        <Move href={withColumns(tools, moved(index + 1))} sign="↓" label={queueWords.tools.down(title)} />
      )}
      {keys.length > 1 && <Move href={withColumns(tools, without)} sign="×" label={queueWords.tools.remove(title)} />}
    </span>
  );
}

function Move({ href, sign, label }: { readonly href: string; readonly sign: string; readonly label: string }) {
  return (
    <a href={href} title={label}>
      <span aria-hidden="true">{sign}</span>
      <span class="sr">{label}</span>
    </a>
  );
}

interface OptionsProps {
  readonly label: string;
  readonly choices: readonly { readonly key: string; readonly title: string }[];
}

function Options({ label, choices }: OptionsProps) {
  if (choices.length === 0) return null;
  return (
    <optgroup label={label}>
      {choices.map(({ key, title }) => (
        <option key={key} value={key}>
          {title}
        </option>
      ))}
    </optgroup>
  );
}

function Groups({ tools }: LayoutProps) {
  const { base, definition, state, members } = tools;
  const choices: readonly (readonly [ListState["group"], string])[] = [
    [null, queueWords.tools.noGroup],
    ...groupings(definition, members)
      .filter((key) => definition.kind === "service" || key !== "_attribuee")
      .map((key) => [key, queueWords.tools.by(groupTitle(tools, key))] as const),
  ];
  const current = state.group === null ? null : groupTitle(tools, state.group);
  return (
    <details class="layout-menu">
      <summary>{current === null ? queueWords.tools.group : queueWords.tools.groupBy(current)}</summary>
      <div class="layout-panel">
        <ul>
          {choices.map(([group, label]) => (
            <li key={label}>
              <a
                href={listHref(base, definition, changed(definition, state, { group }))}
                aria-current={group === state.group ? "true" : undefined}
              >
                {label}
              </a>
            </li>
          ))}
        </ul>
      </div>
    </details>
  );
}

/** What follows "Par": "Attribuée à" cannot. */
const groupTitle = ({ definition }: ListTools, key: string): string =>
  key === "_attribuee"
    ? queueWords.tools.byAgent
    : (ownTitle(definition, key) ?? filteredAt(definition, key)?.title ?? key);
