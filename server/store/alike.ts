import type { JSONValue } from "postgres";
import type { LikenessReason } from "../../engine/index.ts";
import { type Db, readAcross, readAs, type Tx, withActor } from "../db/with-actor.ts";

/** A fiche by the member that holds it. */
export interface Fiche {
  readonly member: string;
  readonly id: string;
}

/** Two fiches that may describe the same person. */
export interface AlikePair {
  readonly one: Fiche;
  readonly other: Fiche;
  readonly sure: boolean;
  readonly score: number;
  readonly reasons: readonly LikenessReason[];
  readonly state: "open" | "apart" | "merged";
}

/** What a look found for a fiche. */
export type FoundPair = Pick<AlikePair, "other" | "sure" | "score" | "reasons">;

/** Fiches of one register to be looked for again; `at` is when they were noted. */
export interface AlikeDue {
  readonly member: string;
  readonly definition: string;
  readonly entries: readonly { readonly id: string; readonly at: string }[];
}

/**
 * The first fiches whose like are due, of one register, but for those of a register that is being imported: they are looked for once,
 * when all are there. Null when none are.
 */
export async function nextAlikeDue(db: Db, most: number, now: Date): Promise<AlikeDue | null> {
  const rows = await readAs(
    db,
    { system: true },
    (tx) => tx<{ member: string; definition: string; id: string; at: string }[]>`
      with recursive register as (
        (select member_id, definition from alike_due order by member_id, definition limit 1)
        union all
        (select following.member_id, following.definition from register cross join lateral (
          select member_id, definition from alike_due
          where (member_id, definition) > (register.member_id, register.definition)
          order by member_id, definition limit 1) as following)
      ), first as (
        select member_id, definition from register where not exists (
          select from file_import as f
          where f.member_id = register.member_id and f.definition = register.definition and f.phase = 'import'
            and f.state = 'running' and f.leased_until >= ${now})
        limit 1
      )
      select first.member_id as member, first.definition, due.entry_id as id, due.at::text as at
      from first cross join lateral (
        select entry_id, at from alike_due
        where member_id = first.member_id and definition = first.definition
        order by entry_id limit ${most}) as due`,
  );
  const [first] = rows;
  return first ? { ...first, entries: rows.map(({ id, at }) => ({ id, at })) } : null;
}

/** Notes that a fiche is to be looked for again. */
export async function noteAlikeDue(tx: Tx, member: string, definition: string, id: string): Promise<void> {
  await tx`
    insert into alike_due (member_id, definition, entry_id) values (${member}, ${definition}, ${id})
    on conflict (member_id, definition, entry_id) do update set at = clock_timestamp()`;
}

/**
 * Keeps what was found for some fiches of a register in place of what was open for them: pairs that someone decided stay as they are. A fiche
 * that changed since it was read stays due.
 * @param looked members whose fiches were looked at: what was found in others stays
 */
export async function keepAlike(
  db: Db,
  { member, definition, entries }: AlikeDue,
  looked: readonly string[],
  found: ReadonlyMap<string, readonly FoundPair[]>,
  now: Date,
): Promise<void> {
  const ids = entries.map(({ id }) => id);
  await withActor(db, { member }, async (tx) => {
    // Each by its key, whatever the base expects of pairs that have just come.
    const gone = await tx<{ otherMember: string }[]>`
      delete from alike where state = 'open' and ctid = any(array(
        select pair.ctid from unnest(${ids}::uuid[]) as looked (id) cross join lateral (
          (select ctid from alike
           where member_id = ${member} and entry_id = looked.id and state = 'open'
             and other_member = any(${[...looked]}::text[]) offset 0)
          union
          (select ctid from alike
           where member_id = ${member} and other_id = looked.id and state = 'open' and other_member = ${member}
             and other_member = any(${[...looked]}::text[]) offset 0)) as pair))
      returning other_member`;
    const pairs = [...found].flatMap(([id, each]) => each.map((pair) => ({ one: { member, id }, ...pair })));
    await insertPairs(tx, definition, pairs, now);
    const across = pairs.filter(({ other }) => other.member !== member);
    const beside = new Set([...gone.map(({ otherMember }) => otherMember), ...across.map(({ other }) => other.member)]);
    beside.delete(member);
    for (const elsewhere of beside) {
      await enter(tx, elsewhere);
      await tx`
        delete from alike where member_id = ${elsewhere} and definition = ${definition} and state = 'open'
          and other_member = ${member} and other_id = any(${ids}::uuid[])`;
      const mirrored = across.filter(({ other }) => other.member === elsewhere);
      await insertPairs(
        tx,
        definition,
        mirrored.map((pair) => ({ ...pair, one: pair.other, other: pair.one })),
        now,
      );
    }
    await enter(tx, member);
    await tx`
      delete from alike_due where ctid = any(array(
        select due.ctid from unnest(${ids}::uuid[], ${entries.map(({ at }) => at)}::text[]) as looked (id, at)
        cross join lateral (
          select ctid, at from alike_due
          where member_id = ${member} and definition = ${definition} and entry_id = looked.id offset 0) as due
        where due.at = looked.at::timestamptz))`;
  });
}

