import type { CompiledDefinition, Issue } from "../../engine/index.ts";
import type { Member } from "../store/members.ts";

/** Definitions whose unit the member does not have: none of its agents would see their queue. */
export function unservedBy(member: Member | null, definitions: readonly CompiledDefinition[]): readonly Issue[] {
  if (!member) return [];
  const units = member.units.map(({ id }) => id);
  return definitions.flatMap(({ id, unit }): readonly Issue[] => {
    if (unit === null || units.includes(unit)) return [];
    const known = units.length > 0 ? ` Ses services : ${units.join(", ")}.` : "";
    const message = `${member.name} n’a pas de service « ${unit} » : aucun agent ne verrait cette file.${known}`;
    return [{ code: "unknown-unit", file: `${id}.json`, pointer: "/x-definition/unit", message }];
  });
}
