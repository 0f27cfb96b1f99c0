import { LINK_MOVED, PARTED, TOOK_IN, WENT_TO } from "../engine/index.ts";
import { ASSIGNED } from "./commands/assign-entry.ts";

/** Facts of the service's own work, of which whoever holds the entry reads nothing. */
export const UNSAID_FACTS: readonly string[] = [ASSIGNED, LINK_MOVED, TOOK_IN, WENT_TO, PARTED];
