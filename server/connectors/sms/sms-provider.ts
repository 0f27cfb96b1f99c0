/** A text message to send. */
export interface Sms {
  /** E.164 of a French mobile telephone. */
  readonly to: string;
  readonly text: string;
  /** The same at every attempt, so that a provider can drop a repeat. */
  readonly id: string;
}

/** What a provider answers: it took the message, and what it calls it; or it never will, and why, in its own word. */
export type SmsAnswer =
  | { readonly taken: true; readonly id: string | null }
  | { readonly taken: false; readonly reason: string };

/** Whoever carries text messages. */
export interface SmsProvider {
  /** Rejects when another try may pass: out of reach, too many, a key to renew. */
  send(sms: Sms): Promise<SmsAnswer>;
}
