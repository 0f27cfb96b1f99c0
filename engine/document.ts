import type { Expression } from "./form.ts";

/** A stretch of text, in bold or not. */
export interface Run {
  readonly text: string;
  readonly bold?: true;
}

/** One part of a composed document, in reading order: data that any renderer draws. */
export type Block =
  | { readonly kind: "heading"; readonly level: 2 | 3; readonly runs: readonly Run[] }
  | { readonly kind: "paragraph"; readonly runs: readonly Run[] }
  | { readonly kind: "list"; readonly ordered: boolean; readonly items: readonly (readonly Run[])[] }
  | { readonly kind: "answers"; readonly title?: string; readonly rows: readonly AnswerLine[] }
  | { readonly kind: "signature"; readonly signatory: Signatory }
  | { readonly kind: "code" }
  | { readonly kind: "card"; readonly card: ComposedCard }
  | { readonly kind: "page" };

/** A question and its answer. */
export interface AnswerLine {
  readonly label: string;
  readonly text: string;
}

/** A card to cut out, or to show on a screen: whose it is, what it gives right to, until when. */
export interface ComposedCard {
  readonly title: string;
  readonly lines: readonly (readonly Run[])[];
  /** Its last day, "2027-08-31". */
  readonly until: string | null;
}

/**
 * Who decided: first name and name, capacity and service, which take the place of a signature (CRPA L.212-1, L.212-2 1°).
 * Nobody is named when the platform acted by itself.
 */
export interface Signatory {
  readonly name?: string;
  readonly capacity?: string;
  readonly service: string;
  /** "2026-03-03". */
  readonly day: string;
}

/** A document's words once everything they quote is in place. */
export interface Composed {
  readonly title: string;
  readonly blocks: readonly Block[];
}

/** Text of a template: what is written, and what is worked out. */
export interface Piece {
  readonly text: string | Expression;
  readonly bold: boolean;
}

/** One part of a document's template. */
export type Node =
  | { readonly kind: "heading"; readonly level: 2 | 3; readonly text: readonly Piece[] }
  | { readonly kind: "paragraph"; readonly text: readonly Piece[] }
  | { readonly kind: "item"; readonly ordered: boolean; readonly text: readonly Piece[] }
  | { readonly kind: "answers"; readonly byStep: boolean }
  | { readonly kind: "signature" | "code" | "page" | "prices" | "card" | "standing" }
  | {
      readonly kind: "when";
      readonly condition: Expression;
      readonly holds: readonly Node[];
      readonly otherwise: readonly Node[];
    };

export interface DocumentCard {
  readonly lines: readonly (readonly Piece[])[];
  /** Keys, dotted, of the answers shown to whoever verifies it; nothing else of the person is. */
  readonly shown: readonly string[];
}

/** A document that a definition can produce; compiled. */
export interface DocumentTemplate {
  readonly id: string;
  /** What it is called, in French, wherever it is listed: it quotes nothing of the entry. */
  readonly title: string;
  readonly body: readonly Node[];
  /** Set for a card that can be verified: what it says, and what whoever verifies it is told. */
  readonly card: DocumentCard | null;
  /** For agents only: it may say what is internal. */
  readonly internal: boolean;
}
