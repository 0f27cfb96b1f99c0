import {
  addDays,
  birthday,
  breaches,
  freeHours,
  freePlaces,
  isDay,
  isUsedBy,
  minuteIn,
  type Occupation,
  type Occupied,
  parisDay,
  weekdayOf,
} from "../../../engine/index.ts";
import type { AskedPlace, OccupationView } from "../../../renderer/back/occupation.tsx";
import { readOccupation } from "../../occupation.ts";
import { entriesCiting } from "../../store/using-entries.ts";
import type { EntryScope } from "./entry-scope.ts";

/** The hours of a day that the week shows. */
const SHOWN = { from: 6 * 60, to: 21 * 60 };

/** Id of the tab. */
export const PLACES_TAB = "places";

/**
 * The places of an entry in the week of a day, its limits over the year to come, and the answer to a search. What is told is numbers: whose
 * placements make them is not said.
 */
export async function occupationView(
  scope: EntryScope,
  occupied: Occupied,
  query: URLSearchParams,
  back: string,
): Promise<OccupationView> {
  const { ctx, entry, base, now } = scope;
  const today = parisDay(now);
  const occupation = await readOccupation(ctx, (members, asked) => entriesCiting(ctx, members, asked), occupied, entry);
  const typed = query.get("jour") ?? "";
  const day = isDay(typed) ? typed : today;
  const monday = addDays(day, -weekdayOf(day));
  const kind = occupied.uses.find(isUsedBy)?.id ?? occupied.uses[0]?.id ?? "";
  return {
    title: occupied.title,
    base,
    kept: [["onglet", PLACES_TAB], ...(back === "" ? [] : [["liste", back] as const])],
    day,
    ages: occupied.ages.map(({ title }) => title),
    week: [0, 1, 2, 3, 4, 5, 6].map((weekday) => {
      const shown = addDays(monday, weekday);
      return occupied.ages.map(({ years }) =>
        freeHours(occupation, { day: shown, birth: birthday(shown, -years), kind }, SHOWN),
      );
    }),
    breaches: breaches(occupation, today, birthday(today, 1)),
    asked: askedPlace(occupation, kind, query),
  };
}

function askedPlace(occupation: Occupation, kind: string, query: URLSearchParams): AskedPlace {
  const text = (name: string) => (query.get(name) ?? "").slice(0, 20);
  const days = [...new Set(query.getAll("jours"))].map(Number).filter((day) => [0, 1, 2, 3, 4, 5, 6].includes(day));
  const typed = { birth: text("naissance"), from: text("debut"), to: text("fin"), start: text("de"), end: text("a") };
  if (!query.has("naissance")) return { ...typed, days, answer: null };
  const [from, to] = [minuteIn(typed.start), minuteIn(typed.end)];
  const until = typed.to === "" ? typed.from : typed.to;
  const understood = isDay(typed.birth) && isDay(typed.from) && isDay(until) && typed.from <= until;
  if (!understood || from === null || to === null || from >= to || days.length === 0) {
    return { ...typed, days, answer: "wrong" };
  }
  const week = days.map((weekday) => ({ weekday, from, to }));
  const wanted = { kind, from: typed.from, to: longest(typed.from, typed.to), birth: typed.birth, week };
  return { ...typed, days, answer: freePlaces(occupation, wanted) };
}

/** Without an end, a year ahead; never more than ten. */
const longest = (from: string, to: string): string => {
  const most = birthday(from, 10);
  return to === "" ? addDays(birthday(from, 1), -1) : to < most ? to : most;
};
