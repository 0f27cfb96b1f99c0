/** What is wrong, where, and how to mend it. The code is stable; the message is a French sentence. */
export interface Issue {
  readonly code: string;
  /** JSON Pointer into the answers (or into the file, for a definition's issue). */
  readonly pointer: string;
  readonly message: string;
  /** The definition or workflow file, for an issue found while compiling. */
  readonly file?: string;
}

/** An expected outcome: a value, or every issue at once. */
export type Result<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly issues: readonly Issue[] };

export const ok = <T>(value: T): Result<T> => ({ ok: true, value });
export const failed = (issues: readonly Issue[]): { readonly ok: false; readonly issues: readonly Issue[] } => ({
  ok: false,
  issues,
});
