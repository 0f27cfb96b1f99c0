import type { CompiledDefinition } from "../../engine/index.ts";
import { MenuFold } from "../menu-fold.tsx";
import { words } from "../strings-back.ts";
import { changed, EVERY_STATE, type ListState, listHref, orderedStates, TO_DO } from "./list-state.ts";

export interface StateTabsProps {
  readonly base: string;
  readonly definition: CompiledDefinition;
  readonly state: ListState;
  /** Entries by state id. */
  readonly counts: ReadonlyMap<string, number>;
}

interface Tab {
  readonly id: string;
  readonly label: string;
  readonly count: number;
}

/** One link per state with its count: work to do first, everything last. */
export function StateTabs({ base, definition, state, counts }: StateTabsProps) {
  const every = tabs(definition, counts);
  const here = every.find(({ id }) => id === state.tab);
  return (
    <nav class="tabs" aria-label={words.list.tabs}>
      <MenuFold label={words.list.tab} here={here === undefined ? null : <TabWords {...here} />} />
      <ul>
        {every.map((tab) => (
          <li key={tab.id}>
            <a
              href={listHref(base, definition, changed(definition, state, { tab: tab.id }))}
              aria-current={tab.id === state.tab ? "page" : undefined}
            >
              <TabWords {...tab} />
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}

function TabWords({ label, count }: Tab) {
  return (
    <>
      {label} <span class="count">{words.number(count)}</span>
    </>
  );
}

function tabs(definition: CompiledDefinition, counts: ReadonlyMap<string, number>): readonly Tab[] {
  const states = orderedStates(definition);
  const single = states.map(({ id, label }) => ({ id, label, count: counts.get(id) ?? 0 }));
  const work = states.filter((state) => state.task);
  const sum = (of: readonly { id: string }[]) => of.reduce((total, { id }) => total + (counts.get(id) ?? 0), 0);
  const everything = { id: EVERY_STATE, label: words.list.everyState(definition.kind), count: sum(states) };
  return work.length > 0
    ? [{ id: TO_DO, label: words.list.toDo, count: sum(work) }, ...single, everything]
    : [...single, everything];
}
