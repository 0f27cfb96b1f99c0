import type { Names } from "./cel-names.ts";
import type { ParamReader } from "./compile-actions.ts";
import { type CheckedExpression, checkedExpression } from "./compile-expression.ts";
import type { State } from "./definition.ts";
import type { Expected } from "./expression.ts";
import { DEFINITION_ID } from "./field-keywords.ts";
import type { Field, Form, SeatSource } from "./form.ts";
import type { Action } from "./machine.ts";
import type { SeatPart } from "./meta.generated.ts";
import { type At, type Report, under } from "./report.ts";
import { seatFieldsOf } from "./seat-value.ts";
import { didYouMean } from "./suggest.ts";

/** Where a seat field takes its sessions, and what that reads of the other answers. */
export interface CompiledSeat {
  readonly source: SeatSource;
  readonly paths: readonly string[];
}

/**
 * Compiles the `x-sessions` of a seat field.
 * @param entry true in the form of an entry; in that of an event, it moves a place that the entry has
 */
export function compileSeat(part: SeatPart, names: Names, at: At, entry: boolean, report: Report): CompiledSeat {
  checkOrigin(part, at, entry, report);
  if (part.register !== undefined && !DEFINITION_ID.test(part.register)) {
    const message = `« ${part.register} » n'est pas l'identifiant d'un registre : écrivez « domaine/nom ».`;
    report.add("reference-syntax", under(at, "register"), message);
  }
  const read = (source: string | undefined, expected: Expected, place: At): CheckedExpression | undefined =>
    source === undefined ? undefined : checkedExpression(source, names, expected, place, report);
  const [person, birth, early] = [
    read(part.person, "string", under(at, "person")),
    read(part.birth, "date", under(at, "birth")),
    read(part.early, "bool", under(at, "early")),
  ];
  const each = (key: "counts" | "accepts", expected: Expected) =>
    Object.entries(part[key] ?? {}).flatMap(([name, source]) => {
      const checked = read(source, expected, under(at, key, name));
      return checked ? [[name, checked] as const] : [];
    });
  const [counts, accepts] = [each("counts", "int"), each("accepts", "string")];
  const checked = [person, birth, early, ...[...counts, ...accepts].map(([, one]) => one)];
  return {
    source: {
      ...(part.of !== undefined && { of: part.of }),
      ...(part.register !== undefined && { register: part.register }),
      ...(person && { person: person.expression }),
      ...(birth && { birth: birth.expression }),
      ...(early && { early: early.expression }),
      counts: new Map(counts.map(([name, { expression }]) => [name, expression])),
      accepts: new Map(accepts.map(([name, { expression }]) => [name, expression])),
      events: {
        offered: part.offered ?? "",
        lapsed: part.lapsed ?? "",
        ...(part.cancelled !== undefined && { cancelled: part.cancelled }),
        ...part.attendance,
      },
    },
    paths: checked.flatMap((one) => [...(one?.paths ?? [])]),
  };
}

/** A new place says where it comes from, and what its entry is told; one that is moved has what it had. */
function checkOrigin(part: SeatPart, at: At, entry: boolean, report: Report): void {
  if (entry && (part.register === undefined || part.offered === undefined || part.lapsed === undefined)) {
    report.add("seat", at, "Dites le registre des séances (« register ») et les évènements « offered » et « lapsed ».");
  }
  const alone = Object.keys(part).every((key) => key === "of");
  if (entry ? part.of !== undefined : part.of === undefined || !alone) {
    const message =
      "Une place se choisit dans le formulaire de la demande ; dans celui d'un évènement, « of » seul dit quelle place est déplacée.";
    report.add("seat", at, message);
  }
}

/** Checks that the workflow takes from the platform the events that each seat field names. */
export function checkSeatEvents(
  form: Pick<Form, "order">,
  states: ReadonlyMap<string, State>,
  at: At,
  report: Report,
): void {
  const events = [...states.values()].flatMap((state) => state.events);
  const known = events.map(({ type }) => type);
  for (const { key, seat } of seatFieldsOf(form)) {
    for (const [name, event] of Object.entries(seat?.events ?? {})) {
      const place = { ...at, pointer: `/properties/${key}/x-sessions/${placeOf(name)}` };
      if (!known.includes(event)) {
        report.add("event-unknown", place, `Aucun état ne prend l'évènement « ${event} »${didYouMean(event, known)}`);
      } else if (!events.some(({ type, who }) => type === event && who.includes("system"))) {
        const message = `L'évènement « ${event} » sera envoyé par la plateforme : ajoutez « system » à son « who ».`;
        report.add("event-system", place, message);
      }
    }
  }
}

/** Checks that each `of` in the form of an event names a seat field of the entry. */
export function checkMovedSeats(form: Pick<Form, "order">, own: Pick<Form, "order">, at: At, report: Report): void {
  const known = seatFieldsOf(own).map(({ key }) => key);
  for (const { key, seat } of seatFieldsOf(form)) {
    if (seat?.of === undefined || known.includes(seat.of)) continue;
    const message = `« ${seat.of} » n'est pas une place de la demande${didYouMean(seat.of, known)}`;
    report.add("seat-unknown", under(at, "properties", key, "x-sessions", "of"), message);
  }
}

/** Where a field says the event of this name. */
const placeOf = (name: string): string => (ATTENDANCE.has(name) ? `attendance/${name}` : name);

const ATTENDANCE: ReadonlySet<string> = new Set(["present", "absent", "excused", "unsaid"]);

interface Reading {
  readonly fields: readonly Field[];
  readonly report: Report;
}

/** `wait`: whoever lets an offer go by is among those who wait again, at the end or where she was. */
export function compileWait(params: ParamReader, reading: Reading): Action | undefined {
  const field = seatNamed(params, reading);
  const rank = params.text("rank") ?? "last";
  if (rank === "last" || rank === "kept")
    return field === undefined ? undefined : { type: "wait", params: { field, rank } };
  const message = "Dites « last » (à la fin de la liste) ou « kept » (à son rang).";
  reading.report.add("action-params", under(params.at, "rank"), message);
  return undefined;
}

/** `rank`: gives who waits another rank of the list. */
export function compileRank(params: ParamReader, reading: Reading): Action | undefined {
  const field = seatNamed(params, reading);
  const to = params.expression("to", "int");
  return field === undefined || to === undefined ? undefined : { type: "rank", params: { field, to } };
}

function seatNamed(params: ParamReader, { fields, report }: Reading): string | undefined {
  const key = params.text("field") ?? "";
  const known = fields.filter(({ widget }) => widget === "seat").map((field) => field.key);
  if (known.includes(key)) return key;
  const message = `« ${key} » n'est pas une place de la demande${didYouMean(key, known)}`;
  report.add("seat-unknown", under(params.at, "field"), message);
  return undefined;
}
