import { describe, expect, test } from "vitest";
import type { Person } from "./helpers/person.ts";
import { type Screen, town } from "./helpers/town.ts";

const the = town();
const HAGUE = "/la-hague/agent";
const CHERBOURG = "/cherbourg-en-cotentin/agent";

const screens: readonly (Required<Screen> & { readonly title: string })[] = [
  { title: "with scripts on a wide screen", javascript: true, width: 1280 },
  { title: "without scripts on a telephone", javascript: false, width: 360 },
];

/** Tried again, the story is about others. */
const letters = (): string => Array.from({ length: 9 }, () => "aeioulmnrst".charAt(Math.random() * 11)).join("");

/** Follows the link of the fiche at hand, and not that of the menu, which begins with nobody. */
async function notesFromHere(agent: Person): Promise<void> {
  await agent.page.getByRole("main").getByRole("link", { name: "Noter un contact" }).first().click();
  await agent.page.waitForURL(/depuis=/);
  await agent.looksAgain();
}

/** What the left column says of a list: "197 fiches". */
async function counted(agent: Person, list: string): Promise<string> {
  return agent.page.locator(`.places a[href$="${list}"] .count`).first().innerText();
}

/** All that statistics say of contacts. */
async function measured(agent: Person): Promise<string> {
  await agent.opens(`${CHERBOURG}/chiffres/demarches/relais/contact`);
  return agent.page.locator("main").innerText();
}

/** The lines of a list, as a spreadsheet of all its columns. */
async function exported(agent: Person, list: string): Promise<string> {
  await agent.opens(`${list}/export`);
  await agent.ticks("Ce qu’il faut en retenir");
  const [download] = await Promise.all([
    agent.page.waitForEvent("download"),
    agent.page.getByRole("button", { name: "Exporter", exact: true }).click(),
  ]);
  const chunks: Buffer[] = [];
  for await (const chunk of await download.createReadStream()) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString("utf8");
}

/** Every page of another relay that would say a word of this, if one did. */
async function nothingOf(agent: Person, secret: string, family: string, contact: string): Promise<void> {
  const list = `${CHERBOURG}/relais/contact`;
  for (const page of [`${family}?onglet=fiche`, `${family}?onglet=contacts`, `${family}?onglet=chronologie`]) {
    await agent.opens(page);
    await agent.doesNotSee(new RegExp(secret, "i"));
  }
  await agent.opens(`${family}?onglet=contacts`);
  await agent.sees("Aucun contact que vous puissiez lire.");
  await agent.opens(`${list}?q=${secret}`);
  await agent.sees(/Aucune fiche/);
  expect(await exported(agent, list)).not.toContain(secret);
  await agent.opens(contact);
  await agent.sees("Cette adresse ne correspond à rien que vous puissiez consulter");
}

describe.each(screens)("two relays share one base, $title", ({ javascript, width }) => {
  test("and not what each writes for itself; a family moves from one to the other", async () => {
    const screen = { javascript, width };
    const [name, secret] = [`R${letters()}ville`, `z${letters()}`];
    const hague = await the().agent("la-hague", "agent", screen);
    const cherbourg = await the().agent("cherbourg-en-cotentin", "agent", screen);
    await cherbourg.opens(CHERBOURG);
    const before = await counted(cherbourg, "relais/contact");
    const figures = await measured(cherbourg);

    await hague.opens(`${HAGUE}/relais/famille/nouveau`);
    await hague.writes("Nom", name);
    await hague.writes("Prénom", "Nine");
    await hague.writes("Numéro et voie", "2 rue du Havre");
    await hague.writes("Code postal", "50440");
    await hague.writes("Commune", "La Hague");
    await hague.chooses("A été informée", "Oui");
    await hague.presses("Enregistrer la fiche");
    await hague.sees("Relais petite enfance (La Hague)");
    const family = new URL(hague.page.url()).pathname;
    await hague.unfolds("Ajouter une note");
    await hague.writes("Votre note", `Appeler le soir, ${secret}`);
    await hague.presses("Enregistrer la note");
    await hague.sees("Lue par votre service seulement");
    await notesFromHere(hague);
    await hague.ticks("Contrat de travail");
    await hague.writes("Ce qu’il faut en retenir", `Un désaccord, ${secret}`);
    await hague.presses(/^Enregistrer$/);
    await hague.follows(/^[0-9A-Z]{4}-[0-9A-Z]{4}$/);
    await hague.sees(`Un désaccord, ${secret}`);
    const contact = new URL(hague.page.url()).pathname;
    expect(await exported(hague, `${HAGUE}/relais/contact`)).toContain(secret);

    // The fiche is everybody's, what was noted of it is not.
    await cherbourg.opens(`${CHERBOURG}/relais/famille?q=${name}`);
    await cherbourg.follows(/^[0-9A-Z]{4}-[0-9A-Z]{4}$/);
    await cherbourg.isAt(`${name} Nine`);
    await nothingOf(cherbourg, secret, family, contact);
    await cherbourg.opens(CHERBOURG);
    expect(await counted(cherbourg, "relais/contact")).toBe(before);
    expect(await measured(cherbourg)).toBe(figures);

    await hague.opens(contact);
    await hague.follows("Modifier la fiche");
    await hague.chooses("Partager ce contact", "Oui");
    await hague.presses("Enregistrer");
    await hague.sees("C’est fait");
    await cherbourg.opens(`${family}?onglet=contacts`);
    await cherbourg.sees("Contrat de travail");
    expect(await measured(cherbourg)).not.toBe(figures);
    await cherbourg.opens(contact);
    await cherbourg.sees(`Un désaccord, ${secret}`);
    await cherbourg.opens(`${CHERBOURG}/relais/contact?q=${secret}`);
    await cherbourg.sees(/^[0-9A-Z]{4}-[0-9A-Z]{4}$/);
    await cherbourg.opens(family);
    await cherbourg.doesNotSee("Appeler le soir");

    // She moves: the other relay serves her, nothing changes hands by itself.
    await hague.opens(family);
    await hague.follows("Modifier la fiche");
    await hague.writes("Commune", "Cherbourg-en-Cotentin");
    await hague.writes("Code postal", "50100");
    await hague.presses("Enregistrer");
    await hague.sees("Relais petite enfance (Cherbourg-en-Cotentin)");
    await hague.sees("Ce que chacun garde (notes, fiches non partagées) reste chez lui.");
    await hague.sees("Appeler le soir");
    await hague.sees("2 rue du Havre, 50440, La Hague");
    await cherbourg.opens(`${CHERBOURG}/relais/famille?q=${name}&filtre[_territoire]=mien`);
    await cherbourg.sees(name);
    await cherbourg.follows(/^[0-9A-Z]{4}-[0-9A-Z]{4}$/);
    await cherbourg.sees("Relais petite enfance (Cherbourg-en-Cotentin)");
    await cherbourg.doesNotSee("Ce que chacun garde");
    await cherbourg.doesNotSee("Appeler le soir");
    await hague.opens(`${HAGUE}/relais/famille?q=${name}&filtre[_territoire]=mien`);
    await hague.sees(/Aucune fiche/);
    await hague.leaves();
    await cherbourg.leaves();
  });
});
