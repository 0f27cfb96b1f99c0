import { afterEach, expect, test } from "vitest";
import { withActor } from "../../../server/db/with-actor.ts";
import { openPayingTown, type PayingTown, PERMIT } from "../paying-town.ts";
import type { Person } from "../town-people.ts";
import { MEMBER } from "../town-places.ts";

let town: PayingTown;
afterEach(() => town.stop());

async function page(person: Person, path: string): Promise<{ status: number; html: string; headers: Headers }> {
  const { headers } = await town.town.sitting(person);
  const response = await town.app.request(path, { headers });
  const html = (await response.text()).replace(/[\u00a0\u202f]/g, " ");
  return { status: response.status, html, headers: response.headers };
}

async function posts(person: Person, path: string, fields: Readonly<Record<string, string>>): Promise<Response> {
  const { headers, csrf } = await town.town.sitting(person);
  const body = new URLSearchParams({ ...fields, _csrf: csrf });
  return town.app.request(path, { method: "POST", headers: { ...headers, Origin: "http://localhost" }, body });
}

const payPath = async (entry: string): Promise<string> =>
  `/${MEMBER}/demandes/${entry}/paiements/${(await town.payments(entry))[0]?.payment.id}`;

test("what is due is said on her space, on her request and on the page where she pays", async () => {
  town = await openPayingTown();
  const entry = await town.file();
  for (const path of ["/mon-espace", `/${MEMBER}/demandes/${entry}`]) {
    expect((await page("holder", path)).html).toContain("Payer 24,00 €");
  }
  const { html, headers } = await page("holder", await payPath(entry));
  expect(html).toContain("REGIE VOIRIE");
  expect(html).toContain("Paiement d’essai : rien ne sera débité.");
  expect(headers.get("content-security-policy")).toContain("form-action 'self' http://localhost");
});

test("the form leads to the provider's page, and nowhere when the provider is away", async () => {
  town = await openPayingTown();
  const entry = await town.file();
  const path = await payPath(entry);
  town.fake.become("down");
  const refused = await posts("holder", path, { courriel: "yvonne@exemple.fr" });
  expect(refused.status).toBe(503);
  expect(await refused.text()).toContain("Rien n’a été débité");
  town.fake.become("well");
  town.town.advance(60_000);
  const wrong = await posts("holder", path, { courriel: "x" });
  expect(wrong.status).toBe(422);
  const led = await posts("holder", path, { courriel: "yvonne@exemple.fr" });
  expect(led.status).toBe(303);
  expect(led.headers.get("location")).toMatch(
    /^http:\/\/localhost\/demo\/payfip\/paiementws\.web\?idop=[0-9a-f-]{36}$/,
  );
});

test("nobody else pays for her, and her payment is not another request's", async () => {
  town = await openPayingTown();
  const [entry, other] = [await town.file(), await town.file()];
  const path = await payPath(entry);
  expect((await posts("citizen", path, { courriel: "yvonne@exemple.fr" })).status).toBe(404);
  expect((await page("citizen", path)).status).toBe(404);
  const crossed = path.replace(entry, other);
  expect((await page("holder", crossed)).status).toBe(404);
  expect((await posts("holder", crossed, { courriel: "yvonne@exemple.fr" })).status).toBe(404);
  expect(town.fake.asked()).toBe(0);
});

test("a notification is believed of nothing, whoever sends it and however often", async () => {
  town = await openPayingTown({ delay: null });
  const entry = await town.file();
  const idop = await town.begin(entry);
  const asked = town.fake.asked();
  for (let time = 0; time < 20; time += 1) {
    const response = await town.app.request(`/api/paiements/notification?idop=${idop}&resultrans=P&montant=2400`);
    expect(response.status).toBe(200);
  }
  await town.work();
  expect(town.fake.asked() - asked, "it is asked once").toBe(1);
  expect((await town.told(entry)).events).toEqual([]);
  for (const body of ["idop=../../etc", "idop=", `idop=${"a".repeat(10_000)}`]) {
    const response = await town.app.request("/api/paiements/notification", { method: "POST", body });
    expect(response.status).toBe(400);
  }
});

test("whoever comes back without a session makes it known sooner, and learns nothing", async () => {
  town = await openPayingTown({ delay: null });
  const entry = await town.file();
  const path = await payPath(entry);
  town.fake.play(await town.begin(entry), "card");
  const answer = await town.app.request(`${path}/retour`);
  expect(answer.status).toBe(303);
  expect(await answer.text()).not.toContain("24,00");
  await town.work();
  expect((await town.told(entry)).state).toBe("payee");
});

