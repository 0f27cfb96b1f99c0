import { randomUUID } from "node:crypto";
import { buildDefinition } from "../../helpers/definitions.ts";
import { offer } from "../../helpers/offer.ts";
import { TERRACE } from "../town-places.ts";
import type { Town } from "../whole-town.ts";
import type { Recipe } from "./try-route.ts";

/** A register whose fiches are opened on one screen. */
const CALL = buildDefinition({
  id: "voirie/appel-rapide",
  properties: { nom: { type: "string", title: "Nom" } },
  definition: {
    ...{ kind: "register", unit: "voirie", privacy: TERRACE.privacy },
    quick: { title: "Noter un appel", fields: ["nom"] },
  },
});

async function offered({ ctx }: Town): Promise<Record<string, string>> {
  await offer(ctx, CALL);
  const [domain = "", name = ""] = CALL.id.split("/");
  return { domain, name };
}

export const QUICK_RECIPES: Readonly<Record<string, Recipe>> = {
  "GET /:member/agent/:domain/:name/rapide": async (town) => ({ params: await offered(town) }),
  "POST /:member/agent/:domain/:name/rapide": async (town) => ({
    params: await offered(town),
    form: { "root[nom]": "Un appel", cle: randomUUID() },
  }),
  "POST /:member/agent/:domain/:name/rapide/trouver": async (town) => ({
    params: await offered(town),
    form: { q: "ler" },
  }),
};
