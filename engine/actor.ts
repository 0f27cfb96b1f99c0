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
  /** In the history of a mandate: the names of who acted and for whom, which the server alone opens. */
  readonly sealed?: string;
}

/** Who acts now. Built by the server for one member and one definition; the engine only compares. */
export interface Actor {
  readonly kind: "anonymous" | "citizen" | "agent" | "system";
  /** Stable key of the actor, never shown: agent id, or pseudonym of the citizen for the sector at hand. */
  readonly id: string;
  /**
   * Shown in the history: an agent's (CRPA L.111-2), or that of who acts by mandate. Any other citizen has no name here:
   * sectors are sealed.
   */
  readonly name?: string;
  /** An agent's function, which a decision bears with her name (CRPA L.212-2). */
  readonly capacity?: string;
  /** The member an agent acts in. */
  readonly member?: string;
  /** Those that count for the definition at hand: see `rolesOver`. */
  readonly roles: readonly Role[];
  /** Units of the agent; a definition with a unit is worked only by its agents. */
  readonly units: readonly string[];
  /** Units an agent belongs to, "{member}/{unit}", in her own member: what they keep to themselves is hers to read. */
  readonly offices?: readonly string[];
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
  readonly capacity?: string;
  readonly onBehalfOf?: Principal;
}

/** A citizen who acts for another by mandate. */
export interface ByMandate {
  readonly kind: "citizen";
  readonly id: string;
  readonly name?: string;
  readonly onBehalfOf: Principal & { readonly kind: "citizen" };
}

/** Whether someone acts, or acted, for another citizen by mandate: then the two names are to be said. */
export const actsByMandate = <A extends EventActor>(actor: A): actor is A & ByMandate =>
  actor.kind === "citizen" && actor.onBehalfOf?.kind === "citizen";

export const SYSTEM: Actor = { kind: "system", id: "system", roles: [], units: [], holders: [] };