const enter = (tx: Tx, member: string) => tx`select set_config('guichet.member', ${member}, true)`;

/** Rows of pairs of one member, each once: of two fiches of the same member, the first comes first. */
async function insertPairs(
  tx: Tx,
  definition: string,
  pairs: readonly (FoundPair & { readonly one: Fiche })[],
  now: Date,
): Promise<void> {
  const rows = new Map(
    pairs.map((pair) => {
      const { one, other } = pair;
      const swapped = one.member === other.member && other.id < one.id;
      const [first, second] = swapped ? [other, one] : [one, other];
      return [`${first.id} ${second.id}`, { ...pair, one: first, other: second }] as const;
    }),
  );
  if (rows.size === 0) return;
  const values = [...rows.values()].map(({ one, other, sure, score, reasons }) => ({
    ...{ member: one.member, entry: one.id, otherMember: other.member, other: other.id },
    ...{ sure, score, reasons },
  }));
  await tx`
    insert into alike (member_id, definition, entry_id, other_member, other_id, sure, score, reasons, found_at)
    select member, ${definition}, entry, "otherMember", other, sure, score, reasons, ${now}
    from jsonb_to_recordset(${tx.json(values as unknown as JSONValue)}) as r (member text, entry uuid, "otherMember" text,
      other uuid, sure boolean, score real, reasons jsonb)
    on conflict (member_id, entry_id, other_id) do update
      set sure = excluded.sure, score = excluded.score, reasons = excluded.reasons where alike.state = 'open'`;
}

interface PairRow {
  member: string;
  entry: string;
  otherMember: string;
  otherId: string;
  sure: boolean;
  score: number;
  reasons: LikenessReason[];
  state: AlikePair["state"];
}

const toPair = ({ member, entry, otherMember, otherId, ...rest }: PairRow): AlikePair => ({
  ...rest,
  one: { member, id: entry },
  other: { member: otherMember, id: otherId },
});

const columns = (tx: Tx) =>
  tx`member_id as member, entry_id as entry, other_member, other_id, sure, score, reasons, state`;

/** The pairs that wait for someone, in these members together, the likeliest first; one of two members comes once. */
export async function openPairs(
  db: Db,
  members: readonly string[],
  definition: string,
  most: number,
): Promise<readonly AlikePair[]> {
  const results = await readAcross(
    db,
    members,
    (tx, member) => tx<PairRow[]>`
      select ${columns(tx)} from alike
      where member_id = ${member} and definition = ${definition} and state = 'open'
        and other_member = any(${[...members]}::text[])
      order by score desc, entry_id, other_id limit ${most}`,
  );
  const pairs = new Map(results.flatMap((rows) => rows.map(toPair)).map((pair) => [keyOf(pair), pair]));
  return [...pairs.values()].sort((a, b) => b.score - a.score).slice(0, most);
}

const keyOf = ({ one, other }: AlikePair): string => [one.id, other.id].sort().join(" ");

/** The pair of two fiches, whichever is named first; null when nothing was found of it. */
export async function findPair(db: Db, one: Fiche, other: Fiche): Promise<AlikePair | null> {
  const [row] = await readAs(
    db,
    { member: one.member },
    (tx) => tx<PairRow[]>`
      select ${columns(tx)} from alike
      where member_id = ${one.member}
        and ((entry_id = ${one.id} and other_id = ${other.id}) or (entry_id = ${other.id} and other_id = ${one.id}))
      limit 1`,
  );
  return row ? toPair(row) : null;
}

/** What someone decided of two fiches, in each of their members: it is not asked again. */
export async function decidePair(
  tx: Tx,
  { one, other, definition }: { readonly one: Fiche; readonly other: Fiche; readonly definition: string },
  state: "apart" | "merged",
  by: string,
  now: Date,
): Promise<void> {
  const same = one.member === other.member;
  const swapped = same && other.id < one.id;
  const ordered = swapped ? [other, one] : [one, other];
  const rows = same ? [ordered] : [ordered, [...ordered].reverse()];
  for (const [first, second] of rows) {
    if (!first || !second) continue;
    await enter(tx, first.member);
    await tx`
      insert into alike (member_id, definition, entry_id, other_member, other_id, sure, score, reasons, state, found_at,
        decided_at, decided_by)
      values (${first.member}, ${definition}, ${first.id}, ${second.member}, ${second.id}, false, 0, '[]', ${state},
        ${now}, ${now}, ${by})
      on conflict (member_id, entry_id, other_id) do update
        set state = excluded.state, decided_at = excluded.decided_at, decided_by = excluded.decided_by`;
  }
}

/** Forgets the pairs of a fiche that wait for someone: it is closed. */
export async function dropOpenPairs(tx: Tx, { member, id }: Fiche): Promise<void> {
  await enter(tx, member);
  const gone = await tx<{ otherMember: string }[]>`
    delete from alike where member_id = ${member} and state = 'open' and (entry_id = ${id} or other_id = ${id})
    returning other_member`;
  for (const elsewhere of new Set(gone.map(({ otherMember }) => otherMember))) {
    if (elsewhere === member) continue;
    await enter(tx, elsewhere);
    await tx`delete from alike where member_id = ${elsewhere} and state = 'open' and other_id = ${id}`;
  }
}
