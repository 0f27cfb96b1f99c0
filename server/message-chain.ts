import { canonical } from "./canonical.ts";
import type { Secrets } from "./secrets.ts";
import type { StoredMessage, StoredNote } from "./store/conversation.ts";

interface Entry {
  readonly member: string;
  readonly id: string;
}

/** Chains a message to the one before it in its entry, as facts are (see `history.ts`). */
export function chainMessage(
  secrets: Pick<Secrets, "hashEvent">,
  previous: Uint8Array | null,
  { member, id }: Entry,
  { seq, side, actor, body, files, at }: Omit<StoredMessage, "hash">,
): Buffer {
  const text = canonical(["message", member, id, seq, side, { ...actor }, body, [...files], at.toISOString()] as never);
  return secrets.hashEvent(previous, text);
}

/** The same for a note. */
export function chainNote(
  secrets: Pick<Secrets, "hashEvent">,
  previous: Uint8Array | null,
  { member, id }: Entry,
  { seq, actor, body, at }: Omit<StoredNote, "hash" | "keptBy">,
): Buffer {
  return secrets.hashEvent(
    previous,
    canonical(["note", member, id, seq, { ...actor }, body, at.toISOString()] as never),
  );
}
