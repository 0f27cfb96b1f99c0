/** Who an identity provider vouches for. */
export interface Vouched<Person> {
  readonly issuer: string;
  /** What this provider calls her, for us alone. */
  readonly subject: string;
  /** To be shown to the provider when the session ends. */
  readonly idToken: string;
  /** Whether she proved it in two ways. */
  readonly strong: boolean;
  /** What asks others for her data in her name, for a minute. It is kept nowhere. */
  readonly accessToken: string;
  readonly person: Person;
}

/** Why nobody was vouched for. */
export type Failure =
  /** She gave up, or the provider refused her. */
  | "denied"
  /** The provider could not prove her identity in two ways. */
  | "weak"
  /** The answer is forged, replayed, or too old. */
  | "invalid"
  /** The provider does not answer. */
  | "unreachable";

export type Answer<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly failure: Failure };

/** What must come back unchanged: both 32 characters or more. */
export interface Expected {
  readonly state: string;
  readonly nonce: string;
}

/** What a departure asks beyond who she is. */
export interface DataAsked {
  /** All of them, in the place of those of a sign-in. */
  readonly scopes: readonly string[];
  /** She must say again who she is, whoever this browser last was there. */
  readonly again: boolean;
}

/** An OpenID Connect provider as the rest of the server sees it. */
export interface IdentityProvider<Person> {
  /** Where to send the browser. `strong` asks that she prove it in two ways; `data`: for her data, and no sign-in. */
  begin(expected: Expected & { readonly strong: boolean; readonly data?: DataAsked }): Promise<Answer<URL>>;
  /** Who came back. `search` is the query of the address she came back to. */
  finish(search: string, expected: Expected): Promise<Answer<Vouched<Person>>>;
  /** Where to send the browser so that the provider ends its session too; null when it has no such page. */
  leave(idToken: string, state: string): Promise<URL | null>;
}

/** How an installation is known to a provider. */
export interface ClientSettings {
  /** The provider's issuer, without a trailing slash. */
  readonly url: string;
  readonly clientId: string;
  readonly clientSecret: string;
}
