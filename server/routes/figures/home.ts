import type { DashboardView } from "../../../renderer/figures/dashboard.tsx";
import { figuresHomePage } from "../../../renderer/figures/home-page.tsx";
import { keptWords } from "../../../renderer/strings-figures-kept.ts";
import { keepsMemberDashboard, sharerOf } from "../../commands/keep-statistic.ts";
import { dashboardOf, listStatistics, MOST_LISTED, type SavedStatistic } from "../../store/statistics.ts";
import { backFrame, type PageContext } from "../back/agent-scope.ts";
import { broughtTo } from "../back/brought.ts";
import { saidDone } from "../said-done.ts";
import { FIGURES, type FigureScope, figureScope, readable } from "./figure-scope.ts";
import { pageBudget } from "./figure-view.ts";
import { reportedTo } from "./read-report.ts";
import { workedOut } from "./saved.ts";

/** GET /{member}/agent/chiffres: her dashboards, what is kept, and what each definition tells without being asked. */
export async function figuresHomeRoute(c: PageContext): Promise<Response> {
  const scope = await figureScope(c);
  if (scope instanceof Response) return scope;
  const { ctx, agent, member, base } = scope;
  const [own, common] = await Promise.all([agent.id, ""].map((whose) => dashboardOf(ctx.db, member.id, whose)));
  const shown = { mine: own ?? [], member: common ?? [] };
  const listed = [...shown.mine, ...shown.member];
  const kept = await listStatistics(ctx.db, member.id, sharerOf(ctx, agent), listed);
  const left = pageBudget();
  const mine = await dashboard(scope, kept, "mine", shown.mine, left);
  const shared = await dashboard(scope, kept, "member", shown.member, left);
  const of = (kind: "service" | "register") =>
    readable(scope).flatMap(({ definition }) =>
      definition.kind === kind ? [[`${base}/demarches/${definition.id}`, definition.title] as const] : [],
    );
  const html = figuresHomePage({
    frame: await backFrame(c, scope, FIGURES),
    base,
    services: of("service"),
    registers: of("register"),
    ready: readyStatistics(scope),
    report: reportedTo(scope) ? `${base}/pilotage` : null,
    dashboards: [mine, shared],
    kept: byName(kept.slice(0, MOST_LISTED)).map(({ id, name, sharing }) => ({
      id,
      name,
      about: keptWords.list[sharing],
    })),
    more: kept.length > MOST_LISTED ? MOST_LISTED : null,
    notice: saidDone(c, keptWords.done),
  });
  return c.html(html);
}

/** The statistics that the definitions she reads bring composed. */
const readyStatistics = (scope: FigureScope) => {
  const reached = readable(scope);
  return reached.flatMap(({ definition }) =>
    broughtTo(definition.id, "statistic", reached).map(
      ({ title, query }) =>
        [`${scope.base}/composer?demarche=${definition.id}&${query}`, title, definition.title] as const,
    ),
  );
};

const byName = (kept: readonly SavedStatistic[]): readonly SavedStatistic[] =>
  [...kept].sort((a, b) => a.name.localeCompare(b.name, "fr"));

async function dashboard(
  scope: FigureScope,
  kept: readonly SavedStatistic[],
  whose: DashboardView["whose"],
  ids: readonly string[],
  left: () => number,
): Promise<DashboardView> {
  const items = [];
  for (const id of ids) {
    const saved = kept.find((each) => each.id === id && (whose === "mine" || each.sharing === "member"));
    if (saved) items.push({ id, name: saved.name, ...(await workedOut(scope, saved, left())) });
  }
  return { whose, items, kept: whose === "mine" || keepsMemberDashboard(scope.agent) };
}
