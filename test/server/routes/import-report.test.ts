import { afterAll, beforeAll, expect, test } from "vitest";
import { catalogueOf } from "../../helpers/catalogue.ts";
import { MEMBERS } from "../identity/installation.ts";
import { BEEKEEPERS, imports, sends } from "../import/import-town.ts";
import { atWork, hire, type Office, openOffice } from "./back-office.ts";

const LIST = `/mulhouse/agent/${BEEKEEPERS.id}`;
const HEAD = "NOM NAISSANCE;PRENOM;NE LE;ADRESSE;CP;VILLE;TEL";
const KLEIN = "KLEIN;ODILE;12/05/1998;3 RUE DU MOULIN;68100;MULHOUSE;0389001122";

let office: Office;
beforeAll(async () => {
  office = await openOffice(catalogueOf(MEMBERS, [BEEKEEPERS]));
});
afterAll(() => office.stop());

test("the report of an import leads to those who are perhaps known twice, when there are some", async () => {
  const anne = await hire(office.ctx, "Anne Roth");
  const browser = await atWork(office, anne);
  const report = async (...lines: readonly string[]) => {
    const sent = await sends(office.ctx, anne, Buffer.from([HEAD, ...lines].join("\r\n")));
    const { id, counts } = await imports(office.ctx, sent);
    return { outcomes: counts.outcomes, html: await (await browser.get(`${LIST}/imports/${id}`)).text() };
  };
  const first = await report(KLEIN);
  expect(first.outcomes).toEqual({ created: 1 });
  expect(first.html).not.toContain(`href="${LIST}/doublons"`);
  const second = await report("KLEIN;ODILA;;;;MULHOUSE;0389001122");
  expect(second.outcomes).toEqual({ probable: 1 });
  expect(second.html).toContain(`href="${LIST}/doublons"`);
});
