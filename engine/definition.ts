import type { Activity } from "./activity.ts";
import type { Role } from "./actor.ts";
import type { Agenda } from "./agenda.ts";
import type { ClockMode } from "./clock.ts";
import type { Commission } from "./commission.ts";
import type { Legal } from "./compile-missing.ts";
import type { Confirmation } from "./confirmation.ts";
import type { DocumentTemplate, Piece } from "./document.ts";
import type { Duplicates } from "./duplicates.ts";
import type { AvailableEvent, Json } from "./entry.ts";
import type { Expression, Field, Form } from "./form.ts";
import type { HolderView } from "./holder-view.ts";
import type { Kept } from "./kept.ts";
import type { Layout } from "./layout.ts";
import type { Mailing } from "./mailing.ts";
import type { MeetingPoint, National } from "./national.ts";
import type { Occupied } from "./occupied.ts";
import type { PublicView } from "./public-view.ts";
import type { Quick } from "./quick.ts";
import type { ReadyMade } from "./ready-made.ts";
import type { Relation } from "./relations.ts";
import type { Reminder } from "./reminders.ts";
import type { Scoring } from "./scoring.ts";
import type { Sectors } from "./sector.ts";
import type { Seeks } from "./seeks.ts";
import type { Sessions } from "./sessions.ts";
import type { CompiledSource } from "./sourced.ts";
import type { Tariff } from "./tariff.ts";
import type { Validity } from "./validity.ts";

/** Who may send an event or open an entry: a role, or a relation to the entry. */
export type Who = Role | "holder" | "citizen" | "anonymous" | "system";

/** The contents of the files of one definition. */
export interface DefinitionSource {
  readonly file: string;
  readonly schema: unknown;
  readonly workflowFile: string;
  readonly workflow: unknown;
}

/** A state as people see it. */
export interface State {
  readonly id: string;
  /** For agents: "À instruire". */
  readonly label: string;
  /** For the citizen, a sentence: "Votre demande est étudiée par le service." */
  readonly sentence: string;
  readonly tone: "neutral" | "active" | "waiting" | "success" | "danger";
  /** Appears among the tabs of the queue as work to do. */
  readonly task: boolean;
  readonly final: boolean;
  /** Whether the legal delay counts here, waits for the citizen, or is over. */
  readonly clock: ClockMode;
  /** What happens next, for the citizen. */
  readonly next?: string;
  /** False: nobody writes about an entry in this state. */
  readonly messages?: boolean;
  /** Whether whoever had an appointment came, once an entry is here. */
  readonly attendance?: Attendance;
  readonly events: readonly StateEvent[];
}

export type Attendance = "came" | "missed";

/** An event a state takes, before rights and guards. Timers are not listed. */
export interface StateEvent extends AvailableEvent, Legal {
  readonly who: readonly Who[];
  /** True when the event edits the entry's own answers: all of them, or `fields`. */
  readonly edit: boolean;
  /** One candidate transition per guard, in order; the event is available when one guard holds or has none. */
  readonly guards: readonly (Expression | null)[];
  /** It says whether whoever had an appointment came: where it leads does. */
  readonly attendance?: Attendance;
  /** Citizen wording of the fact, for the tracking page: "Le service a demandé des pièces". */
  readonly past?: string;
}

/** The machine, checked. `machine` is opaque to everyone but `open` and `apply`: see machine.ts. */
export interface CompiledWorkflow {
  readonly id: string;
  readonly title: string;
  readonly initial: string;
  /** Label of the opening fact: "Demande déposée". */
  readonly opened: string;
  readonly states: ReadonlyMap<string, State>;
  /** The event that records what silence meant, by regime. */
  readonly silence: { readonly SVA?: string; readonly SVR?: string };
  readonly machine: unknown;
}

export interface Template {
  readonly id: string;
  readonly subject: readonly (string | Expression)[];
  readonly body: readonly (string | Expression)[];
  /** The same in a text message, where an action or a citizen's choice sends one. */
  readonly sms?: readonly (string | Expression)[];
  /** Not asked by law: it leaves the way the citizen prefers, and waits when she receives too many. */
  readonly reminder: boolean;
  /** Key of the slot field whose appointment goes with the mail, for a calendar. */
  readonly calendar?: string;
}

export interface Column {
  readonly field: Field;
  /** Key in the answers. */
  readonly key: string;
}

