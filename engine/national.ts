import type { BookingChange } from "./bookings.ts";
import { wallClock } from "./duration.ts";
import type { DeclareEffect } from "./effect.ts";
import type { Answers, Json } from "./entry.ts";
import { isObject, own } from "./json.ts";
import { instantOf, MINUTE } from "./paris-clock.ts";

/** What people come for, in the words of the national appointment engine. */
export const NATIONAL_REASONS = ["CNI", "PASSPORT", "CNI-PASSPORT"] as const;
export type NationalReason = (typeof NATIONAL_REASONS)[number];

/** Which answers of an entry say where a place is: dotted paths of fields. */
export interface MeetingPoint {
  readonly name: string;
  readonly longitude: string;
  readonly latitude: string;
  readonly address: string;
  readonly postcode: string;
  readonly city: string;
  readonly website?: string;
}

/** How a service maps to the words of the national appointment engine, checked. */
export interface National {
  /** Key of its slot field. */
  readonly slot: string;
  /** Key of the field that says what for, and its answer for each reason. */
  readonly reason: string;
  readonly reasons: Readonly<Partial<Record<NationalReason, string>>>;
  /** Key of the number of persons; absent: one. */
  readonly persons?: string;
  /** Where the pre-application numbers are: a field, or one of a repeat ("predemandes.numero"). */
  readonly applications?: string;
}

/** A place as the national engine takes it. `id` is the same for as long as the place exists. */
export interface NationalPoint {
  readonly id: string;
  readonly name: string;
  readonly longitude: number;
  readonly latitude: number;
  readonly public_entry_address: string;
  readonly zip_code: string;
  readonly city_name: string;
  readonly website?: string;
}

/** A place, or null when its entry lacks something: the engine drops such a place without a word. */
export function nationalPoint(part: MeetingPoint, id: string, answers: Answers): NationalPoint | null {
  const text = (path: string | undefined) => {
    const value = path === undefined ? undefined : at(answers, path);
    return typeof value === "string" ? value.trim() : "";
  };
  const number = (path: string, most: number) => {
    const value = at(answers, path);
    return typeof value === "number" && Math.abs(value) <= most ? value : null;
  };
  const [longitude, latitude] = [number(part.longitude, 180), number(part.latitude, 90)];
  const [name, address, zip, city] = [part.name, part.address, part.postcode, part.city].map(text);
  if (longitude === null || latitude === null || !name || !address || !zip || !city) return null;
  const website = text(part.website);
  return {
    ...{ id, name, longitude, latitude, public_entry_address: address, zip_code: zip, city_name: city },
    ...(website !== "" && { website }),
  };
}

function at(answers: Answers, path: string): Json | undefined {
  return path
    .split(".")
    .reduce<Json | undefined>((value, key) => (isObject(value) ? own(value, key) : undefined), answers);
}

/**
 * The moment as the national engine shows it, "2026-12-19T10:00Z": the hour of a clock in Paris, its Z a letter and no
 * time zone.
 */
export const nationalMoment = (time: number): string => `${new Date(wallClock(time)).toISOString().slice(0, 16)}Z`;

/** The instant of such a moment, in milliseconds; null for what is none, and for an hour that the clocks skip. */
export function nationalInstant(moment: string): number | null {
  const [, day = "", hour, minute] = /^(\d{4}-\d{2}-\d{2})T([01]\d|2[0-3]):([0-5]\d)Z$/.exec(moment) ?? [];
  if (day === "" || Number.isNaN(Date.parse(`${day}T00:00:00Z`))) return null;
  const time = instantOf(day, Number(hour) * 60 + Number(minute));
  return time === null || Math.abs(time - Date.parse(`${day}T00:00:00Z`)) > 2 * 24 * 60 * MINUTE ? null : time;
}

/** A pre-application number, as it is compared: ten digits and capital letters. */
export const APPLICATION = /^[A-Z0-9]{10}$/;

/** A number that answers hold, and where. */
export interface Application {
  readonly number: string;
  readonly pointer: string;
}

/** The pre-application numbers of answers, in capitals and without spaces. Those left empty are not there. */
export function applicationsIn(
  { applications }: Pick<National, "applications">,
  answers: Answers,
): readonly Application[] {
  if (applications === undefined) return [];
  const [list = "", key] = applications.split(".");
  const value = own(answers, list);
  if (key === undefined) return found(value, `/${list}`);
  if (!Array.isArray(value)) return [];
  return value.flatMap((item: Json, index) =>
    found(isObject(item) ? own(item, key) : undefined, `/${list}/${index}/${key}`),
  );
}

function found(value: Json | undefined, pointer: string): readonly Application[] {
  const number = typeof value === "string" ? value.replace(/\s/g, "").toUpperCase() : "";
  return number === "" ? [] : [{ number, pointer }];
}

/** Answers whose pre-application numbers are written as they are compared. */
export function withApplications(national: Pick<National, "applications">, answers: Answers): Answers {
  const changed: Record<string, Json> = { ...answers };
  for (const { number, pointer } of applicationsIn(national, answers)) {
    const [list = "", index, key = ""] = pointer.slice(1).split("/");
    const items = changed[list];
    if (index === undefined) changed[list] = number;
    else if (Array.isArray(items)) {
      changed[list] = items.map((item: Json, rank) =>
        rank === Number(index) && isObject(item) ? { ...item, [key]: number } : item,
      );
    }
  }
  return changed;
}

/**
 * What a fact owes to the coordination of appointments: nothing unless its slot or its numbers change. It says what is,
 * and not what changed, so that no transition of a workflow can forget it.
 * @param before null for an entry that opens
 */
export function declarations(
  { national }: { readonly national: National | null },
  before: Answers | null,
  after: Answers,
  bookings: readonly BookingChange[],
): readonly DeclareEffect[] {
  if (national?.applications === undefined) return [];
  const [had, has] = [before ?? {}, after].map((answers) =>
    applicationsIn(national, answers).map(({ number }) => number),
  );
  const touched = bookings.length > 0 || had?.join() !== has?.join();
  return touched && (had?.length || has?.length) ? [{ type: "declare" }] : [];
}
