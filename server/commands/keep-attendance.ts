import type { Actor, Attendance } from "../../engine/index.ts";
import type { Context } from "../context.ts";
import { sendEvent } from "./send-event.ts";

/** What is said of one appointment. */
export interface SaidAttendance {
  readonly member: string;
  readonly definition: string;
  readonly entry: string;
  readonly actor: Actor;
  readonly mark: Attendance;
  /** The event that says it. */
  readonly event: string;
}

export interface KeptAttendance {
  readonly came: number;
  readonly missed: number;
  /** Somebody else had acted, or it could be said no longer. */
  readonly left: number;
}

/** Says of each of these appointments whether anybody came. One that can no longer be told does not keep the others. */
export async function keepAttendance(ctx: Context, said: readonly SaidAttendance[]): Promise<KeptAttendance> {
  const kept = { came: 0, missed: 0, left: 0 };
  for (const { member, definition, entry, actor, mark, event } of said) {
    const sent = await sendEvent(ctx, {
      ...{ member, definitionId: definition, id: entry, actor, type: event, revision: null },
      ...(said.length > 1 && { bulk: true }),
    });
    kept[sent.ok ? mark : "left"] += 1;
  }
  return kept;
}
