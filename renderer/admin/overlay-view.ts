/** One text of a definition that a member may say in its own words. */
export interface WordInput {
  /** Place of the statement in the overlay. */
  readonly path: readonly string[];
  /** Name of the control: the same place as a JSON Pointer. */
  readonly name: string;
  readonly label: string;
  /** What the definition says. */
  readonly base: string;
  readonly value: string;
  /** Characters at most. */
  readonly most: number;
  readonly lines: number;
}

/** A question of a step, of the base or added. */
export interface WordField {
  readonly key: string;
  readonly title: string;
  readonly added: boolean;
  readonly inputs: readonly WordInput[];
  readonly hidden: boolean;
  readonly canHide: boolean;
}

export interface WordSection {
  readonly title: string;
  readonly inputs: readonly WordInput[];
  readonly fields?: readonly WordField[];
  /** For a document: its title, and the answers it may quote, each with its question. */
  readonly document?: { readonly title: string; readonly quotes: readonly (readonly [string, string])[] };
}
