import { workWords } from "../strings-works.ts";

/** Someone who may work entries; `away` while she lends what she may do to others. */
export interface AssignableAgent {
  readonly id: string;
  readonly name: string;
  /** Last day, "2026-03-12". */
  readonly away?: { readonly until: string };
}

/** Her name, and until when she is away. */
export const saidAway = ({ name, away }: AssignableAgent): string =>
  away ? `${name} (${workWords.share.away(away.until)})` : name;
