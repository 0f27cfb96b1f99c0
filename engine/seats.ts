import type { Answers } from "./entry.ts";
import type { Form } from "./form.ts";
import { enrolmentsIn, seatFieldsOf } from "./seat-value.ts";

/** What a fact makes of a place in a session, or of a rank among those who wait, in the same transaction. */
export interface SeatChange {
  /** Of the enrolment. */
  readonly id: string;
  /**
   * `filed`: hers from now on; `taken`: what was offered is hers, or she who waits has a place; `last` and `kept`: back
   * among those who wait, at the end or where she was; `moved`: to another rank of the list.
   */
  readonly to: "filed" | "taken" | "released" | "last" | "kept" | "moved";
  readonly rank?: number;
}

/** What actions ask of a seat field, besides what changes in the answers. */
export interface AskedSeat extends Omit<SeatChange, "id"> {
  readonly field: string;
}

/**
 * What becomes of the places that answers name, as a fact changes them: one newly named is hers, one no longer named is
 * given back, and actions do the rest.
 * @param before null for an entry that opens
 */
export function seatChanges(
  form: Form,
  before: Answers | null,
  after: Answers,
  asked: readonly AskedSeat[],
): readonly SeatChange[] {
  const fields = seatFieldsOf(form);
  if (fields.length === 0) return [];
  const had = before === null ? new Map<string, string>() : enrolmentsIn(form, before);
  const has = enrolmentsIn(form, after);
  return fields.flatMap(({ key }): readonly SeatChange[] => {
    const [old, id] = [had.get(key), has.get(key)];
    const left: readonly SeatChange[] = old !== undefined && old !== id ? [{ id: old, to: "released" }] : [];
    if (id === undefined) return left;
    const filed: readonly SeatChange[] = id === old ? [] : [{ id, to: "filed" }];
    const wanted = asked.filter(({ field }) => field === key).map(({ field: _, ...change }) => ({ id, ...change }));
    return [...left, ...filed, ...wanted];
  });
}
