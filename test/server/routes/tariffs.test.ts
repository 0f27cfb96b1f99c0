import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { auditWritten } from "../../../server/audit.ts";
import { withActor } from "../../../server/db/with-actor.ts";
import { tariffVersions } from "../../../server/store/tariffs.ts";
import type { Browser } from "../identity/installation.ts";
import { MEMBER, TERRACE } from "../town-places.ts";
import { openTown, type Town } from "../whole-town.ts";
import { words } from "./back-office.ts";
import { browserOf, read, send } from "./conversation-office.ts";

const LIST = `/${MEMBER}/agent/administration/tarifs`;
const TABLE = `${LIST}/${TERRACE.id}/place`;
const NEW = `${TABLE}/nouvelle`;

let town: Town;
let functional: Browser;
let chief: Browser;
beforeAll(async () => {
  town = await openTown();
  functional = await browserOf(town, town.people.functional);
  chief = await browserOf(town, town.people.member);
});
afterAll(() => town.stop());
beforeEach(() => withActor(town.ctx.db, { system: true }, (tx) => tx`delete from tariff_version`));

const kept = () => tariffVersions(town.ctx.db, { member: MEMBER, definition: TERRACE.id, tariff: "place" });
const row = (index: number, plan: string, amount: string) => ({
  [`ligne-${index}-plan`]: plan,
  [`ligne-${index}-amount`]: amount,
});
const two = (since: string, first = "12,50", second = "1 234,00 €") => ({
  depuis: since,
  decision: "Délibération n° 12",
  lignes: "2",
  ...row(0, "oui", first),
  ...row(1, "non", second),
});

