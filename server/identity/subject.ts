import type { Assignment, Role, Verb } from "../../engine/index.ts";

/** A citizen's account, at group level. */
export interface AccountIdentity {
  readonly id: string;
  readonly name: string;
  /** Null when no address was confirmed: someone known by FranceConnect alone. */
  readonly email: string | null;
}

/** A member's agent. */
export interface AgentIdentity {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  /** Her function in the member, which decisions bear (CRPA L.212-2); "" or absent until an administrator writes it. */
  readonly capacity?: string;
  readonly member: string;
  /** Her own, then those lent to her today. */
  readonly assignments: readonly Assignment[];
  /** For software that acts by itself: what its token allows. */
  readonly verbs?: readonly Verb[];
}

/** Whether an agent holds a role in her member, over anything. */
export const holdsRole = (agent: AgentIdentity, role: Role): boolean =>
  agent.assignments.some((assignment) => assignment.role === role);

/** How someone proved who she is. */
export type Via = "password" | "franceconnect" | "proconnect";

/**
 * A pseudonym this session may act under without being its account: received with an access link, or kept from the
 * time before signing in. With `target`, it counts for that draft or entry only: whoever has the link to one demande
 * does not see the holder's other ones.
 */
export interface Grant {
  readonly member: string;
  readonly sector: string;
  readonly holder: string;
  /** Id of the draft or entry the link opens. */
  readonly target?: string;
}

/** What a mandate is about. */
export interface MandateScope {
  /** Null: every member. */
  readonly members: readonly string[] | null;
  /** Ids; null: every service. */
  readonly definitions: readonly string[] | null;
  /** Whether it lets file and act, or only follow. */
  readonly acts: boolean;
}

/** A mandate in force today, as its mandatary holds it. */
export interface HeldMandate extends MandateScope {
  readonly id: string;
  /** Who gave it. */
  readonly from: Pick<AccountIdentity, "id" | "name">;
}

/** Who is behind a request, from a session or an API token: an account, an agent, or neither (a visitor). */
export interface Subject {
  readonly account: AccountIdentity | null;
  readonly agent: AgentIdentity | null;
  readonly grants: readonly Grant[];
  /** Hash of the session id, in hexadecimal: a visitor's pseudonyms derive from it. Null for a token. */
  readonly visitor: string | null;
  /** Null for a token. */
  readonly via: Via | null;
  /** Those in force at this request. Absent for a token: software acts for nobody by mandate. */
  readonly mandates?: readonly HeldMandate[];
}

/** A browser's session, as stored. */
export interface Session extends Subject {
  readonly visitor: string;
  readonly via: Via;
  readonly idHash: Buffer;
  /** Synchroniser token of this session's forms, masked anew for each request. */
  readonly csrf: string;
  /** Opened while answering this very request. */
  readonly isNew: boolean;
}

/** An agent for whom something is done while she is not at her browser. */
export const agentSubject = (agent: AgentIdentity): Subject => ({
  account: null,
  agent,
  grants: [],
  visitor: null,
  via: null,
});
