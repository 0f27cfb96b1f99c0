import { expect, test } from "vitest";
import { ApiClient, findCitizen } from "../helpers/api-client.ts";
import { BIRTH, birthCertificate } from "../helpers/samples.ts";
import { town } from "./helpers/town.ts";

const the = town();
const QUEUE = `/mulhouse/agent/${BIRTH}`;

/** Demandes about people of one family name: more than a page holds. */
async function sent(count: number, nom: string): Promise<void> {
  const citizen = new ApiClient(the().server.url, findCitizen(the().demo).token);
  for (let first = 0; first < count; first += 6) {
    const some = Array.from({ length: Math.min(6, count - first) });
    await Promise.all(some.map(() => citizen.opens("mulhouse", BIRTH, birthCertificate({ nom }))));
  }
}

test("a list and its demandes are gone through with single keys, which do nothing while something is typed", async () => {
  await sent(28, "Zuber");
  const agent = await the().agent("mulhouse", "agent");
  const { page } = agent;
  const list = `${QUEUE}?filtre[nom]=Zuber`;
  const leads = async (key: string) => {
    const arrived = page.waitForEvent("load");
    await page.keyboard.press(key);
    await arrived;
  };
  const focused = () => page.evaluate(() => document.activeElement?.textContent ?? "");
  const references = () => page.locator(".row-link").allInnerTexts();
  await agent.opens(list);
  const [first = "", second = ""] = await references();

  for (const [key, reference] of [
    ["j", first],
    ["j", second],
    ["k", first],
  ] as const) {
    await page.keyboard.press(key);
    expect(await focused()).toBe(reference);
  }
  await page.keyboard.press("x");
  await agent.sees("(1)");
  await page.keyboard.press("x");
  expect(await page.locator(".pick input:checked").count()).toBe(0);

  await leads("n");
  expect(await references()).toHaveLength(3);
  await leads("p");
  expect(await references()).toContain(first);

  await page.keyboard.press("/");
  await page.keyboard.type("jkxnpu?");
  await agent.finds("Chercher", "jkxnpu?");
  expect(page.url()).toContain("filtre");

  await agent.opens(list);
  await page.keyboard.press("j");
  await leads("Enter");
  await agent.isAt(first);
  await leads("m");
  await agent.sees("Ce dossier vous est attribué.");
  await page.keyboard.press("a");
  expect(await page.evaluate(() => document.activeElement?.id)).toBe("action");
  await leads("n");
  await agent.isAt(second);
  await leads("p");
  await agent.isAt(first);
  await leads("u");
  expect(await references()).toContain(second);

  await leads("?");
  await agent.isAt("Raccourcis clavier");
  await agent.presses("Désactiver les raccourcis");
  await agent.opens(list);
  await page.keyboard.press("j");
  expect(await focused()).not.toBe(first);
  await agent.leaves();
});

test("what is ticked stays so from page to page, until it is done", async () => {
  await sent(27, "Zeller");
  const agent = await the().agent("mulhouse", "agent");
  const list = `${QUEUE}?filtre[nom]=Zeller`;
  await agent.opens(list);
  const [, third = ""] = await agent.page.locator(".row-link").allInnerTexts();
  await agent.ticks(`Choisir ${third}`);
  await agent.follows("Page suivante");
  await agent.sees("(1)");
  await agent.sees("dont 1 sur une autre page");
  await agent.ticks("Tout sélectionner sur cette page");
  await agent.sees("(3)");
  await agent.looksAgain();
  await agent.follows("Page précédente");
  await agent.sees("dont 2 sur d’autres pages");
  expect(await agent.page.getByRole("checkbox", { name: `Choisir ${third}` }).isChecked()).toBe(true);
  // Another order is the same list; another filter is another one.
  await agent.opens(`${list}&tri=-createdAt`);
  await agent.sees("(3)");
  await agent.opens(`${QUEUE}?filtre[nom]=Zuber`);
  await agent.doesNotSee("sur d’autres pages");
  await agent.opens(list);
  await agent.presses("Agir sur la sélection");
  await agent.isAt("Agir sur 3 demandes");
  await agent.follows("Répartir entre plusieurs agents");
  await agent.looksAgain();
  await agent.presses("Continuer");
  await agent.sees("Qui reçoit quoi");
  await agent.presses("Lancer pour 3 demandes");
  await agent.opens(list);
  await agent.doesNotSee("sur d’autres pages");
  expect(await agent.page.locator(".pick input:checked").count()).toBe(0);

  // Letting go of it all is one press.
  await agent.ticks(`Choisir ${third}`);
  await agent.follows("Page suivante");
  await agent.page.getByRole("button", { name: "Tout décocher" }).click();
  await agent.doesNotSee("sur une autre page");
  await agent.leaves();
});

test("without scripts, a list of several pages says that boxes hold for their page", async () => {
  await sent(26, "Zimmer");
  const agent = await the().agent("mulhouse", "agent", { javascript: false, width: 360 });
  await agent.opens(`${QUEUE}?filtre[nom]=Zimmer`);
  await agent.sees("Vos cases cochées valent pour cette page seulement");
  await agent.follows("Page suivante");
  await agent.page.locator(".pick input").first().check();
  await agent.presses("Agir sur la sélection");
  await agent.isAt("Agir sur 1 demande");
  await agent.leaves();
});
