import {
  type Answers,
  type CompiledDefinition,
  type Field,
  normalise,
  type Scope,
  type SeatCandidate,
  type SeatSource,
  type Sessions,
  type Sitting,
  sittingDates,
  sittingOf,
} from "../engine/index.ts";
import { placeNames } from "./agenda.ts";
import type { Context } from "./context.ts";
import { localHolidays } from "./local-holidays.ts";
import {
  type SittingEntry,
  sittingEntries,
  sittingEntriesBetween,
  sittingEntriesById,
} from "./store/sitting-entries.ts";

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

/** The sessions of a register in these states, by their first day. */
export async function sittingsOf(
  ctx: Context,
  member: string,
  id: string,
  states: readonly string[],
): Promise<readonly NamedSitting[]> {
  const register = sessionsOf(ctx, member, id);
  if (!register) return [];
  const entries = await sittingEntries(ctx, member, id, states);
  const sittings = await named(ctx, member, register, entries);
  return byBeginning(sittings);
}

/**
 * The sessions where one may sign up now or later, by their first day, and the one that is chosen whatever became of it.
 * @param late until they begin, though sign-up is closed: for an agent who moves somebody
 */
export async function openSittings(
  ctx: Context,
  member: string,
  id: string,
  chosen = "",
  late = false,
): Promise<readonly NamedSitting[]> {
  const register = sessionsOf(ctx, member, id);
  if (!register) return [];
  const now = ctx.clock();
  const span = { after: now, keep: chosen };
  const entries = await sittingEntries(ctx, member, id, register.sessions.states, span);
  const sittings = await named(ctx, member, register, entries);
  return byBeginning(
    sittings.filter((each) => (late ? each.startsAt : each.closes) > now.getTime() || each.id === chosen),
  );
}

/** The sessions of a register that may have a day between two instants, whatever their state, by their first day. */
export async function sittingsBetween(
  ctx: Context,
  member: string,
  id: string,
  within: { readonly from: Date; readonly to: Date },
): Promise<readonly NamedSitting[]> {
  const register = sessionsOf(ctx, member, id);
  const found = register ? await sittingEntriesBetween(ctx, member, id, within) : [];
  return register ? byBeginning(await named(ctx, member, register, found)) : [];
}

/** These sessions of a register, whatever their state, by their first day. */
export async function theseSittings(
  ctx: Context,
  member: string,
  id: string,
  entries: readonly string[],
): Promise<readonly NamedSitting[]> {
  const register = sessionsOf(ctx, member, id);
  const found = register ? await sittingEntriesById(ctx, member, id, entries) : [];
  const sittings = register ? await named(ctx, member, register, found) : [];
  return byBeginning(sittings);
}

/** One session of a register, whatever its state; null when there is none. */
export async function oneSitting(
  ctx: Context,
  member: string,
  id: string,
  entry: string,
): Promise<NamedSitting | null> {
  const register = sessionsOf(ctx, member, id);
  const found = register ? await sittingEntriesById(ctx, member, id, [entry]) : [];
  const [sitting] = register ? await named(ctx, member, register, found) : [];
  return sitting ?? null;
}

const byBeginning = (sittings: readonly NamedSitting[]): readonly NamedSitting[] =>
  sittings.toSorted((a, b) => a.startsAt - b.startsAt || a.title.localeCompare(b.title, "fr"));

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

/** An entry one of whose places is moved. */
export interface SeatOwner {
  readonly definition: Pick<CompiledDefinition, "form">;
  readonly entry: { readonly answers: Answers } | null;
}

/** Where a seat field takes its place: its own words, or those of the field it moves. Null for another field. */
export const seatSourceOf = ({ seat }: Field, { definition }: Pick<SeatOwner, "definition">): SeatSource | null =>
  (seat?.of === undefined ? seat : definition.form.order.find(({ key }) => key === seat.of)?.seat) ?? null;

/** What a seat field asks, by the answers of the entry when it moves its place; or null for another field. */
export function seatAsk(field: Field, asked: Scope, owner: SeatOwner): SeatAsk | null {
  const seat = seatSourceOf(field, owner);
  if (seat?.register === undefined || (field.seat?.of !== undefined && !owner.entry)) return null;
  const scope = field.seat?.of === undefined || !owner.entry ? asked : { ...asked, answers: owner.entry.answers };
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
