import type { DataSource } from "../data-source.ts";

/** What is asked of a provider: integer cents, and where it calls and sends people back. */
export interface PaymentOrder {
  /** The customer number of whoever receives the money: six digits. */
  readonly numcli: string;
  /** Test, activation, production. */
  readonly saisie: "T" | "X" | "W";
  readonly exer: string;
  readonly amount: number;
  readonly subject: string;
  readonly refdet: string;
  /** Address of who pays, where the provider sends its own receipt. */
  readonly mel: string;
  readonly urlnotif: string;
  readonly urlredirect: string;
}

/** An operation opened, and the page where it is paid, for fifteen minutes. */
export interface OpenedOperation {
  readonly idop: string;
  readonly payUrl: string;
}

/** What became of an operation that has a result. */
export interface OperationResult {
  readonly outcome: "paid" | "refused" | "abandoned";
  /** The provider's own word: "P", "V", "R", "Z", "A". */
  readonly result: string;
  readonly amount: number;
  readonly refdet: string;
  readonly numcli: string;
  readonly authorisation: string | null;
  /** When it says that the money moved; null when it does not. */
  readonly paidAt: Date | null;
}

export interface ProviderAccount {
  readonly numcli: string;
  readonly name: string;
}

/** Why there is no answer to a question, and whether another try may pass. */
export interface Fault {
  /**
   * `pending`: no result yet; `unknown`: it does not know the operation; `account`: the customer number is refused; `order`: what
   * was sent is refused; `away`: out of reach, or not itself.
   */
  readonly kind: "pending" | "unknown" | "account" | "order" | "away";
  /** The provider's code ("P5"), or ours ("TIMEOUT"). */
  readonly code: string;
  /** Its words, for the operator. */
  readonly label: string;
}

export type Answer<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly fault: Fault };

/** Whoever takes payments. Never rejects: what goes wrong is a fault. */
export interface PaymentProvider extends DataSource {
  /** Origin of the page where people pay. */
  readonly payOrigin: string;
  /** Where an operation that is open is paid. */
  payUrl(idop: string): string;
  open(order: PaymentOrder): Promise<Answer<OpenedOperation>>;
  result(idop: string): Promise<Answer<OperationResult>>;
  account(numcli: string): Promise<Answer<ProviderAccount>>;
}

/** What one operation may take, in cents. */
export const LEAST_AMOUNT = 100;
export const MOST_AMOUNT = 9_999_999;
