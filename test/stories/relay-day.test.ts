import { describe, expect, test } from "vitest";
import { readPdf } from "../helpers/pdf.ts";
import { Keyboard } from "./helpers/keyboard.ts";
import type { Person } from "./helpers/person.ts";
import { type Screen, town } from "./helpers/town.ts";

const the = town();
const RELAY = "/la-hague/agent";

/** Keys that one contact may take, whoever is named or nobody: a hand that knows the form types three in a second. */
const MOST_KEYS = 30;

/** Types and presses, and says how many keys that took. */
function counting(agent: Person) {
  let keys = 0;
  const press = async (...names: string[]) => {
    for (const name of names) await agent.page.keyboard.press(name);
    keys += names.length;
  };
  const type = async (text: string) => {
    await agent.page.keyboard.type(text);
    keys += text.length;
  };
  return { press, type, keys: () => keys };
}

const focused = (agent: Person) => agent.page.evaluate(() => document.activeElement?.getAttribute("name") ?? "");

/** A page that the keyboard leads to, once it is there. */
async function arrives(agent: Person, act: () => Promise<void>): Promise<void> {
  const arrived = agent.page.waitForEvent("load");
  await act();
  await arrived;
  await agent.looksAgain();
}

/** Tried again, the story is about others. */
const letters = (): string => Array.from({ length: 9 }, () => "aeioulmnrst".charAt(Math.random() * 11)).join("");

const screens: readonly (Required<Screen> & { readonly title: string })[] = [
  { title: "with scripts on a wide screen", javascript: true, width: 1280 },
  { title: "without scripts on a telephone", javascript: false, width: 360 },
];

