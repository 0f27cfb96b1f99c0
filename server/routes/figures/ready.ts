import {
  type CompiledDefinition,
  FIELD,
  firstOnes,
  formatNumber,
  isFiledByCitizens,
  knownFields,
  type Period,
  periodLabel,
} from "../../../engine/index.ts";
import { factTexts, registerFacts } from "../../../renderer/figures/fact-text.ts";
import type { FigureView } from "../../../renderer/figures/figure-view.ts";
import { type ReadyPageView, readyPage, type StepLine } from "../../../renderer/figures/ready-page.tsx";
import { steeringWords } from "../../../renderer/strings-steering.ts";
import { notFound } from "../../problem.ts";
import { readStepCounts, SENT, type StepCount } from "../../store/form-counts.ts";
import { TooLong } from "../../store/in-turn.ts";
import { backFrame, definitionId, type PageContext, refuse } from "../back/agent-scope.ts";
import type { Place } from "../back/reach.ts";
import { type Facts, factsOf, satisfaction, together } from "./facts.ts";
import { factsView } from "./facts-view.ts";
import { FIGURES, type FigureScope, figureScope, placesOf } from "./figure-scope.ts";
import { figureView, pageBudget } from "./figure-view.ts";
import { askedPeriod, periodPairs } from "./period.ts";
import { statisticQuery } from "./statistic-address.ts";

const { ready: words, report } = steeringWords;

/** GET /{member}/agent/chiffres/demarches/{domain}/{name}: what a definition tells without being asked. */
export async function readyRoute(c: PageContext): Promise<Response> {
  const scope = await figureScope(c);
  if (scope instanceof Response) return scope;
  const { base, now } = scope;
  const places = placesOf(scope, definitionId(c));
  const [first] = places;
  if (!first) return refuse(c, notFound());
  const { definition } = first;
  const { period, choice } = askedPeriod(c, now);
  const facts = await readFacts(scope, places, period);
  const service = definition.kind === "service";
  const view = facts && factsView(facts);
  const action = `${base}/demarches/${definition.id}`;
  const html = readyPage({
    frame: await backFrame(c, scope, FIGURES),
    home: base,
    action,
    title: definition.title,
    period: periodLabel(period),
    choice,
    compose: `${base}/composer?${new URLSearchParams({ demarche: definition.id, ...periodPairs(choice) })}`,
    facts: view ? (service ? factTexts(view) : registerFacts(view)) : [],
    figures: facts ? await figures(scope, places, periodPairs(choice)) : [],
    steps: facts && isFiledByCitizens(definition) ? await steps(scope, places, period) : null,
    opinions: facts && service ? opinionsOf(facts, `${action}/avis?${new URLSearchParams(periodPairs(choice))}`) : null,
    refused: facts ? undefined : report.tooLong,
  });
  return c.html(html, facts ? 200 : 503);
}

/** The facts of every place together; null when reading them is too long. */
async function readFacts({ ctx }: FigureScope, places: readonly Place[], period: Period): Promise<Facts | null> {
  const asked = places.map(({ member, definition }) => ({
    member: member.id,
    name: member.name,
    definitions: [definition],
  }));
  try {
    const found = await factsOf(ctx, asked, period);
    return together(found.flatMap((each) => [...each.values()]));
  } catch (error) {
    if (error instanceof TooLong) return null;
    throw error;
  }
}

/** Statistics that suit every definition, and by what comes first in its lists whose order counts; each may be opened, changed and kept like one that somebody composed. */
async function figures(scope: FigureScope, places: readonly Place[], period: Record<string, string>) {
  const [first] = places;
  if (!first) return [];
  const { kind, id } = first.definition;
  const usual: readonly Record<string, string>[] =
    kind === "service"
      ? [
          { par: "mois" },
          { par: "etat", sur: "_issue" },
          { mesure: "delai-median", par: "mois", sur: "_issue" },
          { par: "canal" },
        ]
      : [{ par: "mois" }, { par: "etat", periode: "tout" }];
  const asked = [...usual, ...firstOnes(knownFields(first)).map(({ key }) => ({ par: `${FIELD}${key}` }))];
  const shown: { view: FigureView; href: string }[] = [];
  const left = pageBudget();
  for (const each of asked) {
    const params = Object.fromEntries(Object.entries({ ...period, ...each }).map(([name, value]) => [name, [value]]));
    const read = await figureView(scope, places, params, left());
    if (read.ok) shown.push({ view: read.value, href: `${scope.base}/composer?${statisticQuery(id, params)}` });
  }
  return shown;
}

/** How far the forms begun in the period came, in the order of the form. */
async function steps({ ctx }: FigureScope, places: readonly Place[], period: Period): Promise<ReadyPageView["steps"]> {
  const counts: StepCount[] = [];
  for (const { member, definition } of places) {
    counts.push(...(await readStepCounts(ctx.db, member.id, { definition: definition.id, ...period })));
  }
  const [first] = places;
  return first ? { lines: stepLines(first.definition, counts), begun: sumOf(counts, "staying") } : null;
}

function stepLines({ form }: CompiledDefinition, counts: readonly StepCount[]): readonly StepLine[] {
  const titles = new Map([...form.steps.map(({ id, title }) => [id, title] as const), ["verifier", words.check]]);
  // Steps of versions gone come before the sending, under their own names.
  const others = [...new Set(counts.map(({ step }) => step))].filter((step) => step !== SENT && !titles.has(step));
  const keys = [...titles.keys(), ...others, SENT];
  return keys.flatMap((key) => {
    const own = counts.filter(({ step }) => step === key);
    if (own.length === 0) return [];
    const title = key === SENT ? words.sent : (titles.get(key) ?? key);
    return [{ title, reached: sumOf(own, "reached"), left: sumOf(own, "staying") }];
  });
}

const sumOf = (counts: readonly StepCount[], of: "reached" | "staying"): number =>
  counts.reduce((all, count) => all + count[of], 0);

function opinionsOf(facts: Facts, comments: string): ReadyPageView["opinions"] {
  const { count, average } = satisfaction(facts);
  return {
    scores: [5, 4, 3, 2, 1].map((score) => [score, facts.scores.get(score) ?? 0] as const),
    count,
    average: average === null ? null : formatNumber(Math.round(average * 10) / 10),
    comments,
  };
}
