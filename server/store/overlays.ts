import type { Json } from "../../engine/index.ts";
import { type Db, readAs, type Tx, withActor } from "../db/with-actor.ts";
import type { StoredVersion } from "./definitions.ts";

/** A member's version of a definition it personalises. */
export interface StoredOverlay extends StoredVersion {
  readonly member: string;
  readonly baseVersion: number;
  readonly overlay: Json;
}

/** The latest personalised version of each definition of each member. */
export async function latestOverlays(db: Tx): Promise<readonly StoredOverlay[]> {
  return db<StoredOverlay[]>`
    select distinct on (member_id, definition) member_id as member, definition as id, version, base_version, overlay,
      schema, workflow
    from overlay_version order by member_id, definition, version desc`;
}

/** One of the versions by which a member personalised a definition; null when it has none of this number. */
export async function loadOverlay(
  db: Tx,
  member: string,
  definition: string,
  version: number,
): Promise<StoredVersion | null> {
  const [row] = await db<StoredVersion[]>`
    select definition as id, version, schema, workflow from overlay_version
    where member_id = ${member} and definition = ${definition} and version = ${version}`;
  return row ?? null;
}

/** The latest personalised version of one definition, or null. */
export async function latestOverlay(db: Tx, member: string, definition: string): Promise<StoredOverlay | null> {
  const [row] = await db<StoredOverlay[]>`
    select member_id as member, definition as id, version, base_version, overlay, schema, workflow
    from overlay_version where member_id = ${member} and definition = ${definition} order by version desc limit 1`;
  return row ?? null;
}

/**
 * The number of the next personalised version: above those of the base before the first one, so that no number ever
 * means two things for this member.
 */
export async function nextVersion(tx: Tx, member: string, definition: string): Promise<number> {
  const [row] = await tx<{ next: number }[]>`
    select 1 + coalesce(
      (select max(version) from overlay_version where member_id = ${member} and definition = ${definition}),
      (select max(version) from definition_version where id = ${definition}), 0) as next`;
  return row?.next ?? 1;
}

/** Keeps a version. Its number comes from `nextVersion`, in the same transaction. */
export async function insertOverlay(tx: Tx, version: StoredOverlay & { readonly digest: string }): Promise<void> {
  const { member, id, baseVersion, overlay, schema, workflow, digest } = version;
  await tx`
    insert into overlay_version (member_id, definition, version, base_version, overlay, schema, workflow, digest)
    values (${member}, ${id}, ${version.version}, ${baseVersion}, ${JSON.stringify(overlay)}::text::json,
      ${JSON.stringify(schema)}::text::json, ${JSON.stringify(workflow)}::text::json, ${digest})`;
}

/** What a member is writing of an overlay, or null. */
export async function loadOverlayDraft(db: Db, member: string, definition: string): Promise<Json | null> {
  const rows = await readAs(
    db,
    { member },
    (tx) => tx<{ overlay: Json }[]>`
      select overlay from overlay_draft where member_id = ${member} and definition = ${definition}`,
  );
  return rows[0]?.overlay ?? null;
}

/** Definitions of which a member has an overlay under way. */
export async function overlayDrafts(db: Db, member: string): Promise<readonly string[]> {
  const rows = await readAs(
    db,
    { member },
    (tx) => tx<{ definition: string }[]>`select definition from overlay_draft where member_id = ${member}`,
  );
  return rows.map(({ definition }) => definition);
}

/** Keeps what a member is preparing, in place of what it was. */
export async function saveOverlayDraft(
  db: Db,
  { member, definition, overlay, now }: { member: string; definition: string; overlay: Json; now: Date },
): Promise<void> {
  await withActor(db, { member }, async (tx) => {
    await tx`
      insert into overlay_draft (member_id, definition, overlay, updated_at)
      values (${member}, ${definition}, ${JSON.stringify(overlay)}::text::json, ${now})
      on conflict (member_id, definition) do update set overlay = excluded.overlay, updated_at = excluded.updated_at`;
  });
}

/** Forgets what a member was preparing. */
export async function deleteOverlayDraft(db: Db, member: string, definition: string): Promise<void> {
  await withActor(db, { member }, async (tx) => {
    await tx`delete from overlay_draft where member_id = ${member} and definition = ${definition}`;
  });
}
