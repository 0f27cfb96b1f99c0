import type { Asked, LeftPlaces } from "../../engine/index.ts";
import { addDays, birthday } from "../../engine/index.ts";
import { type Db, readAcross, type Tx } from "../db/with-actor.ts";
import type { Publication } from "./published.ts";
import { Statement } from "./statement.ts";

/** What is left of the places of one entry, and when what it was worked out from last changed (ISO 8601). */
export interface KeptPlaces {
  readonly left: LeftPlaces;
  readonly knownAt: string;
}

/** As it is stored: of each limit, its age and its hours, one line each. */
type StoredHours = readonly {
  readonly u: number | null;
  readonly h: readonly (readonly [number, number, number, string, string | null, number])[];
}[];

/** Keeps what was worked out of some entries of a register, in the place of what was known of them. */
export async function keepPlaces(
  tx: Tx,
  { member, definition, shape }: Publication,
  entries: readonly string[],
  known: ReadonlyMap<string, KeptPlaces>,
  published: ReadonlySet<string>,
): Promise<void> {
  await tx`delete from place_left where member_id = ${member} and definition = ${definition} and entry_id = any(${[...entries]}::uuid[])`;
  await tx`delete from place_full where member_id = ${member} and definition = ${definition} and entry_id = any(${[...entries]}::uuid[])`;
  const kept = entries.flatMap((id) => {
    const each = known.get(id);
    return each ? [{ id, ...each, shown: published.has(id) }] : [];
  });
  if (kept.length === 0) return;
  const rows = kept.map(({ id, left, knownAt, shown }) => ({
    ...{ id, at: knownAt, shown, covered: left.covered, hours: stored(left) },
  }));
  await tx`
    insert into place_left (member_id, definition, entry_id, shape, published, covered, hours, known_at)
    select ${member}, ${definition}, r.id, ${shape}, r.shown, r.covered, r.hours, r.at
    from jsonb_to_recordset(${tx.json(rows as never)}) as r (id uuid, at timestamptz, shown boolean, covered date[], hours jsonb)`;
  const full = kept.flatMap(({ id, left, shown }) => fullHours(left).map((hours) => ({ id, shown, ...hours })));
  await tx`
    insert into place_full (member_id, definition, entry_id, published, under, weekday, from_minute, to_minute, first_day, last_day)
    select ${member}, ${definition}, r.id, r.shown, r.under, r.weekday, r.starts, r.ends, r.first, coalesce(r.last, 'infinity')
    from jsonb_to_recordset(${tx.json(full as never)}) as r
      (id uuid, shown boolean, under integer, weekday integer, starts integer, ends integer, first date, last date)`;
}

/** The hours at which a limit leaves nothing. */
const fullHours = ({ limits }: LeftPlaces) =>
  limits.flatMap(({ under, hours }) =>
    hours
      .filter(({ left }) => left <= 0)
      .map(({ weekday, from, to, first, last }) => ({ under, weekday, starts: from, ends: to, first, last })),
  );

const stored = ({ limits }: LeftPlaces): StoredHours =>
  limits.map(({ under, hours }) => ({
    u: under,
    h: hours.map(({ weekday, from, to, first, last, left }) => [weekday, from, to, first, last, left]),
  }));

/** Columns of `place_left`, as `placesOf` reads them. */
export interface PlacesRow {
  readonly hours: StoredHours;
  readonly covered: readonly string[];
  readonly knownAt: string;
}

export const placesOf = ({ hours, covered, knownAt }: PlacesRow): KeptPlaces => ({
  left: {
    covered,
    limits: hours.map(({ u, h }) => ({
      under: u,
      hours: h.map(([weekday, from, to, first, last, left]) => ({ weekday, from, to, first, last, left })),
    })),
  },
  knownAt,
});

/** Someone who looks for a place, and the ages under which the limits of a register count. */
export interface PlaceQuery {
  readonly asked: Asked;
  readonly unders: readonly number[];
}

/**
 * Adds to a statement whose rows have a `place_left` as `l` that a place is free at all the hours asked: as `freeIn` tells above 0, by the
 * hours that are full.
 */
export function addFree(statement: Statement, { asked, unders }: PlaceQuery): Statement {
  const { from, to, birth, week } = asked;
  const until = to ?? addDays(birthday(from, 1), -1);
  statement.add` and not exists (
    select from place_full as f
    where f.member_id = l.member_id and f.definition = l.definition and f.entry_id = l.entry_id and (false`;
  for (const hours of week) {
    statement.add` or f.weekday = ${hours.weekday}::integer and f.from_minute < ${hours.to}::integer
      and f.to_minute > ${hours.from}::integer`;
  }
  // The first of these days that is asked for; the rest is told from it, what is costly last.
  const first = () =>
    statement.add`greatest(f.first_day, ${from}::text::date)
      + (f.weekday - extract(isodow from greatest(f.first_day, ${from}::text::date))::integer + 8) % 7`;
  statement.add`) and f.last_day >= ${from}::text::date and f.first_day <= ${until}::text::date and `;
  first().add` <= least(f.last_day, ${until}::text::date`;
  // Whoever is older is not counted.
  if (birth !== null && unders.length > 0) {
    statement.word(", case f.under");
    for (const under of unders) {
      statement.add` when ${under}::integer then ${addDays(birthday(birth, under), -1)}::text::date`;
    }
    statement.word("end");
  }
  statement.word(") and");
  return first()
    .add` <= coalesce((select min(c) from unnest(l.covered) as c where c >= ${from}::text::date), 'infinity'))`;
}

/** Entries of some registers with a free place, in these states, and what is left of their places; at most `most`. */
export async function findFree(
  db: Db,
  publications: readonly Publication[],
  query: PlaceQuery & { readonly states: readonly string[] },
  most: number,
): Promise<readonly (KeptPlaces & { readonly member: string; readonly id: string })[]> {
  const found = await readAcross(
    db,
    publications.map(({ member }) => member),
    (tx, member) => {
      const { definition, shape } = publications.find((each) => each.member === member) ?? {
        definition: "",
        shape: "",
      };
      const statement = new Statement().add`
        select l.entry_id as id, l.hours, l.covered::text[] as covered, l.known_at::text as known_at
        from place_left as l join entry_state as s on s.member_id = l.member_id and s.entry_id = l.entry_id
        where l.member_id = ${member} and l.definition = ${definition} and l.shape = ${shape} and s.state = any(${[...query.states]})`;
      return addFree(statement, query)
        .word("order by l.known_at desc, l.entry_id")
        .bounds(most)
        .on<(PlacesRow & { id: string })[]>(tx);
    },
  );
  return found.flatMap((rows, index) =>
    rows.map((row) => ({ member: publications[index]?.member ?? "", id: row.id, ...placesOf(row) })),
  );
}
