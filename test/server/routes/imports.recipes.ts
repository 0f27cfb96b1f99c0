import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { receiveImport } from "../../../server/commands/receive-import.ts";
import { beginPhase } from "../../../server/store/imports.ts";
import { drainImports } from "../../../server/worker/run-import.ts";
import { UNIT_DESK } from "../../helpers/agenda.ts";
import { offer } from "../../helpers/offer.ts";
import { MEMBER } from "../town-places.ts";
import type { Town } from "../whole-town.ts";
import type { Recipe } from "./try-route.ts";

/** A register of the unit at hand, and a file sent for it. */
async function received(town: Town): Promise<Record<string, string>> {
  const { ctx, people } = town;
  await offer(ctx, UNIT_DESK);
  const [domain = "", name = ""] = UNIT_DESK.id.split("/");
  const path = join(ctx.config.dataDir, "guichets.csv");
  await writeFile(path, "nom\nUn guichet\n");
  const { agent } = people.agent;
  if (!agent) throw new Error("The agent is none");
  const sent = await receiveImport(ctx, { member: MEMBER, definition: UNIT_DESK, agent, path, name: "guichets.csv" });
  if (!sent.ok) throw new Error(sent.problem.detail);
  return { domain, name, import: sent.value };
}

const withImport: Recipe = async (town) => ({ params: await received(town) });

export const IMPORT_RECIPES: Readonly<Record<string, Recipe>> = {
  "GET /:member/agent/:domain/:name/imports": withImport,
  "POST /:member/agent/:domain/:name/imports": async (town) => {
    const form = new FormData();
    form.append("fichier", new File(["nom\nUn guichet\n"], "guichets.csv", { type: "text/csv" }));
    return { params: await received(town), form };
  },
  "GET /:member/agent/:domain/:name/imports/:import": withImport,
  "POST /:member/agent/:domain/:name/imports/:import": async (town) => ({
    params: await received(town),
    form: { _action: "abandonner" },
  }),
  "POST /:member/agent/:domain/:name/imports/:import/lancer": withImport,
  "POST /:member/agent/:domain/:name/imports/:import/arreter": withImport,
  "POST /:member/agent/:domain/:name/imports/:import/annuler": async (town) => ({
    params: await received(town),
    form: { confirmer: "oui" },
  }),
  "GET /:member/agent/:domain/:name/imports/:import/rapport": async (town) => {
    const params = await received(town);
    const { ctx } = town;
    await beginPhase(ctx.db, { member: MEMBER, id: params["import"] ?? "" }, "trial", ctx.clock());
    await drainImports(ctx);
    return { params };
  },
};
