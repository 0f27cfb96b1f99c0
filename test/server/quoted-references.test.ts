import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { Context } from "../../server/context.ts";
import { drain } from "../../server/worker/worker.ts";
import { buildDefinition, INSTRUCTION } from "../helpers/definitions.ts";
import type { MailServer } from "../helpers/mail-server.ts";
import { offer } from "../helpers/offer.ts";
import { readPdf } from "../helpers/pdf.ts";
import { type MailedTown, openMailedTown } from "./mailed-town.ts";
import { fileEntry, type Town } from "./whole-town.ts";

const STATES = INSTRUCTION["states"] as Record<string, Record<string, never>>;

/** A register, that everybody reads or agents alone. */
const register = (id: string, read: readonly string[]) =>
  buildDefinition({
    id,
    required: ["nom"],
    properties: { nom: { type: "string", title: "Nom" } },
    definition: { kind: "register", unit: "voirie", list: ["nom"], rights: { open: ["agent"], read: [...read] } },
  });

const ROOMS = register("voirie/salle", ["anonymous", "citizen", "agent", "lecteur"]);
const KEEPERS = register("voirie/gardien", ["agent", "lecteur"]);
const LOAN = buildDefinition({
  id: "voirie/pret",
  required: ["salle"],
  properties: {
    salle: { type: "string", title: "Salle", "x-ref": "voirie/salle" },
    gardien: { type: "string", title: "Gardien", "x-ref": "voirie/gardien" },
    mot: { type: "string", title: "Un mot" },
    courriel: { type: "string", format: "email", title: "Courriel" },
  },
  definition: {
    unit: "voirie",
    templates: {
      accuse: { subject: "Pour {{salle}}", body: "Salle : {{salle}}.\nGardien : {{gardien}}.\n{{mot}}\n{{lien}}" },
    },
    documents: { recu: { title: "Récépissé", body: "Prêt de {{salle}}, {{gardien}}, {{mot}}." } },
  },
  workflow: {
    states: {
      ...STATES,
      deposee: {
        ...STATES["deposee"],
        entry: [
          { type: "document", params: { document: "recu" } },
          { type: "mail", params: { to: "courriel", template: "accuse", document: "recu" } },
        ],
      } as never,
    },
  },
});

let mailed: MailedTown;
let server: MailServer;
let town: Town;
let ctx: Context;
let room: string;
let keeper: string;

beforeAll(async () => {
  mailed = await openMailedTown();
  ({ server, town } = mailed);
  ctx = town.ctx;
  for (const definition of [ROOMS, KEEPERS, LOAN]) await offer(ctx, definition);
  room = await fileEntry(town, town.people.agent, ROOMS, { nom: "Salle des Tilleuls" });
  keeper = await fileEntry(town, town.people.agent, KEEPERS, { nom: "Paul Secret" });
});
beforeEach(() => mailed.empty());
afterAll(() => mailed.stop());

async function told(answers: Record<string, string>, by: "holder" | "agent" = "holder") {
  await fileEntry(town, town.people[by], LOAN, { courriel: "lea@exemple.fr", ...answers });
  await drain(ctx);
  const [one] = server.received;
  const content = one?.mail.attachments[0]?.content as ArrayBuffer;
  return { mail: one?.mail, document: (await readPdf(new Uint8Array(content))).text };
}

test("a mail and a document name an entry that an answer refers to", async () => {
  const { mail, document } = await told({ salle: room });
  expect(mail?.subject).toBe("Pour Salle des Tilleuls");
  expect(mail?.text).toContain("Salle : Salle des Tilleuls.");
  expect(document).toContain("Prêt de Salle des Tilleuls,");
});

test("neither names one that whoever reads may not know of, whatever she typed", async () => {
  const { mail, document } = await told({ salle: room, gardien: keeper, mot: `\u{e000}${keeper}\u{e001}` }, "agent");
  expect(`${mail?.text} ${document}`).not.toContain("Paul Secret");
  expect(mail?.text).toContain("Gardien : .");
  expect(`${mail?.text} ${document}`).not.toContain("\u{e000}");
});
