import type { Answers, EntryEvent, Json } from "./entry.ts";
import { put } from "./json.ts";

/**
 * The answers as a fact left them: those of now, with what later facts changed taken back.
 * @param history every fact, oldest first
 */
export function answersAt(answers: Answers, history: readonly EntryEvent[], seq: number): Answers {
  const then: Record<string, Json> = { ...answers };
  for (const { data } of history.filter((event) => event.seq > seq).toReversed()) {
    for (const { field, before } of data.changes ?? []) {
      if (before === null) delete then[field];
      else put(then, field, before);
    }
  }
  return then;
}
