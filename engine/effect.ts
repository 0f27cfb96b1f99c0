import type { Answers } from "./entry.ts";

/** What a transition owes the world, as data. Stored in the same transaction as the fact, run by the worker. */
export type Effect = MailEffect | OpenEntryEffect | UpdateEntryEffect | TimerEffect | CancelEffect;

export interface MailEffect {
  readonly type: "mail";
  readonly to: string;
  readonly template: string;
  readonly subject: string;
  /** Plain text. `{{lien}}` is replaced by the server with the tracking link when the mail leaves. */
  readonly body: string;
}

/** Opens an entry of another definition (or the same) in the same member. */
export interface OpenEntryEffect {
  readonly type: "open-entry";
  readonly definition: string;
  readonly answers: Answers;
}

/** Sends an event to another entry, found by id (usually the value of an `x-ref` field). */
export interface UpdateEntryEffect {
  readonly type: "update-entry";
  readonly definition: string;
  readonly entry: string;
  readonly event: string;
  readonly answers: Answers;
}

/** Sends `event` to this entry at `runAt`: an `after` delay of the state, or a `schedule` action. */
export interface TimerEffect {
  readonly type: "timer";
  /** Unique per entry and purpose; leaving the state cancels it. */
  readonly sendId: string;
  readonly event: string;
  /** ISO 8601, UTC. */
  readonly runAt: string;
}

export interface CancelEffect {
  readonly type: "cancel";
  readonly sendId: string;
}
