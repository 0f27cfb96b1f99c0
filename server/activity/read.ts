import {
  type Activity,
  type ActivityFigure,
  type ActivityTold,
  type CompiledDefinition,
  type CountedFigure,
  type Entry,
  figuresOf,
  isCounted,
  NOTHING_TOLD,
  type Told,
  type ToldFigure,
  tellsAll,
  valuesAt,
  yearOf,
} from "../../engine/index.ts";
import type { Context } from "../context.ts";
import { seeingUnits } from "../db/seen-units.ts";
import { inItsTurn } from "../routes/figures/turns.ts";
import { closingOf, keptFigures, reportsOf, type StoredReport } from "../store/activity.ts";
import { type Answered, answer, type Part } from "./ask.ts";
import { groupsTold } from "./groups.ts";
import { type ActivityPlace, activityPlaces } from "./places.ts";

/** Milliseconds that the figures of one definition in one member may take. */
const BUDGET = 30_000;

/** A report: the entry that tells a year, in the version it is pinned to. */
export interface Report {
  readonly definition: CompiledDefinition;
  readonly activity: Activity;
  readonly entry: Pick<Entry, "id" | "member" | "answers" | "state">;
  readonly year: number;
}

/** An entry as a report; null when its definition makes none of it, or before its year is said. */
export function reportOf(definition: CompiledDefinition, entry: Report["entry"]): Report | null {
  const { activity } = definition;
  const year = activity && yearOf(activity, entry.answers);
  return activity && year !== null ? { definition, activity, entry, year } : null;
}

/**
 * Works a report out. It counts what units keep to themselves: only numbers leave, for those whom its member lets read its reports. Rejects
 * with `TooLong`.
 */
export function readActivity(ctx: Context, report: Report): Promise<ActivityTold> {
  return seeingUnits("every", async () => {
    const places = activityPlaces(ctx, report.definition, report.entry);
    const reports = await reportsOf(
      ctx.db,
      places.map(({ member }) => member),
      report.definition.id,
      { field: report.activity.year, years: [report.year, report.year - 1] },
    );
    const answered = await inItsTurn(ctx, () => ask(ctx, report, places));
    const before = await keptBefore(ctx, report, reports);
    const figures = new Map<string, ToldFigure>();
    for (const figure of figuresOf(report.activity)) {
      const told = figureTold(ctx, { report, places, reports, answered, figures }, figure);
      figures.set(figure.id, withKept(told, before?.figures[figure.id], figure));
    }
    return { places, figures: Object.fromEntries(figures) };
  });
}

/** Every figure counted, definition after definition, member after member. */
async function ask(
  ctx: Context,
  { activity, year }: Report,
  places: readonly ActivityPlace[],
): Promise<readonly Answered[]> {
  const counted = figuresOf(activity).filter(isCounted);
  const answered: Answered[] = [];
  for (const id of new Set(counted.map(({ definition }) => definition))) {
    for (const { member } of places) {
      const definition = ctx.catalogue.definition(member, id);
      const figures = counted.filter((figure) => figure.definition === id);
      const together = places.length > 1;
      if (definition)
        answered.push(await answer(ctx, { ...{ member, definition, figures, year, together }, budget: BUDGET }));
    }
  }
  return answered;
}

interface Known {
  readonly report: Report;
  readonly places: readonly ActivityPlace[];
  readonly reports: readonly StoredReport[];
  readonly answered: readonly Answered[];
  /** Those before it. */
  readonly figures: ReadonlyMap<string, ToldFigure>;
}

function figureTold(ctx: Context, known: Known, figure: ActivityFigure): ToldFigure {
  if (figure.kind === "counted") return countedTold(ctx, known, figure);
  if (figure.kind === "typed") return typedTold(known, figure.field);
  const [over, under] = figure.over.map((id) => known.figures.get(id));
  const ratio = (a: Told | null | undefined, b: Told | null | undefined): Told => {
    const known = a?.value != null && b?.value != null && b.value !== 0;
    return known ? { value: ((a.value ?? 0) / (b.value ?? 1)) * (figure.percent ? 100 : 1), n: a.n } : NOTHING_TOLD;
  };
  const before = over?.before && under?.before ? ratio(over.before, under.before) : null;
  const places = known.places.map(
    ({ member }) => [member, ratio(over?.places[member], under?.places[member])] as const,
  );
  return { total: ratio(over?.total, under?.total), before, places: Object.fromEntries(places), groups: [] };
}

