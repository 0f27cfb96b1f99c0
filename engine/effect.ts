import type { Answers } from "./entry.ts";
import type { PaymentEvents } from "./machine.ts";

/** What a transition owes the world, as data. Stored in the same transaction as the fact, run by the worker. */
export type Effect =
  | TransferEffect
  | MailEffect
  | DocumentEffect
  | SmsEffect
  | OpenEntryEffect
  | UpdateEntryEffect
  | MemberEffect
  | PaymentEffect
  | RefundEffect
  | DeclareEffect
  | TimerEffect
  | CancelEffect;

/**
 * Forwards the entry to another member that offers the same definition (CRPA L.114-2). The engine names the member as it
 * was chosen; the server puts its id in place, and the id of the entry to open there.
 */
export interface TransferEffect {
  readonly type: "transfer";
  readonly to: string;
  readonly entry?: string;
}

export interface MailEffect {
  readonly type: "mail";
  /** "" when whoever filed gave no address: what is owed to her leaves by post. */
  readonly to: string;
  readonly template: string;
  readonly subject: string;
  /** Plain text. `{{lien}}` is replaced by the server with the tracking link when the mail leaves. */
  readonly body: string;
  /** The same as a text message, for who prefers one; see `sms` of `Template`. */
  readonly sms?: string;
  /** Not asked by law. */
  readonly reminder?: true;
  /** Id in the definition of the document that goes with it: the one that the same fact owes. */
  readonly document?: string;
  /** Key of the slot field whose appointment goes with it, for a calendar. */
  readonly calendar?: string;
}

/** A text message. */
export interface SmsEffect {
  readonly type: "sms";
  /** As it was answered: E.164, or what is no number a message can go to. */
  readonly to: string;
  readonly template: string;
  readonly subject: string;
  /** `{{lien}}` as in a mail. */
  readonly sms: string;
}

/** Produces a document of the definition, about the entry as this fact leaves it. */
export interface DocumentEffect {
  readonly type: "document";
  /** Id in the definition. */
  readonly document: string;
}

/** Opens an entry of another definition (or the same) in the same member. */
export interface OpenEntryEffect {
  readonly type: "open-entry";
  readonly definition: string;
  readonly answers: Answers;
}

/** In the place of an id: the entries that the one at hand opened. */
export const OPENED_BY_THIS = "*";

/** Sends an event to another entry, found by id (usually the value of an `x-ref` field), or to those this one opened. */
export interface UpdateEntryEffect {
  readonly type: "update-entry";
  readonly definition: string;
  readonly entry: string;
  readonly event: string;
  readonly answers: Answers;
  /** An entry that no longer takes it is left as it is. */
  readonly ifTaken?: true;
}

/** Invites a member into the group, or takes it further; see `server/commands/change-member.ts`. */
export type MemberEffect =
  | {
      readonly type: "member";
      readonly action: "invite";
      readonly id: string;
      readonly name: string;
      readonly kind: string;
      readonly siren: string;
      /** "" for a groupement, which has none. */
      readonly insee: string;
      readonly population: number;
      readonly adminName: string;
      readonly adminEmail: string;
    }
  | { readonly type: "member"; readonly action: "join" | "activate" | "leave"; readonly id: string };

/** Asks whoever holds the entry for money; nothing to pay: `events.paid` is sent at once. */
export interface PaymentEffect {
  readonly type: "request-payment";
  /** Names it among the payments of the entry: never two open for the same. */
  readonly purpose: string;
  /** Integer cents. */
  readonly amount: number;
  readonly subject: string;
  readonly events: PaymentEvents;
  /** Last moment to pay, ISO 8601. */
  readonly until?: string;
  /** The amount is all that is due for this purpose: what was paid of it before is not asked again. */
  readonly less?: "paid";
}

/** What was paid beyond what is due now is to be given back. */
export interface RefundEffect {
  readonly type: "refund";
  /** Of the payments it is about. */
  readonly purpose: string;
  /** Integer cents that are still due. */
  readonly due: number;
  readonly reason: string;
  /** Event sent once it is given back, at once when nothing is to be. */
  readonly refunded?: string;
}

/** Says which pre-application numbers the entry now has for its slot, to whoever keeps them from having several. */
export interface DeclareEffect {
  readonly type: "declare";
}

/** Sends `event` to this entry at `runAt`: an `after` delay of the state, or a `schedule` action. */
export interface TimerEffect {
  readonly type: "timer";
  /** Unique per entry and purpose; leaving the state cancels it. */
  readonly sendId: string;
  readonly event: string;
  /** ISO 8601, UTC. */
  readonly runAt: string;
}

export interface CancelEffect {
  readonly type: "cancel";
  readonly sendId: string;
}
