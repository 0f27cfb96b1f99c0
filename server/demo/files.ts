import { readFile } from "node:fs/promises";
import type { Answers, Json, OverlayFile, Role } from "../../engine/index.ts";
import type { NewMember } from "../store/members.ts";
import type { Share } from "../store/sharing.ts";
import type { Presence } from "../store/sittings.ts";

/** One demo group, from `data/<group>.json`. */
export interface DemoGroup {
  readonly name: string;
  readonly members: readonly DemoMember[];
  /** "First name, last name" in one text. */
  readonly citizens: readonly string[];
  readonly entries: readonly FixedEntries[];
  /** Those of them whose fiche belongs to an account of their own, by the register it is in. */
  readonly holders?: readonly FicheHolder[];
}

/** Someone who has an account, and in a register the fiche that is about her. */
export interface FicheHolder {
  /** "First name, last name" in one text. */
  readonly name: string;
  readonly member: string;
  readonly definition: string;
  /** Templates, as `invent` reads them. */
  readonly answers: Answers;
  /** How many days ago it was written. */
  readonly daysAgo: number;
}

/** Entries of one definition written word for word, but for days and for the ids of others. */
export interface FixedEntries {
  readonly member: string;
  readonly definition: string;
  /** A visitor asks for them; an agent opens them otherwise. */
  readonly openedBy?: "visitor";
  /** How many days ago: the opening, then each event. */
  readonly daysAgo: readonly number[];
  readonly each: readonly {
    /** What the answers of those after it call it: `"{name}"` is then its id. */
    readonly name?: string;
    /** Templates, as `invent` reads them. */
    readonly answers: Answers;
    readonly events: readonly FixedEvent[];
  }[];
}

/** An event, or money that the agent receives for what the entry owes: how it was paid. */
export type FixedEvent =
  | { readonly type: string; readonly answers?: Answers; readonly by?: "system"; readonly paid?: never }
  | { readonly paid: string };

export interface DemoMember extends Omit<NewMember, "groupName"> {
  /** Ids of the definitions it offers. */
  readonly adopts: readonly string[];
  /** What it changes in some of them, on the version there is: see `schemas/meta/overlay.json`. */
  readonly overlays?: readonly (Omit<OverlayFile, "base"> & { readonly of: string })[];
  /** What it shares with the agents of the others. */
  readonly shares?: readonly Omit<Share, "member">[];
  readonly agents: readonly {
    readonly name: string;
    /** Her function, as decisions bear it. */
    readonly capacity?: string;
    readonly roles: readonly Role[];
    readonly units: readonly string[];
  }[];
}

/** Entries to invent for one definition, with what happened to them. */
export interface Sheet {
  readonly definition: string;
  readonly seed: number;
  readonly openedBy: "citizen" | "agent";
  /** The day of each opening is drawn first: its answers may quote it, `"{ouverture}"`. */
  readonly dated?: true;
  /** One after the other: those who ask for places of one session are not at the same moment of the past. */
  readonly inTurn?: true;
  readonly members: readonly { readonly id: string; readonly entries: number; readonly let: Answers }[];
  /** Values drawn first, in order, which the others may quote. */
  readonly let: Answers;
  /** Templates of answers; `like` starts from another one. */
  readonly variants: { readonly [id: string]: { readonly like?: string; readonly answers: Answers } };
  readonly stories: readonly Story[];
}

export interface Story {
  /** Out of the sum of all counts of the sheet; at least one in each member. */
  readonly count: number;
  /** How many days ago the entry was opened, at least and at most. */
  readonly opened: readonly [number, number];
  readonly variants: readonly string[];
  readonly events: readonly StoryEvent[];
}

export interface StoryEvent {
  readonly type: string;
  /** Days after the event before, at least and at most. */
  readonly after: readonly [number, number];
  readonly by: "agent" | "demandeur" | "systeme";
  readonly answers?: Answers;
  /** Money that the agent receives for what the entry owes, instead of sending an event: how it was paid. */
  readonly paid?: string;
  /** What the service notes of who had a place in a session that took place, instead of sending an event. */
  readonly presence?: Presence;
  /** The answers change some of the entry's own. */
  readonly edit?: boolean;
  /** The agent takes the entry for herself just before. */
  readonly assign?: boolean;
}

export type Pools = Readonly<Record<string, readonly Json[]>>;

/** Reads one of the demo's files. */
export async function readData<T>(name: string): Promise<T> {
  return JSON.parse(await readFile(new URL(`./data/${name}.json`, import.meta.url), "utf8")) as T;
}
