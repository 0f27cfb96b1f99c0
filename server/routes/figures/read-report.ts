import { type CompiledDefinition, formatNumber, type Period, periodLabel } from "../../../engine/index.ts";
import { factTexts } from "../../../renderer/figures/fact-text.ts";
import type { ReportLine, ReportTop, ReportView } from "../../../renderer/figures/report-view.ts";
import { steeringWords } from "../../../renderer/strings-steering.ts";
import { holdsRole } from "../../identity/subject.ts";
import { TooLong } from "../../store/in-turn.ts";
import { type FactPlace, type Facts, factsOf, together } from "./facts.ts";
import { factsView } from "./facts-view.ts";
import { type FigureScope, readable } from "./figure-scope.ts";

const { report: words } = steeringWords;
const TOP = 5;
const ADMINISTRATORS = ["admin-membre", "admin-fonctionnel", "admin-groupe"] as const;

/** What the report of an agent tells of. */
export interface Reported {
  /** In words. */
  readonly who: string;
  readonly places: readonly FactPlace[];
  /** A line for each member, else for each téléservice. */
  readonly byMember: boolean;
}

/**
 * The whole group for who administers it, the whole member for its administrators, and for the others the téléservices
 * whose demandes they read, here and in the members that share them; null without any.
 */
export function reportedTo(scope: FigureScope): Reported | null {
  const { ctx, agent, member } = scope;
  if (member.coordinator && holdsRole(agent, "admin-groupe")) {
    const members = ctx.catalogue.members().filter(({ groupName }) => groupName === member.groupName);
    const places = members.map(({ id, name }) => ({ member: id, name, definitions: servicesOf(scope, id) }));
    return { who: words.group, places, byMember: true };
  }
  if (ADMINISTRATORS.some((role) => holdsRole(agent, role))) {
    const { id, name } = member;
    return { who: name, places: [{ member: id, name, definitions: servicesOf(scope, id) }], byMember: false };
  }
  const places = ownPlaces(scope);
  return places.length === 0 ? null : { who: words.yours(member.name), places, byMember: false };
}

const isService = ({ kind }: CompiledDefinition): boolean => kind === "service";

const servicesOf = ({ ctx }: FigureScope, member: string): readonly CompiledDefinition[] =>
  ctx.catalogue.definitions(member).filter(isService);

/** The téléservices whose demandes she reads, by member. */
function ownPlaces(scope: FigureScope): readonly FactPlace[] {
  const places = new Map<string, { member: string; name: string; definitions: CompiledDefinition[] }>();
  for (const { member, definition } of readable(scope).flatMap((reached) => reached.places)) {
    if (!isService(definition)) continue;
    const place = places.get(member.id) ?? { member: member.id, name: member.name, definitions: [] };
    place.definitions.push(definition);
    places.set(member.id, place);
  }
  return [...places.values()];
}

/** The report of a period; null when it takes too long. */
export async function readReport(
  { ctx }: FigureScope,
  { who, places, byMember }: Reported,
  period: Period,
): Promise<ReportView | null> {
  const found = await factsOf(ctx, places, period).catch((error: unknown) => {
    if (error instanceof TooLong) return null;
    throw error;
  });
  if (!found) return null;
  const all = places.map((place, index): Found => [place, found[index] ?? new Map()]);
  const lines = byMember ? all.map(memberLine) : serviceLines(all);
  const total = lineOf(words.total, found);
  return {
    title: words.title,
    who,
    period: periodLabel(period),
    head: byMember ? words.member : words.service,
    lines,
    total: lines.length > 1 ? total : null,
    tops: byMember ? [topOf(words.total, all), ...all.map((one) => topOf(one[0].name, [one]))] : [],
  };
}

/** A place with its facts by definition. */
type Found = readonly [place: FactPlace, facts: ReadonlyMap<string, Facts>];

const lineOf = (name: string, found: readonly ReadonlyMap<string, Facts>[]): ReportLine => ({
  name,
  facts: factTexts(factsView(together(found.flatMap((facts) => [...facts.values()])))),
});

const memberLine = ([{ name }, facts]: Found): ReportLine => lineOf(name, [facts]);

/** A line for each téléservice, the most asked for first. */
function serviceLines(all: readonly Found[]): readonly ReportLine[] {
  return ranked(all).map(([id, { title }]) => {
    const own = all.flatMap(([, facts]) => facts.get(id) ?? []);
    return { name: title, facts: factTexts(factsView(together(own))) };
  });
}

/** Téléservices with how many demandes were received, the most asked for first. */
function ranked(all: readonly Found[]): readonly (readonly [id: string, { title: string; count: number }])[] {
  const counts = new Map<string, { title: string; count: number }>();
  for (const [{ definitions }, facts] of all) {
    for (const { id, title } of definitions) {
      const known = counts.get(id) ?? { title, count: 0 };
      counts.set(id, { ...known, count: known.count + (facts.get(id)?.received ?? 0) });
    }
  }
  return [...counts].sort(([, a], [, b]) => b.count - a.count || a.title.localeCompare(b.title, "fr"));
}

function topOf(name: string, all: readonly Found[]): ReportTop {
  const top = ranked(all).filter(([, { count }]) => count > 0);
  return {
    name,
    services: top.slice(0, TOP).map(([, { title, count }]) => [title, formatNumber(count), count] as const),
  };
}
