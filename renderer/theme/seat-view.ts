/** A session that a seat field offers. */
export interface SeatOption {
  /** What is posted: its id, and the agreement to wait where it is full. */
  readonly value: string;
  readonly title: string;
  /** When, and where; "" when it is not said. */
  readonly when: string;
  readonly place: string;
  /** "12 places", "Complet : liste d’attente, 3 personnes". */
  readonly left: string;
  readonly tone: "free" | "few" | "full";
  /** Why it cannot be chosen now; null when it can. */
  readonly closed: string | null;
}

/** The state of a seat field. */
export interface SeatView {
  readonly sessions: readonly SeatOption[];
  /** Value of the option chosen; "" when none is. */
  readonly chosen: string;
  /** "14 h 35": until when a place is held for her. */
  readonly until: string | null;
  /** What is said beside or instead of the sessions. */
  readonly note: string | null;
}
