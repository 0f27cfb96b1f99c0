import { parisMidnight } from "./duration.ts";
import type { Answers, Json } from "./entry.ts";
import type { Choice, Expression, Scope } from "./form.ts";
import { isObject, own } from "./json.ts";

/** How meetings match the ranked entries of a definition to places. */
export interface Commission {
  readonly title: string;
  /** States in which an entry waits for a meeting. */
  readonly states: readonly string[];
  /** The repeated group that ranks wishes, the field of each that names a place, and the register of places. */
  readonly wishes: { readonly list: string; readonly place: string; readonly register: string };
  /** Kinds of places that do not stand in for one another: ages, for instance. */
  readonly group: Split | null;
  /** What one place is made of: days, for instance. An entry needs all those it asks for, in the same place. */
  readonly parts: Split | null;
  readonly placed: DecisionEvent;
  readonly unplaced: DecisionEvent;
}

export interface Split {
  readonly title: string;
  readonly value: Expression;
  readonly choices: readonly Choice[];
}

/** The event that carries a decision, and the keys of its form that receive what was decided. */
export interface DecisionEvent {
  readonly event: string;
  readonly place?: string;
  /** The name of the place, as a text. */
  readonly name?: string;
  readonly day?: string;
  readonly reason?: string;
}

/** Stands for the group or the part where a commission makes no difference. */
export const WHOLE = "";

/** What an entry asks of a meeting. */
export interface Wanting {
  /** Ids of places, the dearest first, each once. */
  readonly wishes: readonly string[];
  /** Null: the answers do not say. */
  readonly group: string | null;
  readonly parts: readonly string[];
}

/** What these answers ask for on the day of a meeting. */
export function wantingOf(
  commission: Commission,
  answers: Answers,
  day: string,
  context: Omit<Scope, "answers">,
): Wanting {
  const scope: Scope = { ...context, now: parisMidnight(day), answers };
  const { wishes, group, parts } = commission;
  const listed = own(answers, wishes.list);
  const named = (Array.isArray(listed) ? listed : []).flatMap((item: Json) => {
    const place = isObject(item) ? own(item, wishes.place) : undefined;
    return typeof place === "string" && place !== "" ? [place] : [];
  });
  const wantedParts = parts ? parts.value.evaluate(scope) : [WHOLE];
  const wantedGroup = group ? group.value.evaluate(scope) : WHOLE;
  return {
    wishes: [...new Set(named)],
    group: typeof wantedGroup === "string" && knows(group, wantedGroup) ? wantedGroup : null,
    parts: (Array.isArray(wantedParts) ? wantedParts : []).filter(
      (part): part is string => typeof part === "string" && knows(parts, part),
    ),
  };
}

const knows = (split: Split | null, value: string): boolean =>
  split === null || split.choices.some((choice) => choice.value === value);

/** How many entries a place may take of one group, by part. */
export interface Capacity {
  /** Id of the place. */
  readonly place: string;
  readonly group: string;
  readonly parts: Readonly<Record<string, number>>;
}

/** An entry in its rank, as the list was frozen. */
export interface Claimant extends Wanting {
  readonly id: string;
  /** The commission departs from the list: this place, whatever the wishes, or none. */
  readonly deviation?: { readonly place: string | null };
  /** It takes part no longer. */
  readonly out?: true;
}

/** Why a place was not given: parts that were full; "group" when the place has none for it. */
export type Lack = { readonly place: string; readonly full: readonly string[] };

export interface Placement {
  readonly id: string;
  readonly place: string | null;
  /** Which wish it is, from 1; null for none, or for a place that is not among them. */
  readonly wish: number | null;
  /** Wishes looked at before, in order. */
  readonly lacks: readonly Lack[];
  readonly why: "wish" | "deviation" | "none" | "unknown" | "out";
  /** A deviation to a place that has no room left. */
  readonly overfull?: readonly string[];
}

/**
 * Who gets what: deviations first, in the order of ranks, then every entry by rank has the first of its wishes that still has
 * room in its group for all its parts. Nothing else counts, so that anyone may do it again by hand.
 */
export function allocate(claimants: readonly Claimant[], capacities: readonly Capacity[]): readonly Placement[] {
  const left = new Map(capacities.flatMap(({ place, group, parts }) => roomsOf(place, group, parts)));
  const given = new Map<string, Placement>();
  for (const claimant of claimants) {
    if (claimant.out) given.set(claimant.id, { id: claimant.id, place: null, wish: null, lacks: [], why: "out" });
    else if (claimant.deviation) given.set(claimant.id, deviate(claimant, claimant.deviation.place, left));
  }
  return claimants.map((claimant) => given.get(claimant.id) ?? place(claimant, left));
}

type Rooms = Map<string, number>;

const roomsOf = (place: string, group: string, parts: Capacity["parts"]): readonly (readonly [string, number])[] =>
  Object.entries(parts).map(([part, count]) => [roomKey(place, group, part), count] as const);

const roomKey = (place: string, group: string, part: string): string => JSON.stringify([place, group, part]);

function place(claimant: Claimant, left: Rooms): Placement {
  const { id, wishes, group, parts } = claimant;
  if (group === null || parts.length === 0) return { id, place: null, wish: null, lacks: [], why: "unknown" };
  const lacks: Lack[] = [];
  for (const [index, wish] of wishes.entries()) {
    const full = fullParts(wish, group, parts, left);
    if (full.length === 0) {
      take(wish, group, parts, left);
      return { id, place: wish, wish: index + 1, lacks, why: "wish" };
    }
    lacks.push({ place: wish, full });
  }
  return { id, place: null, wish: null, lacks, why: "none" };
}

function deviate(claimant: Claimant, given: string | null, left: Rooms): Placement {
  const { id, wishes, group, parts } = claimant;
  const wish = given === null ? null : wishes.indexOf(given) + 1 || null;
  const decided = { id, place: given, wish, lacks: [], why: "deviation" as const };
  if (given === null || group === null) return decided;
  const overfull = fullParts(given, group, parts, left);
  take(given, group, parts, left);
  return overfull.length === 0 ? decided : { ...decided, overfull };
}

const fullParts = (place: string, group: string, parts: readonly string[], left: Rooms): readonly string[] =>
  parts.filter((part) => (left.get(roomKey(place, group, part)) ?? 0) < 1);

function take(place: string, group: string, parts: readonly string[], left: Rooms): void {
  for (const part of parts) {
    const key = roomKey(place, group, part);
    left.set(key, (left.get(key) ?? 0) - 1);
  }
}

/** The room a place has left once these placements are made, by group and part; never counts a place that has none. */
export function roomLeft(
  claimants: readonly Claimant[],
  placements: readonly Placement[],
  capacities: readonly Capacity[],
): readonly Capacity[] {
  const taken = new Map<string, number>();
  const byId = new Map(claimants.map((claimant) => [claimant.id, claimant]));
  for (const { id, place } of placements) {
    const claimant = byId.get(id);
    if (place === null || !claimant || claimant.group === null) continue;
    for (const part of claimant.parts) {
      const key = roomKey(place, claimant.group, part);
      taken.set(key, (taken.get(key) ?? 0) + 1);
    }
  }
  return capacities.map(({ place, group, parts }) => ({
    place,
    group,
    parts: Object.fromEntries(
      Object.entries(parts).map(([part, count]) => [part, count - (taken.get(roomKey(place, group, part)) ?? 0)]),
    ),
  }));
}
