import type { Faces } from "./faces.ts";

/** A member on paper: what stands at the head of what it sends. */
export interface Letterhead {
  readonly member: string;
  /** Unit or service in charge. */
  readonly service: string | null;
  /** Postal address, telephone, electronic address: one line each. */
  readonly contact: readonly string[];
  readonly logo: Logo | null;
  /** Its main colour: "#1d4f91"; of 4.5:1 at least on white. */
  readonly colour: string;
  readonly faces: Faces;
}

/** A logo as it was sent: a checked drawing, or the bytes of a PNG or of a JPEG. */
export type Logo =
  | { readonly kind: "drawing"; readonly svg: string }
  | { readonly kind: "picture"; readonly bytes: Uint8Array };

export const INK = "#1b1b1f";
export const SOFT = "#55555e";
export const LINE = "#c9c9cf";
