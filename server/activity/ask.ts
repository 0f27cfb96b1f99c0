import {
  BY_MONTH,
  BY_STATE,
  type CompiledDefinition,
  type CountedFigure,
  type FigureRow,
  figureParams,
  knownFields,
  readStatistic,
  type Statistic,
  type StatisticField,
} from "../../engine/index.ts";
import type { Context } from "../context.ts";
import { aroundOf, closedIn, type Followed, resolved, withReferred } from "../routes/figures/follow-references.ts";
import {
  type Asked,
  type GroupRow,
  groupsStatement,
  type TotalsRow,
  totalsStatement,
} from "../store/activity-figures.ts";
import { figuresStatement } from "../store/figures.ts";
import { readInTurn } from "../store/in-turn.ts";
import type { Statement } from "../store/statement.ts";
import { followedFrom } from "./places.ts";

/** What a member told of one figure, in a year and in the one before. `seen`: digests of different values, which members put together. */
export interface Part {
  readonly n: number;
  readonly value: number | null;
  readonly seen: readonly string[] | null;
}

/** The answers of one member to the figures of one definition. */
export interface Answered {
  readonly member: string;
  readonly figures: ReadonlyMap<string, { readonly now: Part; readonly before: Part | null }>;
  /** By figure, then by what tells it apart. */
  readonly groups: ReadonlyMap<string, ReadonlyMap<string, readonly GroupRow[]>>;
}

interface AskedFigure extends Asked {
  readonly figure: CountedFigure;
  readonly known: readonly StatisticField[];
}

/** What is asked of one member about one definition. */
export interface Question {
  readonly member: string;
  readonly definition: CompiledDefinition;
  readonly figures: readonly CountedFigure[];
  readonly year: number;
  /** Several members are put together. */
  readonly together: boolean;
  /** Milliseconds. */
  readonly budget: number;
}

/** Counts the figures of one definition in one member. A figure that this member's version does not know is left out. Rejects with `TooLong`. */
export async function answer(ctx: Context, question: Question): Promise<Answered> {
  const { member, definition, figures, year, budget } = question;
  const followed = followedFrom(ctx, member, definition);
  const around = aroundOf(followed);
  const known = knownFields({ definition, actor: AGENT, around });
  const now = ctx.clock().toISOString();
  const asked: AskedFigure[] = [];
  for (const figure of figures) {
    const scope = { definition, actor: AGENT, members: [member], now, around };
    const read = readStatistic(figureParams(figure, year), scope);
    if (!read.ok) continue;
    const statistic = await withReferred(ctx, read.value, followed, budget);
    const before = figure.on === null ? null : { from: `${year - 1}-01-01`, until: `${year}-01-01` };
    asked.push({ figure, statistic, before, known });
  }
  const together = asked.filter(({ statistic }) => isRead(statistic));
  const alone = asked.filter(({ statistic }) => !isRead(statistic));
  const statements: Statement[] = [
    ...(together.length > 0 ? [totalsStatement(together, member, question.together)] : []),
    ...alone.flatMap(({ statistic, before }) =>
      [statistic.period, before].flatMap((period) =>
        period === null ? [] : [aloneStatement({ ...statistic, period }, member)],
      ),
    ),
    ...asked.flatMap((one) =>
      one.figure.by.map((by) => groupsStatement(one, by, fieldOf(one, by, followed, member), member)),
    ),
  ];
  const rows = await readInTurn<object>(
    ctx.db,
    statements.map((statement) => ({ member, statement })),
    budget,
  );
  return told(ctx, { question, followed, together, alone, asked }, rows);
}

const AGENT = { kind: "agent" } as const;

/** Whether one reading of all entries tells it, with the others. */
const isRead = ({ measure }: Statistic): boolean =>
  measure.kind === "count" || measure.kind === "number" || (measure.kind === "distinct" && measure.of.many !== true);

const aloneStatement = (statistic: Statistic, member: string): Statement =>
  figuresStatement(statistic, { member, unit: "" }, statistic.measure.kind === "distinct");

function fieldOf({ known }: AskedFigure, by: string, followed: Followed, member: string): StatisticField | null {
  if (by === BY_STATE || by === BY_MONTH) return null;
  const field = known.find(({ key }) => key === by);
  return field?.through && closedIn(followed, member).includes(field.through.definition) ? null : (field ?? null);
}

interface Reading {
  readonly question: Question;
  readonly followed: Followed;
  readonly together: readonly AskedFigure[];
  readonly alone: readonly AskedFigure[];
  readonly asked: readonly AskedFigure[];
}

async function told(
  ctx: Context,
  { question, followed, together, alone, asked }: Reading,
  rows: readonly (readonly object[])[],
): Promise<Answered> {
  const left = [...rows];
  const next = <T extends object>() => (left.shift() ?? []) as readonly T[];
  const figures = new Map<string, { now: Part; before: Part | null }>();
  const [totals] = together.length > 0 ? next<TotalsRow>() : [];
  together.forEach(({ figure, statistic, before }, index) => {
    const part = (n: string, v: string) => partOf(statistic, totals?.[n] ?? 0, totals?.[v] ?? null, question.together);
    const now = part(`n${index}`, `v${index}`);
    figures.set(figure.id, { now, before: before === null ? null : part(`m${index}`, `w${index}`) });
  });
  for (const { figure, statistic, before } of alone) {
    const now = partAlone(statistic, next<FigureRow>());
    figures.set(figure.id, { now, before: before === null ? null : partAlone(statistic, next<FigureRow>()) });
  }
  const groups = new Map<string, Map<string, readonly GroupRow[]>>();
  for (const { figure, known } of asked) {
    const own = new Map<string, readonly GroupRow[]>();
    for (const by of figure.by)
      own.set(
        by,
        await followedGroups(
          ctx,
          next<GroupRow>(),
          known.find(({ key }) => key === by),
          followed,
          question.budget,
        ),
      );
    groups.set(figure.id, own);
  }
  return { member: question.member, figures, groups };
}

function partOf({ measure }: Statistic, n: number | string, v: number | string | null, together: boolean): Part {
  const count = Number(n);
  if (measure.kind === "count") return { n: count, value: count, seen: null };
  if (measure.kind === "distinct") {
    const seen = together ? (v === null ? [] : String(v).split(" ")) : null;
    return { n: count, value: seen ? seen.length : Number(v ?? 0), seen };
  }
  return { n: count, value: v === null ? null : Number(v), seen: null };
}

/** The different values of a list, or a sum of delays in hours: what `figuresStatement` gives. */
function partAlone({ measure }: Statistic, rows: readonly FigureRow[]): Part {
  const n = rows.reduce((all, row) => all + row.n, 0);
  if (measure.kind !== "distinct") return { n, value: rows[0]?.s ?? null, seen: null };
  const seen = rows.flatMap(({ x }) => (x === null ? [] : [String(x)]));
  return { n, value: seen.length, seen };
}

/** The groups once what entries of other members say was read there. */
async function followedGroups(
  ctx: Context,
  rows: readonly GroupRow[],
  of: StatisticField | undefined,
  followed: Followed,
  budget: number,
): Promise<readonly GroupRow[]> {
  if (!of?.through) return rows;
  const asked = rows.map(({ g, n, b }): FigureRow => ({ g1: g, g2: null, n, s: b, q: null, k: null, x: null }));
  const found = await resolved(ctx, { by: [{ kind: "field", of }] }, asked, followed, budget);
  return found.map(({ g1, n, s }) => ({ g: g1 ?? "", n, b: s }));
}