test("a late agent reads what happened, and the report of a period that is none says so", async () => {
  town = await openPayingTown({ delay: 0 });
  const entry = await town.file();
  const idop = await town.begin(entry);
  town.fake.disguise(idop, { montant: "100" });
  town.fake.play(idop, "card");
  await town.work();
  const shown = await page("agent", `/${MEMBER}/agent/${PERMIT.id}/${entry}`);
  expect(shown.html).toContain("Le montant reçu n’est pas le montant demandé.");
  expect(shown.html).toContain("Paiement à examiner");
  expect((await page("agent", `/${MEMBER}/agent/taches`)).html).toContain("Paiement à examiner");
  const report = await page("agent", `/${MEMBER}/agent/paiements`);
  expect(report.html).toContain("Un écart à traiter");
  expect((await page("agent", `/${MEMBER}/agent/paiements?du=2026-05-01&au=2026-04-01`)).status).toBe(422);
  expect((await page("agent", `/${MEMBER}/agent/paiements?du=x&au=y`)).status).toBe(422);
  for (const period of [
    "du=2026-02-31&au=2026-03-05",
    "du=0000-01-01&au=0000-01-02",
    "du=0001-01-01&au=0001-01-02",
    "du=9999-12-01&au=9999-12-31",
  ]) {
    for (const path of ["paiements", "paiements/export.csv"]) {
      const { status } = await page("agent", `/${MEMBER}/agent/${path}?${period}`);
      expect([200, 422], `${path}?${period}: ${status}`).toContain(status);
    }
  }
  const csv = await page("agent", `/${MEMBER}/agent/paiements/export.csv`);
  expect(csv.html).toContain(`"${idop}"`);
  expect((await page("holder", `/${MEMBER}/demandes/${entry}`)).html).toContain("le service l’examine");
});

test("the detail of a period that is too long is refused rather than cut short", async () => {
  town = await openPayingTown();
  const entry = await town.file();
  await withActor(
    town.ctx.db,
    { member: MEMBER },
    (tx) => tx`
      insert into payment (member_id, id, entry_id, definition, purpose, subject, amount, refdet, events, state, opened_at, changed_at)
      select p.member_id, gen_random_uuid(), p.entry_id, p.definition, p.purpose, p.subject, p.amount, p.refdet || n, p.events,
        'cancelled', p.opened_at, p.changed_at
      from payment p, generate_series(1, 50000) as n where p.entry_id = ${entry}`,
  );
  await town.town.database.owner`vacuum analyze payment`;
  const refused = await page("agent", `/${MEMBER}/agent/paiements/export.csv`);
  expect(refused.status).toBe(422);
  expect(refused.html).toContain("Choisissez une période plus courte");
  expect((await page("agent", `/${MEMBER}/agent/paiements`)).status).toBe(200);
});

test("what is due by a request that was withdrawn is no longer asked, in the report either", async () => {
  town = await openPayingTown();
  const [first, second] = [await town.file(), await town.file(3)];
  await withActor(town.ctx.db, { member: MEMBER }, (tx) => tx`update entry set state = 'close' where id = ${second}`);
  const { html } = await page("agent", `/${MEMBER}/agent/paiements`);
  const cells = [...html.matchAll(/<td[^>]*>([^<]*)<\/td>/g)].map(([, text]) => text);
  expect(cells.join("|")).toContain("À payer|1|24,00 €");
  expect(cells.join("|")).toContain("N’est plus demandé|1|36,00 €");
  expect((await page("holder", `/${MEMBER}/demandes/${second}`)).html).not.toContain("Payer 36,00");
  expect((await page("holder", `/${MEMBER}/demandes/${first}`)).html).toContain("Payer 24,00");
});

test("money refused at the desk leaves what the agent typed before her", async () => {
  town = await openPayingTown({ delay: null });
  const entry = await town.file();
  await town.begin(entry);
  const [file] = await town.payments(entry);
  const path = `/${MEMBER}/agent/${PERMIT.id}/${entry}/paiements/${file?.payment.id}/encaisser`;
  const refused = await posts("agent", path, { motif: "Chèque 12", essai: "" });
  expect(refused.status).toBe(409);
  const html = await refused.text();
  expect(html).toContain('value="Chèque 12"');
  expect(html).toMatch(/<details(?=[^>]* open)[^>]*class="confirmed"/);
});

test("an agent decides nothing about a payment that is not this entry's, or is none", async () => {
  town = await openPayingTown();
  const [entry, other] = [await town.file(), await town.file()];
  const id = (await town.payments(other))[0]?.payment.id ?? "";
  for (const payment of [id, "1", "%27", entry]) {
    const path = `/${MEMBER}/agent/${PERMIT.id}/${entry}/paiements/${payment}/encaisser`;
    expect((await posts("agent", path, { motif: "Chèque 12" })).status, payment).toBe(404);
  }
  expect((await posts("agent", `/${MEMBER}/agent/${PERMIT.id}/${other}/paiements/${id}/voler`, {})).status).toBe(404);
  expect((await town.told(other)).events).toEqual([]);
  for (const path of [`/${MEMBER}/demandes/${entry}/paiements/1`, `/${MEMBER}/demandes/${entry}/paiements/1/retour`]) {
    expect((await page("holder", path)).status, path).toBe(404);
    expect((await page("nobody", path)).status, path).toBe(303);
  }
});

test("no address of who pays is kept", async () => {
  town = await openPayingTown();
  const entry = await town.file();
  await posts("holder", await payPath(entry), { courriel: "adresse-du-payeur@exemple.fr" });
  for (const table of ["payment", "payment_attempt", "payment_fact", "effect", "audit"]) {
    const rows = await withActor(town.ctx.db, { system: true }, (tx) => tx`select * from ${tx(table)}`);
    expect(JSON.stringify(rows), table).not.toContain("adresse-du-payeur");
  }
});
