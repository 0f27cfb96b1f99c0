import { settleScan } from "../../../server/store/scans.ts";
import { onePixel } from "../../helpers/pictures.ts";
import { MEMBER, TERRACE } from "../town-places.ts";
import { begin, fileEntry, type Town, upload } from "../whole-town.ts";
import type { Recipe } from "./try-route.ts";

const photo = (town: Town): Promise<string> =>
  upload(town, town.people.holder, undefined, "photo.png", new Uint8Array(onePixel()));

/** A demande of the holder, with a photo of hers. */
const withFile: Recipe = async (town) => {
  const file = await photo(town);
  const answers = { nom: "Chez Yvonne", courriel: "yvonne@exemple.fr", plan: [file] };
  return { params: { entry: await fileEntry(town, town.people.holder, TERRACE, answers), file } };
};

/** The same before it is sent. */
const begun: Recipe = async (town) => ({
  params: { draft: await begin(town, town.people.holder), file: await photo(town) },
});

/** A photo that the antivirus set aside, and why it is given back. */
const setAside: Recipe = async (town) => {
  const file = await photo(town);
  await settleScan(town.ctx.db, { member: MEMBER, id: file, attempts: 1 }, { scan: "infected", threat: "Essai" });
  return { params: { file }, form: { [file]: "Fausse alerte" } };
};

export const FILE_RECIPES: Readonly<Record<string, Recipe>> = {
  "GET /api/v1/:member/:domain/:name/entries/:id/attachments/:file": async (town, person) => {
    const sending = await withFile(town, person);
    return { params: { ...sending.params, id: sending.params?.["entry"] ?? "" } };
  },
  "GET /:member/demandes/:entry/fichiers/:file": withFile,
  "GET /:member/demandes/:entry/fichiers/:file/image": withFile,
  "GET /:member/agent/:domain/:name/:entry/fichiers/:file": withFile,
  "GET /:member/agent/:domain/:name/:entry/fichiers/:file/image": withFile,
  "POST /:member/agent/administration/fichiers/:file/rendre": setAside,
  "GET /:member/demarches/:draft/fichiers/:file": begun,
  "GET /:member/demarches/:draft/fichiers/:file/image": begun,
};
