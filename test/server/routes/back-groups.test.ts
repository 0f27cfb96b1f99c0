import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { AgentIdentity } from "../../../server/identity/subject.ts";
import { catalogueOf } from "../../helpers/catalogue.ts";
import { buildDefinition } from "../../helpers/definitions.ts";
import { PERMIT } from "../../renderer/back-fixtures.ts";
import { type Browser, hidden, MEMBERS } from "../identity/installation.ts";
import { atWork, file, hire, type Office, openOffice, stored, words } from "./back-office.ts";

/** More quarters than one page shows of a list divided by them. */
const QUARTERS = Array.from({ length: 15 }, (_, rank) => `Quartier ${String.fromCharCode(65 + rank)}`);
const BENCH = buildDefinition({
  id: "voirie/banc",
  properties: {
    rue: { type: "string", title: "Rue" },
    quartier: {
      type: "string",
      title: "Quartier",
      oneOf: QUARTERS.map((title, rank) => ({ const: `q${rank}`, title })),
    },
  },
  definition: { list: ["rue", "quartier"], search: ["rue"] },
});
const QUEUE = `/mulhouse/agent/${PERMIT.id}`;
let office: Office;
let anne: AgentIdentity;
let jean: AgentIdentity;
let browser: Browser;

beforeAll(async () => {
  office = await openOffice(catalogueOf(MEMBERS, [PERMIT, BENCH]));
  anne = await hire(office.ctx, "Anne Keller");
  jean = await hire(office.ctx, "Jean Roth");
  browser = await atWork(office, anne);
  for (let rank = 0; rank < 6; rank += 1) {
    const id = await file(office, anne, PERMIT, {
      nom: `Muller ${rank}`,
      vehicule: rank < 2 ? "utilitaire" : "voiture",
    });
    if (rank % 2 === 0) await gives(id, rank === 0 ? anne.id : jean.id);
  }
  for (const [rank] of QUARTERS.entries())
    await file(office, anne, BENCH, { rue: rank < 2 ? "Tilleuls" : "Marronniers", quartier: `q${rank}` });
});
afterAll(() => office.stop());

async function gives(id: string, assignee: string): Promise<void> {
  const page = await (await browser.get(`${QUEUE}/${id}`)).text();
  const { revision } = (await stored(office, id)).entry;
  const fields = { _csrf: hidden(page, "_csrf"), assignee, revision: String(revision) };
  expect((await browser.post(`${QUEUE}/${id}/assigner`, fields)).status).toBe(303);
}

const page = async (query: string, queue = QUEUE) => (await browser.get(`${queue}?${query}`)).text();
/** The names of the groups, each with its number. */
const groups = (html: string) =>
  [...html.matchAll(/<h2 id="groupe-\d+">(.*?)<\/h2>/g)].map(([, title = ""]) => words(title).trim());
const rows = (html: string) => html.match(/class="row-link"/g)?.length ?? 0;

describe("a list divided", () => {
  test("says how many entries each part has, and shows them", async () => {
    const html = await page("groupe=vehicule");
    expect(groups(html)).toEqual(["Voiture 4", "Utilitaire 2"]);
    expect(rows(html)).toBe(6);
    expect(groups(await page("groupe=_attribuee"))).toEqual(["Moi 1", "Personne 3", "Jean Roth 2"]);
    expect(groups(await page("groupe=_etat"))).toEqual(["À instruire 6"]);
  });

  test("keeps to what its filters keep, the one it is divided by included", async () => {
    expect(groups(await page("groupe=_attribuee&pour=moi"))).toEqual(["Moi 1"]);
    expect(groups(await page(`groupe=_attribuee&pour=moi&pour=${jean.id}`))).toEqual(["Moi 1", "Jean Roth 2"]);
    expect(groups(await page("groupe=_attribuee&pour=personne"))).toEqual(["Personne 3"]);
    expect(groups(await page("groupe=vehicule&filtre[vehicule]=voiture"))).toEqual(["Voiture 4"]);
    expect(groups(await page("groupe=vehicule&filtre[nom]=Muller+0"))).toEqual(["Utilitaire 1"]);
  });

  test("shows twelve parts, and says which others there are and how to see them", async () => {
    const queue = `/mulhouse/agent/${BENCH.id}`;
    const html = await page("groupe=quartier", queue);
    expect(groups(html)).toHaveLength(12);
    expect(words(html)).toContain("Les 3 autres groupes (12 sont montrés)");
    const [, href = ""] = /<a href="([^"]+)">Quartier O/.exec(html) ?? [];
    expect(rows(await (await browser.get(href.replaceAll("&amp;", "&"))).text())).toBe(1);
  });

  test("is chosen from, exported and printed as any other", async () => {
    const html = await page("groupe=vehicule");
    expect(html.match(/name="dossier"/g)).toHaveLength(6);
    expect(words(html)).toContain("Agir sur les 6 demandes de cette liste");
    expect(html).toContain(`${QUEUE}/export?liste=groupe%3Dvehicule`);
  });
});

describe("a filter says beside each of its values how many entries it would leave", () => {
  /** Number beside a value of a filter. */
  const beside = (html: string, name: string, value: string) =>
    new RegExp(`name="${name}" value="${value}"[^>]*/><span>[^<]*</span><span class="count">([^<]*)<`).exec(
      html.replaceAll("[", "(").replaceAll("]", ")"),
    )?.[1];

  test("within the other filters, and whatever it has chosen itself", async () => {
    const html = await page("filtre[vehicule]=voiture&pour=personne");
    expect(beside(html, "filtre\\(vehicule\\)", "voiture")).toBe("2");
    expect(beside(html, "filtre\\(vehicule\\)", "utilitaire")).toBe("1");
    expect(beside(html, "pour", "personne")).toBe("2");
    expect(beside(html, "pour", jean.id)).toBe("2");
    expect(beside(html, "pour", "moi")).toBe("0");
    expect(beside(html, "etat", "a-instruire")).toBe("2");
    expect(beside(html, "etat", "acceptee")).toBe("0");
  });

  test("as the search finds them too", async () => {
    const html = await page("q=tileuls", `/mulhouse/agent/${BENCH.id}`);
    expect(["q0", "q1", "q2"].map((quarter) => beside(html, "filtre\\(quartier\\)", quarter))).toEqual(["1", "1", "0"]);
  });
});
