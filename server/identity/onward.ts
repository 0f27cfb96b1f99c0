import type { Json } from "../../engine/index.ts";
import { localPath } from "./local-path.ts";

/** Where someone was going when she had to prove who she is. */
export interface Onward {
  /** A path of this site. */
  readonly back: string | null;
  /** The form under way, sealed: see `keep-form.ts`. */
  readonly kept: string | null;
}

export const NOWHERE: Onward = { back: null, kept: null };

/** The same from what a code kept. */
export function onwardFrom(payload: { readonly [key: string]: Json }): Onward {
  const { back, kept } = payload;
  return {
    back: localPath(typeof back === "string" ? back : undefined),
    kept: typeof kept === "string" ? kept : null,
  };
}
