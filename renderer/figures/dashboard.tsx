import { Csrf, type SiteView } from "../page.tsx";
import { figureWords } from "../strings-figures.ts";
import { keptWords } from "../strings-figures-kept.ts";
import { Chart } from "./chart.tsx";
import { FigureTable } from "./figure-table.tsx";
import type { FigureView } from "./figure-view.ts";

const { dashboard: words } = keptWords;

/** A statistic of a dashboard. */
export interface DashboardItem {
  readonly id: string;
  readonly name: string;
  readonly view: FigureView | null;
  /** Why it has no view. */
  readonly refused: string | null;
}

export interface DashboardView {
  readonly whose: "mine" | "member";
  readonly items: readonly DashboardItem[];
  /** She may change its order. */
  readonly kept: boolean;
}

/** Statistics one after the other; buttons change their order. */
export function Dashboard({
  site,
  base,
  view: { whose, items, kept },
}: {
  readonly site: SiteView;
  readonly base: string;
  readonly view: DashboardView;
}) {
  if (items.length === 0 && !kept) return null;
  return (
    <section class="dashboard" aria-labelledby={`tableau-${whose}`}>
      <h2 id={`tableau-${whose}`}>{words[whose]}</h2>
      {items.length === 0 && <p class="quiet">{words.none}</p>}
      <ol class="dashboard-items">
        {items.map((item, index) => (
          <li key={item.id} class="statistic" id={`${whose}-${item.id}`}>
            <Item base={base} item={item} />
            {kept && <Order site={site} base={base} whose={whose} item={item} index={index} count={items.length} />}
          </li>
        ))}
      </ol>
    </section>
  );
}

function Item({ base, item }: { readonly base: string; readonly item: DashboardItem }) {
  const { view } = item;
  return (
    <>
      <h3>
        <a href={`${base}/statistiques/${item.id}`}>{item.name}</a>
      </h3>
      {item.refused !== null && <p class="quiet">{item.refused}</p>}
      {view && view.table.n === 0 && <p class="quiet">{figureWords.result.empty}</p>}
      {view && view.table.n > 0 && (
        <>
          <p class="quiet">
            {view.definition.title}, {view.period}.
          </p>
          <Chart view={view} />
          <FigureTable view={view} />
        </>
      )}
    </>
  );
}

function Order({
  site,
  base,
  whose,
  item,
  index,
  count,
}: {
  readonly site: SiteView;
  readonly base: string;
  readonly whose: "mine" | "member";
  readonly item: DashboardItem;
  readonly index: number;
  readonly count: number;
}) {
  if (count < 2) return null;
  const button = (move: "monter" | "descendre", label: string, short: string) => (
    <button type="submit" name="geste" value={move} class="button button-secondary button-small" aria-label={label}>
      {short}
    </button>
  );
  return (
    <form method="post" action={`${base}/tableau`} class="dashboard-order">
      <Csrf site={site} />
      <input type="hidden" name="statistique" value={item.id} />
      <input type="hidden" name="tableau" value={whose} />
      {index > 0 && button("monter", words.up(item.name), words.upShort)}
      {index < count - 1 && button("descendre", words.down(item.name), words.downShort)}
    </form>
  );
}
