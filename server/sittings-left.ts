import type { NamedSitting } from "./sittings.ts";
import type { SittingCount } from "./store/sittings.ts";

/** What is left of a session, as the API gives it. */
export interface PlacesLeft {
  /** Id of the session. */
  readonly seance: string;
  readonly intitule: string;
  readonly lieu: string;
  readonly categorie: string;
  /** "les mercredis du 6 janvier au 10 mars 2027 de 14 h à 14 h 45 (10 dates)". */
  readonly dates: string;
  readonly jours: readonly { readonly jour: string; readonly de: string | null; readonly a: string | null }[];
  /** When sign-up opens, for those who come first and for all, and when it closes, ISO 8601; null: it is open. */
  readonly ouverturePrioritaire: string | null;
  readonly ouverture: string | null;
  readonly cloture: string;
  /** By kind of place; a session that counts one kind has one, whose `sorte` is "". */
  readonly places: readonly {
    readonly sorte: string;
    readonly titre: string;
    readonly total: number;
    readonly libres: number;
  }[];
  /** How many wait, and how many may. Whoever comes now waits when somebody does. */
  readonly enAttente: number;
  readonly attenteMax: number;
}

/** What is left of a session now. */
export function placesLeft(sitting: NamedSitting, count: SittingCount | undefined, now: Date): PlacesLeft {
  const later = (time: number | null) => (time === null || time <= now.getTime() ? null : new Date(time).toISOString());
  return {
    seance: sitting.id,
    intitule: sitting.title,
    lieu: sitting.placeName,
    categorie: sitting.category,
    dates: sitting.when,
    jours: sitting.days.map(({ day, from, to }) => ({ jour: day, de: clock(from), a: clock(to) })),
    ouverturePrioritaire: later(sitting.early ?? sitting.opens),
    ouverture: later(sitting.opens),
    cloture: new Date(sitting.closes).toISOString(),
    places: sitting.rooms.map(({ kind, title, places }) => {
      const known = count?.rooms.find((room) => room.kind === kind);
      const free = known ? known.capacity - known.taken : places;
      return { sorte: kind, titre: title, total: places, libres: Math.max(0, free) };
    }),
    enAttente: count?.waiting ?? 0,
    attenteMax: sitting.waiting,
  };
}

const clock = (minute: number | null): string | null =>
  minute === null
    ? null
    : `${String(Math.floor(minute / 60)).padStart(2, "0")}:${String(minute % 60).padStart(2, "0")}`;
