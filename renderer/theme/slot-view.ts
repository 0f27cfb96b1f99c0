/** A choice of a slot field. */
export interface SlotOption {
  readonly value: string;
  readonly label: string;
}

/** The state of a slot field: what is kept, or what can be chosen. */
export type SlotView =
  | {
      readonly kept: {
        readonly reservation: string;
        /** "jeudi 3 décembre 2026 à 10 h, mairie annexe". */
        readonly text: string;
        /** "14 h 35"; null when the time has passed, or nothing limits it. */
        readonly until: string | null;
        /** The time to finish has passed: anyone may take it. */
        readonly lapsed: boolean;
      };
    }
  | {
      readonly kept: null;
      /** What was kept before is another's now. */
      readonly lost: boolean;
      readonly places: readonly SlotOption[];
      readonly place: string;
      readonly days: readonly SlotOption[];
      readonly day: string;
      readonly morning: readonly SlotOption[];
      readonly afternoon: readonly SlotOption[];
      /** The start chosen, "" when none is. */
      readonly start: string;
      /** Where no appointment is needed; null when it is everywhere. */
      readonly walkIn: string | null;
      /** What is said when nothing is free. */
      readonly note: string | null;
    };
