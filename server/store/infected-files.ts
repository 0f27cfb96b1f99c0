import { type Db, withActor } from "../db/with-actor.ts";

/** A file that the antivirus set aside. */
export interface InfectedFile {
  readonly id: string;
  readonly name: string;
  /** What the antivirus calls what it found. */
  readonly threat: string;
  readonly sentAt: Date;
  /** The entry it was sent for; null while nothing was filed with it. */
  readonly entry: { readonly definition: string; readonly reference: string } | null;
}

/** Most that one page lists. */
const MOST = 200;

/** The files of a member that were set aside, latest first. */
export async function infectedFiles(db: Db, member: string): Promise<readonly InfectedFile[]> {
  const rows = await withActor(
    db,
    { member },
    (tx) => tx<(Omit<InfectedFile, "entry"> & { definition: string | null; reference: string | null })[]>`
      select f.id, a.name, coalesce(f.threat, '') as threat, f.created_at as sent_at, e.definition, e.reference
      from stored_file f join attachment a on a.member_id = f.member_id and a.id = f.id
        left join entry e on e.member_id = a.member_id and e.id = a.entry_id
      where f.member_id = ${member} and f.scan = 'infected' and f.removed_at is null
      order by f.created_at desc, f.id limit ${MOST}`,
  );
  return rows.map(({ definition, reference, ...file }) => ({
    ...file,
    entry: definition === null || reference === null ? null : { definition, reference },
  }));
}

/** Gives a file back to who may read it; null when it is not one that was set aside. Answers what had been found. */
export async function releaseInfected(db: Db, member: string, id: string): Promise<string | null> {
  const [released] = await withActor(
    db,
    { member },
    (tx) => tx<{ threat: string }[]>`
      update stored_file set scan = 'released'
      where member_id = ${member} and id = ${id} and scan = 'infected' and removed_at is null
      returning coalesce(threat, '') as threat`,
  );
  return released?.threat ?? null;
}
