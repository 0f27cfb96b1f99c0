import {
  type Actor,
  type Answers,
  type CompiledDefinition,
  copiedSession,
  daysBetween,
  type Recurrence,
  recurrenceDays,
  sittingChange,
} from "../../engine/index.ts";
import { seriesWords as words } from "../../renderer/strings-series.ts";
import type { Context } from "../context.ts";
import { type Tx, withActor } from "../db/with-actor.ts";
import { localHolidays } from "../local-holidays.ts";
import { done, type Outcome, type Problem, problem, refused } from "../problem.ts";
import type { NamedSitting } from "../sittings.ts";
import { insertSeries, joinSeries } from "../store/session-series.ts";
import { setSitting } from "../store/sittings.ts";
import { mayOpen } from "./may-open.ts";
import { openEntry } from "./open-entry.ts";
import type { ActorIn } from "./write-entry.ts";

export interface SeriesRequest {
  readonly member: string;
  /** The version that the member offers now: the new sessions are of it. */
  readonly definition: CompiledDefinition;
  readonly actor: Actor;
  readonly actorIn: ActorIn;
  /** The session that comes again, and its answers. */
  readonly sitting: NamedSitting;
  readonly answers: Answers;
  readonly recurrence: Recurrence;
  /** The other dates of its form move with each session. */
  readonly others: boolean;
  /** Made with the form: sent twice, it makes one series. */
  readonly series: string;
}

/** What undoes the transaction, to be given as a value outside it. */
class Undone extends Error {
  readonly problem: Problem;
  constructor(why: Problem) {
    super(why.code);
    this.problem = why;
  }
}

/**
 * Makes a series from one session: an entry for each other day that its rule gives, all or none. How many sessions it has now.
 * Refusals: `not-allowed`, `stale` (it is in a series already), `invalid`.
 */
export async function makeSeries(ctx: Context, request: SeriesRequest): Promise<Outcome<number>> {
  const { member, definition, actor, sitting, recurrence } = request;
  const [first] = sitting.days;
  if (!mayOpen(ctx, member, definition, actor)) return refused(problem("not-allowed", words.notAllowed));
  if (!first) return refused(problem("invalid", words.noDay));
  const told = recurrenceDays(first.day, recurrence, localHolidays(ctx, member));
  const days = told.days.flatMap(({ day, left }) => (left === null ? [day] : []));
  if (told.more) return refused(problem("invalid", words.tooMany));
  if (days.length < 2) return refused(problem("invalid", words.alone));
  try {
    await withActor(ctx.db, { member }, async (tx) => {
      const series = { id: request.series, definition: definition.id, firstDay: first.day, rule: told.rule };
      if (!(await insertSeries(tx, member, { ...series, exceptDays: told.exdates }, ctx.clock()))) return;
      await setSitting(tx, member, sitting.id, sittingChange(definition.id, sitting), ctx.clock());
      const item = { id: sitting.id, day: first.day };
      if (!(await joinSeries(tx, member, request.series, item))) throw new Undone(problem("stale", words.already));
      for (const day of days.slice(1)) await openOther(ctx, tx, request, first.day, day);
    });
  } catch (error) {
    if (error instanceof Undone) return refused(error.problem);
    throw error;
  }
  ctx.wake();
  return done(days.length);
}

async function openOther(ctx: Context, tx: Tx, request: SeriesRequest, first: string, day: string): Promise<void> {
  const { member, definition, actor, actorIn, others } = request;
  const { form, sessions } = definition;
  if (!sessions) throw new Undone(problem("invalid", words.noDay));
  const answers = copiedSession({ form, sessions }, { answers: request.answers }, daysBetween(first, day), others);
  const opened = await openEntry(ctx, { member, definition, actor, actorIn, answers }, tx);
  if (!opened.ok) throw new Undone(opened.problem);
  const item = { id: opened.value.view.id, day };
  if (!(await joinSeries(tx, member, request.series, item))) throw new Undone(problem("invalid", words.noDay));
}
