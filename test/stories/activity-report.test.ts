import { describe, expect, test } from "vitest";
import { numberOf } from "../helpers/activity-page.ts";
import { dayFromNow, thisYear } from "../helpers/days.ts";
import { readPdf } from "../helpers/pdf.ts";
import type { Person } from "./helpers/person.ts";
import { town } from "./helpers/town.ts";

const the = town();
const REPORTS = "/cotentin/agent/relais/rapport-activite";
/** A year of which the demo has some months, even in January. */
const YEAR = Number(dayFromNow(-90).slice(0, 4));
/** A year of which nothing is known yet. */
const EMPTY = thisYear() + 1;

/** What a figure of the page says, in the year (0), the one before (1) or a relay (2 and beyond). */
const cell = (agent: Person, figure: string, rank = 0) =>
  agent.page.locator(`#chiffre-${figure} td`).nth(rank).innerText();

/** Goes from an entry to the report it is. */
async function reads(agent: Person, year: number): Promise<void> {
  await agent.opens(`${new URL(agent.page.url()).pathname}/rapport`);
  await agent.isAt(`Rapport d’activité ${year}`);
}

async function begins(agent: Person, year: number, about: string): Promise<void> {
  await agent.opens(REPORTS);
  await agent.follows("Nouvelle fiche");
  await agent.writes("Année", String(year));
  await agent.chooses("Ce rapport porte sur", about);
  await agent.presses("Enregistrer la fiche");
}

describe.each([
  { title: "with scripts on a wide screen", javascript: true, width: 1280 },
  { title: "without scripts on a telephone", javascript: false, width: 360 },
])("the yearly report, $title", ({ javascript, width }) => {
  test("is made by the coordination: typed, checked against its lists, compared, printed, closed", async () => {
    const lead = await the().agent("cotentin", "agent", { javascript, width });
    await begins(lead, YEAR, "Le relais");
    await lead.sees("Indiquez le nombre d’équivalents temps plein, par exemple 1,5.");
    await lead.finds("Année", String(YEAR));
    await lead.writes(/équivalents temps plein/, "2,5");
    await lead.writes(/Ouverture au public/, "20");
    await lead.presses("Enregistrer la fiche");
    await lead.follows(/^Rapport$/);
    await lead.isAt(`Rapport d’activité ${YEAR}`);
    await lead.sees("À confronter au questionnaire CAF");
    expect(await cell(lead, "etp")).toContain("2,5");
    const report = lead.page.url();

    const asked = numberOf(await cell(lead, "mam"));
    await lead.page.locator("#chiffre-mam a").first().click();
    await lead.page.waitForURL(/relais\/mam/);
    await lead.looksAgain();
    expect(await lead.page.locator("table.entries tbody tr").count()).toBe(asked);

    await begins(lead, YEAR, "Tout le territoire");
    await reads(lead, YEAR);
    await lead.sees("Tout le territoire");
    const [all, ...relays] = await Promise.all([0, 2, 3, 4].map((rank) => cell(lead, "demandes", rank)));
    expect(relays.map(numberOf).reduce((sum, one) => sum + one, 0)).toBe(numberOf(all ?? ""));
    expect(new Set(relays).size).toBeGreaterThan(1);

    await lead.opens(new URL(report).pathname);
    const { text } = await readPdf(await lead.downloads("Imprimer (PDF)"));
    expect(text).toContain(`Rapport d’activité ${YEAR}`);
    expect(text).toContain("2,5 ETP");
    await lead.follows("Compléter ou clore ce rapport");
    await lead.presses("Clore le rapport");
    await reads(lead, YEAR);
    await lead.sees(/Rapport clos par .+\. Les chiffres sont ceux de ce jour-là/);

    // Of a year whose numbers lead to no list, the tables are still reached with the keyboard.
    await begins(lead, EMPTY, "Tout le territoire");
    await reads(lead, EMPTY);
    await lead.leaves();
  });

  test("of a relay is read by its agents, who know nothing of the others'", async () => {
    const agent = await the().agent("la-hague", "agent", { javascript, width });
    await agent.opens("/la-hague/agent/relais/rapport-activite");
    expect(await agent.page.locator("table.entries tbody tr").count()).toBe(1);
    await agent.follows(/^[0-9A-Z]{4}-[0-9A-Z]{4,6}$/);
    await reads(agent, thisYear());
    expect(numberOf(await cell(agent, "etp"))).toBe(1);
    await agent.leaves();
  });
});
