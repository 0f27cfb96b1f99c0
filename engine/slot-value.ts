import { wallClock } from "./duration.ts";
import type { Answers, Json } from "./entry.ts";
import type { Field, Form } from "./form.ts";
import { frenchTime } from "./french-text.ts";
import { isObject, own } from "./json.ts";
import type { FieldSchema } from "./meta.generated.ts";

/** What a slot field holds once its slot is kept: instants are ISO 8601 UTC, `jour` is the day in Paris. */
export interface SlotValue {
  /** Id of the booking. */
  readonly reservation: string;
  /** What the place is called in the agenda, and by people. */
  readonly place: string;
  readonly lieu: string;
  readonly jour: string;
  readonly debut: string;
  readonly fin: string;
  /** When to remind; absent: not at all. */
  readonly rappel?: string;
}

/** A slot asked for, not kept yet. */
export interface WantedSlot {
  readonly place: string;
  readonly debut: string;
}

const PARTS = [
  ["reservation", "Réservation", "text"],
  ["place", "Agenda", "text"],
  ["lieu", "Lieu", "text"],
  ["jour", "Jour", "date"],
  ["debut", "Début", "moment"],
  ["fin", "Fin", "moment"],
  ["rappel", "Rappel", "moment"],
] as const;

const schemaOf = (title: string, widget: (typeof PARTS)[number][2]): FieldSchema => ({
  type: "string",
  title,
  ...(widget === "date" ? { format: "date" } : { maxLength: widget === "moment" ? 30 : 200 }),
});

/** The schema of the value, as the API publishes it. */
export const slotProperties = (): Record<string, FieldSchema> =>
  Object.fromEntries(PARTS.map(([key, title, widget]) => [key, schemaOf(title, widget)]));

/** The parts of a slot as fields, for expressions ("rendezVous.debut") and for checks. Nobody is asked them. */
export const slotFields = (pointer: string): readonly Field[] =>
  PARTS.map(([key, title, widget]) => ({
    key,
    pointer: `${pointer}/${key}`,
    title,
    widget,
    type: "string",
    required: key === "reservation",
    schema: schemaOf(title, widget) as unknown as Readonly<Record<string, Json>>,
  }));

const text = (value: Json | undefined, key: string): string => {
  const part = isObject(value) ? own(value, key) : undefined;
  return typeof part === "string" ? part : "";
};

/** The booking a value names; "" when it names none. */
export const reservationOf = (value: Json | undefined): string => text(value, "reservation");

/** The place and the day looked at, chosen or not; "" where nothing is. */
export const lookedAt = (value: Json | undefined) => ({
  place: text(value, "place"),
  day: text(value, "jour"),
  start: text(value, "debut"),
});

/** The slot that a value asks for without keeping it yet; null when it asks for none. */
export function wantedSlot(value: Json | undefined): WantedSlot | null {
  const { place, start } = lookedAt(value);
  if (reservationOf(value) !== "" || place === "") return null;
  const time = INSTANT.test(start) ? Date.parse(start) : Number.NaN;
  return Number.isNaN(time) ? null : { place, debut: new Date(time).toISOString() };
}

const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,3})?)?(?:Z|[+-]\d{2}:\d{2})$/;

/** "jeudi 3 décembre 2026 à 10 h, mairie annexe"; "" for what keeps no slot. */
export function displaySlot(value: Json | undefined): string {
  const { start } = lookedAt(value);
  const time = Date.parse(start);
  if (reservationOf(value) === "" || Number.isNaN(time)) return "";
  const place = text(value, "lieu");
  return `${slotMoment(time)}${place === "" ? "" : `, ${place}`}`;
}

/** "jeudi 3 décembre 2026 à 10 h" on a clock of Paris. */
export function slotMoment(time: number): string {
  const clock = new Date(wallClock(time));
  const day = DAY.format(clock).replace(/ 1 /, " 1er ");
  return `${day} à ${frenchTime(clock.getUTCHours(), clock.getUTCMinutes())}`;
}

/** "jeudi 3 décembre 2026" for "2026-12-03". */
export const slotDay = (day: string): string => DAY.format(new Date(`${day}T00:00:00Z`)).replace(/ 1 /, " 1er ");

const DAY = new Intl.DateTimeFormat("fr-FR", {
  timeZone: "UTC",
  weekday: "long",
  day: "numeric",
  month: "long",
  year: "numeric",
});

/** One answer made of several parts, which the platform writes: a slot, a place in a session. */
export const isWhole = ({ widget }: Pick<Field, "widget">): boolean => widget === "slot" || widget === "seat";

/** A group of questions, and not such an answer. */
export const isGroup = (field: Pick<Field, "type" | "widget">): boolean => field.type === "object" && !isWhole(field);

/** The slot fields of a form; they stand at its first level. */
export const slotFieldsOf = (form: Pick<Form, "order">): readonly Field[] =>
  form.order.filter(({ widget }) => widget === "slot");

/** The bookings that answers name, by key of field. */
export function reservationsIn(form: Pick<Form, "order">, answers: Answers): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const { key } of slotFieldsOf(form)) {
    const id = reservationOf(own(answers, key));
    if (id !== "") found.set(key, id);
  }
  return found;
}
