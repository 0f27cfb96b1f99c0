import type { Role } from "../../../engine/index.ts";
import { adminAgents } from "../../../renderer/strings-admin-agents.ts";

/** A page of administration: where it is under `/{member}/agent/administration`, and whom it is for. */
export interface Place {
  readonly path: string;
  readonly title: string;
  readonly summary: string;
  /** Any one of these roles opens it. */
  readonly roles: readonly Role[];
}

/** The pages of administration, in the order of the menu. */
export const PLACES: readonly Place[] = [
  { path: "agents", title: adminAgents.title, summary: adminAgents.summary, roles: ["admin-membre"] },
  { path: "unites", title: adminAgents.units.title, summary: adminAgents.units.summary, roles: ["admin-membre"] },
];
