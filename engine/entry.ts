import type { EventActor } from "./actor.ts";
import type { Effect } from "./effect.ts";
import type { Issue } from "./result.ts";

export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };
/** JSON under way or sent; keys are the definition's field keys and survive untouched. */
export type Answers = { readonly [key: string]: Json };

/** One instance of a definition: a demande or a fiche. */
export interface Entry {
  readonly id: string;
  readonly reference: string;
  readonly member: string;
  readonly definition: string;
  /** Pinned: an entry keeps the version of the definition it was opened with. */
  readonly version: number;
  readonly kind: "service" | "register";
  /** Workflow state; nested states joined by dots. */
  readonly state: string;
  readonly revision: number;
  readonly answers: Answers;
  /** Pseudonym of the holder for (account, member, sector); null when nobody holds it. */
  readonly holder: string | null;
  /** Agent id, or null. */
  readonly assignee: string | null;
  /** ISO 8601, UTC. */
  readonly createdAt: string;
  readonly updatedAt: string;
}

/** Append-only fact. The server adds the chained hash. */
export interface EntryEvent {
  readonly seq: number;
  readonly type: string;
  readonly from: string | null;
  readonly to: string;
  readonly actor: EventActor;
  /** ISO 8601, UTC. */
  readonly at: string;
  /** What came with the event (answers of its form), and for an edit what changed. */
  readonly data: EventData;
}

/** How a request that an agent files for someone came to her. */
export const CHANNELS = ["guichet", "courrier", "telephone"] as const;
export type Channel = (typeof CHANNELS)[number];

export interface EventData {
  /** Of the opening by an agent for a citizen. */
  readonly channel?: Channel;
  readonly answers?: Answers;
  readonly changes?: readonly Change[];
}

/** One top-level field changed by an edit; absent values are null. */
export interface Change {
  readonly field: string;
  readonly before: Json;
  readonly after: Json;
}

/** The two outcomes of `apply` and `open`. */
export interface Transition {
  readonly ok: true;
  readonly entry: Entry;
  readonly event: EntryEvent;
  readonly effects: readonly Effect[];
}

export interface Refusal {
  readonly ok: false;
  readonly code: "unknown-event" | "not-allowed" | "stale" | "invalid";
  /** French sentence. */
  readonly message: string;
  readonly issues: readonly Issue[];
}

/** What an actor may send now. */
export interface AvailableEvent {
  readonly type: string;
  readonly label: string;
  /** Id of the form this event asks for (key of `CompiledDefinition.forms`, or "entry" for an edit of the entry itself). */
  readonly form?: string;
  /** How the button reads: the destructive one is never the default. */
  readonly tone?: "primary" | "secondary" | "danger";
  readonly hint?: string;
}
