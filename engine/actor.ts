/** What an agent may do in her member. */
export type Role = "agent" | "lecteur" | "admin-fonctionnel" | "admin-membre";

/** Who acts now. Built by the server for one member and one definition; the engine only compares. */
export interface Actor {
  readonly kind: "anonymous" | "citizen" | "agent" | "system";
  /** Stable key of the actor, never shown: agent id, or pseudonym of the citizen for the sector at hand. */
  readonly id: string;
  /** Shown in the history; agents only (CRPA L.111-2). A citizen has no name here: sectors are sealed. */
  readonly name?: string;
  /** The member an agent works for. */
  readonly member?: string;
  readonly roles: readonly Role[];
  /** Units of the agent; a definition with a unit is worked only by its agents. */
  readonly units: readonly string[];
  /** Pseudonyms under which this actor holds entries of the definition at hand (see Sealed sectors). */
  readonly holders: readonly string[];
}

/** The actor as written in the history. */
export interface EventActor {
  readonly kind: Actor["kind"];
  readonly id: string;
  readonly name?: string;
}

export const SYSTEM: Actor = { kind: "system", id: "system", roles: [], units: [], holders: [] };
