import { type Answers, isUsedBy, occupationOf, searchedUntil, type Use, useOf } from "../../engine/index.ts";
import { BOAT, boat, trip } from "./places-town.ts";
import { slowFree } from "./random-occupation.ts";

type Random = (most: number) => number;

const WEEK = ["lundi", "mardi", "mercredi", "jeudi"];
const two = (number: number) => String(number).padStart(2, "0");
const day = (random: Random, most: number) => new Date(Date.UTC(2026, 1, 1 + random(most))).toISOString().slice(0, 10);
const time = (random: Random, hour: number) => `${two(hour)}:${random(2) === 0 ? "00" : "30"}`;

function hours(random: Random, longest: number): { readonly jours: string[]; readonly de: string; readonly a: string } {
  const start = 7 + random(6);
  const chosen = WEEK.filter(() => random(2) === 0);
  const jours = chosen.length > 0 ? chosen : ["lundi"];
  return { jours, de: time(random, start), a: time(random, start + 1 + random(longest)) };
}

/** A boat whose permit ends within the year or not, with one seat or two. */
export const randomBoat = (random: Random, nom: string): Answers =>
  boat(nom, 1, { permis: [{ debut: day(random, 60), fin: `2026-${two(4 + random(9))}-15`, sieges: 1 + random(2) }] });

/** Someone of any age, some hours of the week, on one of these boats. */
export const randomTrip = (random: Random, boats: readonly string[]): Answers =>
  trip(boats[random(boats.length)] ?? "", {
    ...{ naissance: `${2021 + random(6)}-0${1 + random(9)}-10`, debut: day(random, 120) },
    ...(random(2) === 0 && { fin: `2026-0${6 + random(3)}-20` }),
    semaine: [hours(random, 5)],
  });

/** A search as an address says it, and as a use that would be found a place. */
export function randomSearch(random: Random): {
  readonly query: string;
  readonly wanted: Use & { readonly from: string };
} {
  const from = `2026-0${3 + random(6)}-0${1 + random(9)}`;
  const asked = hours(random, 4);
  const born = random(3) === 0 ? null : { year: 2020 + random(7), month: 1 + random(9) };
  const params = new URLSearchParams([
    ["debut", from],
    ["de1", asked.de],
    ["a1", asked.a],
    ...asked.jours.map((each) => ["jours1", each]),
    ...(born
      ? [
          ["annee", String(born.year)],
          ["mois", String(born.month)],
        ]
      : []),
  ]);
  const last = born && new Date(Date.UTC(born.year, born.month, 0)).toISOString().slice(0, 10);
  const wanted = useOf(boatUse().use, { debut: from, ...(last && { naissance: last }), semaine: [asked] });
  return { query: params.toString(), wanted: { ...wanted, from } };
}

/** How boats are taken up. */
function boatUse() {
  const { occupied } = BOAT;
  const use = occupied?.uses.find(isUsedBy);
  if (!occupied || !use) throw new Error("no occupation");
  return { occupied, use };
}

/** "{id} {places}" of the boats that have some, counted quarter by quarter. */
export function slowlyFree(
  boats: ReadonlyMap<string, Answers>,
  taken: readonly Answers[],
  wanted: Use & { readonly from: string },
): string[] {
  return [...boats].flatMap(([id, answers]) => {
    const trips = taken.filter((each) => each["bateau"] === id).map((each) => ({ answers: each }));
    const occupation = occupationOf(boatUse().occupied, answers, new Map([["sorties", trips]]));
    const ends = occupation.limits[0]?.places.flatMap(({ to }) => to ?? []) ?? [];
    const free = slowFree(occupation, { ...wanted, to: searchedUntil(ends, wanted.from, null) });
    return free > 0 ? [`${id} ${free}`] : [];
  });
}
