/** A number of a report; `n` is on how many entries it stands. */
export interface Told {
  readonly value: number | null;
  readonly n: number;
}

/** A group of a figure told apart: its key as an entry holds it, the words for it, this year and the one before. */
export interface ToldGroup {
  readonly key: string;
  readonly label: string;
  readonly value: number;
  readonly before: number | null;
}

export interface ToldGroups {
  readonly by: string;
  readonly title: string;
  readonly rows: readonly ToldGroup[];
}

/** A figure of a report, worked out. */
export interface ToldFigure {
  readonly total: Told;
  /** Of the year before; null: nobody knows any more. */
  readonly before: Told | null;
  /** By member. */
  readonly places: Readonly<Record<string, Told>>;
  readonly groups: readonly ToldGroups[];
}

/** A report worked out, as it is kept once closed. */
export interface ActivityTold {
  readonly places: readonly { readonly member: string; readonly name: string }[];
  /** By id. */
  readonly figures: Readonly<Record<string, ToldFigure>>;
}

export const NOTHING_TOLD: Told = { value: null, n: 0 };
