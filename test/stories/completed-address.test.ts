import { expect, test } from "vitest";
import type { Person } from "./helpers/person.ts";
import { town } from "./helpers/town.ts";

const the = town();

/** Someone at the page of the form that asks for her address. */
async function atHome(width: number, javascript: boolean): Promise<Person> {
  const citizen = await the().visitor("Camille", { width, javascript });
  await citizen.opens("/mulhouse/stationnement/resident");
  await citizen.presses("Commencer la demande");
  await citizen.chooses("Que demandez-vous", "Une première carte");
  await citizen.chooses("Dans quelle zone", "Zone A");
  await citizen.chooses("Combien de véhicules de votre foyer", "Aucun");
  await citizen.chooses("Pour combien de temps", "Un an");
  await citizen.presses("Continuer");
  await citizen.writes("Immatriculation", "AB-123-CD");
  await citizen.chooses("Quel véhicule est-ce", "Une voiture");
  await citizen.chooses("Quelle énergie", "Essence");
  await citizen.chooses("À qui est le véhicule", "À moi");
  await citizen.presses("Continuer");
  await citizen.isAt("Votre domicile");
  return citizen;
}

const ours = (citizen: Person) => citizen.page.getByRole("combobox", { name: "Numéro et voie" });

test("an address completes as she types, by the keyboard alone, on a telephone", async () => {
  const citizen = await atHome(360, true);
  const street = citizen.page.getByLabel("Numéro et voie");
  await street.pressSequentially("8 rue de la si");
  await citizen.page.getByRole("option", { name: "8 Rue de la Sinne, 68100 Mulhouse" }).waitFor();
  await citizen.sees("1 proposition : flèche bas pour la choisir.");
  await citizen.looksAgain();
  await street.press("ArrowDown");
  await expect.poll(() => ours(citizen).getAttribute("aria-activedescendant")).not.toBeNull();
  await citizen.looksAgain();
  await street.press("Enter");
  await citizen.isAt("Votre domicile");
  await citizen.finds("Numéro et voie", "8 Rue de la Sinne");
  await citizen.finds("Code postal", "68100");
  await citizen.finds("Commune", "Mulhouse");
  await citizen.presses("Continuer");
  await citizen.isAt("Qui êtes-vous");
  await citizen.leaves();
});

test("the list closes by Escape, a click chooses, and anything else may be written", async () => {
  const citizen = await atHome(1280, true);
  const street = citizen.page.getByLabel("Numéro et voie");
  await street.pressSequentially("avenue de colmar");
  const options = citizen.page.getByRole("option");
  await expect.poll(() => options.count()).toBe(2);
  await street.press("Escape");
  expect(await options.count()).toBe(0);
  await street.press("End");
  await street.pressSequentially(" m");
  await options.filter({ hasText: "68200" }).click();
  await citizen.finds("Code postal", "68200");
  await street.fill("Chalet sans adresse, chemin du bois");
  await citizen.presses("Continuer");
  await citizen.isAt("Qui êtes-vous");
  await citizen.leaves();
});

test("without scripts, a button searches it and one of those found is chosen", async () => {
  const citizen = await atHome(360, false);
  await citizen.writes("Numéro et voie", "21 rue du sauvage");
  await citizen.presses("Chercher l’adresse");
  await citizen.chooses("Adresses trouvées", "21 Rue du Sauvage, 68100 Mulhouse");
  await citizen.presses("Utiliser cette adresse");
  await citizen.finds("Numéro et voie", "21 Rue du Sauvage");
  await citizen.finds("Commune", "Mulhouse");
  await citizen.presses("Continuer");
  await citizen.isAt("Qui êtes-vous");
  await citizen.leaves();
});

test.each([
  { way: "with scripts", javascript: true },
  { way: "without", javascript: false },
])("when the search is away, she is told and writes her address, $way", async ({ javascript }) => {
  const citizen = await atHome(1280, javascript);
  await citizen.writes("Numéro et voie", "3 rue injoignable");
  await citizen.presses("Chercher l’adresse");
  await citizen.sees("La recherche d’adresse ne répond pas pour le moment.");
  await citizen.finds("Numéro et voie", "3 rue injoignable");
  await citizen.writes("Code postal", "68100");
  await citizen.writes("Commune", "Mulhouse");
  await citizen.presses("Continuer");
  await citizen.isAt("Qui êtes-vous");
  await citizen.leaves();
});
