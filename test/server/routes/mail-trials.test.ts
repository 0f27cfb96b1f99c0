import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { drain } from "../../../server/worker/worker.ts";
import { buildDefinition, INSTRUCTION } from "../../helpers/definitions.ts";
import { offer } from "../../helpers/offer.ts";
import type { Browser } from "../identity/installation.ts";
import { MEMBER } from "../town-places.ts";
import { openTown, type Town } from "../whole-town.ts";
import { words } from "./back-office.ts";
import { browserOf, read } from "./conversation-office.ts";

const POOL = buildDefinition({
  id: "sports/piscine",
  required: ["nom", "courriel"],
  properties: {
    nom: { type: "string", title: "Nom", maxLength: 2000 },
    courriel: { type: "string", format: "email", title: "Courriel" },
    formule: { type: "string", title: "Formule", oneOf: [{ const: "an", title: "À l’année" }] },
  },
  definition: {
    templates: {
      accuse: { subject: "Reçue : {{formule}}", body: "Bonjour {{nom}},\n\nSuivre : {{lien}}", sms: "Reçue. {{lien}}" },
      long: {
        subject: "Longue",
        body: "Bonjour",
        sms: `${"Bonjour. ".repeat(48)}{{nom}} {{nom}} {{nom}} {{nom}} {{nom}} {{nom}} {{nom}} {{nom}}`,
      },
      courte: { subject: "Courte", body: "Bonjour", sms: "Prête, {{entry.reference}}.", reminder: true },
    },
  },
  workflow: {
    states: {
      ...(INSTRUCTION["states"] as object),
      deposee: {
        ...(INSTRUCTION["states"] as Record<string, object>)["deposee"],
        entry: ["accuse", "long", "courte"].map((template) => ({ type: "mail", params: { to: "courriel", template } })),
      },
    } as never,
  },
});
const TRIALS = `/${MEMBER}/agent/administration/courriels/${POOL.id}`;

let town: Town;
let admin: Browser;
beforeAll(async () => {
  town = await openTown();
  await offer(town.ctx, POOL);
  await drain(town.ctx);
  admin = await browserOf(town, town.people.functional);
});
afterAll(() => town.stop());

describe("the mails of a definition", () => {
  test("are seen with made-up answers, and nothing leaves", async () => {
    const html = await read(admin, TRIALS);
    const text = words(html);
    expect(text).toContain("Reçue : À l’année");
    expect(text).toMatch(/Bonjour \(Nom\), Suivre : http:\/\/localhost\/mulhouse\/suivi\/Exemple/);
    expect(html).not.toContain("{{");
    expect(await drain(town.ctx)).toBe(0);
    expect((await admin.get(`${TRIALS.replace("piscine", "rien")}`)).status).toBe(404);
  });

  test("say how many parts their text messages take, and which would be cut", async () => {
    const text = words(await read(admin, TRIALS));
    expect(text).toMatch(/Prete, X7K4-QP9M\. 1 partie/);
    expect(text).toMatch(/dépasse 3 parties : il serait coupé/);
    expect(text.match(/serait coupé/g)).toHaveLength(1);
  });

  test("are seen as mail readers show them, where nothing runs", async () => {
    const answer = await admin.get(`${TRIALS}/accuse`);
    expect(answer.headers.get("content-security-policy")).toContain("sandbox");
    expect(await answer.text()).toContain("<h1");
    expect((await admin.get(`${TRIALS}/constructor`)).status).toBe(404);
  });

  test("are found from the page where they are changed", async () => {
    const page = await read(admin, `/${MEMBER}/agent/administration/personnalisations/${POOL.id}`);
    expect(page).toContain(`href="${TRIALS}"`);
  });
});
