import { offer } from "../../helpers/offer.ts";
import { attested, fiche, heldFiche, invite, KEEPER, STAGE } from "../fiche-town.ts";
import { MEMBER } from "../town-places.ts";
import type { Town } from "../whole-town.ts";
import type { Recipe } from "./try-route.ts";

const [domain = "", name = ""] = KEEPER.id.split("/");

async function opened(town: Town): Promise<Town> {
  for (const definition of [KEEPER, STAGE]) await offer(town.ctx, definition);
  return town;
}
const held = async (town: Town) => ({ entry: await heldFiche(await opened(town)) });
const free = async (town: Town) => ({ domain, name, id: await fiche(await opened(town)) });
const list = async (town: Town) => {
  await opened(town);
  return { domain, name };
};
const link = async (town: Town) => {
  const path = await invite(town, (await free(town)).id);
  return { token: path.split("/").at(-1) ?? "" };
};

/** What was delivered about something that is about her. */
async function certificate(town: Town): Promise<Record<string, string>> {
  const { entry } = await held(town);
  return { entry, relation: "stages", of: MEMBER, ...(await attested(town, entry)) };
}

export const FICHE_RECIPES: Readonly<Record<string, Recipe>> = {
  "GET /:member/fiches/invitation/:token": async (town) => ({ params: await link(town) }),
  "POST /:member/fiches/invitation/:token": async (town) => ({ params: await link(town), form: { rattacher: "1" } }),
  "GET /:member/fiches/:entry": async (town) => ({ params: await held(town) }),
  "GET /:member/fiches/:entry/evenements/:type": async (town) => ({
    params: { ...(await held(town)), type: "confirmer" },
  }),
  "POST /:member/fiches/:entry/evenements/:type": async (town) => ({
    params: { ...(await held(town)), type: "confirmer" },
    form: { "confirmer[places]": "0", _revision: "3" },
  }),
  "GET /:member/fiches/:entry/liens/:relation/:of/:linked/documents/:document": async (town) => ({
    params: await certificate(town),
  }),
  "POST /:member/agent/:domain/:name/:id/titulaire/:decision{inviter|retirer}": async (town) => ({
    params: { ...(await free(town)), decision: "inviter" },
    form: {},
  }),
  "GET /:member/agent/:domain/:name/rappels": async (town) => ({ params: await list(town) }),
  "POST /:member/agent/:domain/:name/rappels": async (town) => ({
    params: await list(town),
    form: { collectivite: MEMBER, fiche: await fiche(await opened(town)), rappel: "fin", date: "2026-05-01" },
  }),
};
