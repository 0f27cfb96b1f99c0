import { countableFields, type Issue, knownFields, type StatisticParams } from "../../../engine/index.ts";
import { choicesOf } from "../../../renderer/figures/choices.ts";
import { composePage } from "../../../renderer/figures/compose-page.tsx";
import type { FigureView } from "../../../renderer/figures/figure-view.ts";
import type { KeepFormView } from "../../../renderer/figures/keep-form.tsx";
import { keptWords } from "../../../renderer/strings-figures-kept.ts";
import { keepStatistic, sharerOf, unitsOf } from "../../commands/keep-statistic.ts";
import { readForm } from "../../middleware/posted-form.ts";
import { notFound, type Outcome } from "../../problem.ts";
import { findStatistic } from "../../store/statistics.ts";
import { posted } from "../admin/posted.ts";
import { backFrame, type PageContext, refuse } from "../back/agent-scope.ts";
import { memberNames, type Place } from "../back/reach.ts";
import { exportsOf, FIGURES, type FigureScope, figureScope, placesOf, readable } from "./figure-scope.ts";
import { figureView } from "./figure-view.ts";
import { aroundOf, followedBy } from "./follow-references.ts";
import { statisticParams, statisticQuery } from "./statistic-address.ts";

/** GET /{member}/agent/chiffres/composer: a statistic as its address says it, with what may be chosen next. */
export async function composeRoute(c: PageContext): Promise<Response> {
  const scope = await figureScope(c);
  if (scope instanceof Response) return scope;
  const search = new URL(c.req.url).searchParams;
  const asked = await ask(scope, search);
  const id = search.get("statistique") ?? "";
  const kept =
    id === "" ? null : await findStatistic(scope.ctx.db, scope.member.id, sharerOf(scope.ctx, scope.agent), id);
  const sharing = kept?.sharing === "unit" ? `unit:${kept.unit}` : (kept?.sharing ?? "own");
  return show(c, scope, asked, { id: kept?.id ?? "", name: kept?.name ?? "", sharing, issues: [] });
}

/** POST /{member}/agent/chiffres/garder: keeps what `question` asks under a name. */
export async function keepRoute(c: PageContext): Promise<Response> {
  const scope = await figureScope(c);
  if (scope instanceof Response) return scope;
  const form = await readForm(c);
  const asked = await ask(scope, new URLSearchParams(posted(form, "question", LONGEST_QUESTION)));
  const typed = {
    id: posted(form, "statistique"),
    name: posted(form, "nom").replace(/\s+/g, " "),
    sharing: posted(form, "partage"),
  };
  const [first] = asked.places;
  if (!first) return refuse(c, notFound());
  if (form.resumed || !asked.found?.ok) return show(c, scope, asked, { ...typed, issues: [] });
  const plan = { ...typed, definition: first.definition.id, params: asked.params };
  const outcome = await keepStatistic(scope.ctx, scope.agent, typed.id === "" ? null : typed.id, plan);
  if (outcome.ok) return c.redirect(`${scope.base}/statistiques/${outcome.value}?fait=garde`, 303);
  if (outcome.problem.code !== "invalid") return refuse(c, outcome.problem);
  return show(c, scope, asked, { ...typed, issues: outcome.problem.issues });
}

const LONGEST_QUESTION = 20_000;
const UNKNOWN = "Cette démarche n’existe pas, ou elle ne vous est pas ouverte.";

/** A statistic asked for, and what it gives. */
interface Asked {
  readonly definition: string;
  readonly params: StatisticParams;
  readonly places: readonly Place[];
  /** Null before a definition is chosen. */
  readonly found: Outcome<FigureView> | null;
}

async function ask(scope: FigureScope, search: URLSearchParams): Promise<Asked> {
  const definition = search.get("demarche") ?? "";
  const places = placesOf(scope, definition);
  const params = statisticParams(search);
  return { definition, params, places, found: places.length > 0 ? await figureView(scope, places, params) : null };
}

type Typed = Pick<KeepFormView, "id" | "name" | "sharing"> & { readonly issues: readonly Issue[] };

async function show(c: PageContext, scope: FigureScope, asked: Asked, typed: Typed): Promise<Response> {
  const { base } = scope;
  const { definition, params, places, found } = asked;
  const [first] = places;
  const around = aroundOf(followedBy(scope.ctx, scope.session, scope.member.id, places));
  const query = first ? statisticQuery(first.definition.id, params) : "";
  const problem = found && !found.ok ? found.problem : null;
  const unknown = definition !== "" && !first ? [{ pointer: "/demarche", message: UNKNOWN }] : [];
  const html = composePage({
    frame: await backFrame(c, scope, FIGURES),
    home: base,
    form: {
      action: `${base}/composer`,
      definitions: readable(scope).map((reached) => [reached.definition.id, reached.definition.title]),
      chosen: first?.definition.id ?? "",
      choices: first
        ? choicesOf(
            first.definition,
            knownFields({ ...first, around }),
            memberNames(places),
            params,
            countableFields(first),
          )
        : null,
      params,
      kept: typed.id,
      issues: [...unknown, ...(problem?.issues ?? [])],
    },
    view: found?.ok ? found.value : null,
    exports: exportsOf(base, query),
    refused: problem && problem.issues.length === 0 ? problem.detail : undefined,
    keep: found?.ok ? { ...typed, action: `${base}/garder`, question: query, sharings: sharings(scope) } : null,
  });
  return c.html(html, typed.issues.length > 0 ? 422 : (problem?.status ?? 200));
}

/** With whom she may share: her units by name, the member. */
function sharings({ ctx, agent, member }: FigureScope): KeepFormView["sharings"] {
  const { own, unit, member: everyone } = keptWords.save;
  const names = new Map(member.units.map(({ id, name }) => [id, name]));
  const units = unitsOf(ctx, agent).map((id) => [`unit:${id}`, unit(names.get(id) ?? id)] as const);
  return [["own", own], ...units, ["member", everyone]];
}
