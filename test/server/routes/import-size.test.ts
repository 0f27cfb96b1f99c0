import { afterAll, beforeAll, expect, test } from "vitest";
import { catalogueOf } from "../../helpers/catalogue.ts";
import { type Browser, hidden, MEMBERS } from "../identity/installation.ts";
import { BEEKEEPERS } from "../import/import-town.ts";
import { atWork, hire, type Office, openOffice, words } from "./back-office.ts";

const LIST = `/mulhouse/agent/${BEEKEEPERS.id}`;
const [FILE, IMPORT] = [20_000, 60_000];

let office: Office;
let browser: Browser;
beforeAll(async () => {
  office = await openOffice(catalogueOf(MEMBERS, [BEEKEEPERS]), { maxFile: FILE, maxImport: IMPORT });
  browser = await atWork(office, await hire(office.ctx, "Anne Roth"));
});
afterAll(() => office.stop());

/** A file of about that many bytes, sent where this page says. */
async function sends(page: string, bytes: number): Promise<Response> {
  const html = await (await browser.get(`${LIST}/imports`)).text();
  const form = new FormData();
  form.append("_csrf", hidden(html, "_csrf"));
  const line = "Klein;Odile;12/05/1998\n";
  const content = `Nom;Prénom;Né le\n${line.repeat(Math.ceil(bytes / line.length))}`;
  form.append("fichier", new File([content], "ruches.csv", { type: "text/csv" }));
  return browser.post(page, form);
}

test("a file to import may be larger than any other, and the page says how large", async () => {
  const html = await (await browser.get(`${LIST}/imports`)).text();
  expect(words(html)).toContain("60 Ko au plus");
  expect((await sends(`${LIST}/imports`, 50_000)).status).toBe(303);
  const heavy = await sends(`${LIST}/imports`, 80_000);
  expect(heavy.status).toBe(413);
  expect(words(await heavy.text())).toContain("60 ko");
});

test("what is sent elsewhere keeps to the limit of files, and so does whoever is not an agent", async () => {
  expect((await sends(`${LIST}/import`, 50_000)).status).toBe(413);
  browser.cookies.clear();
  expect((await sends(`${LIST}/imports`, 50_000)).status).not.toBe(303);
});
