import { hash } from "node:crypto";
import type { Answers, EntryEvent } from "../engine/index.ts";
import { canonical } from "./canonical.ts";
import type { Secrets } from "./secrets.ts";

export interface Link {
  /** SHA-256 of the entry's canonical answers after the event. */
  readonly answersDigest: Buffer;
  /** Keyed hash of the event and of the hash before it. */
  readonly hash: Buffer;
}

const digests = new WeakMap<Answers, Buffer>();

/** SHA-256 of canonical answers, 32 bytes. Answers never change: those an event leaves as they are keep their digest. */
export function digestAnswers(answers: Answers): Buffer {
  const known = digests.get(answers);
  if (known) return known;
  const digest = hash("sha256", canonical(answers), "buffer");
  digests.set(answers, digest);
  return digest;
}

/**
 * Chains an event to the one before it. The hash is keyed with the installation's secret: someone who can write
 * in the base but does not hold the secret cannot forge a chain.
 */
export function chain(
  secrets: Secrets,
  previous: Uint8Array | null,
  entry: { readonly member: string; readonly id: string },
  event: EntryEvent,
  answersDigest: Buffer,
): Link {
  const { seq, type, from, to, actor, at, data } = event;
  const text = canonical([entry.member, entry.id, seq, type, from, to, actor, at, data, answersDigest.toString("hex")]);
  return { answersDigest, hash: secrets.hashEvent(previous, text) };
}
