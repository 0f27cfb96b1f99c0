import { addDuration, parseDuration } from "../../engine/duration.ts";
import type { CompiledDefinition, Entry } from "../../engine/index.ts";
import { words } from "../strings-back.ts";
import { ago, ahead, longDay } from "./when.ts";

/** The instant before which an entry must be answered (ISO 8601), from its receipt; null without a legal delay. */
export function deadlineOf(definition: CompiledDefinition, entry: Pick<Entry, "createdAt">): string | null {
  const delay = definition.clock.delay === undefined ? null : parseDuration(definition.clock.delay);
  return delay === null ? null : addDuration(entry.createdAt, delay);
}

export interface DeadlineProps {
  readonly definition: CompiledDefinition;
  readonly entry: Entry;
  /** ISO 8601. */
  readonly now: string;
}

/** By when to answer, and what silence means (CRPA L.231-1 and L.231-4). */
export function Deadline({ definition, entry, now }: DeadlineProps) {
  const waited = words.entry.waited(ago(entry.createdAt, now), definition.kind);
  const deadline = deadlineOf(definition, entry);
  if (definition.workflow.states.get(entry.state)?.final) return <p>{words.entry.clockDone}</p>;
  if (deadline === null) {
    return (
      <p>
        {waited} {words.entry.noClock}
      </p>
    );
  }
  const late = Date.parse(deadline) < Date.parse(now);
  return (
    <>
      <p class={late ? "deadline deadline-late" : "deadline"}>
        <strong>{words.entry.within(ahead(deadline, now))}</strong>
      </p>
      <p>{words.entry.clock[definition.clock.regime](longDay(deadline))}</p>
      <p>{waited}</p>
    </>
  );
}
