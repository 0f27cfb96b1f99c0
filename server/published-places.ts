import { birthday, freeHoursIn, freeIn, isDay, type Occupied, parisDay } from "../engine/index.ts";
import { placeWords as words } from "../renderer/strings-places.ts";
import type { WeekView } from "../renderer/week-table.tsx";
import type { PlaceAsk } from "./asked-place.ts";
import type { KeptPlaces, PlaceQuery } from "./store/places-left.ts";

/** What is told of the places of a published entry, beside what it publishes. */
export interface ToldPlaces {
  /** Free at the hours asked; null when no place is looked for. */
  readonly free: string | null;
  /** By age, on which days of a week from today a place is free all day long; none when a place is looked for. */
  readonly days: readonly { readonly title: string; readonly text: string }[];
  readonly known: string;
}

/** A day of work, which those who look around without hours of their own are told about. */
const DAYTIME = { from: 8 * 60, to: 18 * 60 };

/** The search as the store reads it; null when no place is looked for. */
export const placeQuery = ({ limits }: Occupied, place: PlaceAsk | null): PlaceQuery | null =>
  place?.asked ? { asked: place.asked, unders: [...new Set(limits.flatMap(({ under }) => under ?? []))] } : null;

/** @param today day of Paris */
export function toldPlaces(
  { ages }: Occupied,
  { left, knownAt }: KeptPlaces,
  place: PlaceAsk | null,
  today: string,
): ToldPlaces {
  const asked = place?.asked ?? null;
  const known = words.known(parisDay(knownAt));
  if (asked) return { free: words.free(freeIn(left, asked)), days: [], known };
  const days = ages.map(({ title, years }) => {
    const birth = birthday(today, -years);
    const free = words.dayNames.filter((_, weekday) => {
      const week = [{ weekday, ...DAYTIME }];
      return freeIn(left, { from: today, to: null, birth, week }) > 0;
    });
    return { title: words.byDay(title), text: freeDays(free) };
  });
  return { free: null, days, known };
}

function freeDays(free: readonly string[]): string {
  if (free.length === 0) return words.noDay;
  return free.length === 7 ? words.wholeWeek : free.map((day) => day.toLowerCase()).join(", ");
}

/** The hours of a day that the week shows. */
const SHOWN = { from: 6 * 60, to: 21 * 60 };

/** @param typed the day asked for, as typed: today without one, or before it */
export function placesWeek({ ages }: Occupied, { left }: KeptPlaces, typed: string, today: string): WeekView {
  const latest = birthday(today, 5);
  const day = isDay(typed) && typed >= today && typed <= latest ? typed : today;
  return {
    day,
    ages: ages.map(({ title }) => title),
    week: [0, 1, 2, 3, 4, 5, 6].map((weekday) =>
      ages.map(({ years }) => freeHoursIn(left, { day, weekday, birth: birthday(day, -years) }, SHOWN)),
    ),
  };
}
