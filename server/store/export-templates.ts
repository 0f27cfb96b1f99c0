import { type Db, readAs, withActor } from "../db/with-actor.ts";
import { isUuid } from "./entries.ts";
import type { ExportParams } from "./works.ts";

/** What a template keeps of an export: everything but the list. */
export type ExportChoice = Omit<ExportParams, "list">;

/** A choice of columns kept for the next time. */
export interface ExportTemplate {
  readonly id: string;
  readonly agent: string;
  readonly name: string;
  /** Every agent of the member who reads the list may use it. */
  readonly shared: boolean;
  readonly choice: ExportChoice;
}

/** Templates one agent may keep for one definition. */
export const MOST_TEMPLATES = 30;

/** The templates of a definition that an agent may use, hers and those shared with her, by name. */
export async function listTemplates(
  db: Db,
  member: string,
  agent: string,
  definition: string,
): Promise<readonly ExportTemplate[]> {
  return readAs(
    db,
    { member },
    (tx) => tx<ExportTemplate[]>`
      select id, agent_id as agent, name, shared, choice from export_template
      where member_id = ${member} and definition = ${definition} and (agent_id = ${agent} or shared)
      order by lower(name), id limit 200`,
  );
}

/** Keeps a template; one of hers that bears the same name gives way. False when she has too many. */
export async function saveTemplate(
  db: Db,
  member: string,
  definition: string,
  template: ExportTemplate,
  now: Date,
): Promise<boolean> {
  const { id, agent, name, shared, choice } = template;
  return withActor(db, { member }, async (tx) => {
    await tx`select from agent where member_id = ${member} and id = ${agent} for no key update`;
    await tx`
      delete from export_template
      where member_id = ${member} and agent_id = ${agent} and definition = ${definition} and name = ${name}`;
    const { count } = await tx`
      insert into export_template (member_id, id, agent_id, definition, name, shared, choice, created_at)
      select ${member}, ${id}, ${agent}, ${definition}, ${name}, ${shared}, ${tx.json({ ...choice, columns: [...choice.columns] })}, ${now}
      where (select count(*) from export_template
        where member_id = ${member} and agent_id = ${agent} and definition = ${definition}) < ${MOST_TEMPLATES}`;
    return count === 1;
  });
}

/** Removes a template of hers. */
export async function deleteTemplate(db: Db, member: string, agent: string, id: string): Promise<void> {
  if (!isUuid(id)) return;
  await readAs(
    db,
    { member },
    (tx) => tx`delete from export_template where member_id = ${member} and id = ${id} and agent_id = ${agent}`,
  );
}
