import { type Agenda, minuteOf, WEEKDAYS } from "./agenda.ts";
import type { Names } from "./cel-names.ts";
import { checkedExpression } from "./compile-expression.ts";
import type { State } from "./definition.ts";
import { durationMessage, parseDuration } from "./duration.ts";
import type { Expression, Field } from "./form.ts";
import type { AgendaPart, DefinitionPart } from "./meta.generated.ts";
import { type At, type Report, under } from "./report.ts";
import { didYouMean } from "./suggest.ts";

const USUAL_HOLD = 15;
const USUAL_UNITS = 1;

interface Reading {
  readonly fields: readonly Field[];
  readonly names: Names;
  readonly at: At;
  readonly report: Report;
}

/** Compiles the agenda of a register; what is wrong is reported, and the result then good for nothing. */
export function compileAgenda(
  part: AgendaPart,
  kind: DefinitionPart["kind"],
  states: ReadonlyMap<string, State>,
  reading: Reading,
): Agenda {
  const { at, report } = reading;
  if (kind !== "register") {
    report.add("agenda", at, "Un agenda est tenu par un registre : ses fiches sont ce qu'on réserve.");
  }
  const integer = (key: "minutes" | "capacity" | "horizon" | "reminder"): Expression | null =>
    part[key] === undefined
      ? null
      : (checkedExpression(part[key], reading.names, "int", under(at, key), report)?.expression ?? null);
  checkHours(part, reading);
  if (part.walkIn !== undefined) choices(part.walkIn, reading.fields, under(at, "walkIn"), reading);
  if (part.notice !== undefined && !parseDuration(part.notice)) {
    report.add("duration", under(at, "notice"), durationMessage(part.notice));
  }
  return {
    states: statesOf(part, states, reading),
    place: placeOf(part, reading),
    hours: part.hours,
    closures: closuresOf(part, reading),
    closedOnHolidays: part.holidays !== "open",
    minutes: integer("minutes") ?? NOTHING,
    reasons: reasonsOf(part, reading),
    walkIn: part.walkIn ?? null,
    capacity: integer("capacity"),
    mostUnits: part.units ?? USUAL_UNITS,
    notice: part.notice ?? null,
    horizon: integer("horizon"),
    release: part.release
      ? { weekday: WEEKDAYS.indexOf(part.release.day), minute: minuteOf(part.release.time) ?? 0 }
      : null,
    hold: part.hold ?? USUAL_HOLD,
    reminder: integer("reminder"),
  };
}

/** In place of an expression that was refused. */
const NOTHING: Expression = { source: "", reads: [], evaluate: () => undefined };

function statesOf({ states: wanted }: AgendaPart, states: ReadonlyMap<string, State>, { at, report }: Reading) {
  for (const [index, id] of (wanted ?? []).entries()) {
    if (states.has(id)) continue;
    const message = `« ${id} » n'est pas un état du parcours${didYouMean(id, states.keys())}`;
    report.add("agenda-field", under(at, "states", index), message);
  }
  return wanted ?? [...states.values()].filter(({ final }) => !final).map(({ id }) => id);
}

function placeOf({ place }: AgendaPart, reading: Reading): Field | null {
  if (place === undefined) return null;
  const field = known(place, reading.fields, under(reading.at, "place"), reading);
  if (field && field.type !== "string") {
    wrong(place, "ne dit pas un lieu : une fiche, un choix ou un texte court", under(reading.at, "place"), reading);
  }
  return field ?? null;
}

function checkHours({ hours }: AgendaPart, reading: Reading): void {
  const at = under(reading.at, "hours");
  const inside = repeat(hours.list, under(at, "list"), reading);
  if (!inside) return;
  const days = known(hours.days, inside, under(at, "days"), reading);
  const values = days?.choices?.map(({ value }) => value);
  if (days && !values?.every((value) => WEEKDAYS.some((day) => day === value))) {
    wrong(hours.days, `propose autre chose que ${WEEKDAYS.join(", ")}`, under(at, "days"), reading);
  }
  for (const key of ["from", "to"] as const) {
    const field = known(hours[key], inside, under(at, key), reading);
    if (field && field.widget !== "time") {
      wrong(hours[key], 'n\'est pas une heure (« "x-widget": "time" »)', under(at, key), reading);
    }
  }
  if (hours.reasons !== undefined) choices(hours.reasons, inside, under(at, "reasons"), reading);
}

function closuresOf({ closures }: AgendaPart, reading: Reading): Agenda["closures"] {
  if (closures === undefined) return null;
  const at = under(reading.at, "closures");
  const inside = repeat(closures.list, under(at, "list"), reading);
  for (const key of inside ? (["from", "to"] as const) : []) {
    const field = known(closures[key], inside ?? [], under(at, key), reading);
    if (field && field.widget !== "date") wrong(closures[key], "n'est pas une date", under(at, key), reading);
  }
  return closures;
}

function reasonsOf({ reasons }: AgendaPart, reading: Reading): Agenda["reasons"] {
  if (reasons === undefined) return null;
  const at = under(reading.at, "reasons");
  if (reasons.reason === undefined) {
    choices(reasons.list, reading.fields, under(at, "list"), reading);
    if (reasons.minutes !== undefined) {
      reading.report.add("agenda", under(at, "minutes"), "La durée de chaque motif se dit dans une liste répétée.");
    }
    return reasons;
  }
  const inside = repeat(reasons.list, under(at, "list"), reading);
  if (!inside) return reasons;
  const reason = known(reasons.reason, inside, under(at, "reason"), reading);
  if (reason && reason.type !== "string") wrong(reasons.reason, "ne dit pas un motif", under(at, "reason"), reading);
  if (reasons.minutes !== undefined) {
    const field = known(reasons.minutes, inside, under(at, "minutes"), reading);
    if (field && field.type !== "integer") {
      wrong(reasons.minutes, "n'est pas un nombre entier de minutes", under(at, "minutes"), reading);
    }
  }
  return reasons;
}

/** The fields of a repeat, or undefined once it is reported that the key names none. */
function repeat(key: string, at: At, reading: Reading): readonly Field[] | undefined {
  const field = known(key, reading.fields, at, reading);
  if (!field || field.widget === "repeat") return field?.fields;
  wrong(key, "n'est pas une liste répétée", at, reading);
  return undefined;
}

function choices(key: string, fields: readonly Field[], at: At, reading: Reading): void {
  const field = known(key, fields, at, reading);
  if (field && !field.choices) wrong(key, "ne propose pas de choix", at, reading);
}

function known(key: string, fields: readonly Field[], at: At, { report }: Reading): Field | undefined {
  const field = fields.find((candidate) => candidate.key === key);
  const keys = fields.map((candidate) => candidate.key);
  if (!field) report.add("agenda-field", at, `« ${key} » n'est pas un champ${didYouMean(key, keys)}`);
  return field;
}

const wrong = (key: string, why: string, at: At, { report }: Reading): void =>
  report.add("agenda-field", at, `« ${key} » ${why}.`);