describe.each(screens)("a day at a relay, $title", ({ javascript, width }) => {
  const screen = { javascript, width };

  test("the telephone rings: a contact is noted, the family's fiche is made on the way, then found again", async () => {
    const name = `Q${letters()}`;
    const agent = await the().agent("la-hague", "agent", screen);
    await agent.opens(RELAY);
    await agent.follows("Noter un contact");
    await agent.isAt("Noter un contact");
    expect(await focused(agent)).toBe("_chercher");

    await agent.writes("Nom de la personne", `${name.toLowerCase()} solveig`);
    await agent.ticks("Recherche d’un mode d’accueil");
    await agent.writes("Ce qu’il faut en retenir", "Reprend le travail en mars.");
    await agent.presses("Créer la fiche : Famille");
    await agent.finds("Nom", name);
    await agent.finds("Prénom", "Solveig");
    await agent.presses("Enregistrer la fiche");
    await agent.sees("à corriger");
    await agent.looksAgain();
    await agent.writes("Numéro et voie", "4 rue des Prés");
    await agent.writes("Code postal", "50440");
    await agent.writes("Commune", "La Hague");
    await agent.writes("Téléphone", width === 1280 ? "06 39 98 77 01" : "06 39 98 77 02");
    await agent.chooses("A été informée", "Oui");
    await agent.presses("Enregistrer la fiche");
    await agent.isAt("Noter un contact");
    await agent.sees(`La fiche de ${name} Solveig`);
    await agent.sees("Reprend le travail en mars.");
    await agent.presses(/^Enregistrer$/);
    await agent.sees("C’est enregistré");
    expect(await focused(agent)).toBe("_chercher");

    // The family calls back: her fiche is one link away.
    await agent.writes("Nom de la personne", name);
    if (javascript) {
      await agent.page.getByRole("option", { name: new RegExp(name) }).click();
    } else {
      await agent.presses("Chercher");
      await agent.chooses("Fiches trouvées", name);
    }
    await agent.ticks("Contrat de travail");
    await agent.presses(/^Enregistrer$/);
    await agent.follows(new RegExp(`^${name} Solveig`));
    await agent.isAt(`${name} Solveig`);
    await agent.follows(/^Contacts/);
    await agent.sees("Contrat de travail");
    await agent.leaves();
  });

  test("a family's search is opened, and childminders with a place at her hours are proposed to her", async () => {
    const agent = await the().agent("la-hague", "agent", screen);
    await agent.opens(`${RELAY}/relais/demande-accueil?etat=en-cours&collectivite=la-hague`);
    await agent.page
      .locator(".entries tbody a")
      .nth(width < 600 ? 1 : 0)
      .click();
    await agent.follows("Chercher une place");
    await agent.isAt("Chercher une place");
    const [first] = await agent.page.locator(".entries tbody tr").all();
    const name = ((await first?.getByRole("link").first().innerText()) ?? "").trim();
    expect(name).not.toBe("");
    await first?.getByRole("checkbox").check();
    await agent.presses("Proposer les fiches cochées");
    await agent.looksAgain();
    await agent.presses("Proposer des places");
    await agent.sees("Places proposées");
    await agent.follows("Chercher une place");
    await agent.sees("Déjà proposée");
    await agent.leaves();
  });

  test("attendance is noted on the sheet of a session, and a childminder is given her certificate", async () => {
    const agent = await the().agent("la-hague", "agent", screen);
    await agent.opens(RELAY);
    await agent.follows(/^Temps collectifs/);
    await agent.follows("Places");
    await agent.page
      .locator("table")
      .nth(1)
      .getByRole("link")
      .nth(width < 600 ? 1 : 0)
      .click();
    await agent.looksAgain();
    await agent.sees("Personnes inscrites");
    const people = agent.page.getByRole("group", { name: /^Présence de/ });
    const many = await people.count();
    expect(many).toBeGreaterThan(0);
    for (const person of await people.all()) await person.getByLabel("Présent").check();
    await agent.presses("Enregistrer les présences");
    await agent.sees(`${many} présents, 0 absent, 0 excusé`);

    await agent.opens(`${RELAY}/relais/participation-professionnelle?etat=presente&collectivite=la-hague`);
    await agent.page
      .getByRole("link", { name: /^[0-9A-Z]{4}-[0-9A-Z]{4}$/ })
      .nth(width < 600 ? 1 : 0)
      .click();
    await agent.looksAgain();
    await agent.presses("Remettre l’attestation");
    await agent.sees("C’est fait");
    const made = agent.page.getByRole("link", { name: /^Attestation de formation/ });
    await expect.poll(async () => (await agent.page.reload()) && (await made.count()), { timeout: 20_000 }).toBe(1);
    const { text, tagged } = await readPdf(await agent.downloads(/^Attestation de formation/));
    const reads = await agent.reads();
    const person = (question: string) => new RegExp(`${question}\\s+(\\S[^\\n]*)`).exec(reads)?.[1] ?? "?";
    expect(text).toContain(person("Votre prénom"));
    expect(text).toContain(person("Votre nom"));
    expect(text).toMatch(/\d+ heures?/);
    expect(tagged).toBe(true);
    await agent.leaves();
  });
});

test("a contact takes few keys, from anywhere, whoever is named or nobody", async () => {
  const agent = await the().agent("la-hague", "agent");
  await agent.opens(`${RELAY}/relais/temps-collectif`);

  const anonymous = counting(agent);
  await arrives(agent, () => anonymous.press("r"));
  await anonymous.press("Tab", "ArrowDown", "ArrowDown", "Tab", "Space");
  await arrives(agent, () => anonymous.press("Enter"));
  await agent.sees("C’est enregistré");
  await agent.sees("Une candidate à l’agrément");

  const named = counting(agent);
  const start = performance.now();
  await named.type("lerou");
  await agent.page.getByRole("option").first().waitFor();
  await named.press("ArrowDown", "Enter", "Tab", "Tab", "Space", "Tab");
  await arrives(agent, () => named.press("Enter"));
  await agent.sees("C’est enregistré");
  console.info(
    `one contact: ${named.keys()} keys in ${Math.round(performance.now() - start)} ms, anonymous: ${anonymous.keys()} keys`,
  );
  expect(anonymous.keys()).toBeLessThanOrEqual(MOST_KEYS);
  expect(named.keys()).toBeLessThanOrEqual(MOST_KEYS);
  await new Keyboard(agent).activates("link", "Compléter");
  await agent.sees("Contrat de travail");
  await agent.leaves();
});