function countedTold(ctx: Context, { report, places, answered }: Known, figure: CountedFigure): ToldFigure {
  const own = answered.filter(({ figures }) => figures.has(figure.id));
  const now = own.flatMap(({ figures }) => figures.get(figure.id)?.now ?? []);
  const before = own.flatMap(({ figures }) => figures.get(figure.id)?.before ?? []);
  return {
    total: together(figure, now),
    before: figure.on === null ? null : together(figure, before),
    places: Object.fromEntries(
      places.map(({ member }) => {
        const part = own.find((each) => each.member === member)?.figures.get(figure.id)?.now;
        return [member, part ? together(figure, [part]) : NOTHING_TOLD];
      }),
    ),
    groups: groupsTold(ctx, { report, figure, answered: own }),
  };
}

/** What several members told of a figure, as one number. */
function together({ measure }: CountedFigure, parts: readonly Part[]): Told {
  const n = parts.reduce((all, part) => all + part.n, 0);
  const sum = parts.reduce((all, { value }) => all + (value ?? 0), 0);
  if (measure.kind === "distinct") {
    const seen = parts.flatMap((part) => part.seen ?? []);
    return { value: parts.some((part) => part.seen) ? new Set(seen).size : sum, n };
  }
  if (measure.kind === "count") return { value: n, n };
  if (measure.kind === "sum") return { value: sum, n };
  if (n === 0) return NOTHING_TOLD;
  return { value: measure.kind === "delay" ? sum / n / 24 : sum / n, n };
}

/** What was typed in the report, or by each member in its own of the same year. */
function typedTold({ report, places, reports }: Known, field: string): ToldFigure {
  const { activity, entry, year } = report;
  const all = tellsAll(activity, entry.answers);
  const typed = (member: string, wanted: number): number | null => {
    const found = reports.findLast(
      (one) => one.member === member && !tellsAll(activity, one.answers) && yearOf(activity, one.answers) === wanted,
    );
    const own = !all && wanted === year && member === entry.member;
    const [value] = valuesAt(own ? entry.answers : (found?.answers ?? {}), field);
    return typeof value === "number" ? value : null;
  };
  const told = (wanted: number): readonly (readonly [string, Told])[] =>
    places.map(({ member }) => {
      const value = typed(member, wanted);
      return [member, { value, n: value === null ? 0 : 1 }] as const;
    });
  const sum = (of: ReturnType<typeof told>): Told => {
    const values = of.flatMap(([, { value }]) => value ?? []);
    return values.length === 0 ? NOTHING_TOLD : { value: values.reduce((a, b) => a + b, 0), n: values.length };
  };
  const before = sum(told(year - 1));
  return {
    total: sum(told(year)),
    before: before.value === null ? null : before,
    places: Object.fromEntries(told(year)),
    groups: [],
  };
}

/** The figures kept of the same report of the year before, when it was closed. */
async function keptBefore(
  ctx: Context,
  { definition, activity, entry, year }: Report,
  reports: readonly StoredReport[],
) {
  const all = tellsAll(activity, entry.answers);
  const found = reports.findLast(
    ({ member, answers, state }) =>
      member === entry.member &&
      yearOf(activity, answers) === year - 1 &&
      tellsAll(activity, answers) === all &&
      activity.closed.includes(state),
  );
  return found ? toldAtClosing(ctx, { definition, activity, entry: found, year: year - 1 }) : null;
}

/** The figures that a closed report keeps; null when none were kept yet. */
async function toldAtClosing(ctx: Context, { activity, entry }: Report): Promise<ActivityTold | null> {
  const closing = await closingOf(ctx.db, entry.member, entry.id, activity.closed);
  const kept = closing && (await keptFigures(ctx.db, entry.member, entry.id, closing.seq));
  return kept?.told ?? null;
}

/** What was told the year before stands, whatever changed since; how things stood then is known no other way. */
function withKept(told: ToldFigure, kept: ToldFigure | undefined, figure: ActivityFigure): ToldFigure {
  if (!kept) return told;
  const groups = told.groups.map((group) => {
    const last = kept.groups.find(({ by }) => by === group.by);
    const rows = group.rows.map((row) => ({
      ...row,
      before: last?.rows.find(({ key }) => key === row.key)?.value ?? 0,
    }));
    return last && isCounted(figure) && figure.on === null ? { ...group, rows } : group;
  });
  return { ...told, before: kept.total, groups };
}
