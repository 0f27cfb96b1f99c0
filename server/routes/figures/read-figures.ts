import {
  type CompiledDefinition,
  type FigureRow,
  type Issue,
  readStatistic,
  type Statistic,
  type StatisticParams,
  type StatisticTable,
  statisticTable,
} from "../../../engine/index.ts";
import type { Context } from "../../context.ts";
import { done, type Outcome, problem, refused } from "../../problem.ts";
import {
  figuresSettings,
  figuresStatement,
  followsReference,
  MOST_GROUPS,
  MOST_VALUES,
  needsValues,
  withDays,
} from "../../store/figures.ts";
import { readInTurn, TooLong } from "../../store/in-turn.ts";
import type { Place } from "../back/reach.ts";
import { aroundOf, closedIn, type Followed, resolved, withReferred } from "./follow-references.ts";
import { inItsTurn } from "./turns.ts";

/** A statistic with what it amounts to. */
export interface Figures {
  readonly statistic: Statistic;
  /** As the agent's own member offers it, or the first that shares it. */
  readonly definition: CompiledDefinition;
  readonly table: StatisticTable;
  /** Members whose version of the definition does not know what is asked: left out. */
  readonly without: readonly string[];
}

/** Milliseconds a statistic may take, all its members together. */
const BUDGET = 15_000;

/** Reads a statistic as each place understands it. Issues are those of the first, which the page is about. */
export function statisticIn(
  params: StatisticParams,
  places: readonly Place[],
  now: string,
  followed: Followed = NOTHING,
): { readonly ok: true; readonly of: readonly Asked[]; readonly without: readonly string[] } | Refused {
  const members = places.map(({ member }) => member.id);
  const around = aroundOf(followed);
  const read = places.map((place) => {
    const { definition, actor } = place;
    return { place, result: readStatistic(params, { definition, actor, members, now, around }) };
  });
  const [first] = read;
  if (!first) return { ok: false, issues: [] };
  if (!first.result.ok) return { ok: false, issues: first.result.issues };
  const chosen = first.result.value.members;
  const wanted = read.filter(({ place }) => chosen === null || chosen.includes(place.member.id));
  return {
    ok: true,
    of: wanted.flatMap(({ place, result }) => (result.ok ? [{ place, statistic: result.value }] : [])),
    without: wanted.flatMap(({ place, result }) => (result.ok ? [] : [place.member.name])),
  };
}

interface Refused {
  readonly ok: false;
  readonly issues: readonly Issue[];
}

/** A statistic as one place understands it. */
export interface Asked {
  readonly place: Place;
  readonly statistic: Statistic;
}

/**
 * The figures of a statistic over the members an agent sees, each counted among its own rows. Refusals: `invalid` with
 * its issues; `too-large` when there are too many groups; `unavailable` when it would take too long.
 */
export async function readFigures(
  ctx: Context,
  params: StatisticParams,
  places: readonly Place[],
  budget: number = BUDGET,
  followed: Followed = NOTHING,
): Promise<Outcome<Figures>> {
  const asked = statisticIn(params, places, ctx.clock().toISOString(), followed);
  if (!asked.ok) return refused(problem("invalid", asked.issues[0]?.message ?? "", asked.issues));
  const [first] = asked.of;
  const { definition } = first?.place ?? {};
  if (!first || !definition) return refused(problem("invalid", NOBODY));
  // What an entry of another member says is known once it is read there: its groups are then put together.
  const together =
    followsReference(first.statistic) ||
    (asked.of.length > 1 && !first.statistic.by.some(({ kind }) => kind === "member"));
  const work = () => rowsOf(ctx, asked.of, { together, budget, followed });
  const read = await inItsTurn(ctx, work).catch(tooLong);
  if ("ok" in read) return read;
  const most = together && needsValues(first.statistic) ? MOST_VALUES : MOST_GROUPS;
  if (read.some((rows) => rows.length > most)) return refused(problem("too-large", TOO_MANY));
  const rows = await resolved(ctx, first.statistic, withDays(first.statistic, read.flat()), followed, budget).catch(
    tooLong,
  );
  if ("ok" in rows) return rows;
  const table = statisticTable(first.statistic, definition, rows);
  if (table.rows.length * table.columns.length > MOST_CELLS) return refused(problem("too-large", TOO_MANY));
  return done({ statistic: first.statistic, definition, table, without: asked.without });
}

const NOTHING: Followed = new Map();

/** The rows of each member, for what each understands. Rejects with `TooLong`. */
async function rowsOf(
  ctx: Context,
  asked: readonly Asked[],
  { together, budget, followed }: { readonly together: boolean; readonly budget: number; readonly followed: Followed },
): Promise<readonly (readonly FigureRow[])[]> {
  const statements = await Promise.all(
    asked.map(async ({ place, statistic }) => {
      const known = await withReferred(ctx, statistic, followed, budget);
      const at = {
        member: place.member.id,
        unit: place.definition.unit ?? "",
        closed: closedIn(followed, place.member.id),
      };
      return { member: at.member, statement: figuresStatement(known, at, together) };
    }),
  );
  const [first] = asked;
  return readInTurn<FigureRow>(ctx.db, statements, budget, first ? figuresSettings(first.statistic) : {});
}

const MOST_CELLS = 20_000;
const NOBODY = "Aucune des collectivités choisies ne peut répondre à cette question.";
const TOO_MANY =
  "Cela donne trop de groupes pour un tableau. Regroupez par un champ qui a moins de valeurs, ou choisissez une période plus courte.";
const TOO_LONG =
  "Ce calcul est trop long : il a été arrêté. Choisissez une période plus courte, moins de collectivités, ou retirez un regroupement.";

function tooLong(error: unknown): ReturnType<typeof refused> {
  if (error instanceof TooLong) return refused(problem("unavailable", TOO_LONG));
  throw error;
}
