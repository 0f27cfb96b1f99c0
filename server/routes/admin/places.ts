import type { Role } from "../../../engine/index.ts";

/** A page of administration: where it is under `/{member}/agent/administration`, and whom it is for. */
export interface Place {
  readonly path: string;
  readonly title: string;
  readonly summary: string;
  /** Any one of these roles opens it. */
  readonly roles: readonly Role[];
}

/** The pages of administration, in the order of the menu. */
export const PLACES: readonly Place[] = [];
