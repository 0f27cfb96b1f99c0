/** Why a source gave nothing. The form then asks by hand: none of these is the citizen's fault. */
export type SourceFailure =
  /** Silent, broken, or left alone for a while after failing too often. */
  | "unavailable"
  /** It, or we, asked for fewer calls; or too many from here. */
  | "busy"
  /** It does not know us, or does not let us ask for this member: for the operator to mend. */
  | "refused"
  /** It answered that it knows nothing of what was asked. */
  | "not-found"
  /** It answered that what was asked is wrong. */
  | "invalid";

export type Sourced<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly failure: SourceFailure };

/** Whether a source answers: "degraded" while its calls fail, and forms ask by hand. */
export type SourceState = "ok" | "degraded";

/** What every source has. */
export interface DataSource {
  /** For metrics, readiness and the log: "adresses". */
  readonly name: string;
  state(): SourceState;
}

export const found = <T>(value: T): Sourced<T> => ({ ok: true, value });
export const nothing = (failure: SourceFailure): Sourced<never> => ({ ok: false, failure });
