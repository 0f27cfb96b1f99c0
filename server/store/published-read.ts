import { type Answers, normalise, type PublicFilterKind } from "../../engine/index.ts";
import { type Db, readAs } from "../db/with-actor.ts";
import { isUuid } from "./entries.ts";
import { addFree, type KeptPlaces, type PlaceQuery, type PlacesRow, placesOf } from "./places-left.ts";
import type { Publication } from "./published.ts";
import { Statement } from "./statement.ts";

/** A copy as anyone reads it. */
export interface PublishedRow {
  readonly member: string;
  readonly id: string;
  readonly name: string;
  readonly answers: Answers;
  /** Null where places are not searched. */
  readonly places: KeptPlaces | null;
}

/** What narrows the copies down. */
export interface PublishedQuery {
  /** Of one register, one for each member. */
  readonly publications: readonly Publication[];
  /** Day of Paris: "2026-03-03". */
  readonly today: string;
  /** As typed. */
  readonly q: string;
  /** Values as they are stored; a filter without any narrows nothing. */
  readonly filters: readonly PublishedFilter[];
  /** Set where places are searched. */
  readonly places?: PublishedPlaces;
}

/** How entries with places are searched and ordered. */
export interface PublishedPlaces {
  /** Who looks for a place; null: free or not. */
  readonly wanted: PlaceQuery | null;
  /** What comes first: those whose field has this value. */
  readonly first: { readonly key: string; readonly value: string } | null;
}

export interface PublishedFilter {
  readonly key: string;
  readonly kind: PublicFilterKind;
  readonly values: readonly string[];
}

/** Words of a search that count; nobody types more. */
const MOST_WORDS = 8;
/** Values of a field proposed in a filter. */
const MOST_VALUES = 500;

/** Only what is published can be read so, whatever a statement asks for: see `with-actor.ts`. */
const scopeOf = ({ publications }: Pick<PublishedQuery, "publications">) => ({
  published: publications.map(({ member }) => member),
});

/** A page of the copies that fit, and how many fit in all: by name; where places are searched, what comes first, then what changed last. */
export async function readPublished(
  db: Db,
  query: PublishedQuery,
  limit: number,
  offset: number,
): Promise<{ readonly rows: readonly PublishedRow[]; readonly total: number }> {
  const places = query.places;
  const statement = new Statement().word(
    `with fitting as materialized (select p.member_id, p.entry_id, p.name, p.answers, p.sort${places ? ", l.known_at" : ""}`,
  );
  fitting(statement, query);
  statement.word(") select (select count(*)::integer from fitting) as total, page.*");
  if (places) statement.word(", l.hours, l.covered::text[] as covered, l.known_at::text as known_at");
  statement.word("from (select 1) as one left join (select member_id as member, entry_id as id, name, answers");
  const first = places?.first;
  if (first) statement.add`, (answers ->> ${first.key} = ${first.value}) is true as first`;
  if (places) statement.word(", known_at as at");
  statement.word(", sort from fitting order by").word(orderOf(query)).bounds(limit, offset).word(") as page on true");
  if (places) {
    const { definition = "" } = query.publications[0] ?? {};
    statement.add` left join place_left as l on l.member_id = page.member and l.definition = ${definition} and l.entry_id = page.id`;
    statement.word("order by").word(orderOf(query));
  }
  type Row = Omit<PublishedRow, "places"> & { readonly total: number } & Partial<PlacesRow>;
  const rows = await readAs(db, scopeOf(query), (tx) => statement.on<Row[]>(tx));
  return { rows: rows.filter(({ id }) => id !== null).map(withPlaces), total: rows[0]?.total ?? 0 };
}

const orderOf = ({ places }: PublishedQuery): string => {
  if (!places) return "sort, id";
  return `${places.first ? "first desc, " : ""}at desc, sort, id`;
};

/** The order of names is by the columns of `fitting`. */
const withPlaces = ({ member, id, name, answers, hours, covered, knownAt }: PublishedRowRead): PublishedRow => ({
  ...{ member, id, name, answers },
  places: hours && covered && knownAt ? placesOf({ hours, covered, knownAt }) : null,
});

type PublishedRowRead = Omit<PublishedRow, "places"> & Partial<PlacesRow>;

