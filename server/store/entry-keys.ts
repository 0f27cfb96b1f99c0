import { type Answers, MERGED } from "../../engine/index.ts";
import { type Db, withActor } from "../db/with-actor.ts";

/** What lists sort, filter and search on, for one entry. */
export interface EntryKeyRow {
  readonly member: string;
  readonly id: string;
  readonly keys: readonly (string | null)[];
  readonly search: string;
}

const BATCH = 1_000;
const FIRST = "00000000-0000-0000-0000-000000000000";

/**
 * Writes anew the keys of every entry of a definition, `index` giving them from the answers and the member. By batches, each in its own
 * transaction: agents go on working meanwhile, and running it again does no harm.
 */
export async function rewriteKeys(
  db: Db,
  definition: string,
  index: (answers: Answers, reference: string, member: string) => Pick<EntryKeyRow, "keys" | "search">,
): Promise<void> {
  let after: Pick<EntryKeyRow, "member" | "id"> | undefined = { member: "", id: FIRST };
  while (after) {
    const from: Pick<EntryKeyRow, "member" | "id"> = after;
    after = await withActor(db, { system: true }, async (tx) => {
      const rows = await tx<{ member: string; id: string; reference: string; answers: Answers }[]>`
        select member_id as member, id, reference, answers from entry
        where definition = ${definition} and state <> ${MERGED} and (member_id, id) > (${from.member}, ${from.id}::uuid)
        order by member_id, id limit ${BATCH} for update`;
      const changed = rows.map((row) => ({ ...row, ...index(row.answers, row.reference, row.member) }));
      const slot = (nth: number) => changed.map((row) => row.keys[nth] ?? null);
      await tx`
        update entry set k1 = n.k1, k2 = n.k2, k3 = n.k3, k4 = n.k4, k5 = n.k5, k6 = n.k6, search = n.search
        from unnest(${changed.map((row) => row.member)}::text[], ${changed.map((row) => row.id)}::uuid[],
          ${slot(0)}::text[], ${slot(1)}::text[], ${slot(2)}::text[], ${slot(3)}::text[], ${slot(4)}::text[],
          ${slot(5)}::text[], ${changed.map((row) => row.search)}::text[])
          as n(member_id, id, k1, k2, k3, k4, k5, k6, search)
        where entry.member_id = n.member_id and entry.id = n.id`;
      return rows.at(-1);
    });
  }
}
