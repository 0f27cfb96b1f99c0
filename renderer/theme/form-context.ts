import type { Field, Sectored, SourceOutcome } from "../../engine/index.ts";
import type { FailedTrip } from "../strings-sources.ts";
import type { Offered } from "./offered.ts";
import type { SeatView } from "./seat-view.ts";
import type { SlotView } from "./slot-view.ts";

/** What the antivirus says of a file; "exempt" for what the platform makes itself. */
export type FileScan = "exempt" | "unscanned" | "waiting" | "clean" | "infected" | "too-large" | "released";

/** A stored file. */
export interface FileView {
  readonly name: string;
  /** Bytes. */
  readonly size: number;
  /** Where it can be read, when it can. */
  readonly href?: string;
  /** Where it shows as a picture, when it is one. */
  readonly picture?: string;
  readonly scan: FileScan;
}

/** An entry found by the search of a reference field. */
export interface ReferenceOption {
  readonly id: string;
  readonly label: string;
  readonly hint?: string;
}

/** The state of a reference field: what is chosen, what was searched, what was found. */
export interface ReferenceView {
  readonly chosen?: ReferenceOption;
  readonly query?: string;
  /** Absent before any search. */
  readonly results?: readonly ReferenceOption[];
}

/** An address found by the button of an address; what it writes in the fields. */
export interface AddressOption {
  readonly label: string;
  readonly street: string;
  readonly postcode: string;
  readonly city: string;
}

/** What the search of an address gave. "unavailable": the source of addresses does not answer. */
export type AddressSearch =
  | { readonly state: "found"; readonly options: readonly AddressOption[] }
  | { readonly state: "none" | "short" | "unavailable" };

/** Help to type addresses and communes. */
export interface Completion {
  /** Address of what the script asks while one types: "/mulhouse/completion". */
  readonly href: string;
  /** By pointer of the address. */
  readonly searches: ReadonlyMap<string, AddressSearch>;
}

/** Data that a source may give, or gave, in the place of the citizen. */
export interface SourceView {
  /** Null: she has not chosen yet. */
  readonly etat: SourceOutcome | null;
  /** Why she has just come back from FranceConnect with nothing. */
  readonly trip: FailedTrip | null;
  /** How it may be asked. */
  readonly ways: {
    readonly franceconnect: boolean;
    /**
     * By an identity: that this page asks once she has chosen to give it, or asks by now; "known" from elsewhere in the
     * form or from FranceConnect.
     */
    readonly identity: "asked" | "given" | "known";
    /** "mon quotient familial" */
    readonly mine: string;
  };
  readonly data: readonly { readonly label: string; readonly text: string }[];
  /** Who gave them, and the day, in words. */
  readonly provider: string;
  readonly obtained: string;
  /** What she is told before anything is asked (CRPA L.114-8). */
  readonly notice: {
    readonly data: readonly string[];
    readonly holder: string;
    readonly purpose: string;
    readonly member: string;
    /** Address of the page on her rights. */
    readonly rights: string;
  };
}

/** Carried by RJSF to every template. */
export interface FormContext {
  /** Messages by JSON Pointer. */
  readonly messages: ReadonlyMap<string, readonly string[]>;
  /** Whether the field is asked; the pointer has the indexes of the items. */
  readonly visible: (field: Field, pointer: string) => boolean;
  /** Pointers without indexes of the fields whose change makes others appear or disappear. */
  readonly live: ReadonlySet<string>;
  readonly files: ReadonlyMap<string, FileView>;
  readonly references: ReadonlyMap<string, ReferenceView>;
  /** Registers small enough for their entries to be offered at once; the others are searched. */
  readonly offered: Offered;
  /** By pointer of the slot field. */
  readonly slots: ReadonlyMap<string, SlotView>;
  /** By pointer of the seat field. */
  readonly seats: ReadonlyMap<string, SeatView>;
  readonly maxFile: number;
  /** Absent: addresses and communes are typed unaided. */
  readonly completion?: Completion;
  /** By pointer; absent where no source is asked. */
  readonly sources?: ReadonlyMap<string, SourceView>;
  /** What was looked for and found, by key; absent where a sector is as it was stored. */
  readonly sectors?: Sectored;
  readonly action?: string;
  /** Pointer of the field that takes the focus as the page opens. */
  readonly focus?: string;
}

/** Where a button that changes the form itself posts, and where the page that answers opens. */
export const comeBack = (action: string | undefined, id: string): string | undefined =>
  action === undefined ? undefined : `${action}#${id}`;

/** The engine's field behind an RJSF uiSchema. */
export interface FieldUi {
  readonly "ui:options"?: { readonly engine?: Field };
}