/** The copies that a search keeps. */
function fitting(statement: Statement, query: PublishedQuery): void {
  among(statement, query, query.places !== undefined);
  for (const word of words(query.q)) statement.add` and p.search like ${`%${word}%`}`;
  for (const filter of query.filters.filter(({ values }) => values.length > 0)) narrow(statement, filter);
  if (query.places?.wanted) addFree(statement, query.places.wanted);
}

/** Of the copies that a search keeps, how many have each text of a field; the most frequent first. */
export async function countPublished(
  db: Db,
  query: PublishedQuery,
  key: string,
): Promise<readonly { readonly value: string; readonly count: number }[]> {
  const statement = new Statement().add`select p.answers ->> ${key} as value, count(*)::integer as count`;
  fitting(statement, query);
  statement.add` and p.answers ->> ${key} is not null group by 1 order by 2 desc, 1`.bounds(MOST_VALUES);
  return readAs(db, scopeOf(query), (tx) => statement.on<{ value: string; count: number }[]>(tx));
}

/** One copy, or null. */
export async function findPublished(
  db: Db,
  query: Pick<PublishedQuery, "publications" | "today">,
  id: string,
): Promise<PublishedRow | null> {
  if (!isUuid(id)) return null;
  const statement = new Statement().word(
    "select p.member_id as member, p.entry_id as id, p.name, p.answers, l.hours, l.covered::text[] as covered, l.known_at::text as known_at",
  );
  among(statement, query, false, LEFT_JOIN).add` and p.entry_id = ${id}::uuid`;
  const [row] = await readAs(db, scopeOf(query), (tx) => statement.on<PublishedRowRead[]>(tx));
  return row ? withPlaces(row) : null;
}

const JOIN =
  "join place_left as l on l.member_id = p.member_id and l.definition = p.definition and l.entry_id = p.entry_id";
const LEFT_JOIN = `left ${JOIN}`;

/** The texts that a field has among what is published, with how many copies bear each, in the order of the dictionary. */
export async function publishedValues(
  db: Db,
  query: Pick<PublishedQuery, "publications" | "today">,
  key: string,
): Promise<readonly { readonly value: string; readonly count: number }[]> {
  const statement = new Statement().add`select p.answers ->> ${key} as value, count(*)::integer as count`;
  among(statement, query).add` and p.answers ->> ${key} is not null group by 1 order by 1`.bounds(MOST_VALUES);
  const rows = await readAs(db, scopeOf(query), (tx) => statement.on<{ value: string; count: number }[]>(tx));
  return [...rows].sort((a, b) => a.value.localeCompare(b.value, "fr"));
}

/** The copies made by the rules of today, on their last day at the latest. */
function among(
  statement: Statement,
  { publications, today }: Pick<PublishedQuery, "publications" | "today">,
  placed = false,
  join = placed ? JOIN : "",
): Statement {
  const definition = publications[0]?.definition ?? "";
  return statement.word(`from published_entry p ${join}`).add`
    join unnest(${publications.map(({ member }) => member)}::text[], ${publications.map(({ shape }) => shape)}::text[])
      as made (member, shape) on made.member = p.member_id and made.shape = p.shape
    where p.member_id = any(${publications.map(({ member }) => member)}::text[]) and p.definition = ${definition}
      and (p.until is null or p.until >= ${today}::text::date) `;
}

const words = (q: string): readonly string[] =>
  normalise(q)
    .split(" ")
    .filter((word) => word !== "")
    .slice(0, MOST_WORDS);

function narrow(statement: Statement, { key, kind, values }: PublishedFilter): void {
  const [first = ""] = values;
  switch (kind) {
    case "text":
    case "choice":
      statement.add` and p.answers ->> ${key} = any(${[...values]}::text[])`;
      break;
    case "all":
      statement.add` and p.answers -> ${key} @> to_jsonb(${[...values]}::text[])`;
      break;
    case "least":
      statement.add` and p.answers -> ${key} >= to_jsonb(${first}::text::numeric)`;
      break;
    case "before":
      // Without a date, it is free already.
      statement.add` and coalesce(p.answers ->> ${key}, '') <= ${first}`;
      break;
    case "yes":
      statement.add` and p.answers -> ${key} = 'true'::jsonb`;
      break;
  }
}
