import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { auditWritten } from "../../../server/audit.ts";
import { cannedAnswers } from "../../../server/store/canned-answers.ts";
import { pngOf } from "../../helpers/pictures.ts";
import type { Browser } from "../identity/installation.ts";
import { MEMBER, NURSERY, PARTNER, TERRACE } from "../town-places.ts";
import { fileEntry, openTown, type Town } from "../whole-town.ts";
import { words } from "./back-office.ts";
import { browserOf, placesOf, read, send } from "./conversation-office.ts";

const ANSWERS = `/${MEMBER}/agent/administration/reponses`;
const NEW = `${ANSWERS}/nouvelle`;

let town: Town;
let admin: Browser;
let agent: Browser;
beforeAll(async () => {
  town = await openTown();
  admin = await browserOf(town, town.people.functional);
  agent = await browserOf(town, town.people.agent);
});
afterAll(() => town.stop());

async function keeps(titre: string, texte: string, pour = ""): Promise<string> {
  const kept = await send(admin, NEW, NEW, { titre, texte, pour });
  expect(kept.status, await kept.clone().text()).toBe(303);
  const found = (await cannedAnswers(town.ctx.db, MEMBER)).find(({ title }) => title === titre);
  return found?.id ?? "";
}

/** The options of the agent's list, and what the message says after one is inserted. */
const offered = (html: string) =>
  [...(html.split('id="reponse-prete"')[1] ?? "").matchAll(/<option value="([0-9a-f-]{36})">([^<]*)</g)].map(
    ([, , t]) => t,
  );
const message = (html: string) => /<textarea[^>]*id="message_texte"[^>]*>([^<]*)</.exec(html)?.[1];

describe("a ready answer", () => {
  test("is written by the functional administrator, changed, removed, and the log says so", async () => {
    const id = await keeps("Pièce illisible", "Bonjour,\r\n\r\nRenvoyez la pièce.");
    expect(words(await read(admin, ANSWERS))).toContain("Pièce illisible Toutes les démarches");
    const path = `${ANSWERS}/${id}`;
    const over = `definition:${TERRACE.id}`;
    await send(admin, path, path, { titre: "Plan illisible", texte: "Renvoyez le plan.", pour: over });
    expect(await cannedAnswers(town.ctx.db, MEMBER)).toMatchObject([{ id, definition: TERRACE.id, unit: null }]);
    expect((await send(admin, path, `${path}/supprimer`, {})).status).toBe(303);
    expect(await cannedAnswers(town.ctx.db, MEMBER)).toEqual([]);
    expect((await admin.get(path)).status).toBe(404);
    await auditWritten(town.ctx);
    const log = words(await read(await browserOf(town, town.people.member), `/${MEMBER}/agent/administration/journal`));
    for (const what of ["ajoutée", "changée", "supprimée"]) expect(log).toContain(`réponse prête ${what}`);
  });

  test("comes back with what to mend, and what was typed", async () => {
    const refused = await send(admin, NEW, NEW, { titre: "", texte: "é".repeat(5_001), pour: "definition:rien/rien" });
    const html = await refused.text();
    expect(refused.status).toBe(422);
    for (const why of ["Donnez un titre", "5 000 caractères", "Choisissez dans la liste"]) expect(html).toContain(why);
    expect(html).toContain("é".repeat(5_000));
    expect((await admin.get(`${ANSWERS}/rien`)).status).toBe(404);
  });

  test("is offered where it is meant to be, and nowhere else", async () => {
    await keeps("De la mairie", "Bonjour.");
    await keeps("De la voirie", "Bonjour.", "unite:voirie");
    await keeps("De la terrasse", "Bonjour.", `definition:${TERRACE.id}`);
    const nursery = await keeps("De la crèche", "Rien pour vous.", `definition:${NURSERY.id}`);
    const { back } = placesOf(await fileEntry(town, town.people.holder));
    const html = await read(agent, back);
    expect(offered(html)).toEqual(["De la mairie", "De la terrasse", "De la voirie"]);
    const fields = { "message[texte]": "Bonjour,", "reponse-prete": nursery, _action: "insert" };
    expect(message(await (await send(agent, back, `${back}/messages`, fields)).text())).toBe("Bonjour,");
    expect(await read(await browserOf(town, town.people.reader), back)).not.toContain("reponse-prete");
    const elsewhere = await fileEntry(town, town.people.holder, TERRACE, undefined, PARTNER);
    const partner = await browserOf(town, town.people.partner);
    expect(offered(await read(partner, placesOf(elsewhere, TERRACE, PARTNER).back))).toEqual([]);
  });

  test.each([{}, { "X-Partial": "fields" }])(
    "is put after what was typed, files kept, and sent by nobody: %o",
    async (how) => {
      const id = await keeps(`Tarif ${Object.keys(how).length}`, "Le tarif est de 12 €.\n\nCordialement");
      const { back } = placesOf(await fileEntry(town, town.people.holder));
      const fields = { "message[texte]": "Bonjour,  ", "reponse-prete": id, _action: "insert" };
      const file = new File([Uint8Array.from(pngOf(4, 4))], "tarif.png");
      const drawn = await send(agent, back, `${back}/messages`, fields, [file], how);
      const html = await drawn.text();
      expect([drawn.status, message(html)]).toEqual([200, "Bonjour,\n\nLe tarif est de 12 €.\n\nCordialement"]);
      expect(html).toMatch(/tarif( \(2\))?\.png/);
      expect(await read(agent, back)).not.toContain("Le tarif est de");
    },
  );
});
