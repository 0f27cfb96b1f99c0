import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { readStatistic, type StatisticParams } from "../../../engine/index.ts";
import type { Context } from "../../../server/context.ts";
import { readFigures } from "../../../server/routes/figures/read-figures.ts";
import { createTestDatabase, type TestDatabase } from "../../helpers/db.ts";
import { naiveTable } from "./naive.ts";
import { draw, type MadeEntry, placesAt, RENT, store, TOWNS } from "./random-town.ts";

const NOW = "2026-04-15T09:00:00.000Z";
let base: TestDatabase;
let ctx: Context;
let made: readonly MadeEntry[];

beforeAll(async () => {
  base = await createTestDatabase();
  for (const town of TOWNS) {
    await base.owner`insert into member (id, group_name, name, kind, siren, population)
      values (${town}, 'Groupe', ${town}, 'commune', '1', 1)`;
  }
  made = draw(450, 20260415);
  await store(base, made);
  ctx = { db: base.app, clock: () => new Date(NOW) } as Context;
});
afterAll(() => base.stop());

const places = () => placesAt(TOWNS);

/** The cells of a table that stand on something, by "row|column"; null when it is refused for having too many. */
async function cellsOf(
  params: StatisticParams,
  at = places(),
): Promise<ReadonlyMap<string, { value: number | null; n: number }> | null> {
  const outcome = await readFigures(ctx, params, at);
  if (!outcome.ok && outcome.problem.code === "too-large") return null;
  if (!outcome.ok) throw new Error(JSON.stringify(outcome.problem));
  const { rows, columns, cells } = outcome.value.table;
  return new Map(
    rows.flatMap((row, r) =>
      columns.flatMap((column, c) => {
        const cell = cells[r]?.[c];
        return cell && cell.n > 0 ? [[`${row ?? ""}|${column ?? ""}`, cell] as const] : [];
      }),
    ),
  );
}

const DAY = 86_400_000;

/** How many cells a table of these keys has, those of days without anything included, unless they are too many. */
function sizeOf(
  keys: readonly string[],
  params: StatisticParams,
  { from, until }: { readonly from: string | null; readonly until: string | null },
): number {
  const dimensions = [params["par"]?.[0], params["puis"]?.[0]].filter((name) => name);
  return dimensions
    .map((name, side) => {
      const found = [...new Set(keys.map((key) => key.split("|")[side] ?? ""))].sort();
      const [first, last] = [found[0], found.at(-1)];
      if (name !== "jour" || first === undefined || last === undefined) return found.length;
      const end = until === null ? Date.parse(last) + DAY : Date.parse(until);
      const days = (end - Date.parse(from ?? first)) / DAY;
      return days > 800 ? found.length : days;
    })
    .reduce((all, count) => all * count, 1);
}

const dimension = fc.constantFrom(
  ...["", "etat", "collectivite", "canal", "agent", "jour", "semaine", "mois", "trimestre", "annee"],
  ...[
    "champ:salle",
    "champ:jours",
    "champ:association",
    "champ:adresse.commune",
    "champ:personnes",
    "champ:souhaits.0.moment",
  ],
);
const CONDITIONS = [
  "salle == 'fetes'",
  "salle != 'fetes' && prix >= 20000",
  "association || personnes > 20",
  "!association",
  "!(association && salle == 'foyer')",
  "salle in ['fetes', 'foyer'] || 'samedi' in jours",
  "personnes in [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]",
  "present(prix) && !present(salle)",
  "present(jours)",
  "date < today - days(60)",
  "date >= date('2026-01-01') || distance < 100.5",
  "age(date, today) >= 1",
  "size(jours) == 2",
  "association ? prix > 1000 : distance > 10.0",
  "present(association) ? association : true",
  "adresse.commune.startsWith('L’Île') || adresse.commune.endsWith('house')",
  "adresse.commune.contains('xhe')",
  "entry.state == 'refusee' || entry.createdAt >= date('2026-01-01')",
  "true",
  "today > date('2030-01-01')",
];

