import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { exportAccount } from "../../server/commands/export-account.ts";
import { withActor } from "../../server/db/with-actor.ts";
import { entryDocuments } from "../../server/store/documents.ts";
import { CHILD, pricedDefinition } from "../engine/fees.definition.ts";
import { offer } from "../helpers/offer.ts";
import { readPdf } from "../helpers/pdf.ts";
import { openPayingTown, type PayingTown, PERMIT } from "./paying-town.ts";
import type { Person } from "./town-people.ts";
import { MEMBER } from "./town-places.ts";
import { fileEntry } from "./whole-town.ts";

let town: PayingTown;
beforeAll(async () => {
  town = await openPayingTown({ delay: null });
});
afterAll(() => town.stop());

/** A permit paid by card, everything owed for it done. */
async function paid(): Promise<string> {
  const entry = await town.file(2);
  town.fake.play(await town.begin(entry), "card");
  await town.comeBack(entry);
  await town.work();
  return entry;
}

async function asked(person: Person, path: string, headers: Record<string, string> = {}): Promise<Response> {
  const token = town.town.people[person].token ?? "";
  return town.app.request(`/api/v1/${MEMBER}/${path}`, { headers: { Authorization: `Bearer ${token}`, ...headers } });
}

const page = async (person: Person, path: string) => {
  const { headers } = await town.town.sitting(person);
  return town.app.request(path, { headers });
};

describe("the acknowledgement of a payment", () => {
  test("is a document of the demande, made once, that says how much, when, and how to verify it", async () => {
    const entry = await paid();
    await town.work();
    const { made } = await entryDocuments(town.ctx, MEMBER, entry);
    expect(made.map(({ title }) => title)).toEqual(["Accusé de réception du paiement"]);
    const [document] = made;
    const answer = await page("holder", `/${MEMBER}/demandes/${entry}/documents/${document?.id}`);
    const { text, tagged } = await readPdf(new Uint8Array(await answer.arrayBuffer()));
    expect(tagged).toBe(true);
    for (const said of [/24,00.€/, /Permis de stationner, été/, /L\. 112-11/, /En ligne, par PayFiP/]) {
      expect(text).toMatch(said);
    }
    expect(text).toContain(document?.code);
    const verified = await page("nobody", `/${MEMBER}/verifier/${document?.code}`);
    expect(await verified.text()).toContain("Accusé de réception du paiement");
  });

  test("is offered on the page of the receipt, and to nobody else", async () => {
    const entry = await paid();
    const [file] = await town.payments(entry);
    const [document] = (await entryDocuments(town.ctx, MEMBER, entry)).made;
    const receipt = await page("holder", `/${MEMBER}/demandes/${entry}/paiements/${file?.payment.id}`);
    expect(await receipt.text()).toContain(`/demandes/${entry}/documents/${document?.id}`);
    expect((await page("citizen", `/${MEMBER}/demandes/${entry}/documents/${document?.id}`)).status).toBe(404);
  });
});

describe("an entry read through the API", () => {
  test("tells what was paid, to who holds it and to who works it", async () => {
    const entry = await paid();
    for (const person of ["holder", "agent"] as const) {
      const read = await (await asked(person, `${PERMIT.id}/entries/${entry}`)).json();
      expect(read.payments).toMatchObject([
        {
          ...{ subject: "Permis de stationner, été", amount: 2400, state: "paid" },
          received: [{ means: "payfip", amount: 2400, refund: null }],
        },
      ]);
    }
    expect((await asked("citizen", `${PERMIT.id}/entries/${entry}`)).status).toBe(404);
  });

  test("tells a refund that changed no revision, whatever the reader has kept", async () => {
    const entry = await paid();
    const first = await asked("agent", `${PERMIT.id}/entries/${entry}`);
    const etag = first.headers.get("etag") ?? "";
    await withActor(town.ctx.db, { member: MEMBER }, (tx) => {
      return tx`update payment_attempt set refund = 'done' where member_id = ${MEMBER} and payment_id in (
        select id from payment where entry_id = ${entry})`;
    });
    const again = await asked("agent", `${PERMIT.id}/entries/${entry}`, { "If-None-Match": etag });
    expect(again.status).toBe(200);
    expect((await again.json()).payments[0].received[0].refund).toBe("done");
  });

  test("explains its prices, and the document of the API says so", async () => {
    const definition = pricedDefinition();
    await offer(town.ctx, definition);
    const id = await fileEntry(town.town, town.town.people.holder, definition, CHILD);
    const read = await (await asked("holder", `${definition.id}/entries/${id}`)).json();
    expect(read.prices).toMatchObject([{ total: read.answers.prix, tables: [{ row: 2 }] }]);
    const openapi = await (await town.app.request("/api/v1/openapi.json")).json();
    const { Entry, Price, Payment } = openapi.components.schemas;
    expect(Object.keys(Entry.properties)).toEqual(expect.arrayContaining(["prices", "payments"]));
    expect(Object.keys(Price.properties)).toEqual(expect.arrayContaining(Object.keys(read.prices[0])));
    expect(Price.required.every((name: string) => Object.hasOwn(read.prices[0], name))).toBe(true);
    expect(Payment.required).toContain("received");
  });
});

test("a citizen takes away what she paid and how her prices were made", async () => {
  const definition = pricedDefinition();
  await offer(town.ctx, definition);
  await fileEntry(town.town, town.town.people.holder, definition, CHILD);
  await paid();
  const { account } = town.town.people.holder;
  if (!account) throw new Error("no account");
  const data = await exportAccount(town.ctx, { account, grants: [] });
  const taken = JSON.stringify(data["demandes"]).replaceAll(/[\u00a0\u202f]/g, " ");
  expect(taken).toContain('"objet":"Permis de stationner, été","montant":"24,00 €","etat":"Payé"');
  expect(taken).toMatch(/"grilles":\[\{"grille":"[^"]+","version":"[^"]+","decision":null,"ligne":2/);
  expect(taken).toMatch(/"donnee":"[^"]+","valeur":"[^"]+","origine":"indiqué dans la demande"/);
});
