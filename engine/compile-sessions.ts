import { minuteOf } from "./agenda.ts";
import type { Names } from "./cel-names.ts";
import { checkedExpression } from "./compile-expression.ts";
import type { State } from "./definition.ts";
import { durationMessage, parseDuration } from "./duration.ts";
import type { Expected } from "./expression.ts";
import { fieldAt } from "./field-at.ts";
import type { Expression, Field } from "./form.ts";
import type { DefinitionPart, SessionsPart } from "./meta.generated.ts";
import { type At, type Report, under } from "./report.ts";
import type { SeatKind, Sessions } from "./sessions.ts";
import { didYouMean } from "./suggest.ts";

const USUAL_HOLD = 15;
const USUAL_OFFER = "P2D";
/** Id of the kind of places of a session that counts one alone. */
export const ONLY_KIND = "";

interface Reading {
  readonly fields: readonly Field[];
  readonly names: Names;
  readonly at: At;
  readonly report: Report;
}

/** Compiles the sessions of a register; what is wrong is reported, and the result then good for nothing. */
export function compileSessions(
  part: SessionsPart,
  kind: DefinitionPart["kind"],
  states: ReadonlyMap<string, State>,
  reading: Reading,
): Sessions {
  const { at, report } = reading;
  if (kind !== "register") {
    report.add("sessions", at, "Des séances sont tenues par un registre : chacune de ses fiches en est une.");
  }
  const read = (
    key: "title" | "waiting" | "opens" | "early" | "closes" | "notice",
    expected: Expected,
  ): Expression | null =>
    part[key] === undefined
      ? null
      : (checkedExpression(part[key], reading.names, expected, under(at, key), report)?.expression ?? null);
  if (part.offer !== undefined && !parseDuration(part.offer)) {
    report.add("duration", under(at, "offer"), durationMessage(part.offer));
  }
  checkDates(part, reading);
  const usual = [...states.values()].filter(({ final }) => !final).map(({ id }) => id);
  return {
    states: part.states ? statesOf("states", part, states, reading) : usual,
    cancelled: part.cancelled ? statesOf("cancelled", part, states, reading) : [],
    title: read("title", "string") ?? NOTHING,
    place: placeOf(part, reading),
    category: categoryOf(part, reading),
    dates: part.dates,
    kinds: kindsOf(part, reading),
    waiting: read("waiting", "int"),
    offer: part.offer ?? USUAL_OFFER,
    opens: read("opens", "date"),
    early: read("early", "date"),
    opensAt: minuteOf(part.opensAt) ?? 0,
    closes: read("closes", "date"),
    notice: read("notice", "int"),
    ages: agesOf(part, reading),
    accepts: acceptsOf(part, reading),
    first: firstOf(part, reading),
    hold: part.hold ?? USUAL_HOLD,
    published: part.published === true,
  };
}

/** In place of an expression that was refused. */
const NOTHING: Expression = { source: "", reads: [], evaluate: () => undefined };

function statesOf(
  key: "states" | "cancelled",
  part: SessionsPart,
  states: ReadonlyMap<string, State>,
  { at, report }: Reading,
): readonly string[] {
  const wanted = part[key] ?? [];
  for (const [index, id] of wanted.entries()) {
    if (states.has(id)) continue;
    const message = `« ${id} » n'est pas un état du parcours${didYouMean(id, states.keys())}`;
    report.add("sessions-field", under(at, key, index), message);
  }
  return wanted;
}

function placeOf({ place }: SessionsPart, reading: Reading): Field | null {
  if (place === undefined) return null;
  const at = under(reading.at, "place");
  const field = known(place, reading.fields, at, reading);
  if (field && field.type !== "string")
    wrong(place, "ne dit pas un lieu : une fiche, un choix ou un texte", at, reading);
  return field ?? null;
}

function categoryOf({ category }: SessionsPart, reading: Reading): string | null {
  if (category === undefined) return null;
  const at = under(reading.at, "category");
  const field = known(category, reading.fields, at, reading);
  if (field && !field.choices) wrong(category, "ne propose pas de choix", at, reading);
  return category;
}

function checkDates({ dates }: SessionsPart, reading: Reading): void {
  const at = under(reading.at, "dates");
  const list = known(dates.list, reading.fields, under(at, "list"), reading);
  if (list && list.widget !== "repeat") {
    wrong(dates.list, "n'est pas une liste répétée", under(at, "list"), reading);
    return;
  }
  const day = list && known(dates.day, list.fields ?? [], under(at, "day"), reading);
  if (day && day.widget !== "date") wrong(dates.day, "n'est pas une date", under(at, "day"), reading);
  for (const key of ["from", "to"] as const) {
    if (!list || dates[key] === undefined) continue;
    const field = known(dates[key], list.fields ?? [], under(at, key), reading);
    if (field && field.widget !== "time") {
      wrong(dates[key], 'n\'est pas une heure (« "x-widget": "time" »)', under(at, key), reading);
    }
  }
}

function kindsOf({ capacity, kinds }: SessionsPart, { names, at, report }: Reading): readonly SeatKind[] {
  if ((capacity === undefined) === (kinds === undefined)) {
    report.add("sessions", at, "Dites combien de places, par « capacity » ou par « kinds », et pas les deux.");
  }
  const read = (source: string, place: At) =>
    checkedExpression(source, names, "int", place, report)?.expression ?? NOTHING;
  if (capacity !== undefined) return [{ id: ONLY_KIND, title: "", capacity: read(capacity, under(at, "capacity")) }];
  return Object.entries(kinds ?? {}).map(([id, kind]) => ({
    id,
    title: kind.title,
    capacity: read(kind.capacity, under(at, "kinds", id, "capacity")),
  }));
}

function agesOf({ ages = {} }: SessionsPart, reading: Reading): Sessions["ages"] {
  for (const key of ["from", "to"] as const) {
    const at = under(reading.at, "ages", key);
    const field = ages[key] === undefined ? undefined : known(ages[key], reading.fields, at, reading);
    if (field && field.type !== "integer") wrong(field.key, "n'est pas un nombre entier d'années", at, reading);
  }
  return ages;
}

function acceptsOf({ accepts = {} }: SessionsPart, reading: Reading): Sessions["accepts"] {
  for (const [criterion, key] of Object.entries(accepts)) {
    const at = under(reading.at, "accepts", criterion);
    const field = known(key, reading.fields, at, reading);
    if (field && !field.choices) wrong(key, "ne propose pas de choix", at, reading);
  }
  return new Map(Object.entries(accepts));
}

function firstOf({ first = {} }: SessionsPart, reading: Reading): Sessions["first"] {
  for (const [criterion, path] of Object.entries(first)) {
    const at = under(reading.at, "first", criterion);
    const [key = ""] = path.split(".");
    const field = known(key, reading.fields, at, reading) && fieldAt(reading.fields, path);
    if (field?.fields) wrong(path, "n'est pas une réponse seule : nommez sa question, après un point", at, reading);
    else if (!field && path !== key) wrong(path, "n'est pas un champ", at, reading);
  }
  return new Map(Object.entries(first));
}

function known(key: string, fields: readonly Field[], at: At, { report }: Reading): Field | undefined {
  const field = fields.find((candidate) => candidate.key === key);
  const keys = fields.map((candidate) => candidate.key);
  if (!field) report.add("sessions-field", at, `« ${key} » n'est pas un champ${didYouMean(key, keys)}`);
  return field;
}

const wrong = (key: string, why: string, at: At, { report }: Reading): void =>
  report.add("sessions-field", at, `« ${key} » ${why}.`);
