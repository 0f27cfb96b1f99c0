import { addDays } from "./clock.ts";
import type { Answers, Json } from "./entry.ts";
import type { Form } from "./form.ts";
import { isObject, own } from "./json.ts";
import { linked } from "./linked.ts";
import type { Sessions } from "./sessions.ts";

/**
 * The answers of a session as they are for another of its series: its days as many days later, without what is computed; a
 * file belongs to one entry, so that the other keeps its own.
 * @param days days between both, negative before
 * @param kept what the other answers already
 * @param others whether the other dates of the form move as much: those of sign-up, for instance
 */
export function copiedSession(
  { form, sessions }: { readonly form: Form; readonly sessions: Sessions },
  { answers, kept = {} }: { readonly answers: Answers; readonly kept?: Answers },
  days: number,
  others: boolean,
): Answers {
  const files = new Set(
    [answers, kept].flatMap((each) =>
      linked(form, each).flatMap(({ definition, pointer }) => (definition ? [] : [pointer.split("/")[1]])),
    ),
  );
  const { list, day } = sessions.dates;
  const copied = form.order.flatMap(({ key, widget, computed }): readonly (readonly [string, Json])[] => {
    const value = own(files.has(key) ? kept : answers, key);
    if (value === undefined || computed) return [];
    if (key === list) return [[key, movedList(value, day, days)]];
    return [[key, others && widget === "date" ? movedDay(value, days) : value]];
  });
  return Object.fromEntries(copied);
}

const movedList = (value: Json, key: string, days: number): Json =>
  Array.isArray(value)
    ? value.map((item) => (isObject(item) ? { ...item, [key]: movedDay(own(item, key) ?? "", days) } : item))
    : value;

const movedDay = (value: Json, days: number): Json =>
  typeof value === "string" && /^\d{4}-\d{2}-\d{2}$/.test(value) ? addDays(value, days) : value;
