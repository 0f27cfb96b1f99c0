import type { Assignment } from "../../engine/index.ts";
import { adminWords } from "../strings-admin.ts";
import { adminAgents as words } from "../strings-admin-agents.ts";

/** Names to say an assignment with: units and definitions of the member, by id. */
export interface Names {
  readonly units: ReadonlyMap<string, string>;
  readonly definitions: ReadonlyMap<string, string>;
}

/** "agent, service État civil, Demander un acte de naissance". What no longer exists is said by its id. */
export function assignmentText({ role, unit, definition }: Omit<Assignment, "for">, names: Names): string {
  return words.assignment(
    adminWords.roles[role],
    unit === null ? null : (names.units.get(unit) ?? unit),
    definition === null ? null : (names.definitions.get(definition) ?? definition),
  );
}
