import { randomUUID } from "node:crypto";
import { insertOpinion } from "../../../server/store/opinions.ts";
import { saveStatistic } from "../../../server/store/statistics.ts";
import { MEMBER, TERRACE } from "../town-places.ts";
import type { Town } from "../whole-town.ts";
import type { Recipe } from "./try-route.ts";

const question = new URLSearchParams({ demarche: TERRACE.id, par: "mois" }).toString();

/** A statistic that the agent shares with the whole member; returns its id. */
async function shared(town: Town): Promise<string> {
  const statistic = {
    id: randomUUID(),
    name: "Par mois",
    definition: TERRACE.id,
    params: { par: ["mois"] },
    owner: town.people.agent.agent?.id ?? "",
    sharing: "member" as const,
    unit: "",
  };
  await saveStatistic(town.ctx.db, MEMBER, statistic, town.ctx.clock());
  return statistic.id;
}

/** A comment on the definition at hand; returns what its page calls it. */
async function commented({ ctx }: Town): Promise<string> {
  const id = Buffer.from(ctx.randomBytes(32));
  await insertOpinion(ctx.db, MEMBER, {
    entry: id,
    definition: TERRACE.id,
    day: "2026-03-01",
    score: 4,
    comment: "Rapide.",
  });
  return id.toString("hex");
}

const BASE = "/:member/agent/chiffres";

/** Requests to the pages of figures. */
export const FIGURE_RECIPES: Readonly<Record<string, Recipe>> = {
  [`GET ${BASE}/export.csv`]: () => ({ query: { demarche: TERRACE.id, par: "mois" } }),
  [`GET ${BASE}/export.xlsx`]: () => ({ query: { demarche: TERRACE.id, par: "mois" } }),
  [`POST ${BASE}/garder`]: () => ({ form: { question, nom: `Par mois ${randomUUID()}`, partage: "own" } }),
  [`GET ${BASE}/statistiques/:id`]: async (town) => ({ params: { id: await shared(town) } }),
  [`POST ${BASE}/statistiques/:id/supprimer`]: async (town) => ({ params: { id: await shared(town) } }),
  [`POST ${BASE}/tableau`]: async (town) => ({
    form: { statistique: await shared(town), tableau: "mine", geste: "ajouter" },
  }),
  [`POST ${BASE}/demarches/:domain/:name/avis/:id/effacer`]: async (town) => ({
    params: { id: await commented(town) },
  }),
  "POST /:member/demandes/:entry/avis": () => ({ form: { avis: "5", commentaire: "" } }),
};
