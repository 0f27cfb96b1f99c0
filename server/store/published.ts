import type { JSONValue } from "postgres";
import { normalise, type PublishedEntry } from "../../engine/index.ts";
import { type Db, readAs, type Tx, withActor } from "../db/with-actor.ts";
import { type KeptPlaces, keepPlaces } from "./places-left.ts";

/** A register of a member, and the digest of what it publishes. */
export interface Publication {
  readonly member: string;
  readonly definition: string;
  readonly shape: string;
}

/** Entries of one register whose copy is to be made; `at` is when they were noted. */
export interface PublicationDue extends Pick<Publication, "member" | "definition"> {
  readonly entries: readonly { readonly id: string; readonly at: string }[];
}

/** Whether the copies of a register are made by these rules, and whether some are still to be made. */
export async function publicationState(
  db: Db,
  { member, definition, shape }: Publication,
): Promise<{ readonly known: boolean; readonly current: boolean; readonly due: boolean }> {
  const [row] = await readAs(
    db,
    { member },
    (tx) => tx<{ known: boolean; current: boolean; due: boolean }[]>`
      select p.shape is not null as known, coalesce(p.shape = ${shape}, false) as current,
             exists (select from publication_due d where d.member_id = ${member} and d.definition = ${definition}) as due
      from (select 1) as one left join publication p on p.member_id = ${member} and p.definition = ${definition}`,
  );
  return row ?? { known: false, current: false, due: false };
}

/**
 * Begins to publish a register. Whoever is writing an entry may not know that it is published: once they are done, and
 * before anyone else writes, it is said.
 */
export async function beginPublication(
  db: Db,
  { member, definition }: Pick<Publication, "member" | "definition">,
  uses: readonly PlaceUse[],
): Promise<void> {
  await withActor(db, { member }, async (tx) => {
    await tx`lock table entry in share row exclusive mode`;
    await tx`insert into publication (member_id, definition, shape) values (${member}, ${definition}, '') on conflict do nothing`;
    await tx`delete from place_use where member_id = ${member} and definition = ${definition}`;
    for (const { definition: by, field } of uses) {
      await tx`
        insert into place_use (member_id, definition, used_by, path) values (${member}, ${definition}, ${by}, ${pathOf(field)})
        on conflict do nothing`;
    }
  });
}

/** What takes places of a register: entries of a definition, by the field that says whose. */
export interface PlaceUse {
  readonly definition: string;
  /** Dotted. */
  readonly field: string;
}

const pathOf = (field: string): string =>
  `$.${field
    .split(".")
    .map((key) => JSON.stringify(key))
    .join(".")}`;

/** Notes that every copy of a register is to be made anew, and removes those there are. */
export async function renewPublication(db: Db, { member, definition, shape }: Publication): Promise<void> {
  await withActor(db, { member }, async (tx) => {
    const changed = await tx`
      update publication set shape = ${shape} where member_id = ${member} and definition = ${definition} and shape <> ${shape}`;
    if (changed.count === 0) return;
    await tx`
      insert into publication_due (member_id, definition, entry_id)
      select member_id, definition, id from entry where member_id = ${member} and definition = ${definition}
      on conflict (member_id, definition, entry_id) do update set at = clock_timestamp()`;
    await forget(tx, member, definition);
  });
}

async function forget(tx: Tx, member: string, definition: string): Promise<void> {
  await tx`delete from published_entry where member_id = ${member} and definition = ${definition}`;
  await tx`delete from place_left where member_id = ${member} and definition = ${definition}`;
  await tx`delete from place_full where member_id = ${member} and definition = ${definition}`;
}

/** Publishes nothing of a register any more. */
export async function endPublication(db: Db, member: string, definition: string): Promise<void> {
  await withActor(db, { member }, async (tx) => {
    await tx`delete from publication where member_id = ${member} and definition = ${definition}`;
    await tx`delete from place_use where member_id = ${member} and definition = ${definition}`;
    await tx`delete from publication_due where member_id = ${member} and definition = ${definition}`;
    await forget(tx, member, definition);
  });
}

/** The first entries whose copies are to be made, of one register: of this one when it is named; null when none are. */
export async function nextPublicationDue(
  db: Db,
  most: number,
  of?: Pick<Publication, "member" | "definition">,
): Promise<PublicationDue | null> {
  const rows = await readAs(db, of ? { member: of.member } : { system: true }, (tx) =>
    of
      ? tx<{ member: string; definition: string; id: string; at: string }[]>`
          select member_id as member, definition, entry_id as id, at::text as at from publication_due
          where member_id = ${of.member} and definition = ${of.definition} order by entry_id limit ${most}`
      : tx<{ member: string; definition: string; id: string; at: string }[]>`
          with first as (select member_id, definition from publication_due limit 1)
          select due.member_id as member, due.definition, due.entry_id as id, due.at::text as at
          from first join publication_due as due on due.member_id = first.member_id and due.definition = first.definition
          order by due.entry_id limit ${most}`,
  );
  const [first] = rows;
  return first ? { ...first, entries: rows.map(({ id, at }) => ({ id, at })) } : null;
}

/** Keeps the copies made of some entries, but for those that changed since they were read: these stay due. */
export async function keepPublished(
  db: Db,
  { member, definition, entries }: PublicationDue,
  shape: string,
  copies: ReadonlyMap<string, PublishedEntry>,
  places: ReadonlyMap<string, KeptPlaces>,
): Promise<void> {
  await withActor(db, { member }, async (tx) => {
    const done = await tx<{ id: string }[]>`
      delete from publication_due using unnest(${entries.map(({ id }) => id)}::uuid[], ${entries.map(({ at }) => at)}::text[]) as made (id, at)
      where member_id = ${member} and definition = ${definition} and entry_id = made.id
        and publication_due.at = made.at::timestamptz
      returning entry_id as id`;
    const rows = done.flatMap(({ id }) => {
      const copy = copies.get(id);
      return copy ? [{ id, ...copy, sort: normalise(copy.name) }] : [];
    });
    await tx`
      insert into published_entry (member_id, definition, entry_id, shape, name, sort, search, answers, until)
      select ${member}, ${definition}, r.id, ${shape}, r.name, r.sort, r.search, r.answers, r.until
      from jsonb_to_recordset(${tx.json(rows as unknown as JSONValue)}) as r
        (id uuid, name text, sort text, search text, answers jsonb, until date)
      on conflict (member_id, definition, entry_id) do update
        set shape = excluded.shape, name = excluded.name, sort = excluded.sort, search = excluded.search,
            answers = excluded.answers, until = excluded.until`;
    const kept = done.map(({ id }) => id);
    await keepPlaces(tx, { member, definition, shape }, kept, places, new Set(rows.map(({ id }) => id)));
  });
}