/** Anything an address may ask of this definition. */
const asked: fc.Arbitrary<StatisticParams> = fc
  .record({
    mesure: fc.constantFrom(
      ...["nombre", "part", "somme", "moyenne", "mediane", "centile"],
      ...["delai-moyen", "delai-median", "delai-centile", "delai-tenu"],
    ),
    champ: fc.constantFrom("prix", "personnes", "distance"),
    centile: fc.integer({ min: 1, max: 99 }).map(String),
    jours: fc.integer({ min: 0, max: 60 }).map(String),
    de: fc.constantFrom("_reception", "recue", "etude", "attente", "refusee"),
    vers: fc.constantFrom("_issue", "acceptee", "etude", "attente"),
    par: dimension,
    puis: dimension,
    sur: fc.constantFrom("_reception", "_issue", "champ:date"),
    periode: fc.constantFrom("12-mois", "annee", "trimestre-dernier", "mois-dernier", "30-jours", "tout", "dates"),
    du: fc.constantFrom("", "2025-10-26", "2025-12-29", "2026-03-29"),
    au: fc.constantFrom("2026-03-29", "2026-04-01", "2026-03-30"),
    etat: fc.subarray(["recue", "etude", "attente", "refusee", "acceptee"]),
    canal: fc.subarray(["guichet", "courrier", "telephone", "enligne"]),
    collectivite: fc.subarray([...TOWNS]),
    salles: fc.subarray(["fetes", "gymnase", "foyer"]),
    cochés: fc.subarray(["samedi", "dimanche"]),
    si: fc.option(fc.constantFrom(...CONDITIONS), { nil: "", freq: 2 }),
    narrow: fc.boolean(),
  })
  .map(({ etat, canal, collectivite, salles, cochés, narrow, ...others }) => ({
    ...Object.fromEntries(Object.entries(others).map(([name, value]) => [name, [value]])),
    ...(narrow && { etat, canal, collectivite, "filtre[salle]": salles, "filtre[jours]": cochés }),
  }));

/** Every day of two years by every number of people: more cells than a page shows. */
const TOO_MANY: StatisticParams = {
  mesure: ["nombre"],
  par: ["champ:personnes"],
  puis: ["jour"],
  sur: ["champ:date"],
  periode: ["dates"],
  au: ["2026-03-29"],
};

const scope = () => ({ definition: RENT, actor: { kind: "agent" }, members: TOWNS, now: NOW });

describe("any statistic over several members", () => {
  test("is what counting entry by entry gives", async () => {
    let [tried, refused] = [0, 0];
    await fc.assert(
      fc.asyncProperty(asked, async (params) => {
        const read = readStatistic(params, scope());
        fc.pre(read.ok);
        if (!read.ok) return;
        tried += 1;
        const expected = naiveTable(params, made, read.value.period, NOW);
        const found = await cellsOf(params);
        expect(found === null, "refused").toBe(sizeOf([...expected.keys()], params, read.value.period) > 20_000);
        if (found === null) {
          refused += 1;
          return;
        }
        expect([...found.keys()].sort()).toEqual([...expected.keys()].sort());
        for (const [key, cell] of expected) {
          expect(found.get(key)?.n, key).toBe(cell.n);
          expect(found.get(key)?.value, key).toBeCloseTo(cell.value ?? Number.NaN, 6);
        }
      }),
      { numRuns: 120, examples: [[TOO_MANY]] },
    );
    expect(tried).toBe(120);
    expect(refused).toBeGreaterThan(0);
  }, 120_000);

  test("is empty, without failing, when nothing was ever filed", async () => {
    const nowhere = placesAt(["rixheim"], { ...RENT, id: "culture/rien" });
    for (const par of ["", "mois", "etat", "champ:salle"]) {
      const outcome = await readFigures(
        ctx,
        { par: [par], mesure: ["mediane"], champ: ["prix"], periode: ["tout"] },
        nowhere,
      );
      expect(outcome.ok && outcome.value.table.n).toBe(0);
    }
  });
});
