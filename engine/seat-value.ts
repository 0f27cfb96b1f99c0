import type { Answers, Json } from "./entry.ts";
import type { Field, Form } from "./form.ts";
import { isObject, own } from "./json.ts";
import type { FieldSchema } from "./meta.generated.ts";

/** What a seat field holds once a place, or a rank, is had: the session as it was then. */
export interface SeatValue {
  /** Id of the enrolment. */
  readonly inscription: string;
  /** Id of the session. */
  readonly seance: string;
  readonly intitule: string;
  /** Where; "" when the register does not say. */
  readonly lieu: string;
  /** Of what sort it is, as the register's choice says it; "" when it does not. */
  readonly categorie: string;
  /** "les mercredis 6, 13 et 20 janvier 2027, de 14 h à 14 h 45". */
  readonly dates: string;
  /** The first and the last day. */
  readonly jour: string;
  readonly fin: string;
  /** How long it lasts in minutes, all its dates together; absent when a date does not say its hours. */
  readonly duree?: number;
  /** Who asked for it agrees to wait; once it is had: there was no place, and `rang` says how many wait before, with her. */
  readonly attente: boolean;
  readonly rang?: number;
}

const PARTS = [
  ["inscription", "Inscription", "text"],
  ["seance", "Séance", "text"],
  ["intitule", "Intitulé", "text"],
  ["lieu", "Lieu", "text"],
  ["categorie", "Nature", "text"],
  ["dates", "Dates", "text"],
  ["jour", "Premier jour", "date"],
  ["fin", "Dernier jour", "date"],
  ["duree", "Durée en minutes", "number"],
  ["attente", "Sur liste d’attente", "radio"],
  ["rang", "Rang", "number"],
] as const;

type Part = (typeof PARTS)[number];

const TYPES = { text: "string", date: "string", radio: "boolean", number: "integer" } as const;

const schemaOf = ([, title, widget]: Part): FieldSchema => ({
  type: TYPES[widget],
  title,
  ...(widget === "date" && { format: "date" }),
  ...(widget === "text" && { maxLength: 1000 }),
});

/** The schema of the value, as the API publishes it. */
export const seatProperties = (): Record<string, FieldSchema> =>
  Object.fromEntries(PARTS.map((part) => [part[0], schemaOf(part)]));

/** The parts of a seat as fields, for expressions ("place.attente") and for checks. Nobody is asked them. */
export const seatFields = (pointer: string): readonly Field[] =>
  PARTS.map((part) => ({
    key: part[0],
    pointer: `${pointer}/${part[0]}`,
    title: part[1],
    widget: part[2],
    type: TYPES[part[2]],
    required: part[0] === "inscription",
    schema: schemaOf(part) as unknown as Readonly<Record<string, Json>>,
  }));

const text = (value: Json | undefined, key: string): string => {
  const part = isObject(value) ? own(value, key) : undefined;
  return typeof part === "string" ? part : "";
};

/** The enrolment a value names; "" when it names none. */
export const enrolmentOf = (value: Json | undefined): string => text(value, "inscription");

/** What a form adds to the id of a session that is full: whoever chooses it agrees to wait. */
export const WAITS = "+attente";

/** The session that a value asks for, had or not; null when it asks for none. */
export function wantedSeat(value: Json | undefined): { readonly session: string; readonly wait: boolean } | null {
  const said = text(value, "seance");
  const session = said.endsWith(WAITS) ? said.slice(0, -WAITS.length) : said;
  if (session === "") return null;
  return { session, wait: said !== session || (isObject(value) && own(value, "attente") === true) };
}

/** A session is chosen: whether there is a place is known when the form is sent. */
export const isSeatChosen = (value: Json | undefined): boolean => wantedSeat(value) !== null;

/** "Apprendre à nager, les mercredis 6 et 13 janvier 2027 à 14 h, Piscine des Jonquilles"; "" for what names no session. */
export function displaySeat(value: Json | undefined): string {
  const waits = enrolmentOf(value) === "" && wantedSeat(value)?.wait === true ? "sur liste d’attente" : "";
  const parts = [text(value, "intitule"), text(value, "dates"), text(value, "lieu"), waits];
  return parts.filter((part) => part !== "").join(", ");
}

/** The seat fields of a form; they stand at its first level. */
export const seatFieldsOf = (form: Pick<Form, "order">): readonly Field[] =>
  form.order.filter(({ widget }) => widget === "seat");

/** The enrolments that answers name, by key of field. */
export function enrolmentsIn(form: Pick<Form, "order">, answers: Answers): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const { key } of seatFieldsOf(form)) {
    const id = enrolmentOf(own(answers, key));
    if (id !== "") found.set(key, id);
  }
  return found;
}
