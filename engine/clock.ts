import { addDuration, parisDay, parisMidnight, parseDuration } from "./duration.ts";
import type { Clock, Missing } from "./entry.ts";

/** How a state of the workflow lets the legal delay go on. */
export type ClockMode = "running" | "suspended" | "stopped";

export interface Start {
  readonly regime: Clock["regime"];
  /** Day ("2026-03-03") on which the first administration received the request. */
  readonly receivedOn: string;
  /** Day on which the competent one received it: the same, unless another forwarded it (CRPA L.114-2). */
  readonly competentOn: string;
  /** ISO 8601 duration, in years, months or days. */
  readonly delay: string;
  readonly state: ClockMode;
  readonly today: string;
}

/**
 * A clock that starts. Silence that means refusal counts from the receipt by the first administration, silence that
 * means acceptance from the receipt by the competent one (CRPA L.114-3). A day never falls in the past: a request that
 * was forwarded too late is due the day it arrives.
 */
export function startClock({ regime, receivedOn, competentOn, delay, state, today }: Start): Clock {
  const startedOn = regime === "SVR" ? receivedOn : competentOn;
  const clock: Clock = { regime, status: "running", receivedOn, startedOn, delay, added: 0, due: null };
  return state === "stopped" ? { ...clock, status: "stopped" } : dated(clock, today);
}

/** What an event did, as far as a clock minds. */
export interface Move {
  /** That of the state reached. */
  readonly state: ClockMode;
  /** Today in Paris. */
  readonly today: string;
  /** The delay that applies now: an opinion may lengthen it. */
  readonly delay: string;
  /** What the event asks of the citizen, if anything. */
  readonly asked?: Omit<Missing, "since">;
  /** Day on which what was asked came, when the event says so. */
  readonly cameOn?: string;
  /** True for the event that records what silence meant. */
  readonly silent?: boolean;
}

/**
 * The clock after an event; the same object when nothing moved.
 * - A final decision, a withdrawal, a transfer stop it; a request taken up again has a new one.
 * - A request for indispensable items suspends the delay to refusal for the time granted, which their arrival shortens;
 *   the delay to acceptance only runs from their arrival (L.114-5). Other items suspend nothing (L.114-5-1).
 */
export function moveClock(clock: Clock, move: Move): Clock {
  const { state, today, delay } = move;
  if (state === "stopped") return clock.status === "stopped" ? clock : stopped(clock, move.silent === true);
  if (clock.status === "stopped") {
    const { regime } = clock;
    return startClock({ regime, receivedOn: today, competentOn: today, delay, state, today });
  }
  const current = delay === clock.delay ? clock : { ...clock, delay };
  const moved = movedTo(current, move);
  return moved === clock ? clock : dated(moved, today);
}

function movedTo(clock: Clock, { state, today, asked, cameOn }: Move): Clock {
  if (asked) return ask(resumed(clock, today), asked, state, today);
  const left = clock.status === "suspended" && state === "running";
  return left || cameOn !== undefined ? resumed(clock, cameOn ?? today) : clock;
}

function ask(clock: Clock, asked: Omit<Missing, "since">, state: ClockMode, today: string): Clock {
  const until = asked.until !== null && asked.until < today ? today : asked.until;
  const missing: Missing = { ...asked, until, since: today };
  // Without a day to answer by, nothing is suspended: the law suspends for the time granted.
  if (state !== "suspended" || !asked.indispensable || until === null) return { ...clock, missing };
  return { ...clock, status: "suspended", startedOn: clock.regime === "SVA" ? null : clock.startedOn, missing };
}

/** The clock once the items have come, on a day that is neither before they were asked for nor to come. */
function resumed(clock: Clock, day: string): Clock {
  const { missing, ...rest } = clock;
  if (!missing) return clock;
  if (clock.status !== "suspended") return rest;
  const came = day < missing.since ? missing.since : day;
  if (clock.regime === "SVA") return { ...rest, status: "running", startedOn: came, added: 0 };
  const end = missing.until !== null && missing.until < came ? missing.until : came;
  return { ...rest, status: "running", added: clock.added + daysBetween(missing.since, end) };
}

const stopped = (clock: Clock, silent: boolean): Clock => ({
  ...clock,
  status: "stopped",
  due: null,
  ...(silent && clock.due !== null && { silentOn: clock.due }),
});

/** The last day to answer; null while nothing counts. One that is over stays as it was; none is set in the past. */
function dated(clock: Clock, today: string): Clock {
  const { startedOn, delay, added, status, missing } = clock;
  if (startedOn === null) return { ...clock, due: null };
  if (clock.due !== null && clock.due < today) return clock;
  const granted = status === "suspended" && missing?.until ? daysBetween(missing.since, missing.until) : 0;
  const due = addDays(after(startedOn, delay), added + granted);
  return { ...clock, due: due < today ? today : due };
}

/**
 * From date to date: the day with the same number in the month reached, or its last day where it has none. The delay is
 * not lengthened by Sundays nor holidays, and silence counts from the end of that day.
 */
function after(day: string, delay: string): string {
  const duration = parseDuration(delay);
  if (duration === null) throw new Error(`a compiled definition holds the delay ${delay}, which is no duration`);
  return parisDay(addDuration(parisMidnight(day), duration));
}

const DAY = 86_400_000;

export const addDays = (day: string, days: number): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) + days * DAY).toISOString().slice(0, 10);

export const daysBetween = (from: string, to: string): number =>
  Math.max(0, Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / DAY));

/** The instant from which silence counts as an answer: the midnight that ends the last day, in Paris. */
export const silentFrom = (due: string): string => parisMidnight(addDays(due, 1));

/** Whether the time to answer is over, and silence counts, at this instant. */
export const hasLapsed = (clock: Clock | undefined, now: string): clock is Clock & { readonly due: string } =>
  clock !== undefined && clock.due !== null && Date.parse(now) >= Date.parse(silentFrom(clock.due));

/** Whether the delay is suspended on this day: past the day granted, the delay to refusal runs again by itself (L.114-5). */
export const isSuspended = (clock: Clock, today: string): boolean =>
  clock.status === "suspended" && (clock.regime === "SVA" || today <= (clock.missing?.until ?? today));
