import type { EventActor } from "./actor.ts";
import type { BookingChange } from "./bookings.ts";
import type { Effect } from "./effect.ts";
import type { Explanation } from "./explanation.ts";
import type { Provenances } from "./provenance.ts";
import type { Issue } from "./result.ts";
import type { SeatChange } from "./seats.ts";
import type { SectorFinding } from "./sector.ts";
import type { SittingChange } from "./sitting-after.ts";
import type { Standing } from "./standing.ts";

export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };
/** JSON under way or sent; keys are the definition's field keys and survive untouched. */
export type Answers = { readonly [key: string]: Json };

/** What the service asked the citizen to add to her request. Days are those of Paris ("2026-04-02"). */
export interface Missing {
  readonly since: string;
  /** Last day to send it; null when none was given. */
  readonly until: string | null;
  /** False: the examination goes on without it (CRPA L.114-5-1). */
  readonly indispensable: boolean;
  /** As the service wrote it. */
  readonly items?: string;
}

/** By when an entry must be answered, and what silence would mean: see `clock.ts`. Days are those of Paris. */
export interface Clock {
  /** SVA: silence is acceptance; SVR: refusal. */
  readonly regime: "SVA" | "SVR";
  readonly status: "running" | "suspended" | "stopped";
  /** Day of receipt by the first administration. */
  readonly receivedOn: string;
  /** Day from which the delay counts; null until the missing items come, where silence is acceptance. */
  readonly startedOn: string | null;
  /** ISO 8601 duration. */
  readonly delay: string;
  /** Days that suspensions already added. */
  readonly added: number;
  /** Last day to answer: silence counts from the midnight that ends it. Null when nothing counts. */
  readonly due: string | null;
  /** What the citizen was asked for and has not sent yet. */
  readonly missing?: Missing;
  /** The last day to answer, when nobody did: silence then decided. */
  readonly silentOn?: string;
}

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
  /** Absent where no legal delay applies. */
  readonly clock?: Clock;
  /** Who wrote it, "{member}/{unit}", in a register whose entries units keep to themselves; absent in any other. */
  readonly unit?: string;
  /** The same while it is not shared: nobody else knows of it. */
  readonly keptBy?: string;
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
export const CHANNELS = ["guichet", "courrier", "telephone", "papier"] as const;
export type Channel = (typeof CHANNELS)[number];

export interface EventData {
  /** Of the opening by an agent for a citizen. */
  readonly channel?: Channel;
  /** Day ("2026-03-03") on which it came on paper, when that was before it was typed. */
  readonly receivedOn?: string;
  /** Of the opening: where the answers that nobody typed come from. */
  readonly provenance?: Provenances;
  /** Sent to many entries at once. */
  readonly bulk?: true;
  readonly answers?: Answers;
  readonly changes?: readonly Change[];
  /** Of an opening: the member that first received it, and what came with it (CRPA L.114-2). */
  readonly forwarded?: Forwarded;
  /** Of the event that forwarded it: the member, and the entry opened there. */
  readonly forwardedTo?: { readonly member: string; readonly entry: string };
  /** Of an opening or an edit by a file: which, and what it said. */
  readonly imported?: Imported;
  /** Of an edit that gives back what a file had changed: which. */
  readonly undone?: { readonly id: string; readonly file: string };
  /** Where the legal clock stands from then on, when it moved. */
  readonly clock?: Clock;
  /** How the prices it made were made. */
  readonly prices?: readonly Explanation[];
  /** Where a ranked list put the entry, when the fact follows from it. */
  readonly standing?: Standing;
  /** How the sectors of its addresses were found, or why none was. */
  readonly sectors?: readonly SectorFinding[];
  /** Of facts that make fiches one or part them: the other fiche. */
  readonly merged?: { readonly member: string; readonly entry: string; readonly reference: string };
  /** Of the fact by which someone no longer accepts to be written to: how she said so. */
  readonly unsubscribed?: "mail";
}

/** What a line of a file gave an entry. */
export interface Imported {
  /** Id of the import. */
  readonly id: string;
  /** Name of the file. */
  readonly file: string;
  /** As a spreadsheet shows it: the headings are line 1. */
  readonly line: number;
  /** Keys of the answers it gave: "adresse.commune", "agrements". */
  readonly fields: readonly string[];
  /** What it said that stands in no answer. */
  readonly aside: readonly Aside[];
}

/** Something a file said of an entry that stands in none of its answers, for someone to mend later. */
export interface Aside {
  /** Heading of the column, or title of the field. */
  readonly title: string;
  readonly text: string;
  /** Why it is no answer, a French sentence; absent when no field takes it. */
  readonly reason?: string;
}

/** Where a forwarded entry comes from. */
export interface Forwarded {
  /** Name of the member, and the reference it gave. */
  readonly member: string;
  readonly reference: string;
  /** Day of its receipt there. */
  readonly receivedOn: string;
  /** Whether a citizen's account holds it. */
  readonly held: boolean;
  /** Files that came later than its answers. */
  readonly files: readonly string[];
  /** Answers that the form of this member does not take. */
  readonly aside: Answers;
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
  /** What becomes of the slots it names. */
  readonly bookings: readonly BookingChange[];
  /** What becomes of the places in sessions that it names. */
  readonly seats: readonly SeatChange[];
  /** Its places as it now says, when it is a session itself. */
  readonly sitting?: SittingChange;
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
  /**
   * Id of the form this event asks for (key of `CompiledDefinition.forms`, "entry/…" for an edit of a part of the entry, or "entry"
   * for an edit of the whole).
   */
  readonly form?: string;
  /** Of an edit of some of the entry's answers: their keys. */
  readonly fields?: readonly string[];
  /** How the button reads: the destructive one is never the default. */
  readonly tone?: "primary" | "secondary" | "danger";
  readonly hint?: string;
}
