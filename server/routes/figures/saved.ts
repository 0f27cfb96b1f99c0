import { savedPage } from "../../../renderer/figures/saved-page.tsx";
import { keptWords } from "../../../renderer/strings-figures-kept.ts";
import {
  arrangeDashboard,
  forgetStatistic,
  keepsMemberDashboard,
  MOVES,
  mayChange,
  sharerOf,
} from "../../commands/keep-statistic.ts";
import { readForm } from "../../middleware/posted-form.ts";
import { notFound, problem } from "../../problem.ts";
import { dashboardOf, findStatistic, type SavedStatistic } from "../../store/statistics.ts";
import { posted } from "../admin/posted.ts";
import { backFrame, type PageContext, refuse } from "../back/agent-scope.ts";
import { saidDone } from "../said-done.ts";
import { exportsOf, FIGURES, type FigureScope, figureScope, placesOf } from "./figure-scope.ts";
import { figureView } from "./figure-view.ts";
import { statisticQuery } from "./statistic-address.ts";

/** GET /{member}/agent/chiffres/statistiques/{id}: worked out again for who reads it, with her rights. */
export async function savedRoute(c: PageContext): Promise<Response> {
  const scope = await figureScope(c);
  if (scope instanceof Response) return scope;
  const { ctx, agent, member, base } = scope;
  const saved = await findStatistic(ctx.db, member.id, sharerOf(ctx, agent), c.req.param("id") ?? "");
  if (!saved) return refuse(c, notFound());
  const [read, mine, shared] = await Promise.all([
    workedOut(scope, saved),
    dashboardOf(ctx.db, member.id, agent.id),
    dashboardOf(ctx.db, member.id, ""),
  ]);
  const query = statisticQuery(saved.definition, saved.params);
  const html = savedPage({
    frame: await backFrame(c, scope, FIGURES),
    base,
    id: saved.id,
    name: saved.name,
    sharing: sharingText(saved),
    view: read.view,
    refused: read.refused ?? undefined,
    exports: exportsOf(base, query),
    change: mayChange(agent, saved) ? `${base}/composer?${query}&statistique=${saved.id}` : null,
    onMine: mine.includes(saved.id),
    onMember: keepsMemberDashboard(agent) && saved.sharing === "member" ? shared.includes(saved.id) : null,
    notice: saidDone(c, keptWords.done),
  });
  return c.html(html);
}

/** A saved statistic with the reader's rights, or the sentence that stands for it. */
export async function workedOut(scope: FigureScope, saved: SavedStatistic, budget?: number) {
  const places = placesOf(scope, saved.definition);
  if (places.length === 0) return { view: null, refused: keptWords.one.closed };
  const read = await figureView(scope, places, saved.params, budget);
  if (read.ok) return { view: read.value, refused: null };
  return { view: null, refused: read.problem.code === "invalid" ? keptWords.one.broken : read.problem.detail };
}

const sharingText = ({ sharing }: SavedStatistic): string => {
  const text = keptWords.list[sharing];
  return text.charAt(0).toUpperCase() + text.slice(1);
};

/** POST …/chiffres/statistiques/{id}/supprimer */
export async function forgetRoute(c: PageContext): Promise<Response> {
  const scope = await figureScope(c);
  if (scope instanceof Response) return scope;
  const form = await readForm(c);
  const id = c.req.param("id") ?? "";
  if (form.resumed) return c.redirect(`${scope.base}/statistiques/${encodeURIComponent(id)}`, 303);
  const outcome = await forgetStatistic(scope.ctx, scope.agent, id);
  return outcome.ok ? c.redirect(`${scope.base}?fait=supprime`, 303) : refuse(c, outcome.problem);
}

/** POST …/chiffres/tableau: puts a statistic on a dashboard, takes it away, moves it. */
export async function dashboardRoute(c: PageContext): Promise<Response> {
  const scope = await figureScope(c);
  if (scope instanceof Response) return scope;
  const form = await readForm(c);
  if (form.resumed) return c.redirect(scope.base, 303);
  const field = (name: string) => posted(form, name);
  const id = field("statistique");
  const move = MOVES.find((each) => each === field("geste"));
  const whose = field("tableau") === "member" ? "member" : "mine";
  if (!move) return refuse(c, problem("malformed", "Ce geste n’existe pas."));
  const outcome = await arrangeDashboard(scope.ctx, scope.agent, { id, whose, move });
  if (!outcome.ok) return refuse(c, outcome.problem);
  const done = move === "ajouter" ? "ajoute" : move === "retirer" ? "retire" : "ordre";
  const back = field("retour") === "statistique" ? `/statistiques/${id}` : "";
  return c.redirect(`${scope.base}${back}?fait=${done}${back === "" ? `#${whose}-${id}` : ""}`, 303);
}
