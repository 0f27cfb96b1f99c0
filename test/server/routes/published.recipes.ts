import { agent } from "../../helpers/actors.ts";
import { offer } from "../../helpers/offer.ts";
import { BOAT, WANTED } from "../../helpers/places-town.ts";
import { CRAFTSMEN, craftsman } from "../../helpers/published.ts";
import { file } from "../agenda-office.ts";
import type { Town } from "../whole-town.ts";
import type { Recipe } from "./try-route.ts";

const [domain = "", name = ""] = CRAFTSMEN.id.split("/");

/** A register that publishes, and an entry that it shows. */
async function published({ ctx }: Town): Promise<Record<string, string>> {
  await offer(ctx, CRAFTSMEN);
  const id = await file(ctx, CRAFTSMEN, craftsman(), agent({ units: ["voirie"] }));
  return { domain, name, id, entry: id };
}

/** A register whose places are searched, with a service that helps. */
async function placed({ ctx }: Town): Promise<Record<string, string>> {
  for (const definition of [BOAT, WANTED]) await offer(ctx, definition);
  const [domain = "", name = ""] = BOAT.id.split("/");
  return { domain, name };
}

export const PUBLISHED_RECIPES: Readonly<Record<string, Recipe>> = {
  "GET /:member/:domain/:name/annuaire": async (town) => ({ params: await published(town) }),
  "GET /:member/:domain/:name/annuaire/:entry": async (town) => ({ params: await published(town) }),
  "POST /:member/:domain/:name/annuaire/demande": async (town) => ({ params: await placed(town) }),
  "GET /:member/agent/:domain/:name/places-libres": async (town) => ({ params: await placed(town) }),
  "GET /api/v1/:member/:domain/:name/published": async (town) => ({ params: await published(town) }),
  "GET /api/v1/:member/:domain/:name/published/:id": async (town) => ({ params: await published(town) }),
};
