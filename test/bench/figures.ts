import pino from "pino";
import type { StatisticParams } from "../../engine/index.ts";
import { openCatalogue } from "../../server/catalogue.ts";
import type { Context } from "../../server/context.ts";
import { openDatabase } from "../../server/db/connect.ts";
import type { Place } from "../../server/routes/back/reach.ts";
import { readFigures } from "../../server/routes/figures/read-figures.ts";
import type { Bases } from "./bases.ts";
import { DEFINITION, MEMBERS } from "./payload.ts";
import { table } from "./report.ts";

/** A statistic of Guichet beside the SQL that somebody who owns the base would write for it. */
interface Figure {
  readonly name: string;
  readonly params: StatisticParams;
  readonly byHand: string;
}

const TWELVE = `created_at >= date_trunc('month', now(), 'Europe/Paris') - interval '11 months'`;
const MONTH = "date_trunc('month', created_at at time zone 'Europe/Paris')";

const FIGURES: readonly Figure[] = [
  {
    name: "requests by month, all of them",
    params: { par: ["mois"], periode: ["dates"], du: ["2020-01-01"], au: ["2029-12-31"] },
    byHand: `select ${MONTH}, count(*) from entry where definition = '${DEFINITION}' group by 1 order by 1`,
  },
  {
    name: "by month and state, twelve months",
    params: { par: ["mois"], puis: ["etat"] },
    byHand: `select ${MONTH}, state, count(*) from entry where definition = '${DEFINITION}' and ${TWELVE} group by 1, 2`,
  },
  {
    name: "by school, twelve months",
    params: { par: ["champ:ecole"] },
    byHand: `select answers->>'ecole', count(*) from entry where definition = '${DEFINITION}' and ${TWELVE} group by 1`,
  },
  {
    name: "median delay to the end by month, twelve months",
    params: { mesure: ["delai-median"], par: ["mois"] },
    byHand: `select ${MONTH}, percentile_cont(0.5) within group (order by extract(epoch from closed.at - created_at))
      from entry join (select member_id, entry_id, min(at) as at from entry_event where to_state = 'close' group by 1, 2) closed
        on closed.member_id = entry.member_id and closed.entry_id = entry.id
      where definition = '${DEFINITION}' and ${TWELVE} group by 1`,
  },
];

const ROUNDS = 5;

/** Statistics over every member of a base, and the same by hand, in turn; then what the index of arrivals costs a write. */
export async function figuresBench(bases: Bases, base: string): Promise<string> {
  const rows = await compared(bases, base);
  const head = ["statistic over all entries", "by hand ms", "Guichet ms", "× by hand"];
  return [table(head, rows), await writes(bases, base)].join("\n\n");
}

async function compared(bases: Bases, base: string): Promise<readonly (readonly string[])[]> {
  const log = pino({ enabled: false });
  const database = await openDatabase({ databaseUrl: bases.url(base), dataDir: "/nowhere", poolSize: 4 }, log);
  try {
    const catalogue = await openCatalogue(database.app);
    const ctx = { db: database.app, catalogue, clock: () => new Date() } as Context;
    const places = MEMBERS.map((id) => placeOf(ctx, id));
    const rows: string[][] = [];
    for (const { name, params, byHand } of FIGURES) {
      const times = { hand: [] as number[], guichet: [] as number[] };
      for (let round = 0; round <= ROUNDS; round += 1) {
        const hand = await timed(() => bases.write(base, (sql) => sql.unsafe(byHand)));
        const guichet = await timed(async () => {
          const read = await readFigures(ctx, params, places, 120_000);
          if (!read.ok) throw new Error(JSON.stringify(read.problem));
        });
        // The first warms both up.
        if (round === 0) continue;
        times.hand.push(hand);
        times.guichet.push(guichet);
      }
      const [hand, guichet] = [middle(times.hand), middle(times.guichet)];
      rows.push([name, hand.toFixed(0), guichet.toFixed(0), (guichet / hand).toFixed(2)]);
    }
    return rows;
  } finally {
    await database.stop();
  }
}

function placeOf(ctx: Context, id: string): Place {
  const member = ctx.catalogue.member(id);
  const definition = ctx.catalogue.definition(id, DEFINITION);
  if (!member || !definition) throw new Error(`${id} has no ${DEFINITION}`);
  const actor = { kind: "agent", id: "banc", member: id, roles: ["agent"], units: [], holders: [] } as const;
  return { member, definition, actor };
}

const BATCH = 50_000;

/** Microseconds that the base takes to write an event, one statement each, with and without the index of arrivals. */
async function writes(bases: Bases, base: string): Promise<string> {
  const insert = (name: string) => `
    do $$ begin for n in 1..${BATCH} loop
      insert into ${name} (member_id, entry_id, seq, type, from_state, to_state, actor, at, data, answers_digest, hash)
      values ('commune-01', gen_random_uuid(), 2, 'instruire', 'recue', 'instruction', '{"kind": "agent"}', now(), '{}', '', '');
    end loop; end $$`;
  const times = await bases.write(base, async (sql) => {
    const measured = { with: [] as number[], without: [] as number[] };
    for (let round = 0; round < ROUNDS; round += 1) {
      for (const kind of ["with", "without"] as const) {
        await sql`create table event_copy (like entry_event including all)`;
        if (kind === "without") {
          const [index] = await sql<{ name: string }[]>`
            select indexname as name from pg_indexes where tablename = 'event_copy' and indexdef like '%(member_id, to_state, entry_id, at)%'`;
          await sql`drop index ${sql(index?.name ?? "")}`;
        }
        measured[kind].push((await timed(() => sql.unsafe(insert("event_copy")))) * (1000 / BATCH));
        await sql`drop table event_copy`;
      }
    }
    return measured;
  });
  const [plain, indexed] = [middle(times.without), middle(times.with)];
  return table(
    ["insert of one event, in the base alone", "µs"],
    [
      ["without the index of arrivals", plain.toFixed(1)],
      ["with it", indexed.toFixed(1)],
    ],
  );
}

async function timed(work: () => PromiseLike<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

const middle = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
