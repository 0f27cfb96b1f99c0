/** How the entries of a register are compared to find those that describe the same person or body: see `likeness`. */
export interface Duplicates {
  /** Dotted keys of the surnames, that of birth first; or of the name of a body. */
  readonly names: readonly string[];
  readonly firstNames: string | null;
  /** Key of a date. */
  readonly birthDate: string | null;
  readonly phones: readonly string[];
  readonly emails: readonly string[];
  /** Numbers that one person or body alone bears, a licence for instance, with the title of each field. */
  readonly numbers: readonly { readonly key: string; readonly title: string }[];
  /** Key of a postal address. */
  readonly address: string | null;
}

/**
 * What two entries are to each other: the same for sure, which needs nobody's opinion; likely the same, for someone to decide;
 * or two.
 */
export type LikenessOutcome = "same" | "probable" | "different";

/** One thing that two entries have alike or not, as agents read it. */
export interface LikenessReason {
  readonly sense: "for" | "against";
  readonly text: string;
}

/** How alike two entries are. */
export interface Likeness {
  readonly outcome: LikenessOutcome;
  /** Whether something tells the two apart: dates of birth, first names, numbers. */
  readonly apart: boolean;
  /** Bits by which being the same is likelier than being two, what their number makes expect included. */
  readonly score: number;
  /** What weighs most first. */
  readonly reasons: readonly LikenessReason[];
}

/** How often names are borne in the register: a rare name says more than a common one. */
export interface NameCounts {
  /** Entries in which names were counted. */
  readonly total: number;
  readonly surnames: ReadonlyMap<string, number>;
  readonly firstNames: ReadonlyMap<string, number>;
}

export const NO_COUNTS: NameCounts = { total: 0, surnames: new Map(), firstNames: new Map() };
