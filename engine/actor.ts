/** What an agent may do in her member. */
export type Role = "agent" | "lecteur" | "admin-fonctionnel" | "admin-membre" | "admin-groupe";

export const ROLES: readonly Role[] = ["agent", "lecteur", "admin-fonctionnel", "admin-membre", "admin-groupe"];

/** One thing an agent was entrusted with: a role, and over what. */
export interface Assignment {
  readonly role: Role;
  /** Null: every unit of the member. */
  readonly unit: string | null;
  /** Null: every definition of the unit. */
  readonly definition: string | null;
  /** The absent colleague it comes from, when it is delegated for a time. */
  readonly for?: { readonly id: string; readonly name: string };
}

/** What software acting by itself was allowed, beside the rights of its role. */
export type Verb = "read" | "open" | "event";

/** Someone in whose name the actor acts: an absent colleague, a citizen at the counter or by mandate, a relative. */
export interface Principal {
  readonly kind: "agent" | "citizen" | "household";
  /** Agent id, or pseudonym in the sector at hand; absent for a citizen at the counter, known by her answers only. */
  readonly id?: string;
  readonly name?: string;
}

/** Who acts now. Built by the server for one member and one definition; the engine only compares. */
export interface Actor {
  readonly kind: "anonymous" | "citizen" | "agent" | "system";
  /** Stable key of the actor, never shown: agent id, or pseudonym of the citizen for the sector at hand. */
  readonly id: string;
  /** Shown in the history; agents only (CRPA L.111-2). A citizen has no name here: sectors are sealed. */
  readonly name?: string;
  /** The member an agent acts in. */
  readonly member?: string;
  /** Those that count for the definition at hand: see `rolesOver`. */
  readonly roles: readonly Role[];
  /** Units of the agent; a definition with a unit is worked only by its agents. */
  readonly units: readonly string[];
  /** Pseudonyms under which this actor holds entries of the definition at hand (see Sealed sectors). */
  readonly holders: readonly string[];
  /** A citizen whose identity FranceConnect has just vouched for. */
  readonly verified?: boolean;
  readonly onBehalfOf?: Principal;
  /** Absent: whatever the roles allow. */
  readonly verbs?: readonly Verb[];
}

/** The actor as written in the history. */
export interface EventActor {
  readonly kind: Actor["kind"];
  readonly id: string;
  readonly name?: string;
  readonly onBehalfOf?: Principal;
}

export const SYSTEM: Actor = { kind: "system", id: "system", roles: [], units: [], holders: [] };
