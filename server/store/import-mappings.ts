import type { JSONValue } from "postgres";
import type { Mapping } from "../../engine/index.ts";
import { type Db, readAs } from "../db/with-actor.ts";

/** What the columns of a file mean, under a name. */
export interface NamedMapping {
  readonly id: string;
  readonly name: string;
  readonly mapping: Mapping;
}

/** The mappings kept for a definition, by name. */
export async function listMappings(db: Db, member: string, definition: string): Promise<readonly NamedMapping[]> {
  return readAs(
    db,
    { member },
    (tx) => tx<NamedMapping[]>`
      select id, name, mapping from import_mapping where member_id = ${member} and definition = ${definition}
      order by name limit 100`,
  );
}

/** Keeps a mapping; one of the same name makes room. */
export async function keepMapping(
  db: Db,
  member: string,
  definition: string,
  kept: NamedMapping & { readonly agentName: string },
  now: Date,
): Promise<void> {
  const { id, name, mapping, agentName } = kept;
  await readAs(
    db,
    { member },
    (tx) => tx`
      insert into import_mapping (member_id, id, definition, name, mapping, agent_name, created_at)
      values (${member}, ${id}, ${definition}, ${name}, ${tx.json(mapping as unknown as JSONValue)}, ${agentName}, ${now})
      on conflict (member_id, definition, name) do update
        set mapping = excluded.mapping, agent_name = excluded.agent_name, created_at = excluded.created_at`,
  );
}
