import {
  type CompiledDefinition,
  outcomes,
  type Period,
  parisDay,
  periodBefore,
  plusDays,
  quantile,
} from "../../../engine/index.ts";
import type { Context } from "../../context.ts";
import { readStepCounts, SENT } from "../../store/form-counts.ts";
import { readInTurn } from "../../store/in-turn.ts";
import { countOpinions } from "../../store/opinions.ts";
import { type SettledRow, type SteeringRow, settledStatement, steeringStatement } from "../../store/steering.ts";
import { inItsTurn } from "./turns.ts";

/** What the demandes of a member, or of one of its definitions, amount to in a period. */
export interface Facts {
  readonly received: number;
  /** In the period of the same length before; null without one. */
  readonly before: number | null;
  readonly open: number;
  readonly late: number;
  readonly settled: number;
  /** How many in each state, by "definition state". */
  readonly outcomes: ReadonlyMap<string, number>;
  /** Hours, in order of their lengths, with how many demandes took each. */
  readonly hours: readonly (readonly [hours: number, count: number])[];
  /** Of the demandes that a legal delay applies to. */
  readonly inTime: { readonly kept: number; readonly of: number };
  /** Those begun long enough ago to have been sent. */
  readonly forms: { readonly begun: number; readonly sent: number };
  /** How many gave each score. */
  readonly scores: ReadonlyMap<number, number>;
}

/** Whose facts: a member with its definitions. */
export interface FactPlace {
  readonly member: string;
  readonly name: string;
  readonly definitions: readonly CompiledDefinition[];
}

/** Milliseconds that all the members of a report may take. */
const BUDGET = 20_000;

/** The facts of each place, by definition. Rejects with `TooLong`. */
export async function factsOf(
  ctx: Context,
  places: readonly FactPlace[],
  period: Period,
): Promise<readonly ReadonlyMap<string, Facts>[]> {
  const before = periodBefore(period);
  const today = parisDay(ctx.clock().toISOString());
  const asked = places.map(({ member, definitions }) => ({
    member,
    settling: definitions.map((definition) => ({
      definition: definition.id,
      outcomes: outcomes(definition).map(({ id }) => id),
    })),
  }));
  const rows = await inItsTurn(ctx, () =>
    readInTurn<SteeringRow | SettledRow>(
      ctx.db,
      asked.flatMap(({ member, settling }) => [
        { member, statement: steeringStatement(member, settling, { period, before, today }) },
        { member, statement: settledStatement(member, settling, period) },
      ]),
      BUDGET,
    ),
  );
  const facts: ReadonlyMap<string, Facts>[] = [];
  // One place after the other: forty at once would take every connection from who waits for a page.
  for (const [index, place] of places.entries()) {
    const counted = (rows[index * 2] ?? []) as readonly SteeringRow[];
    const settled = (rows[index * 2 + 1] ?? []) as readonly SettledRow[];
    facts.push(await placeFacts(ctx, place, { period, today }, { counted, settled, compared: before !== null }));
  }
  return facts;
}

/** Days after which a form that was not sent counts as given up. */
const PATIENCE = 7;

async function placeFacts(
  { db }: Context,
  { member, definitions }: FactPlace,
  { period, today }: { readonly period: Period; readonly today: string },
  read: {
    readonly counted: readonly SteeringRow[];
    readonly settled: readonly SettledRow[];
    readonly compared: boolean;
  },
): Promise<ReadonlyMap<string, Facts>> {
  const query = { definition: null, ...period };
  const old = plusDays(today, -PATIENCE);
  const begun = { ...query, until: period.until !== null && period.until < old ? period.until : old };
  const [forms, opinions] = await Promise.all([readStepCounts(db, member, begun), countOpinions(db, member, query)]);
  return new Map(
    definitions.map(({ id }) => {
      const of = <T extends { readonly definition: string }>(all: readonly T[]) =>
        all.filter(({ definition }) => definition === id);
      const [row] = of(read.counted);
      const ends = { ...settledFacts(of(read.settled)), ...countedFacts(row, read.compared) };
      return [id, { ...ends, ...formFacts(of(forms)), ...scoreFacts(of(opinions)) }];
    }),
  );
}

const countedFacts = (row: SteeringRow | undefined, compared: boolean) => ({
  received: row?.received ?? 0,
  before: compared ? (row?.before ?? 0) : null,
  open: row?.open ?? 0,
  late: row?.late ?? 0,
});

function settledFacts(rows: readonly SettledRow[]): Pick<Facts, "settled" | "outcomes" | "hours" | "inTime"> {
  const states = new Map<string, number>();
  for (const { definition, state, count } of rows) {
    const key = `${definition} ${state}`;
    states.set(key, (states.get(key) ?? 0) + count);
  }
  const limited = rows.filter(({ inTime }) => inTime !== null);
  return {
    settled: total(rows),
    outcomes: states,
    hours: rows.map(({ hours, count }) => [hours, count] as const),
    inTime: { kept: total(limited.filter(({ inTime }) => inTime)), of: total(limited) },
  };
}

function formFacts(rows: readonly { readonly step: string; readonly reached: number; readonly staying: number }[]) {
  const begun = rows.reduce((all, { staying }) => all + staying, 0);
  return { forms: { begun, sent: rows.find(({ step }) => step === SENT)?.reached ?? 0 } };
}

const scoreFacts = (rows: readonly { readonly score: number; readonly count: number }[]) => ({
  scores: new Map(rows.map(({ score, count }) => [score, count])),
});

const total = (rows: readonly { readonly count: number }[]): number => rows.reduce((all, { count }) => all + count, 0);

/** The facts of several definitions or members together. */
export function together(all: readonly Facts[]): Facts {
  const add = (of: (facts: Facts) => number) => all.reduce((sum, facts) => sum + of(facts), 0);
  const merge = <K>(of: (facts: Facts) => ReadonlyMap<K, number>): ReadonlyMap<K, number> => {
    const merged = new Map<K, number>();
    for (const [key, count] of all.flatMap((facts) => [...of(facts)])) merged.set(key, (merged.get(key) ?? 0) + count);
    return merged;
  };
  return {
    received: add(({ received }) => received),
    before: all.every(({ before }) => before === null) ? null : add(({ before }) => before ?? 0),
    open: add(({ open }) => open),
    late: add(({ late }) => late),
    settled: add(({ settled }) => settled),
    outcomes: merge((facts) => facts.outcomes),
    hours: all.flatMap(({ hours }) => hours),
    inTime: { kept: add(({ inTime }) => inTime.kept), of: add(({ inTime }) => inTime.of) },
    forms: { begun: add(({ forms }) => forms.begun), sent: add(({ forms }) => forms.sent) },
    scores: merge((facts) => facts.scores),
  };
}

/** Answers under which an average, or a score beside its comment, would tell what a few people said. */
export const FEWEST_ANSWERS = 5;

/** How satisfied, from 1 to 5; null under five answers. */
export function satisfaction({ scores }: Pick<Facts, "scores">): {
  readonly count: number;
  readonly average: number | null;
} {
  const count = [...scores.values()].reduce((all, each) => all + each, 0);
  const sum = [...scores].reduce((all, [score, each]) => all + score * each, 0);
  return { count, average: count < FEWEST_ANSWERS ? null : sum / count };
}

/** The delay that so many demandes of a hundred did not pass, in hours. */
export const delayAt = ({ hours }: Pick<Facts, "hours">, at: number): number | null => quantile(hours, at);
