import { formatInstant } from "../../../engine/index.ts";

/** "3 mars 2026" for an instant, on a calendar of Europe/Paris. */
export const dayOf = (instant: string | Date): string =>
  formatInstant(instant instanceof Date ? instant.toISOString() : instant).split(" à ")[0] ?? "";
