import type { Json } from "../../engine/index.ts";
import { type Db, type Tx, withActor } from "../db/with-actor.ts";
import { announce } from "./announce.ts";

export interface StoredVersion {
  readonly id: string;
  readonly version: number;
  readonly schema: Json;
  readonly workflow: Json;
}

/** The latest version of a definition, and the member that wrote it; null when it is the installation's. */
export interface LatestVersion extends StoredVersion {
  readonly owner: string | null;
}

/** A version to publish. */
export interface NewVersion extends LatestVersion {
  readonly digest: string;
}

/** The latest version of every published definition. */
export async function latestVersions(db: Tx): Promise<readonly LatestVersion[]> {
  return db<LatestVersion[]>`
    select distinct on (id) id, version, schema, workflow, owner_member as owner from definition_version order by id, version desc`;
}

/** One version of a definition; null when there is none of this number. */
export async function loadVersion(db: Tx, id: string, version: number): Promise<StoredVersion | null> {
  const [row] = await db<StoredVersion[]>`
    select id, version, schema, workflow from definition_version where id = ${id} and version = ${version}`;
  return row ?? null;
}

/** The latest version of a definition; null when it was never published. */
export async function loadLatest(db: Tx, id: string): Promise<StoredVersion | null> {
  const [row] = await db<StoredVersion[]>`
    select id, version, schema, workflow from definition_version where id = ${id} order by version desc limit 1`;
  return row ?? null;
}

/** A published version without its content. */
export interface PublishedVersion {
  readonly id: string;
  readonly version: number;
  readonly digest: string;
  readonly owner: string | null;
}

/** Version, digest and owner of each published version of these definitions. */
export async function publishedVersions(db: Tx, ids: readonly string[]): Promise<readonly PublishedVersion[]> {
  return db<PublishedVersion[]>`
    select id, version, digest, owner_member as owner from definition_version where id = any(${[...ids]})`;
}

/** Ids of the definitions a member wrote, with their latest version. */
export async function ownedBy(db: Tx, member: string): Promise<readonly { id: string; version: number; at: Date }[]> {
  return db<{ id: string; version: number; at: Date }[]>`
    select distinct on (id) id, version, published_at as at from definition_version
    where owner_member = ${member} order by id, version desc`;
}

/**
 * Makes publications wait for one another until the end of the transaction: numbers of versions and owners of ids are
 * read, then written.
 */
export async function lockPublication(tx: Tx): Promise<void> {
  await tx`select pg_advisory_xact_lock(hashtext('guichet_publication'))`;
}

/** Stores versions, their keys in the order given. A version already stored is left as it is. */
export async function insertVersions(tx: Tx, versions: readonly NewVersion[]): Promise<void> {
  for (const { id, version, schema, workflow, digest, owner } of versions) {
    await tx`
      insert into definition_version (id, version, schema, workflow, digest, owner_member)
      values (${id}, ${version}, ${JSON.stringify(schema)}::text::json, ${JSON.stringify(workflow)}::text::json, ${digest}, ${owner})
      on conflict do nothing`;
  }
}

/** A definition in use in a member. */
export interface Adoption {
  readonly member: string;
  readonly definition: string;
  /** Nothing new opens; entries live on. */
  readonly closed: boolean;
}

/** Which member adopted which definition, all of them. */
export async function loadAdoptions(db: Db): Promise<readonly Adoption[]> {
  return db<Adoption[]>`
    select member_id as member, definition, closed_at is not null as closed from adoption`;
}

/** The members that let the others of their group adopt what they wrote. */
export async function loadOffers(db: Db): Promise<readonly { member: string; definition: string }[]> {
  return db<{ member: string; definition: string }[]>`select member_id as member, definition from definition_offer`;
}

/** Lets the other members of the group adopt a definition of this member's own, or stops. */
export async function saveOffer(db: Db, member: string, definition: string, offered: boolean): Promise<void> {
  await withActor(db, { member }, async (tx) => {
    if (offered) {
      await tx`
        insert into definition_offer (member_id, definition) values (${member}, ${definition}) on conflict do nothing`;
    } else await tx`delete from definition_offer where member_id = ${member} and definition = ${definition}`;
    await announce(tx);
  });
}

/** Opens nothing new of a definition in a member. */
export async function closeAdoption(db: Db, member: string, definition: string, now: Date): Promise<void> {
  await withActor(db, { member }, async (tx) => {
    await tx`
      update adoption set closed_at = ${now}
      where member_id = ${member} and definition = ${definition} and closed_at is null`;
    await announce(tx);
  });
}

/** Offers a definition to the citizens of a member. */
export async function adopt(db: Db, member: string, definition: string): Promise<void> {
  await withActor(db, { member }, async (tx) => {
    await tx`insert into adoption (member_id, definition) values (${member}, ${definition})
             on conflict (member_id, definition) do update set closed_at = null`;
    await announce(tx);
  });
}

/** Whether any version of a definition was published. */
export async function isPublished(db: Db, id: string): Promise<boolean> {
  const [row] = await db`select 1 from definition_version where id = ${id} limit 1`;
  return row !== undefined;
}
