/** A long work in a list of them. */
export interface TitledWork {
  readonly href: string;
  /** What it does: an event's label, an assignment, an export. */
  readonly what: string;
  /** Title of the definition. */
  readonly about: string;
  readonly kind: "service" | "register";
  readonly state: "preparing" | "waiting" | "running" | "done" | "stopped" | "failed";
  /** Entries; null while unknown. */
  readonly total: number | null;
  readonly progress: number;
  /** ISO 8601. */
  readonly createdAt: string;
}

const TONES = {
  preparing: "neutral",
  waiting: "waiting",
  running: "active",
  done: "success",
  stopped: "neutral",
  failed: "danger",
} as const;

/** How a state of a work is coloured, beside its word. */
export const workTone = (state: TitledWork["state"]): string => TONES[state];
