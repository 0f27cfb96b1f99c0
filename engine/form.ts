import type { Answers, Json } from "./entry.ts";
import type { Fee } from "./fee.ts";
import type { FieldSchema } from "./meta.generated.ts";
import type { Issue } from "./result.ts";
import type { Sectored, SectorSource } from "./sector.ts";
import type { Tariffs } from "./tariff.ts";
import type { LocalHolidays } from "./workdays.ts";

/** What an account may know of a person; "identity" is a group made of a given name and a name. */
export type ProfileKey = NonNullable<FieldSchema["x-profile"]>;

/** A scalar or group kind, one per way of asking. */
export type Widget =
  | "text"
  | "textarea"
  | "email"
  | "phone"
  | "number"
  | "money"
  | "date"
  | "radio"
  | "select"
  | "checkbox"
  | "checkboxes"
  | "attachment"
  | "attachments"
  | "reference"
  | "member"
  | "group"
  | "address"
  | "source"
  | "repeat"
  | "slot"
  | "seat"
  | "time"
  /** An instant: part of a slot, never asked by itself. */
  | "moment";

export interface Choice {
  readonly value: string;
  readonly label: string;
  readonly hint?: string;
}

/** A CEL expression, type-checked against the schema. */
export interface Expression {
  readonly source: string;
  /** Top-level names it reads (field keys, or `today`, `event`, `entry`, `actor`). */
  readonly reads: readonly string[];
  /** The value; undefined when an answer it needs is absent. Never throws. */
  evaluate(scope: Scope): unknown;
}

/** A person as FranceConnect vouched for her. */
export interface VouchedPerson {
  readonly nom: string;
  /** Joined by spaces. */
  readonly prenoms: string;
  /** "1985-03-27". */
  readonly naissance: string;
  /** "F" or "M". */
  readonly sexe: string;
  /** Code of the commune of birth; "" for someone born abroad. */
  readonly commune: string;
  /** Code of the country of birth: "99100" is France. */
  readonly pays: string;
}

/** What an expression may read. `answers` are plain JSON; the expression converts dates and integers itself. */
export interface Scope {
  readonly answers: Answers;
  /** ISO 8601 instant, UTC. */
  readonly now: string;
  /** The current item, inside a repeatable group. */
  readonly item?: Json;
  /** Answers of the event's form. */
  readonly event?: Answers;
  readonly entry?: {
    readonly reference: string;
    readonly state: string;
    readonly createdAt: string;
    /** Last day to answer ("2026-05-03"), when there is one. */
    readonly due?: string;
  };
  readonly actor?: { readonly kind: string; readonly roles: readonly string[] };
  /** Answers stored before: their internal fields outlive an edit by someone who may not know of them. */
  readonly stored?: Answers;
  /** The answers of sources come from a draft of ours: see `withSourced`. */
  readonly sourced?: true;
  /** What the platform puts, as an entry opens, in the fields that nobody fills. */
  readonly assigned?: Answers;
  /** What FranceConnect vouched for of whoever files, for the inputs of sources; texts, "" when not known. */
  readonly franceconnect?: VouchedPerson;
  /**
   * An agent fills it for a citizen: the electronic address that the form asks of citizens may be one she does not have
   * (nobody has to deal with the administration by electronic means).
   */
  readonly forCitizen?: boolean;
  /** The day whose tariffs make the prices ("2026-09-01"); absent: prices stay as they were stored. */
  readonly pricedOn?: string;
  /** Inside the steps of a fee: what those before come to, and what the tables give, in cents. */
  readonly fee?: { readonly subtotal: bigint; readonly prices: ReadonlyMap<string, bigint> };
  /** What a mail may quote: the member and the definition; the service in charge and how to reach it (CRPA R.112-11-1). */
  readonly about?: {
    readonly member: string;
    readonly title: string;
    readonly service?: string;
    readonly contact?: string;
    /** What holidays it has beside those of the whole country. */
    readonly holidays?: LocalHolidays;
    /** What it decided of the tables of the definition. */
    readonly tariffs?: Tariffs;
    /** The sectors of the addresses of the answers, looked for beforehand; without one, a sector stays as it was stored. */
    readonly sectors?: Sectored;
    /** Sentences of the law, which the engine makes: see `legal-words.ts`. */
    readonly silence?: string;
    readonly acknowledgement?: string;
    readonly deadline?: string;
    readonly effect?: string;
    readonly decision?: string;
    readonly appeal?: string;
    readonly certificate?: string;
  };
}

/** Where the slots of a slot field come from. */
export interface SlotSource {
  /** Keys of the answers that an agent's calendar shows beside the reason; none when absent. */
  readonly feed?: readonly string[];
  /** Id of the register that has the agenda; absent with `of`. */
  readonly register?: string;
  /** Key of the slot field of the entry whose agenda, reason and length this one has: the form of an event moves it. */
  readonly of?: string;
  /** What it is for, of the reasons the resources serve. */
  readonly reason?: Expression;
  /** How many times the length of one: persons, for instance. */
  readonly units?: Expression;
  /** The only place offered, when the answers say it. */
  readonly place?: Expression;
  /** ISO 8601 duration: how long an entry keeps it unconfirmed. Absent: booked when the entry is opened. */
  readonly hold?: string;
}

