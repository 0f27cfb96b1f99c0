import { randomUUID } from "node:crypto";
import { withActor } from "../../../server/db/with-actor.ts";
import { issueToken } from "../../../server/identity/one-time-codes.ts";
import { acceptMandate, insertMandate } from "../../../server/store/mandates.ts";
import { enrol, type Town } from "../whole-town.ts";
import type { Recipe } from "./try-route.ts";

const HOUR = 3_600_000;

/**
 * A mandate that the holder offers to whoever reads an address; in another member than the one at hand, so that who
 * accepts stays a stranger to the other routes.
 */
async function offered({ ctx, people }: Town): Promise<{ from: string; id: string }> {
  const from = people.holder.account?.id ?? "";
  const id = randomUUID();
  const dates = { startsOn: "2026-03-01", endsOn: "2026-12-31" };
  const scope = { members: ["ailleurs"], definitions: null, acts: true };
  await withActor(ctx.db, { system: true }, (tx) =>
    insertMandate(tx, ctx, { ...scope, ...dates, id, from, offeredTo: "odile@exemple.fr" }),
  );
  return { from, id };
}

async function link(town: Town): Promise<{ token: string }> {
  return { token: await issueToken(town.ctx, "mandate", await offered(town), HOUR) };
}

/** The same, accepted by this account. */
async function given(town: Town, to: string | undefined): Promise<{ mandate: string }> {
  const offer = await offered(town);
  await acceptMandate(town.ctx, { ...offer, to: to ?? "" });
  return { mandate: offer.id };
}

/** Recipes of the routes of mandates. */
export const MANDATE_RECIPES: Readonly<Record<string, Recipe>> = {
  "POST /mon-espace/mandats/donner": () => ({
    form: {
      "root[courriel]": `${randomUUID()}@exemple.fr`,
      "root[droit]": "suivre",
      "root[collectivites]": "toutes",
      "root[demarches]": "toutes",
      "root[debut][jour]": "4",
      "root[debut][mois]": "3",
      "root[debut][annee]": "2026",
      "root[fin][jour]": "4",
      "root[fin][mois]": "9",
      "root[fin][annee]": "2026",
    },
  }),
  "GET /mon-espace/mandats/invitation/:token": async (town) => ({ params: await link(town) }),
  "POST /mon-espace/mandats/invitation/:token": async (town) => ({ params: await link(town), form: { accepter: "1" } }),
  "GET /mon-espace/mandats/:mandate": async (town) => ({ params: await given(town, town.people.citizen.account?.id) }),
  "POST /mon-espace/mandats/:mandate/terminer": async (town) => {
    const { account } = await enrol(town.ctx, "Odile Meyer");
    return { params: await given(town, account?.id) };
  },
};
