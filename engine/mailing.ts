import type { Actor, Role } from "./actor.ts";
import { changes } from "./changes.ts";
import type { CompiledDefinition } from "./definition.ts";
import type { Piece } from "./document.ts";
import type { Answers, Entry, EntryEvent, Transition } from "./entry.ts";
import { eventActor } from "./event.ts";
import type { Scope } from "./form.ts";
import { frenchText } from "./french-text.ts";
import { isObject, own } from "./json.ts";
import { valuesAt } from "./keys.ts";
import { isMailAddress } from "./mail.ts";
import { type PostalAddress, postalAddress } from "./postal.ts";
import { resolve } from "./resolve.ts";
import { permits } from "./rights.ts";

/** What is made of a list to write to people. */
export type Sending = "labels" | "letters" | "mailing";

export const SENDINGS: readonly Sending[] = ["labels", "letters", "mailing"];

/** How those whom the entries of a definition are about are written to. */
export interface Mailing {
  /** Lines that name them, above the address. */
  readonly name: readonly (readonly Piece[])[];
  /** Key of a field of addresses; null: no letter. */
  readonly address: string | null;
  /** Keys of fields of mail addresses: the first that is answered. */
  readonly email: readonly string[];
  /** Key of the yes or no by which they accept what is not owed to them; null: nobody was asked. */
  readonly consent: string | null;
  /** What they accepted: "la lettre du relais"; null when the definition does not name it. */
  readonly what: string | null;
  /** Roles that may make each. */
  readonly rights: Readonly<Record<Sending, readonly Role[]>>;
}

/** A fact that no workflow declares: someone no longer accepts what she is written. */
export const UNSUBSCRIBED = "se-desinscrire";

/** May this actor make such a thing of the entries of a definition? */
export function maySend(
  definition: Pick<CompiledDefinition, "mailing" | "unit">,
  actor: Actor,
  what: Sending,
): boolean {
  const { mailing, unit } = definition;
  if (mailing === null || actor.kind !== "agent" || !permits(actor, "read")) return false;
  if (what === "mailing" ? mailing.email.length === 0 : mailing.address === null) return false;
  return (
    actor.roles.some((role) => mailing.rights[what].includes(role)) && (unit === null || actor.units.includes(unit))
  );
}

/** The lines that name whom an entry is about; those that say nothing are left out. */
export function namedLines({ name }: Mailing, scope: Scope): readonly string[] {
  const said = (pieces: readonly Piece[]) =>
    pieces.map(({ text }) => (typeof text === "string" ? text : frenchText(text.evaluate(scope)))).join("");
  const lines = name.map((pieces) =>
    said(pieces)
      .replace(/[\p{Cc}\s]+/gu, " ")
      .trim(),
  );
  return [...new Set(lines)].filter((line) => line !== "");
}

/** Where she is written to on paper, or null. */
export function addressOf({ address }: Mailing, answers: Answers): PostalAddress | null {
  const held = address === null ? undefined : valuesIn(answers, address);
  return isObject(held) ? postalAddress(held) : null;
}

function valuesIn(answers: Answers, key: string) {
  let value = own(answers, key.split(".")[0] ?? "");
  for (const part of key.split(".").slice(1)) value = isObject(value) ? own(value, part) : undefined;
  return value;
}

/** Where she is mailed to, or null. */
export const emailOf = ({ email }: Mailing, answers: Answers): string | null =>
  email.flatMap((key) => valuesAt(answers, key)).find(isMailAddress) ?? null;

/** Whether she said yes to being written to. */
export const consents = ({ consent }: Mailing, answers: Answers): boolean =>
  consent !== null && own(answers, consent) === true;

/** The fact that gave a consent, or took it back: the last that changed the answer; null when it was never given. */
export function consentFact({ consent }: Mailing, answers: Answers, history: readonly EntryEvent[]): EntryEvent | null {
  if (consent === null || typeof own(answers, consent) !== "boolean") return null;
  const changed = history.findLast(({ data }) => data.changes?.some(({ field }) => field === consent));
  return changed ?? history[0] ?? null;
}

/** The entry of someone who no longer accepts what she is written; null when she does not, or was never asked. */
export function withdrawConsent(
  { mailing, form }: CompiledDefinition,
  entry: Entry,
  actor: Actor,
  now: string,
  about?: Scope["about"],
): Transition | null {
  if (!mailing || mailing.consent === null || !consents(mailing, entry.answers)) return null;
  const { reference, state, createdAt } = entry;
  const scope: Scope = {
    answers: entry.answers,
    now,
    entry: { reference, state, createdAt },
    actor: { kind: "agent", roles: [] },
    ...(about && { about }),
  };
  const said = { ...entry.answers, [mailing.consent]: false };
  const { answers } = resolve(form, said, { ...scope, stored: entry.answers });
  const kept = own(answers, mailing.consent) === false ? answers : said;
  const after: Entry = { ...entry, answers: kept, revision: entry.revision + 1, updatedAt: now };
  return {
    ok: true,
    entry: after,
    event: {
      ...{ seq: after.revision, type: UNSUBSCRIBED, from: state, to: state },
      ...{ actor: eventActor(actor), at: now, data: { changes: changes(entry.answers, kept), unsubscribed: "mail" } },
    },
    effects: [],
    bookings: [],
    seats: [],
  };
}