/** Which sessions a seat field offers, what is checked of whom it is for, and which events tell its entry. */
export interface SeatSource {
  /** In the form of an event: key of the seat field of the entry that it moves, which says all the rest. */
  readonly of?: string;
  /** Id of the register that has the sessions; absent with `of`. */
  readonly register?: string;
  /** Who it is for: nobody has two places in one session. */
  readonly person?: Expression;
  /** When she was born, for the ages of a session. */
  readonly birth?: Expression;
  /** Whether she may sign up among the first. */
  readonly early?: Expression;
  /** How many places of each kind; one when empty. */
  readonly counts: ReadonlyMap<string, Expression>;
  /** What a session may ask of her, by criterion. */
  readonly accepts: ReadonlyMap<string, Expression>;
  readonly events: SeatEvents;
}

/** What the platform sends to an entry about its place. */
export interface SeatEvents {
  /** A place is offered to who waits. */
  readonly offered: string;
  /** Nobody answered the offer in time. */
  readonly lapsed: string;
  /** The session does not take place. */
  readonly cancelled?: string;
  /** Whether she came is noted, or noted no longer; the four together. */
  readonly present?: string;
  readonly absent?: string;
  readonly excused?: string;
  readonly unsaid?: string;
}

export interface Field {
  readonly key: string;
  /** Pointer of the value for top-level and group fields ("/adresse/voie"); with "*" inside a repeat ("/agrements/*\/debut"). */
  readonly pointer: string;
  readonly title: string;
  /** Heading of its column, when the title is too long for one: see `heading`. */
  readonly shortTitle?: string;
  readonly hint?: string;
  readonly widget: Widget;
  readonly type: "string" | "integer" | "number" | "boolean" | "array" | "object";
  /** Required when visible. */
  readonly required: boolean;
  /** The field's own JSON Schema, annotations included. */
  readonly schema: Readonly<Record<string, Json>>;
  readonly when?: Expression;
  /** Never asked: computed from the others, stored. */
  readonly computed?: Expression;
  /** The price it is (`x-fee`): `computed` then gives its total. Only top-level fields have it. */
  readonly fee?: Fee;
  /** The sector of an address (`x-sector`): `computed` then gives the entry found. Only top-level fields have it. */
  readonly sector?: SectorSource;
  /** Computed for other expressions and for lists: shown on no page of an entry. */
  readonly hidden?: true;
  readonly choices?: readonly Choice[];
  /** Fields of a group, an address or an item of a repeat, in order. */
  readonly fields?: readonly Field[];
  /** Definition referenced by `x-ref`. */
  readonly ref?: string;
  /** What the entry referred to must answer, by key of its fields (`x-ref-where`). */
  readonly refWhere?: Readonly<Record<string, string | boolean>>;
  /** Kept among agents (`x-internal`): see `internal.ts`. Only top-level fields have it. */
  readonly internal?: true;
  /** Written by the workflow or by the platform, never by whoever fills the form: see `assigned.ts`. */
  readonly assigned?: true;
  /** What it is of a person, so that an account may fill it: see `profile.ts`. Only top-level fields have it. */
  readonly profile?: ProfileKey;
  /** Of the person the request is for, rather than of whoever files it. */
  readonly profileOf?: "person";
  /** Of a slot field. */
  readonly slot?: SlotSource;
  /** Of a seat field. */
  readonly seat?: SeatSource;
  readonly autocomplete?: string;
  /** What is proposed while it is typed; anything may be typed all the same. */
  readonly complete?: "commune";
  /** Filled by this source of the definition, never by what is sent: see `sourced.ts`. Only top-level fields have it. */
  readonly source?: string;
  /** Width in characters, says the expected length. */
  readonly width?: number;
  readonly suffix?: string;
  /** The same after one alone, where the rule of `suffixOf` would be wrong. */
  readonly suffixOne?: string;
  /** Own wording for an ajv keyword: `{ "required": "…", "pattern": "…" }`. */
  readonly messages?: Readonly<Record<string, string>>;
}

export interface Step {
  readonly id: string;
  readonly title: string;
  readonly hint?: string;
  readonly fields: readonly Field[];
  readonly when?: Expression;
}

/** A check across fields. */
export interface Rule {
  readonly code: string;
  /** Key of a repeat: the rule runs for each item, seen as `item`. */
  readonly each?: string;
  /** Holds when true; an expression that lacks an answer is taken as holding. */
  readonly check: Expression;
  readonly message: string;
  /** Pointer of the field that carries the message; with `each`, relative to the item ("/capacite"). */
  readonly pointer: string;
}

/** What to ask, in what order, when visible, and how to check it. */
export interface Form {
  /** "entry" for the definition's own form, else the id of an event's form. */
  readonly id: string;
  readonly title: string;
  readonly steps: readonly Step[];
  /** Top-level fields in order of evaluation: a field comes after those its `when` and `computed` read. */
  readonly order: readonly Field[];
  readonly rules: readonly Rule[];
  /**
   * Keys of what an entry that is still to be completed has at least; absent where none may be kept so. What it lacked may
   * go on lacking when it is edited.
   */
  readonly incomplete?: readonly string[];
  /** Checks shape, types, formats and bounds, not `required` of conditional fields; French issues. */
  readonly validate: (answers: Answers) => readonly Issue[];
}
