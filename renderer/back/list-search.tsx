import type { CompiledDefinition } from "../../engine/index.ts";
import { words } from "../strings-back.ts";
import { FilterChips } from "./filter-chips.tsx";
import { changed, type ListState, listHref, listPairs } from "./list-state.ts";

export interface ListSearchProps {
  readonly base: string;
  readonly definition: CompiledDefinition;
  readonly state: ListState;
  /** Names by id of the members the list covers. */
  readonly members: ReadonlyMap<string, string>;
}

/** Search box, whose work to show and filters: one form whose address says everything. */
export function ListSearch({ base, definition, state, members }: ListSearchProps) {
  const kept = listPairs(definition, { ...state, q: "", filters: new Map(), members: [], after: null });
  const chips = definition.list.length > 0 || members.size > 1;
  return (
    <search>
      <form class="list-search" method="get" action={base} id="recherche">
        {kept.map(([name, value]) => (
          <input key={name} type="hidden" name={name} value={value} />
        ))}
        <div class="search-box">
          <label for="q">{words.list.search(definition.kind)}</label>
          <input id="q" name="q" type="search" value={state.q} autocomplete="off" spellcheck={false} />
          <button type="submit" class="button">
            {words.list.go}
          </button>
        </div>
        <WhoLinks base={base} definition={definition} state={state} />
        {chips && <FilterChips base={base} definition={definition} state={state} members={members} />}
        {(state.filters.size > 0 || state.members.length > 0) && (
          <a
            class="clear"
            href={listHref(base, definition, changed(definition, state, { filters: new Map(), members: [] }))}
          >
            {words.list.clear}
          </a>
        )}
      </form>
    </search>
  );
}

function WhoLinks({ base, definition, state }: Omit<ListSearchProps, "members">) {
  const choices = [
    ["all", words.list.who.all],
    ["me", words.list.who.me],
    ["nobody", words.list.who.nobody],
  ] as const;
  return (
    <nav class="segments" aria-label={words.list.who.label}>
      <ul>
        {choices.map(([who, label]) => (
          <li key={who}>
            <a
              href={listHref(base, definition, changed(definition, state, { who }))}
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
