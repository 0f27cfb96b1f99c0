import { YEARLY } from "../../helpers/activity.ts";
import { agent } from "../../helpers/actors.ts";
import { offer } from "../../helpers/offer.ts";
import { file } from "../agenda-office.ts";
import type { Town } from "../whole-town.ts";
import type { Recipe } from "./try-route.ts";

const [domain = "", name = ""] = YEARLY.id.split("/");

/** A report of the unit at hand. */
async function report({ ctx }: Town): Promise<Record<string, string>> {
  await offer(ctx, YEARLY);
  return { domain, name, id: await file(ctx, YEARLY, { annee: 2026, agents: 2 }, agent({ units: ["voirie"] })) };
}

const REPORT = "GET /:member/agent/:domain/:name/:id/rapport";

/** Requests to activity reports. */
export const ACTIVITY_RECIPES: Readonly<Record<string, Recipe>> = Object.fromEntries(
  [REPORT, `${REPORT}.pdf`, `${REPORT}.csv`, `${REPORT}.ods`].map((route): [string, Recipe] => [
    route,
    async (town) => ({ params: await report(town) }),
  ]),
);
