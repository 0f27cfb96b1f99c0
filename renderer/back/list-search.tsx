import { MenuFold } from "../menu-fold.tsx";
import { words } from "../strings-back.ts";
import { queueWords } from "../strings-queues.ts";
import { Kept } from "./chip.tsx";
import { FilterChips } from "./filter-chips.tsx";
import { changed, listHref, listPairs } from "./list-state.ts";
import type { ListTools } from "./list-tools.ts";

interface ListSearchProps {
  readonly tools: ListTools;
  /** What it folds on a narrow screen is asked for. */
  readonly open: boolean;
}

/** Search box, whose work to show, and filters: each a form whose address says everything. */
export function ListSearch({ tools, open }: ListSearchProps) {
  const { base, definition, state } = tools;
  const kept = listPairs(definition, { ...state, q: "", after: null, before: null });
  return (
    <search class="list-search">
      <form class="search-box" method="get" action={base} id="recherche">
        <Kept pairs={kept} />
        <label for="q">{words.list.search(definition.kind)}</label>
        <input id="q" name="q" type="search" value={state.q} autocomplete="off" spellcheck={false} />
        <button type="submit" class="button">
          {words.list.go}
        </button>
      </form>
      <MenuFold label={words.list.narrow(narrowings(tools))} here={null} open={open} />
      <WhoLinks tools={tools} />
      <FilterChips tools={tools} />
      {(state.filters.size > 0 || state.members.length > 0) && (
        <a
          class="clear"
          href={listHref(base, definition, changed(definition, state, { filters: new Map(), members: [] }))}
        >
          {words.list.clear}
        </a>
      )}
    </search>
  );
}

/** How many choices narrow the list, its states and its search apart. */
const narrowings = ({ state }: ListTools): number =>
  state.filters.size +
  (state.members.length > 0 ? 1 : 0) +
  (state.who === "all" && state.assignees.length === 0 ? 0 : 1);

function WhoLinks({ tools }: { readonly tools: ListTools }) {
  const { base, definition, state } = tools;
  const choices = [
    ["all", words.list.who.all],
    ["me", words.list.who.me],
    ...(definition.kind === "service" ? [["unit", queueWords.who.unit] as const] : []),
    ["nobody", words.list.who.nobody],
  ] as const;
  return (
    <nav class="segments" aria-label={words.list.who.label}>
      <ul>
        {choices.map(([who, label]) => (
          <li key={who}>
            <a
              href={listHref(base, definition, changed(definition, state, { who, assignees: [] }))}
              aria-current={who === state.who ? "true" : undefined}
            >
              {label}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}
