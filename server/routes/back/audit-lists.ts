import type { Entry } from "../../../engine/index.ts";
import { auditRead } from "../../audit.ts";
import type { Context } from "../../context.ts";
import type { Place } from "./reach.ts";

/** Keeps what was read of several entries, in the log of each member that it was read in. */
export function auditLists(ctx: Context, places: readonly Place[], entries: readonly Entry[]): void {
  for (const { member, definition, actor } of places) {
    const count = entries.filter((entry) => entry.member === member.id).length;
    if (count === 0 && places.length > 1) continue;
    const read = { member: member.id, definition: definition.id, detail: { entries: count } };
    auditRead(ctx, actor, { ...read, action: "list-read" });
  }
}
