import { mergeFiches } from "../../../server/commands/merge-fiches.ts";
import { agent } from "../../helpers/actors.ts";
import { PEOPLE, person } from "../../helpers/duplicates.ts";
import { offer } from "../../helpers/offer.ts";
import { file } from "../agenda-office.ts";
import { MEMBER } from "../town-places.ts";
import type { Town } from "../whole-town.ts";
import type { Recipe } from "./try-route.ts";

const AGENT = agent({ units: ["voirie"] });
const [domain = "", name = ""] = PEOPLE.id.split("/");

/** Two fiches of the unit at hand. */
async function two({ ctx }: Town): Promise<Record<string, string>> {
  await offer(ctx, PEOPLE);
  const id = await file(ctx, PEOPLE, person(), AGENT);
  return { domain, name, id, other: await file(ctx, PEOPLE, person(), AGENT) };
}

/** The second made one with the first. */
async function merged(town: Town): Promise<Record<string, string>> {
  const { id = "", other = "", ...rest } = await two(town);
  const seen = (fiche: string) => ({ member: MEMBER, id: fiche, revision: 1 });
  const outcome = await mergeFiches(town.ctx, {
    ...{ definitionId: PEOPLE.id, kept: seen(id), other: seen(other) },
    ...{ taken: new Set<string>(), actorIn: () => AGENT },
  });
  if (!outcome.ok) throw new Error(JSON.stringify(outcome.problem));
  return { ...rest, id: other };
}

export const DUPLICATE_RECIPES: Readonly<Record<string, Recipe>> = {
  "GET /:member/agent/:domain/:name/doublons": async (town) => ({ params: await two(town) }),
  "GET /:member/agent/:domain/:name/:id/doublons/:other": async (town) => ({ params: await two(town) }),
  "POST /:member/agent/:domain/:name/:id/doublons/:other": async (town) => ({
    params: await two(town),
    form: { action: "reunir", garder: "a", "revision-a": "1", "revision-b": "1" },
  }),
  "POST /:member/agent/:domain/:name/:id/separer": async (town) => ({ params: await merged(town), form: {} }),
};
