import type { Db } from "../db/with-actor.ts";
import { readAs, withActor } from "../db/with-actor.ts";
import { isUuid } from "./entries.ts";

/** Whom a view is shown to beside her who made it: nobody, the agents of a unit, every agent of the member. */
export type Shared = { readonly with: "nobody" | "member" } | { readonly with: "unit"; readonly unit: string };

/** A list as an agent composed it. */
export interface ListView {
  readonly id: string;
  readonly definition: string;
  readonly name: string;
  readonly owner: string;
  readonly ownerName: string;
  readonly shared: Shared;
  /** Query string of its address. */
  readonly query: string;
  /** The agent who asks opens the list on it. */
  readonly isDefault: boolean;
}

/** Who asks, and the units whose views she sees: null for every unit. */
export interface ViewReader {
  readonly member: string;
  readonly agent: string;
  readonly units: readonly string[] | null;
}

interface ViewRow {
  id: string;
  definition: string;
  name: string;
  owner: string;
  ownerName: string;
  shared: "nobody" | "unit" | "member";
  unit: string | null;
  query: string;
  isDefault: boolean;
}

/** Views shown at most for one agent, the last changed being left out. */
const MOST = 200;

/** The views an agent sees: hers, those of her units, those of the whole member; hers first, then by name. */
export async function listViews(db: Db, { member, agent, units }: ViewReader): Promise<readonly ListView[]> {
  const rows = await readAs(
    db,
    { member },
    (tx) => tx<ViewRow[]>`
      select v.id, v.definition, v.name, v.owner, v.owner_name, v.shared, v.unit, v.query, d.view_id is not null as is_default
      from list_view v
      left join list_default d on d.member_id = v.member_id and d.agent_id = ${agent} and d.view_id = v.id
      where v.member_id = ${member}
        and (v.owner = ${agent} or v.shared = 'member'
          or (v.shared = 'unit' and (${units === null} or v.unit = any(${[...(units ?? [])]}))))
      order by v.owner <> ${agent}, lower(v.name), v.id limit ${MOST}`,
  );
  return rows.map(({ shared, unit, ...view }) => ({
    ...view,
    shared: shared === "unit" ? { with: shared, unit: unit ?? "" } : { with: shared },
  }));
}

/** A view to keep. */
export type KeptView = Pick<ListView, "id" | "definition" | "name" | "owner" | "ownerName" | "shared" | "query">;

/** Keeps a new view. */
export async function insertView(db: Db, member: string, view: KeptView, now: Date): Promise<void> {
  const { id, definition, name, owner, ownerName, shared, query } = view;
  await readAs(
    db,
    { member },
    (tx) => tx`
      insert into list_view (member_id, id, definition, name, owner, owner_name, shared, unit, query, created_at, updated_at)
      values (${member}, ${id}, ${definition}, ${name}, ${owner}, ${ownerName}, ${shared.with},
        ${shared.with === "unit" ? shared.unit : null}, ${query}, ${now}, ${now})`,
  );
}

/** Changes a view of its owner's. False when she has none of this id. */
export async function updateView(
  db: Db,
  member: string,
  { id, owner, name, shared, query }: Pick<ListView, "id" | "owner" | "name" | "shared" | "query">,
  now: Date,
): Promise<boolean> {
  const rows = await readAs(
    db,
    { member },
    (tx) => tx`
      update list_view set name = ${name}, shared = ${shared.with}, unit = ${shared.with === "unit" ? shared.unit : null},
        query = ${query}, updated_at = ${now}
      where member_id = ${member} and id = ${id} and owner = ${owner} returning id`,
  );
  return rows.length === 1;
}

/** Forgets a view: of anybody's when `owner` is null. False when there is none. */
export async function deleteView(db: Db, member: string, id: string, owner: string | null): Promise<boolean> {
  if (!isUuid(id)) return false;
  const rows = await readAs(
    db,
    { member },
    (tx) => tx`
      delete from list_view where member_id = ${member} and id = ${id} and (${owner === null} or owner = ${owner})
      returning id`,
  );
  return rows.length === 1;
}

/** Makes a list open on a view for one agent, or as it comes with null. */
export async function setDefaultView(
  db: Db,
  { member, agent }: Pick<ViewReader, "member" | "agent">,
  definition: string,
  view: string | null,
): Promise<void> {
  await withActor(db, { member }, async (tx) => {
    await tx`
      delete from list_default where member_id = ${member} and agent_id = ${agent} and definition = ${definition}`;
    if (view === null) return;
    await tx`
      insert into list_default (member_id, agent_id, definition, view_id)
      values (${member}, ${agent}, ${definition}, ${view})`;
  });
}
