import { addDays, hasLapsed, type Move, moveClock, silentFrom, startClock } from "./clock.ts";
import type { AskedItems } from "./compile-missing.ts";
import type { CompiledDefinition, StateEvent } from "./definition.ts";
import { addDuration, parisDay, parisMidnight, parseDuration } from "./duration.ts";
import type { Effect } from "./effect.ts";
import type { Clock, Entry } from "./entry.ts";
import type { Scope } from "./form.ts";
import { frenchText } from "./french-text.ts";

/** CRPA L.231-1, L.231-4: two months, where no decree sets another delay. */
const USUAL_DELAY = "P2M";

/** How many days before its last day the service is warned, unless the definition says otherwise. */
const USUAL_ALERT = "P7D";

/** What the timers of a clock are known by. */
const SILENCE_TIMER = "horloge:echeance";
export const ALERT_TIMER = "horloge:alerte";

/** The delay that applies to these answers, an opinion included (ISO 8601 duration). */
export function delayFor({ clock }: CompiledDefinition, scope: Scope): string {
  const { delay = USUAL_DELAY, opinion } = clock;
  return opinion?.when.evaluate(scope) === true ? opinion.delay : delay;
}

/** The event that records what silence meant for entries of this definition, if there is one. */
export const silenceEvent = ({ clock, workflow }: CompiledDefinition): string | undefined =>
  clock.regime === "none" ? undefined : workflow.silence[clock.regime];

/** The clock of an entry. One filed before clocks were kept has the one it would have had, from its filing. */
export function clockOf(definition: CompiledDefinition, entry: Entry): Clock | undefined {
  const { regime, delay = USUAL_DELAY } = definition.clock;
  if (entry.clock || regime === "none") return entry.clock;
  const filed = parisDay(entry.createdAt);
  const state = definition.workflow.states.get(entry.state)?.clock ?? "running";
  return startClock({ regime, receivedOn: filed, competentOn: filed, delay, state, today: filed });
}

/** Whether silence has already decided, so that only its event may come: the state takes it and the time is over. */
export function silenceComes(definition: CompiledDefinition, entry: Entry, now: string): boolean {
  const event = silenceEvent(definition);
  const taken = definition.workflow.states.get(entry.state)?.events.some(({ type }) => type === event) ?? false;
  return taken && hasLapsed(clockOf(definition, entry), now);
}

/** The clock once an event has led to a state; the scope holds the answers as they become. */
export function clockAfter(
  definition: CompiledDefinition,
  clock: Clock,
  { state, event, scope }: { readonly state: string; readonly event: StateEvent | undefined; readonly scope: Scope },
): Clock {
  const cameOn = event?.received?.evaluate(scope);
  const today = parisDay(scope.now);
  const move: Move = {
    state: definition.workflow.states.get(state)?.clock ?? "running",
    today,
    delay: clock.status === "stopped" || definition.clock.opinion ? delayFor(definition, scope) : clock.delay,
    ...(event?.missing && { asked: askedBy(event.missing, scope) }),
    ...(event?.received && { cameOn: earlier(dayOf(cameOn) ?? today, today) }),
    ...(event !== undefined && event.type === silenceEvent(definition) && { silent: true }),
  };
  return moveClock(clock, move);
}

function askedBy({ until, indispensable, items }: AskedItems, scope: Scope): NonNullable<Move["asked"]> {
  const text = items === undefined ? "" : frenchText(items.evaluate(scope));
  return {
    until: dayOf(until.evaluate(scope)) ?? null,
    indispensable: indispensable?.evaluate(scope) !== false,
    ...(text !== "" && { items: text }),
  };
}

function dayOf(value: unknown): string | undefined {
  if (typeof value !== "string" || Number.isNaN(Date.parse(value))) return undefined;
  return value.length > 10 ? parisDay(value) : value;
}

const earlier = (a: string, b: string): string => (a < b ? a : b);

/** What a clock that moved owes: the event that records silence when its time comes, and an alert before. */
export function clockEffects(
  definition: CompiledDefinition,
  before: Clock | undefined,
  after: Clock | undefined,
  now: string,
): readonly Effect[] {
  const due = after?.due ?? null;
  if (due === (before?.due ?? null)) return [];
  const event = silenceEvent(definition);
  return [
    ...(event === undefined ? [] : timerAt(SILENCE_TIMER, event, due === null ? null : silentFrom(due))),
    ...timerAt(ALERT_TIMER, ALERT_TIMER, warnedAt(definition, before, after, now)),
  ].filter((effect) => effect.type === "timer" || before !== undefined);
}

/**
 * When the service is warned of the last day: some days before, or at once when those days are over already, as for a request
 * that was forwarded or typed in late. A delay as short as that from the start warns of nothing new.
 */
function warnedAt(
  definition: CompiledDefinition,
  before: Clock | undefined,
  after: Clock | undefined,
  now: string,
): string | null {
  if (!after?.due) return null;
  const alert = alertOn(definition, after.due);
  if (alert > now) return alert;
  const short = before === undefined && after.receivedOn === parisDay(now);
  return short || hasLapsed(after, now) ? null : now;
}

const timerAt = (sendId: string, event: string, runAt: string | null): readonly Effect[] =>
  runAt === null ? [{ type: "cancel", sendId }] : [{ type: "timer", sendId, event, runAt }];

const MORNING = { years: 0, months: 0, days: 0, hours: 7, minutes: 0, seconds: 0 };

/** When the service is warned that an entry is to be answered by `due`: seven in the morning, some days before. */
export function alertOn({ clock }: CompiledDefinition, due: string): string {
  const days = parseDuration(clock.alert ?? USUAL_ALERT)?.days ?? 0;
  return addDuration(parisMidnight(addDays(due, -days)), MORNING);
}
