import { DESK, HALL, UNIT_DESK, VISIT } from "../../helpers/agenda.ts";
import { offer } from "../../helpers/offer.ts";
import type { Town } from "../whole-town.ts";
import type { Recipe } from "./try-route.ts";

/** A register that can be booked, of the unit at hand. */
async function booked({ ctx }: Town): Promise<Record<string, string>> {
  for (const definition of [HALL, UNIT_DESK]) await offer(ctx, definition);
  const [domain = "", name = ""] = UNIT_DESK.id.split("/");
  return { domain, name };
}

/** A service that gives appointments. */
async function appointments({ ctx }: Town): Promise<Record<string, string>> {
  for (const definition of [HALL, DESK, VISIT]) await offer(ctx, definition);
  const [domain = "", name = ""] = VISIT.id.split("/");
  return { domain, name };
}

export const AGENDA_RECIPES: Readonly<Record<string, Recipe>> = {
  "GET /:member/agent/:domain/:name/agenda": async (town) => ({ params: await booked(town) }),
  "GET /api/v1/:member/:domain/:name/slots": async (town) => ({ params: await appointments(town) }),
};
