import type { Actor, Role } from "../../engine/index.ts";

/** An agent of Mulhouse, unless told otherwise. */
export const agent = (more: Partial<Actor> & { readonly roles?: readonly Role[] } = {}): Actor => ({
  kind: "agent",
  id: "agent-1",
  name: "Sophie Muller",
  member: "mulhouse",
  roles: ["agent"],
  units: [],
  holders: [],
  ...more,
});

/** The citizen who holds the entries made under this pseudonym. */
export const citizen = (holder = "porteur-1"): Actor => ({
  kind: "citizen",
  id: holder,
  roles: [],
  units: [],
  holders: [holder],
});

export const ANONYMOUS: Actor = { kind: "anonymous", id: "anonymous", roles: [], units: [], holders: [] };
