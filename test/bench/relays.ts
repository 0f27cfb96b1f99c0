/**
 * The yearly report of three relays and the lists of their registers, each beside the SQL that whoever owns the tables would write for
 * it: in turn, in the same run, on one base of 100,000 childminders and 1,000,000 participations.
 */
import { randomBytes } from "node:crypto";
import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import postgres from "postgres";
import { type CompiledDefinition, countKey, type Entry, fieldAt, valuesAt } from "../../engine/index.ts";
import { readActivity, reportOf } from "../../server/activity/read.ts";
import { readConfig } from "../../server/config.ts";
import type { Context } from "../../server/context.ts";
import { findReferred } from "../../server/referred.ts";
import { createLog, openInstallation } from "../../server/start.ts";
import { adopt } from "../../server/store/definitions.ts";
import { listAcross } from "../../server/store/list-across.ts";
import type { ListQuery } from "../../server/store/list-query.ts";
import { saveMember } from "../../server/store/members.ts";
import { countRelated } from "../../server/store/related-counts.ts";
import { saveShare } from "../../server/store/sharing.ts";
import { saveUnits } from "../../server/store/units.ts";
import type { Bases } from "./bases.ts";
import { BY_HAND } from "./relays-by-hand.ts";
import { table } from "./report.ts";

const RELAYS = ["relais-1", "relais-2", "relais-3"];
const [LEAD = ""] = RELAYS;
const BASE = "guichet_relays";
const REPORT = "relais/rapport-activite";
const ROUNDS = 5;
const TURNS = 200;

/** Both tables, in Markdown. `size`: participations. */
export async function relayFigures(bases: Bases, size: number, say: (text: string) => void): Promise<string> {
  const { ctx, url, close } = await relayBase(bases, size, say);
  try {
    return [await reportFigures(ctx, url, say), await listFigures(ctx, url, size)].join("\n\n");
  } finally {
    await close();
  }
}

/** A base of three relays filled, open. */
async function relayBase(bases: Bases, size: number, say: (text: string) => void) {
  say(`loading ${size} participations and what goes with them`);
  await bases.create(BASE);
  const url = bases.url(BASE);
  const environment = {
    DATA_DIR: await mkdtemp(join(tmpdir(), "guichet-bench-")),
    GUICHET_SECRET: randomBytes(32).toString("hex"),
    GUICHET_WORKER: "off",
    LOG_LEVEL: "warn",
    DATABASE_URL: url,
  };
  const config = readConfig(environment);
  const { ctx, close } = await openInstallation(config, createLog(config));
  await found(ctx);
  await bases.run(BASE, ["populate-relays.sql"], size);
  await bases.settle(BASE);
  return { ctx, url, close };
}

/** Three members, each with its relay, which share what theirs keeps. */
async function found(ctx: Context): Promise<void> {
  for (const id of RELAYS) {
    await saveMember(ctx.db, { ...MEMBER, id, name: id });
    await saveUnits(ctx.db, id, [{ id: "relais", name: "Relais", contact: {} }]);
  }
  await ctx.catalogue.reload();
  const shelf = ctx.catalogue.shelf(LEAD).map(({ definition }) => definition.id);
  for (const id of RELAYS) {
    for (const definition of shelf.filter((each) => each.startsWith("relais/"))) {
      await adopt(ctx.db, id, definition);
      const lent = definition === REPORT ? LEAD : "*";
      if (id !== lent) await saveShare(ctx.db, { member: id, definition, with: lent, unit: "relais", role: "agent" });
    }
  }
  await ctx.catalogue.reload();
}

const MEMBER = {
  groupName: "Banc d'essai",
  kind: "commune",
  siren: "200000000",
  insee: null,
  population: 10_000,
  theme: { primary: "#2f4b7c" },
  contact: { address: "1 place de la Mairie", phone: "+33199000000", email: "mairie@banc.exemple" },
  units: [],
} as const;

const definitionOf = (ctx: Context, id: string): CompiledDefinition => {
  const found = ctx.catalogue.definition(LEAD, id);
  if (!found) throw new Error(`${LEAD} has no ${id}`);
  return found;
};

/** The whole report, of the territory and of one relay, and every number of it by hand. */
async function reportFigures(ctx: Context, url: string, say: (text: string) => void): Promise<string> {
  const owner = postgres(url, { max: 1, onnotice: () => undefined });
  // Whoever writes it by hand sees at once that a join goes through one side again and again, and says so.
  await owner`set enable_nestloop = off`;
  const definition = definitionOf(ctx, REPORT);
  const report = (portee: string) => {
    const answers = { annee: 2026, portee, etp: 1, heuresPublic: 1 };
    const made = reportOf(definition, {
      id: "00000000-0000-0000-0000-000000000000",
      member: LEAD,
      state: "ouvert",
      answers,
    });
    if (!made) throw new Error("no report");
    return made;
  };
  try {
    const rows: string[][] = [];
    for (const [name, portee, members] of [
      ["of the territory, three relays side by side", "territoire", RELAYS],
      ["of one relay", "relais", [LEAD]],
    ] as const) {
      const times = { hand: [] as number[], guichet: [] as number[] };
      for (let round = 0; round <= ROUNDS; round += 1) {
        const hand = await timed(async () => {
          for (const statement of BY_HAND)
            await owner.unsafe(statement.replaceAll(":members", members.map((id) => `'${id}'`).join()));
        });
        const guichet = await timed(() => readActivity(ctx, report(portee)));
        // The first warms both up.
        if (round === 0) continue;
        times.hand.push(hand);
        times.guichet.push(guichet);
        say(`report ${name}: by hand ${hand.toFixed(0)} ms, Guichet ${guichet.toFixed(0)} ms`);
      }
      const [hand, guichet] = [middle(times.hand), middle(times.guichet)];
      rows.push([name, hand.toFixed(0), guichet.toFixed(0), (guichet / hand).toFixed(2)]);
    }
    return table(
      [`yearly report, ${BY_HAND.length} statements by hand`, "by hand ms", "Guichet ms", "× by hand"],
      rows,
    );
  } finally {
    await owner.end();
  }
}

