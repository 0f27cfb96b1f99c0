import { addDuration, parseDuration } from "./duration.ts";
import type { Answers } from "./entry.ts";
import type { Field, Form } from "./form.ts";
import { reservationsIn, slotFieldsOf } from "./slot-value.ts";

/** What a fact makes of a booking, in the same transaction. */
export interface BookingChange {
  readonly id: string;
  readonly to: "booked" | "held" | "released";
  /** ISO 8601: when a slot that is held and not confirmed lapses. */
  readonly until?: string;
}

/** What actions ask of slot fields, by key. */
export interface AskedBookings {
  readonly book: readonly string[];
  readonly release: readonly string[];
}

/**
 * What becomes of the bookings that answers name, as a fact changes them: a slot newly named is booked, or held where its
 * field waits for the workflow to confirm it; one no longer named is given back.
 * @param before null for an entry that opens
 */
export function bookingChanges(
  form: Form,
  before: Answers | null,
  after: Answers,
  asked: AskedBookings,
  now: string,
): readonly BookingChange[] {
  const fields = slotFieldsOf(form);
  if (fields.length === 0) return [];
  const had = before === null ? new Map<string, string>() : reservationsIn(form, before);
  const has = reservationsIn(form, after);
  return fields.flatMap((field): readonly BookingChange[] => {
    const { key } = field;
    const [old, id] = [had.get(key), has.get(key)];
    const left: readonly BookingChange[] = old !== undefined && old !== id ? [{ id: old, to: "released" }] : [];
    if (id === undefined) return left;
    if (asked.release.includes(key)) return [...left, { id, to: "released" }];
    if (asked.book.includes(key)) return [...left, { id, to: "booked" }];
    return id === old ? left : [...left, kept(field, id, now)];
  });
}

function kept({ slot }: Field, id: string, now: string): BookingChange {
  const hold = slot?.hold === undefined ? null : parseDuration(slot.hold);
  return hold === null ? { id, to: "booked" } : { id, to: "held", until: addDuration(now, hold) };
}