describe("a table of prices", () => {
  test("is prepared from a day on, changed, taken back, and the log says so", async () => {
    expect((await send(functional, NEW, NEW, two("01/04/2026"))).status).toBe(303);
    expect(await kept()).toMatchObject([
      {
        since: "2026-04-01",
        decision: "Délibération n° 12",
        rows: [
          { amount: 1_250, cells: { plan: "oui" } },
          { amount: 123_400, cells: { plan: "non" } },
        ],
      },
    ]);
    expect(words(await read(functional, LIST))).toContain("Grille d’origine À partir du 1er avril 2026");
    const path = `${TABLE}/2026-04-01`;
    expect((await send(chief, path, path, { ...two("2026-05-01", "15"), revision: "1" })).status).toBe(303);
    expect(await kept()).toMatchObject([{ since: "2026-05-01", revision: 2 }]);
    const later = `${TABLE}/2026-05-01`;
    expect((await send(functional, later, `${later}/supprimer`, { revision: "2" })).status).toBe(303);
    expect(await kept()).toEqual([]);
    await auditWritten(town.ctx);
    const log = words(await read(chief, `/${MEMBER}/agent/administration/journal`));
    for (const what of ["ajoutée", "changée", "supprimée"]) expect(log).toContain(`grille de tarifs ${what}`);
  });

  test("comes back with what to mend by row, and all that was typed", async () => {
    const wrong = { ...two("2026-03-02", "douze", "3,999"), lignes: "3", ...row(2, "oui", "4") };
    const refused = await send(functional, NEW, NEW, wrong);
    const html = await refused.text();
    expect(refused.status).toBe(422);
    for (const why of [
      "aujourd’hui ou un jour à venir",
      "Ligne 1 : le tarif n’est pas une somme",
      "Ligne 2 : le tarif",
    ]) {
      expect(words(html)).toContain(why);
    }
    for (const typed of ["douze", "3,999", "2026-03-02"]) expect(html).toContain(`value="${typed}"`);
    const twice = await send(functional, NEW, NEW, { ...two("2026-04-01"), lignes: "3", ...row(2, "oui", "4") });
    expect(words(await twice.text())).toContain("Les lignes 1 et 3 donnent toutes deux un tarif pour");
    const hole = await send(functional, NEW, NEW, { ...two("2026-04-01"), lignes: "1" });
    expect(words(await hole.text())).toContain("Aucune ligne ne donne le tarif pour");
    expect(await kept()).toEqual([]);
  });

  test("is drawn with one more row, one less, or those of a spreadsheet, before anything is kept", async () => {
    const add = await (await send(functional, NEW, NEW, { ...two("2026-04-01"), _action: "add" })).text();
    expect(add).toContain('name="ligne-2-amount"');
    const less = await (await send(functional, NEW, NEW, { ...two("2026-04-01"), _action: "remove:0" })).text();
    expect(less).not.toContain('value="12,50"');
    expect(less).not.toContain('name="ligne-1-amount"');
    const coller = 'Plan joint;Tarif\r\n"Oui";"7,00"\r\nnon\t8\r\n';
    const pasted = await (
      await send(functional, NEW, NEW, { ...two("2026-04-01"), coller, _action: "replace" })
    ).text();
    expect(pasted).toMatch(/name="ligne-0-amount"[^>]*value="7,00"/);
    expect(pasted).toMatch(/name="ligne-1-amount"[^>]*value="8"/);
    expect(pasted).toContain('value="2026-04-01"');
    expect(await kept()).toEqual([]);
  });

  test("is exported as it is pasted", async () => {
    await send(functional, NEW, NEW, two("2026-04-01"));
    const sheet = await functional.get(`${TABLE}/2026-04-01/csv`);
    expect(sheet.headers.get("content-type")).toContain("text/csv");
    expect((await sheet.text()).replaceAll(/[\u202f\ufeff]/g, " ").trim()).toBe(
      '"Plan joint";"Tarif"\r\n"Oui";"12,50"\r\n"Non";"1 234,00"',
    );
    expect((await functional.get(`${TABLE}/1999-01-01/csv`)).status).toBe(404);
    expect((await functional.get(`${TABLE}/origine/csv`)).status).toBe(200);
  });

  test("changed by a colleague meanwhile is not overwritten, and what was typed stays", async () => {
    await send(functional, NEW, NEW, two("2026-04-01"));
    const path = `${TABLE}/2026-04-01`;
    await send(chief, path, path, { ...two("2026-04-01", "20"), revision: "1" });
    const late = await send(functional, path, path, { ...two("2026-04-01", "30"), revision: "1" });
    const html = await late.text();
    expect(late.status).toBe(409);
    expect(words(html)).toContain("Quelqu’un a modifié cette grille");
    expect(html).toContain('value="30"');
    expect(await kept()).toMatchObject([{ rows: [{ amount: 2_000 }, {}], revision: 2 }]);
    const taken = await send(functional, NEW, NEW, two("2026-04-01"));
    expect(words(await taken.text())).toContain("Une autre grille commence déjà ce jour-là");
  });

  test("that was applied is read and never changed; that of today may be mended", async () => {
    await send(functional, NEW, NEW, two("2026-03-03"));
    const path = `${TABLE}/2026-03-03`;
    expect((await send(functional, path, path, { ...two("2026-03-03", "9"), revision: "1" })).status).toBe(303);
    town.advance(86_400_000);
    try {
      const later = await browserOf(town, town.people.functional);
      const html = await read(later, path);
      expect(words(html)).toContain("Ce qui a été appliqué ne change plus");
      expect(html).not.toContain(`action="${path}"`);
      expect((await send(later, TABLE, path, { ...two("2026-04-01"), revision: "2" })).status).toBe(404);
      expect((await send(later, TABLE, `${path}/supprimer`, { revision: "2" })).status).toBe(404);
      expect(await kept()).toMatchObject([{ since: "2026-03-03", rows: [{ amount: 900 }, {}] }]);
    } finally {
      town.advance(-86_400_000);
    }
  });

  test.each(["<script>alert(1)</script>", "'; drop table tariff_version; --", "=1+1"])(
    "holds what is hostile: %s",
    async (text) => {
      const refused = await send(functional, NEW, NEW, { ...two("2026-04-01", text), decision: text, lignes: "9999" });
      expect(refused.status).toBe(422);
      expect(await refused.text()).not.toContain("<script>alert");
    },
  );
});
