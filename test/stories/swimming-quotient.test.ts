import { expect, test } from "vitest";
import { identifies } from "./helpers/franceconnect.ts";
import type { Person } from "./helpers/person.ts";
import { town } from "./helpers/town.ts";

const the = town();

/** From the catalogue of her commune to the question of her quotient. */
async function atQuotient(citizen: Person): Promise<void> {
  await citizen.opens("/rixheim");
  await citizen.follows("S’inscrire à une activité aquatique");
  await citizen.presses("Choisir une séance");
  await citizen.writes("Son nom", "Wendling");
  await citizen.writes("Son prénom", "Inès");
  await citizen.writesDate("Sa date de naissance", "14 11 2018");
  await citizen.chooses("Son niveau dans l’eau", "Ne sait pas nager");
  await citizen.presses("Continuer");
  await citizen.writes("Numéro et voie", "4 rue de l’Écluse");
  await citizen.writes("Code postal", "68170");
  await citizen.writes(/^Commune/, "Rixheim");
  await citizen.presses("Continuer");
  await citizen.isAt("Votre quotient familial");
}

/** From there to the price of the course for six to nine years. */
async function seesPrice(citizen: Person, price: string): Promise<void> {
  await citizen.presses("Continuer");
  await citizen.isAt("Quelle séance ?");
  await citizen.chooses("Séance", "Apprendre à nager, 6 à 9 ans");
  await citizen.presses("Continuer");
  await citizen.chooses("La réponse est-elle « non »", "Oui");
  await citizen.presses("Continuer");
  await citizen.isAt("Qui êtes-vous ?");
  await citizen.sees(price);
}

test.each([
  { way: "with scripts", width: 1280, javascript: true },
  { way: "on a telephone without", width: 360, javascript: false },
])("the price of a course follows the quotient fetched through FranceConnect, $way", async (screen) => {
  const citizen = await the().visitor("Angélique", screen);
  await atQuotient(citizen);
  await citizen.sees("calculer le prix de l’inscription");
  await citizen.pressesAndIsSentTo("Récupérer mon quotient familial avec FranceConnect", /demo\/franceconnect/);
  await identifies(citizen, /Angélique Wendling/);
  await citizen.sees("Données obtenues de la CNAF le");
  await citizen.doesNotSee("Quotient familial (facultatif)");
  await seesPrice(citizen, "65,00 €");
  await citizen.leaves();
});

test.each([
  { way: "with scripts", width: 360, javascript: true },
  { way: "without", width: 1280, javascript: false },
])("she writes it herself, or says nothing and pays the highest price, $way", async (screen) => {
  const citizen = await the().visitor("Angélique", screen);
  await atQuotient(citizen);
  await citizen.presses("Répondre moi-même");
  await citizen.writes("Quotient familial (facultatif)", "640");
  await seesPrice(citizen, "45,00 €");
  const other = await the().visitor("Odile", screen);
  await atQuotient(other);
  await other.presses("Répondre moi-même");
  await seesPrice(other, "85,00 €");
  expect(new URL(other.page.url()).pathname).toContain("/m2a/");
  for (const person of [citizen, other]) await person.leaves();
});