interface Listing {
  readonly name: string;
  readonly definition: string;
  readonly query: Partial<ListQuery>;
  readonly columns: readonly string[];
}

const LISTINGS: readonly Listing[] = [
  {
    name: "participations, columns of their own",
    definition: "relais/participation",
    query: {},
    columns: ["nom", "commune"],
  },
  {
    name: "participations, columns of the childminder's fiche",
    definition: "relais/participation",
    query: {},
    columns: ["nom", "assistante.secteur", "assistante.adresse.commune", "assistante.placesLibres"],
  },
  {
    name: "participations of a year, present, by name",
    definition: "relais/participation",
    query: { state: ["presente"], filters: { "place.jour": ["2026-01-01..2026-12-31"] }, sort: "nom" },
    columns: ["nom", "assistante.secteur", "enfantsNombre"],
  },
  {
    name: "childminders, numbers of what refers to them",
    definition: "relais/assistante-maternelle",
    query: { sort: "nomNaissance" },
    columns: [
      "nomNaissance",
      "secteur",
      "telephone",
      "_nombre.participations",
      "_nombre.formations",
      "_nombre.contacts",
    ],
  },
  {
    name: "childminders of a commune with a free place",
    definition: "relais/assistante-maternelle",
    query: {
      state: ["en-activite"],
      filters: { "adresse.commune": ["valognes"], placesLibres: ["1.."] },
      sort: "nomNaissance",
    },
    columns: ["nomNaissance", "secteur", "placesLibres", "_nombre.participations"],
  },
  {
    name: "contacts of a year, columns of the family's fiche",
    definition: "relais/contact",
    query: { filters: { jour: ["2026-01-01..2026-12-31"], public: ["famille"] }, sort: "-jour" },
    columns: ["jour", "canal", "famille.adresse.commune", "famille.telephone"],
  },
];

/** First pages of lists over the three relays with what their columns say, beside a page that the owner reads from its index. */
async function listFigures(ctx: Context, url: string, size: number): Promise<string> {
  const bare = postgres(url, { max: 1, onnotice: () => undefined });
  try {
    const readings = [
      { name: "bare page of 25", read: () => barePage(bare) },
      ...LISTINGS.map((listing) => ({ name: listing.name, read: () => firstPage(ctx, listing) })),
    ];
    const times = readings.map((): number[] => []);
    for (let turn = 0; turn < TURNS + 20; turn += 1) {
      for (const [index, { read }] of readings.entries()) {
        const took = await timed(read);
        if (turn >= 20) times[index]?.push(took);
      }
    }
    const at = (values: readonly number[], share: number) =>
      [...values].sort((a, b) => a - b)[Math.floor(values.length * share)] ?? Number.NaN;
    const [base = []] = times;
    const rows = readings.map(({ name }, index) => {
      const own = times[index] ?? [];
      return [
        name,
        ...[0.5, 0.99].flatMap((share) => [at(own, share).toFixed(2), (at(own, share) / at(base, share)).toFixed(1)]),
      ];
    });
    const head = ["first page over three relays", "p50 ms", "× bare", "p99 ms", "× bare"];
    return `Lists over ${(size / 10).toLocaleString("en")} childminders and ${size.toLocaleString("en")} participations, with what their columns say.\n\n${table(head, rows)}`;
  } finally {
    await bare.end();
  }
}

const barePage = (sql: postgres.Sql) => sql`
  select id, reference, version, kind, state, revision, answers, holder, assignee, created_at, updated_at
  from entry where member_id = ${LEAD} and definition = 'relais/participation'
  order by created_at desc, id desc limit 25`;

async function firstPage(ctx: Context, { definition: id, query, columns }: Listing): Promise<void> {
  const definition = definitionOf(ctx, id);
  const page = await listAcross(
    ctx,
    RELAYS.map((member) => ({ member, definition, limit: 25, ...query })),
  );
  if (page.items.length === 0) throw new Error(`nothing in ${id}`);
  await Promise.all([referred(ctx, definition, columns, page.items), related(ctx, definition, columns, page.items)]);
}

/** What the entries that columns go through say. */
async function referred(
  ctx: Context,
  definition: CompiledDefinition,
  columns: readonly string[],
  entries: readonly Entry[],
) {
  const keys = new Set(
    columns.map((key) => key.split(".")[0] ?? "").filter((key) => fieldAt(definition.form.order, key)?.ref),
  );
  const links = [...keys].flatMap((key) =>
    entries.flatMap(({ answers }) =>
      valuesAt(answers, key).flatMap((value) => {
        const ref = fieldAt(definition.form.order, key)?.ref;
        return typeof value === "string" && ref !== undefined
          ? [{ id: value, pointer: `/${key}`, definition: ref }]
          : [];
      }),
    ),
  );
  if (links.length > 0) await findReferred(ctx, LEAD, links);
}

function related(ctx: Context, definition: CompiledDefinition, columns: readonly string[], entries: readonly Entry[]) {
  const asked = definition.relations
    .filter((relation) => columns.includes(countKey(relation)))
    .map(({ id, definition: other, field }) => ({ id, definition: other, field, members: RELAYS, alone: true }));
  return countRelated(
    ctx,
    asked,
    entries.map(({ id }) => id),
  );
}

async function timed(work: () => PromiseLike<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

const middle = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
