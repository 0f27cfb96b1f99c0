import { readTariffRow, type TariffRow, type TariffVersion } from "../../engine/index.ts";
import { type Db, readAs, type Tx, withActor } from "../db/with-actor.ts";
import { announce } from "./announce.ts";

/** The table of a member. */
export interface TariffKey {
  readonly member: string;
  readonly definition: string;
  readonly tariff: string;
}

/** Its rows from a day on, as stored. */
export interface StoredTariff extends TariffVersion {
  /** Moves each time these rows change. */
  readonly revision: number;
}

type Row = Omit<StoredTariff, "decision" | "rows"> & { readonly decision: string | null; readonly rows: StoredRows };
type StoredRows = readonly ({ readonly amount: number } & Readonly<Record<string, string | number>>)[];

/** Those of every member, oldest first: for the catalogue, which gives each its own. */
export async function everyTariff(db: Db): Promise<readonly (TariffKey & StoredTariff)[]> {
  const rows = await readAs(
    db,
    { system: true },
    (tx) => tx<(TariffKey & Row)[]>`
      select member_id as member, definition, tariff, to_char(since, 'YYYY-MM-DD') as since, rows, decision, revision
      from tariff_version order by member_id, definition, tariff, since`,
  );
  return rows.map(({ member, definition, tariff, ...row }) => ({ member, definition, tariff, ...stored(row) }));
}

/** Those of one table of a member, oldest first. */
export async function tariffVersions(
  db: Db,
  { member, definition, tariff }: TariffKey,
): Promise<readonly StoredTariff[]> {
  const rows = await readAs(
    db,
    { member },
    (tx) => tx<Row[]>`
      select to_char(since, 'YYYY-MM-DD') as since, rows, decision, revision from tariff_version
      where member_id = ${member} and definition = ${definition} and tariff = ${tariff} order by since`,
  );
  return rows.map(stored);
}

/**
 * Writes the rows of a table from a day on, in place of what `was` says: nothing, or a day and the revision that was seen.
 * False when that has changed since, or the new day is taken.
 */
export async function saveTariff(
  db: Db,
  { member, definition, tariff }: TariffKey,
  { since, rows, decision }: TariffVersion,
  was: { readonly since: string; readonly revision: number } | null,
  at: Date,
): Promise<boolean> {
  const save = async (tx: Tx) => {
    const saved =
      was === null
        ? await tx`
          insert into tariff_version (member_id, definition, tariff, since, rows, decision, updated_at)
          values (${member}, ${definition}, ${tariff}, ${since}, ${written(rows)}::text::json, ${decision ?? null}, ${at})
          on conflict do nothing`
        : await tx`
          update tariff_version set since = ${since}, rows = ${written(rows)}::text::json, decision = ${decision ?? null},
            revision = revision + 1, updated_at = ${at}
          where member_id = ${member} and definition = ${definition} and tariff = ${tariff}
            and since = ${was.since} and revision = ${was.revision}`;
    if (saved.count === 1) await announce(tx);
    return saved.count === 1;
  };
  try {
    return await withActor(db, { member }, save);
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === UNIQUE_VIOLATION) return false;
    throw error;
  }
}

/** The day is taken by other rows. */
const UNIQUE_VIOLATION = "23505";

/** Takes back rows that were prepared; false when they have changed or are gone. */
export async function deleteTariff(
  db: Db,
  { member, definition, tariff }: TariffKey,
  { since, revision }: { readonly since: string; readonly revision: number },
): Promise<boolean> {
  return withActor(db, { member }, async (tx: Tx) => {
    const gone = await tx`
      delete from tariff_version where member_id = ${member} and definition = ${definition} and tariff = ${tariff}
        and since = ${since} and revision = ${revision}`;
    if (gone.count === 1) await announce(tx);
    return gone.count === 1;
  });
}

const stored = ({ since, rows, decision, revision }: Row): StoredTariff => ({
  since,
  rows: rows.map(readTariffRow),
  ...(decision !== null && { decision }),
  revision,
});

const written = (rows: readonly TariffRow[]): string =>
  JSON.stringify(rows.map(({ amount, cells }) => ({ ...cells, amount })));
