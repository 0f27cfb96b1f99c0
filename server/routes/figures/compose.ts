import { knownFields, type StatisticParams } from "../../../engine/index.ts";
import { choicesOf } from "../../../renderer/figures/choices.ts";
import { composePage } from "../../../renderer/figures/compose-page.tsx";
import type { FigureView } from "../../../renderer/figures/figure-view.ts";
import type { Outcome } from "../../problem.ts";
import { backFrame, type PageContext } from "../back/agent-scope.ts";
import { memberNames, type Place } from "../back/reach.ts";
import {
  FIGURES,
  type FigureScope,
  figureScope,
  placesOf,
  readable,
  statisticParams,
  statisticQuery,
} from "./figure-scope.ts";
import { figureView } from "./figure-view.ts";

/** GET /{member}/agent/chiffres/composer: a statistic as its address says it, with what may be chosen next. */
export async function composeRoute(c: PageContext): Promise<Response> {
  const scope = await figureScope(c);
  if (scope instanceof Response) return scope;
  const search = new URL(c.req.url).searchParams;
  const asked = search.get("demarche") ?? "";
  const places = placesOf(scope, asked);
  const params = statisticParams(search);
  const found = places.length > 0 ? await figureView(scope, places, params) : null;
  const status = found === null || found.ok ? 200 : found.problem.status;
  return c.html(await page(c, scope, asked, places, params, found), status);
}

async function page(
  c: PageContext,
  scope: FigureScope,
  asked: string,
  places: readonly Place[],
  params: StatisticParams,
  found: Outcome<FigureView> | null,
): Promise<string> {
  const [first] = places;
  const { base } = scope;
  const query = first ? statisticQuery(first.definition.id, params) : "";
  const problem = found && !found.ok ? found.problem : null;
  const unknown = asked !== "" && !first ? [{ pointer: "/demarche", message: UNKNOWN }] : [];
  return composePage({
    frame: await backFrame(c, scope, FIGURES),
    home: base,
    form: {
      action: `${base}/composer`,
      definitions: readable(scope).map(({ definition }) => [definition.id, definition.title]),
      chosen: first?.definition.id ?? "",
      choices: first ? choicesOf(first.definition, knownFields(first), memberNames(places), params) : null,
      params,
      issues: [...unknown, ...(problem?.issues ?? [])],
    },
    view: found?.ok ? found.value : null,
    exports: { csv: `${base}/export.csv?${query}` },
    refused: problem && problem.issues.length === 0 ? problem.detail : undefined,
  });
}

const UNKNOWN = "Cette démarche n’existe pas, ou elle ne vous est pas ouverte.";
