import { type CompiledDefinition, type Issue, isFiledByCitizens } from "../../engine/index.ts";
import type { Member } from "../store/members.ts";

/**
 * What a member lacks to offer these definitions: the unit whose agents see the queue, and the ways to reach the service
 * that an acknowledgement of receipt must give, a telephone and an address (CRPA R.112-11-1, 2°).
 */
export function unservedBy(member: Member | null, definitions: readonly CompiledDefinition[]): readonly Issue[] {
  if (!member) return [];
  const units = member.units.map(({ id }) => id);
  return definitions.flatMap((definition): readonly Issue[] => {
    const { id, unit } = definition;
    if (unit === null || units.includes(unit)) return unreachable(member, definition);
    const known = units.length > 0 ? ` Ses services : ${units.join(", ")}.` : "";
    const message = `${member.name} n’a pas de service « ${unit} » : aucun agent ne verrait cette file.${known}`;
    return [{ code: "unknown-unit", file: `${id}.json`, pointer: "/x-definition/unit", message }];
  });
}

/** A service that citizens file with and that its acknowledgement could not say how to reach. */
export function unreachable(member: Member, definition: CompiledDefinition): readonly Issue[] {
  if (definition.kind !== "service" || !isFiledByCitizens(definition)) return [];
  const service = member.units.find(({ id }) => id === definition.unit);
  const { phone, address, email } = { ...member.contact, ...service?.contact };
  const lacking = [
    ...(phone === undefined ? ["un téléphone"] : []),
    ...(address === undefined && email === undefined ? ["une adresse postale ou électronique"] : []),
  ];
  if (lacking.length === 0) return [];
  const message = `L’accusé de réception doit dire comment joindre le service (article R. 112-11-1) : donnez ${lacking.join(" et ")} à ${service?.name ?? member.name}.`;
  return [{ code: "unreachable", file: `${definition.id}.json`, pointer: "/x-definition/unit", message }];
}
