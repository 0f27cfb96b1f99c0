/**
 * What an agent's lists cost on the largest base, beside a bare page read from its index: each reading once, in turn, on
 * one connection, in this process.
 */
import { performance } from "node:perf_hooks";
import postgres from "postgres";
import { readConfig } from "../../server/config.ts";
import type { Context } from "../../server/context.ts";
import { createLog, openInstallation } from "../../server/start.ts";
import { listEntries } from "../../server/store/entry-list.ts";
import { countFacets, type Facet } from "../../server/store/facets.ts";
import type { ListQuery } from "../../server/store/list-query.ts";
import type { Bases } from "./bases.ts";
import { DEFINITION, MEMBERS } from "./payload.ts";
import { table } from "./report.ts";
import type { Subject } from "./subject.ts";

/** Times each reading is made, the members in turn: ten of them are beyond the p99. */
const TURNS = 1_000;
/** Unmeasured: what a server compiles in its first seconds would be timed, and beside it whoever it keeps waiting. */
const WARM = 15 * MEMBERS.length;

interface Reading {
  readonly name: string;
  readonly read: (member: string, turn: number) => Promise<unknown>;
}

/** The table of the queues, in Markdown. */
export async function queueFigures(
  bases: Bases,
  guichet: Pick<Subject, "environment" | "base">,
  size: number,
  turns = TURNS,
): Promise<string> {
  const url = bases.url(guichet.base(size));
  const config = readConfig({ ...guichet.environment, DATABASE_URL: url });
  const { ctx, close } = await openInstallation(config, createLog(config));
  const bare = postgres(url, { max: 1, onnotice: () => undefined });
  try {
    // As the base's own worker does after a time without writes, and not while others are timed.
    await bare`vacuum (analyze)`;
    const readings = [bareRead(bare), ...readingsOf(ctx)];
    const times = readings.map((): number[] => []);
    for (let turn = 0; turn < turns + WARM; turn += 1) {
      const member = MEMBERS[turn % MEMBERS.length] ?? "";
      for (const [index, { read }] of readings.entries()) {
        const start = performance.now();
        await read(member, turn);
        if (turn >= WARM) times[index]?.push(performance.now() - start);
      }
    }
    return reported(readings, times, { size, turns });
  } finally {
    await bare.end();
    await close();
  }
}

function reported(
  readings: readonly Reading[],
  times: readonly (readonly number[])[],
  { size, turns }: { readonly size: number; readonly turns: number },
): string {
  const at = (values: readonly number[], share: number) =>
    [...values].sort((a, b) => a - b)[Math.floor(values.length * share)] ?? Number.NaN;
  const base = at(times[0] ?? [], 0.99);
  const rows = readings.map(({ name }, index) => {
    const values = times[index] ?? [];
    const p99 = at(values, 0.99);
    return [name, at(values, 0.5).toFixed(2), p99.toFixed(2), (p99 / base).toFixed(1)];
  });
  return `Lists of an agent among ${size.toLocaleString("en")} entries, one at a time, over row-level security, against a page that the\nowner of the tables reads from its index; ${WARM} turns before the ${turns.toLocaleString("en")} that are timed.\n\n${table(["reading", "p50 ms", "p99 ms", "p99 × bare"], rows)}`;
}

const bareRead = (sql: postgres.Sql): Reading => ({
  name: "bare page of 25",
  read: (member) => sql`
    select id, reference, version, kind, state, revision, answers, holder, assignee, created_at, updated_at
    from entry where member_id = ${member} and definition = ${DEFINITION}
    order by created_at desc, id desc limit 25`,
});

const NAMES = ["Lefèvre", "Moreau", "Simon", "Laurent", "Michel", "Garcia", "Roux", "Schmitt", "Weber", "Legrand"];
const TYPED = ["lefevr", "morreau", "simom", "laurnet", "mihcel", "gracia", "rouw", "schmtt", "webber", "legrond"];

function readingsOf(ctx: Context): readonly Reading[] {
  const ask = (member: string, changes: Partial<ListQuery>): ListQuery => {
    const definition = ctx.catalogue.definition(member, DEFINITION);
    if (!definition) throw new Error(`${member} does not offer ${DEFINITION}`);
    return { member, definition, limit: 25, ...changes };
  };
  const list = (name: string, changes: (turn: number) => Partial<ListQuery>): Reading => ({
    name,
    read: (member, turn) => listEntries(ctx, ask(member, changes(turn))),
  });
  const work = ["recue", "instruction"];
  /** A number that the entries of this member bear. */
  const numbered = (turn: number) => ((turn % MEMBERS.length) + MEMBERS.length - 1) % MEMBERS.length || MEMBERS.length;
  return [
    list("view: the work to do, oldest first", () => ({ state: work, sort: "createdAt" })),
    list("view: one state, a listed choice, newest first", () => ({ state: ["recue"], filters: { ecole: ["curie"] } })),
    list("view: nobody's, received these 30 days", () => ({
      state: work,
      assignees: ["none"],
      filters: { _recue: ["-30j"] },
    })),
    list("view: two choices, a range of days, by name", () => ({
      sort: "nom",
      filters: { ecole: ["ferry", "curie"], naissance: ["2018-01-01..2019-12-31"] },
    })),
    list("view: one name among all", (turn) => ({ filters: { nom: [`${NAMES[turn % 10]}-${numbered(turn)}`] } })),
    list("view: a field that is not listed, common", () => ({ state: work, filters: { commune: ["mulhouse"] } })),
    list("view: a field that is not listed, never found", () => ({ filters: { voie: ["introuvable"] } })),
    list("view: everything, last changed first", () => ({ sort: "-updatedAt" })),
    list("view: the work to do, longest unchanged first", () => ({ state: work, sort: "updatedAt" })),
    list("view: the work to do, changed these 3 days", () => ({ state: work, filters: { _modifiee: ["-3j"] } })),
    list("view: the work to do, by name", () => ({ state: work, sort: "nom" })),
    list("search: a name, last changed first", (turn) => ({ q: NAMES[turn % 10] ?? "", sort: "-updatedAt" })),
    list("search: a name", (turn) => ({ q: NAMES[turn % 10] ?? "" })),
    list("search: a name with a typing error", (turn) => ({ q: TYPED[turn % 10] ?? "" })),
    list("search: two common words, one with a typing error", (turn) => ({ q: `${TYPED[turn % 10]} jeanne` })),
    list("search: nothing found", () => ({ q: "introuvable xyz" })),
    facets("facets of the work to do", ctx, (member) => ask(member, { state: work }), ["_etat", "_attribuee", "ecole"]),
    facets("facets under two filters", ctx, (member) => ask(member, { state: work, filters: { ecole: ["ferry"] } }), [
      "_etat",
      "_attribuee",
      "ecole",
    ]),
    facets("facets of everything", ctx, (member) => ask(member, {}), ["_etat", "_attribuee", "ecole"]),
  ];
}

function facets(name: string, ctx: Context, query: (member: string) => ListQuery, names: readonly string[]): Reading {
  return {
    name,
    read: (member) => {
      const whole = query(member);
      const asked = names.map((facet): Facet => {
        const { state, ...stateless } = whole;
        const { [facet]: _, ...filters } = whole.filters ?? {};
        return { name: facet, queries: [facet === "_etat" ? stateless : { ...whole, filters }] };
      });
      return countFacets(ctx, asked);
    },
  };
}
