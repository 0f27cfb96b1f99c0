import { describe, expect, test } from "vitest";
import type { Person } from "./helpers/person.ts";
import { town } from "./helpers/town.ts";

const the = town();
const MEMBER = "/cherbourg-en-cotentin";
const DIRECTORY = `${MEMBER}/relais/assistante-maternelle/annuaire`;
const NEED = "debut=2027-09-06&mois=3&annee=2027&jours1=lundi&jours1=mardi&de1=08:00&a1=17:30";

/** What she looks for, on the page of the directory. */
async function asks(parent: Person, from: string, to: string): Promise<void> {
  const { page } = parent;
  await page.getByLabel("À partir du").fill("2027-09-06");
  await page.getByLabel("Mois", { exact: true }).selectOption("mars");
  await page.getByLabel("Année").fill("2027");
  for (const day of ["Lundi", "Mardi"]) await page.getByLabel(day, { exact: true }).first().check();
  await page.getByLabel("De", { exact: true }).fill(from);
  await page.getByLabel("À", { exact: true }).fill(to);
  await parent.presses("Rechercher");
}

/** The pages of her request that what she searched does not fill. */
async function sends(parent: Person, name: string, address: string): Promise<void> {
  await parent.chooses("Votre enfant est", "Attendu");
  // Without scripts, the page asks more once it is sent.
  const due = parent.page.getByText("Naissance prévue le").first();
  await due.waitFor({ timeout: 3_000 }).catch(() => parent.presses("Continuer"));
  await parent.writesDate("Naissance prévue le", "20 3 2027");
  await parent.presses("Continuer");
  await parent.isAt("L’accueil que vous cherchez");
  expect(await parent.page.getByLabel("De", { exact: true }).inputValue()).toMatch(/^8\s?h$/);
  await parent.writes("Votre commune", "Cherbourg-en-Cotentin");
  await parent.ticks("Assistante maternelle", "Modes d’accueil envisagés");
  await parent.presses("Continuer");
  await parent.writes("Votre nom", name);
  await parent.writes("Votre prénom", "Camille");
  await parent.writes("Adresse électronique", address);
  await parent.presses("Continuer");
  await parent.isAt("Vérifiez vos réponses");
  await parent.presses("Envoyer");
}

/** How many places she is said to have at these hours; 0 for who is not found. */
async function placesOf(parent: Person, name: string): Promise<number> {
  await parent.opens(`${DIRECTORY}?${NEED}&q=${encodeURIComponent(name)}`);
  const card = parent.page.locator(".published-list li").filter({ hasText: name }).first();
  return (await card.count()) === 0 ? 0 : Number.parseInt(await card.locator(".place-free").innerText(), 10);
}

/** The placement, recorded from the request; `name` in full, several bear the same last name. */
async function records(agent: Person, name: string): Promise<void> {
  const { page } = agent;
  await page
    .getByRole("main")
    .getByRole("link", { name: /^Accueils/ })
    .click();
  await page.waitForURL(/onglet=/);
  await agent.follows("Enregistrer l’accueil trouvé");
  const who = page.locator(".field", { has: page.getByText("Assistante maternelle", { exact: true }) }).first();
  await who.getByRole("searchbox").fill(name);
  await who.getByRole("button", { name: "Rechercher" }).click();
  await page.waitForLoadState();
  await page
    .locator(".reference-results")
    .getByRole("radio", { name: new RegExp(`^${name} \\(`) })
    .check();
  await agent.writes("Prénom de l’enfant", "Lou");
  await agent.writesDate("Date de naissance", "20 3 2027");
  await agent.chooses("Accueil", "Régulier");
  await agent.writesDate("À partir du", "6 9 2027");
  for (const day of ["Lundi", "Mardi"]) await agent.ticks(day);
  await page.getByLabel("De", { exact: true }).fill("08:00");
  await page.getByLabel("À", { exact: true }).fill("17:30");
  await agent.presses("Enregistrer la fiche");
}

describe.each([
  { title: "with scripts on a wide screen", javascript: true, width: 1280, name: "Delarue" },
  { title: "without scripts on a telephone", javascript: false, width: 360, name: "Lenoir" },
])("a family, from the portal to a placement, $title", ({ javascript, width, name }) => {
  const address = `${name.toLowerCase()}@courriel.example`;

  test("finds who has a place, is helped by the relay, and one place less is free", async () => {
    const parent = await the().visitor("Camille", { javascript, width });
    await parent.opens(MEMBER);
    await parent.follows("Trouver une assistante maternelle");
    await asks(parent, "18:00", "08:00");
    await parent.sees("L’heure de fin vient après l’heure de début.");
    expect(await parent.page.getByLabel("De", { exact: true }).inputValue()).toBe("18:00");
    await asks(parent, "08:00", "17:30");
    await parent.page.waitForURL(/17%3A30/);
    await parent.sees(/places? libres? à toutes vos heures/);
    await parent.looksAgain();
    await parent.presses("Demander l’aide du service");
    await sends(parent, name, address);
    await parent.sees("Votre demande est envoyée");

    const agent = await the().agent("cherbourg-en-cotentin", "agent", { width: 1280 });
    await agent.opens(`${MEMBER}/agent/relais/demande-accueil?q=${name}`);
    await agent.page.locator("table.entries tbody a").first().click();
    await agent.page.waitForLoadState();
    const request = agent.page.url();
    await agent.follows("Chercher une place");
    await agent.isAt("Chercher une place");
    const row = agent.page.locator("table.entries tbody tr").first();
    const chosen = (await row.getByRole("link").innerText()).trim();
    await row.getByRole("checkbox").check();
    await agent.presses("Proposer les fiches cochées");
    const message = await agent.page.getByLabel("Ce que la famille lira").inputValue();
    const [, , published = ""] = message.split("\n");
    await agent.presses("Proposer des places");
    await agent.sees("Places proposées");
    await parent.opens("/demo/messages");
    expect(await parent.readsMail(address, "Des places à vous proposer", new RegExp(published))).toBe(published);

    const before = await placesOf(parent, published);
    expect(before).toBeGreaterThan(0);
    await agent.opens(new URL(request).pathname);
    await records(agent, chosen);
    expect(await placesOf(parent, published)).toBe(before - 1);
    await parent.opens("/demo/messages");
    await parent.opensMail(address, "Votre recherche est terminée");
    await agent.opens(new URL(request).pathname);
    await agent.sees("Trouvé");
    await parent.leaves();
    await agent.leaves();
  });
});