/** A definition that passed every check; immutable. */
export interface CompiledDefinition {
  readonly id: string;
  readonly version: number;
  readonly kind: "service" | "register";
  readonly title: string;
  /** Words of the service page, all optional, French: see schemas/meta/definition.json. */
  readonly page: {
    readonly summary?: string;
    readonly who?: string;
    readonly need?: readonly string[];
    readonly duration?: string;
    readonly next?: string;
    readonly button?: string;
    readonly theme?: string;
    /** Other words people use for it, for who searches the catalogue. */
    readonly keywords?: readonly string[];
    /** More to read, in this order. */
    readonly sections?: readonly { readonly title: string; readonly text: string }[];
    /** Where it is done, when nobody files it here: an https address, and the words of its link. */
    readonly elsewhere?: { readonly url: string; readonly label: string };
    /** Whoever starts it is asked for whom: herself, a person of her household, someone else. */
    readonly forOther?: true;
  };
  /** What is asked before the form opens: nothing, an account, or an identity vouched for by FranceConnect. */
  readonly access: "anonymous" | "account" | "franceconnect";
  readonly unit: string | null;
  readonly privacy: {
    readonly purpose: string;
    readonly legalBasis: string;
    /** Sealed sector: part of the holder's pseudonym. */
    readonly sector: string;
    /** ISO 8601 duration. */
    readonly retention: string;
    readonly recipients?: readonly string[];
  };
  readonly clock: {
    readonly regime: "none" | "SVA" | "SVR";
    /** ISO 8601 duration. */
    readonly delay?: string;
    /** A longer delay, where the request needs an expert's opinion. */
    readonly opinion?: { readonly delay: string; readonly when: Expression };
    /** How long before its end the service is warned: ISO 8601 duration. */
    readonly alert?: string;
  };
  /** Set when what it grants lasts for a time. */
  readonly validity: Validity | null;
  /** Ways and delays of appeal against its decisions, in place of the usual ones. */
  readonly appeal?: string;
  /** Whether the service and the citizen write to each other about an entry, unless its state says otherwise. */
  readonly messages: boolean;
  readonly rights: { readonly open: readonly Who[]; readonly read: readonly Who[] };
  readonly form: Form;
  /** Forms that events ask for, by id. */
  readonly forms: ReadonlyMap<string, Form>;
  readonly workflow: CompiledWorkflow;
  readonly templates: ReadonlyMap<string, Template>;
  /** Documents its workflow produces, by id. */
  readonly documents: ReadonlyMap<string, DocumentTemplate>;
  /** Set when its entries can be booked. */
  readonly agenda: Agenda | null;
  /** Files it may be written to or read from, in the words of other software. */
  readonly layouts: readonly Layout[];
  /** Entries of others that refer to one of its own, as its pages and lists show them. */
  readonly relations: readonly Relation[];
  /** Set when its entries have places, by date and hour. */
  readonly occupied: Occupied | null;
  /** Set when its entries look for places of others. */
  readonly seeks: Seeks | null;
  /** Key of the field that says in which commune an entry is: units have territories. Null where none does. */
  readonly territory: string | null;
  /** Set when each of its entries is the activity report of a year. */
  readonly activity: Activity | null;
  /** Lists and statistics it brings composed. */
  readonly readyMade: readonly ReadyMade[];
  /** Set when units keep its entries to themselves. */
  readonly kept: Kept | null;
  /** Notes on its entries are read by the unit that wrote them, unless she shares them. */
  readonly ownNotes: boolean;
  /** Set when its entries are sectors, found by an address. */
  readonly sectors: Sectors | null;
  /** Set when entries that may describe the same person or body are looked for. */
  readonly duplicates: Duplicates | null;
  /** Set when anyone may read some of its entries, and what of them. */
  readonly publicView: PublicView | null;
  /** Set when those whom its entries are about are written to: labels, letters, mails to many. */
  readonly mailing: Mailing | null;
  /** Set when an entry may belong to the account of the person it is about, and what she reads of it. */
  readonly holderView: HolderView | null;
  /** Set when some answers are to be looked over each year. */
  readonly confirmation: Confirmation | null;
  /** What is recalled of the dates of its entries. */
  readonly reminders: readonly Reminder[];
  /** Set when its entries are sessions with places. */
  readonly sessions: Sessions | null;
  /** Sources it calls, by key of the field each fills. */
  readonly sources: ReadonlyMap<string, CompiledSource>;
  /** Set when its entries are places that the national appointment engine shows. */
  readonly meetingPoint: MeetingPoint | null;
  /** Set when its slots are offered to the national appointment engine. */
  readonly national: National | null;
  /** Its workflow makes members enter or leave the group: only a coordinating member works it. */
  readonly governs: boolean;
  /** Columns of queues and registers: keyed, sortable, filterable. At most 6. */
  readonly list: readonly Column[];
  /** What its lists are sorted by unless someone chooses, with "-" for the reverse order; null: as `defaultSort` says. */
  readonly order: string | null;
  /** Set when an agent opens an entry on one screen, with a few questions. */
  readonly quick: Quick | null;
  /** Lines of an entry's label; null: what the list shows first. */
  readonly label: readonly (readonly Piece[])[] | null;
  /** Top-level or dotted field keys searched by `q`, besides the reference. */
  readonly search: readonly string[];
  /** The tables of prices that its members fill. */
  readonly tariffs: readonly Tariff[];
  /** Set when its entries are ranked by criteria. */
  readonly scoring: Scoring | null;
  /** Set when meetings match its ranked entries to places. */
  readonly commission: Commission | null;
  /** The JSON Schema with its annotations, as published by the API. */
  readonly schema: Readonly<Record<string, Json>>;
  readonly workflowSource: Readonly<Record<string, Json>>;
}
