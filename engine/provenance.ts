/** Where an answer comes from when nobody typed it. */
export interface Provenance {
  /** Kind of the source: "quotient-familial". */
  readonly source: string;
  /** Who gave it: "CNAF". */
  readonly provider: string;
  /** ISO 8601, UTC. */
  readonly at: string;
  /** The call that brought it, as the log of the server names it. */
  readonly call: string;
}

/** By pointer of the answer: "/quotient". What is not there was typed. */
export type Provenances = { readonly [pointer: string]: Provenance };
