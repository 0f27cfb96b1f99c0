import { createHash } from "node:crypto";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { Context } from "../../server/context.ts";
import { withActor } from "../../server/db/with-actor.ts";
import { entryDocuments } from "../../server/store/documents.ts";
import { latestMails } from "../../server/store/outbox.ts";
import { drain } from "../../server/worker/worker.ts";
import { buildDefinition, INSTRUCTION } from "../helpers/definitions.ts";
import type { MailServer } from "../helpers/mail-server.ts";
import { offer } from "../helpers/offer.ts";
import { readPdf } from "../helpers/pdf.ts";
import { type MailedTown, openMailedTown } from "./mailed-town.ts";
import { words } from "./routes/back-office.ts";
import { browserOf, read } from "./routes/conversation-office.ts";
import { MEMBER } from "./town-places.ts";
import { fileEntry, type Town } from "./whole-town.ts";

const STATES = INSTRUCTION["states"] as Record<string, Record<string, never>>;
const RECEIPT = buildDefinition({
  id: "voirie/benne",
  required: ["nom"],
  properties: {
    nom: { type: "string", title: "Nom" },
    courriel: { type: "string", format: "email", title: "Courriel" },
  },
  definition: {
    unit: "voirie",
    templates: { accuse: { subject: "Reçue", body: "Bonjour, {{nom}}.\n\n{{lien}}" } },
    documents: { recu: { title: "Récépissé", body: "Reçu de {{nom}}.\n\n[code de vérification]" } },
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

beforeAll(async () => {
  mailed = await openMailedTown();
  ({ server, town } = mailed);
  ctx = town.ctx;
  await offer(ctx, RECEIPT);
});
beforeEach(() => mailed.empty());
afterAll(() => mailed.stop());

const filed = (answers: Record<string, string>) => fileEntry(town, town.people.holder, RECEIPT, answers);

test("a mail leaves with the document that the same event produced, the very file that the page gives", async () => {
  const entry = await filed({ nom: "Chez Léa", courriel: "lea@exemple.fr" });
  await drain(ctx);
  const [one, other] = server.received;
  expect(other).toBeUndefined();
  const [file, second] = one?.mail.attachments ?? [];
  expect(second).toBeUndefined();
  expect(file?.mimeType).toBe("application/pdf");
  expect(file?.filename).toMatch(/^Récépissé [0-9A-Z]{4}-[0-9A-Z]{4}\.pdf$/);
  const bytes = new Uint8Array(file?.content as ArrayBuffer);
  const [made] = (await entryDocuments(ctx, MEMBER, entry)).made;
  expect(createHash("sha256").update(bytes).digest("hex")).toBe(made?.sha256.toString("hex"));
  expect((await readPdf(bytes)).text).toContain("Reçu de Chez Léa.");
  expect(one?.mail.text).toContain(`Pièce jointe : ${file?.filename}`);
  const kept = (await latestMails(ctx, 20)).map(({ body }) => body);
  expect(kept).toContainEqual(expect.stringContaining("Pièce jointe : Récépissé"));
});

test("each receives her own", async () => {
  await Promise.all(["Léa", "Tom", "Zoé"].map((nom) => filed({ nom, courriel: `${nom[0]}@exemple.fr`.toLowerCase() })));
  await Promise.all([drain(ctx), drain(ctx)]);
  expect(server.received).toHaveLength(3);
  for (const { to, mail } of server.received) {
    const { text } = await readPdf(new Uint8Array(mail.attachments[0]?.content as ArrayBuffer));
    const named = /Reçu de (\S+)\./.exec(text)?.[1] ?? "";
    expect(`${named[0]}@exemple.fr`.toLowerCase()).toBe(to);
    expect(mail.text).toContain(`Bonjour, ${named}.`);
  }
});

test("a mail whose document could not be made leaves without it, and promises none", async () => {
  const entry = await filed({ nom: "Chez Paul", courriel: "paul@exemple.fr" });
  await withActor(
    ctx.db,
    { system: true },
    (tx) => tx`update effect set dead_at = now() where entry_id = ${entry} and type = 'document'`,
  );
  await drain(ctx);
  const [one] = server.received;
  expect(one?.mail.attachments).toEqual([]);
  expect(one?.mail.text).toContain("Bonjour, Chez Paul.");
  expect(one?.mail.text).not.toContain("Pièce jointe");
});

test("a letter to print says which document goes in its envelope", async () => {
  const entry = await filed({ nom: "Chez Anne" });
  await drain(ctx);
  expect(server.received).toEqual([]);
  const agent = await browserOf(town, town.people.agent);
  const base = `/${MEMBER}/agent/${RECEIPT.id}/${entry}`;
  const letter = /\/courriers\/[0-9a-f-]{36}/.exec(await read(agent, base))?.[0] ?? "";
  expect(words(await read(agent, `${base}${letter}`))).toMatch(/Pièce jointe ?: Récépissé [0-9A-Z-]{9}\.pdf/);
});
