import { afterAll, beforeAll, expect, test } from "vitest";
import { loadOverlayDraft } from "../../../server/store/overlays.ts";
import { readPdf } from "../../helpers/pdf.ts";
import type { Browser } from "../identity/installation.ts";
import { MEMBER, TERRACE } from "../town-places.ts";
import { openTown, type Town } from "../whole-town.ts";
import { fieldsOf, words } from "./back-office.ts";
import { browserOf } from "./conversation-office.ts";

const HERE = `/${MEMBER}/agent/administration/personnalisations/${TERRACE.id}`;
const TRIAL = `/${MEMBER}/agent/administration/documents/${TERRACE.id}/accuse`;
const BODY = "documents.accuse.body";

let town: Town;
let admin: Browser;

beforeAll(async () => {
  town = await openTown();
  admin = await browserOf(town, town.people.functional);
});
afterAll(() => town.stop());

const read = async (path: string) => (await admin.get(path)).text();

async function saves(fields: Record<string, string>): Promise<Response> {
  const form = fieldsOf(await read(`${HERE}/documents`), `${HERE}/documents`);
  return admin.post(`${HERE}/documents`, { ...form, "documents.accuse.title": "Récépissé", ...fields });
}

const trial = async () => (await readPdf(new Uint8Array(await (await admin.get(TRIAL)).arrayBuffer()))).text;

test("the page of documents shows their words, what they may hold and the answers they may quote", async () => {
  const page = words(await read(`${HERE}/documents`));
  for (const said of ["Document « Récépissé »", "[code de vérification]", "le code à scanner", "{{about.appeal}}"]) {
    expect(page).toContain(said);
  }
  expect(page).toContain("{{nom}} Nom de l’établissement");
});

test("what is wrong is kept, told by its line with the way to mend it, and not published; the trial says whose it is", async () => {
  const text = "Bonjour, {{nomm}}.\n#Réponses\nFait le jour même, [signature]";
  expect((await saves({ [BODY]: text })).headers.get("location")).toBe(`${HERE}?fait=enregistre`);
  const html = await read(HERE);
  const page = words(html);
  expect(page).toContain("« nomm » n'est pas un champ connu ; vouliez-vous dire « nom »");
  expect(page).toContain("Ligne 2 : Laissez une espace entre « # » et le titre.");
  expect(page).toContain("Ligne 3 : « [signature] » s'écrit seul sur sa ligne.");
  expect(html.replaceAll("\u00a0", " ")).toContain(
    `<a href="${HERE}/documents#champ_${BODY}">Document « Récépissé », texte</a>`,
  );
  expect(await read(`${HERE}/documents`)).toContain(`id="champ_${BODY}"`);
  expect(html).not.toContain(`action="${HERE}/publier"`);
  expect(page).toContain("vous voyez ici la version publiée");
  expect(await trial()).not.toContain("Fait le jour même");
});

test("once mended, the trial shows the words with made-up answers, before they are published", async () => {
  await saves({ [BODY]: "Bonjour, {{nom}}.\n\n# Réponses\n[réponses]\n[signature]" });
  expect(await read(HERE)).toContain(`action="${HERE}/publier"`);
  expect(await trial()).toContain("Bonjour, (Nom de l’établissement).");
  expect(await trial()).toContain("Spécimen : ce document n’a pas été délivré");
});

test("a text longer than what is kept is refused as a whole, never cut in silence", async () => {
  const answer = await saves({ [BODY]: `${"a".repeat(20_001)}` });
  const draft = JSON.stringify(await loadOverlayDraft(town.ctx.db, MEMBER, TERRACE.id));
  expect([answer.status, draft.includes("aaaa")]).toEqual([422, false]);
  const html = await answer.text();
  expect(words(html)).toContain("« Texte » : ce texte compte 20 001 signes, 20 000 au plus.");
  expect(html).toContain(`href="#champ_${BODY}"`);
  expect(html).toContain("a".repeat(20_001));
  expect((await saves({ [BODY]: `${"é".repeat(19_970)}\r\n\r\n[signature]` })).status).toBe(303);
});
