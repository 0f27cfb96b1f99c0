import {
  type CompiledDefinition,
  type Field,
  normalise,
  type Scope,
  type SeatCandidate,
  type Sessions,
  type Sitting,
  sittingDates,
  sittingOf,
} from "../engine/index.ts";
import { placeNames } from "./agenda.ts";
import type { Context } from "./context.ts";
import { localHolidays } from "./local-holidays.ts";
import { type SittingEntry, sittingEntries, sittingEntry } from "./store/sittings.ts";

/** A session as people read it. */
export interface NamedSitting extends Sitting {
  readonly placeName: string;
  /** "les mercredis du 6 janvier au 10 mars 2027 de 14 h à 14 h 45 (10 dates)". */
  readonly when: string;
  readonly reference: string;
  /** Of its entry. */
  readonly state: string;
}

/** The register of sessions of a member; null when it has none under this id. */
export function sessionsOf(
  ctx: Context,
  member: string,
  id: string,
): { readonly definition: CompiledDefinition; readonly sessions: Sessions } | null {
  const definition = ctx.catalogue.definition(member, id);
  return definition?.sessions ? { definition, sessions: definition.sessions } : null;
}

/** The sessions of a register in these states, or those that take sign-ups, by their first day. */
export async function sittingsOf(
  ctx: Context,
  member: string,
  id: string,
  states?: readonly string[],
): Promise<readonly NamedSitting[]> {
  const register = sessionsOf(ctx, member, id);
  if (!register) return [];
  const entries = await sittingEntries(ctx, member, id, states ?? register.sessions.states);
  const sittings = await named(ctx, member, register, entries);
  return sittings.toSorted((a, b) => a.startsAt - b.startsAt || a.title.localeCompare(b.title, "fr"));
}

/** One session of a register, whatever its state; null when there is none. */
export async function oneSitting(
  ctx: Context,
  member: string,
  id: string,
  entry: string,
): Promise<NamedSitting | null> {
  const register = sessionsOf(ctx, member, id);
  const found = register && (await sittingEntry(ctx, member, id, entry));
  const [sitting] = register && found ? await named(ctx, member, register, [found]) : [];
  return sitting ?? null;
}

async function named(
  ctx: Context,
  member: string,
  { definition, sessions }: NonNullable<ReturnType<typeof sessionsOf>>,
  entries: readonly SittingEntry[],
): Promise<readonly NamedSitting[]> {
  const now = ctx.clock().toISOString();
  const about = { member, title: definition.title, holidays: localHolidays(ctx, member) };
  const places =
    sessions.place === null ? new Map() : await placeNames(ctx, member, definition, sessions.place, entries);
  return entries.flatMap((entry) => {
    const sitting = sittingOf(sessions, entry, now, about);
    if (sitting === null) return [];
    const placeName: string = places.get(sitting.place) ?? "";
    return [{ ...sitting, placeName, when: sittingDates(sitting), reference: entry.reference, state: entry.state }];
  });
}

/** What a seat field asks of a session, as the answers stand. */
export interface SeatAsk extends SeatCandidate {
  readonly register: string;
  /** Who it is for, so that she has one place alone; null when the field does not say. */
  readonly person: string | null;
  /** How many places of each kind. */
  readonly counts: Readonly<Record<string, number>>;
}

/** What a seat field asks, or null for another field. */
export function seatAsk({ seat }: Field, scope: Scope): SeatAsk | null {
  if (!seat) return null;
  const person = seat.person?.evaluate(scope);
  const birth = seat.birth?.evaluate(scope);
  const counts = [...seat.counts].flatMap(([kind, expression]) => {
    const value = Number(expression.evaluate(scope) ?? 0);
    return Number.isSafeInteger(value) && value > 0 ? [[kind, value] as const] : [];
  });
  return {
    register: seat.register,
    person: typeof person === "string" && person.trim() !== "" ? normalise(person) : null,
    birth: typeof birth === "string" ? birth.slice(0, 10) : null,
    early: seat.early?.evaluate(scope) === true,
    accepts: new Map(
      [...seat.accepts].map(([criterion, expression]) => {
        const value = expression.evaluate(scope);
        return [criterion, typeof value === "string" && value !== "" ? value : null];
      }),
    ),
    counts: counts.length > 0 ? Object.fromEntries(counts) : { "": 1 },
  };
}
