import { plusDays } from "../../../engine/index.ts";
import { saveTariff } from "../../../server/store/tariffs.ts";
import { MEMBER, TERRACE } from "../town-places.ts";
import type { Town } from "../whole-town.ts";
import type { Recipe } from "./try-route.ts";

const TABLE = "/:member/agent/administration/tarifs/:domain/:name/:table";
const table = "place";
let days = 0;

/** A day to come that no rows begin on. */
function newDay(): string {
  days += 1;
  return plusDays("2027-01-01", days);
}

/** Rows of the member from such a day on. */
async function prepared({ ctx }: Town): Promise<{ table: string; since: string }> {
  const since = newDay();
  const key = { member: MEMBER, definition: TERRACE.id, tariff: table };
  await saveTariff(ctx.db, key, { since, rows: [{ amount: 100, cells: {} }] }, null, ctx.clock());
  return { table, since };
}

const form = (since: string) => ({
  depuis: since,
  lignes: "1",
  "ligne-0-plan": "",
  "ligne-0-amount": "12,50",
  revision: "1",
});

const about: Recipe = () => ({ params: { table } });
const of: Recipe = async (town) => ({ params: await prepared(town) });

/** Requests to the tables of prices. */
export const TARIFF_RECIPES: Readonly<Record<string, Recipe>> = {
  [`GET ${TABLE}`]: about,
  [`GET ${TABLE}/nouvelle`]: about,
  [`POST ${TABLE}/nouvelle`]: () => ({ params: { table }, form: form(newDay()) }),
  [`GET ${TABLE}/:since`]: of,
  [`POST ${TABLE}/:since`]: async (town) => {
    const params = await prepared(town);
    return { params, form: form(params.since) };
  },
  [`POST ${TABLE}/:since/supprimer`]: async (town) => ({ params: await prepared(town), form: { revision: "1" } }),
  [`GET ${TABLE}/:since/csv`]: of,
};
