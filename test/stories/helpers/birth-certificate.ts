import type { Person } from "./person.ts";

/**
 * Fills the form of someone who asks for her father's birth certificate, up to the page that shows her answers.
 * @param joins what she does at the page where her documents are sent; she sends them later when absent
 */
export async function fillsTheForm(citizen: Person, address: string, joins?: () => Promise<void>): Promise<void> {
  await citizen.chooses("Où la naissance", "Dans cette commune");
  await citizen.chooses("Quel document", "Copie intégrale");
  await citizen.writes("Nombre d’exemplaires", "2");
  await citizen.presses("Continuer");
  await citizen.writes("Nom de naissance", "Schoenauer");
  await citizen.writes("Prénoms", "Louis Antoine");
  await citizen.writesDate("Date de naissance", "27 3 1955");
  await citizen.chooses("Combien de parents", "Aucun, ou je ne sais pas");
  await citizen.presses("Continuer");
  await citizen.chooses("Quel est votre lien", "Je suis l’un de ses enfants");
  await citizen.presses("Continuer");
  await citizen.writes("Prénom", "Marie", "Votre identité");
  await citizen.writes("Nom", "Schoenauer", "Votre identité");
  await citizen.chooses("Document qui montre votre lien", joins ? "Je le joins maintenant" : "Je l’enverrai plus tard");
  await citizen.presses("Continuer");
  await joins?.();
  await writesHerAddress(citizen, address);
  await citizen.isAt("Vérifiez vos réponses");
}

/** Fills the form by its shortest way, an extract that anyone may have, up to the page that shows the answers. */
export async function fillsTheShortForm(citizen: Person, address: string): Promise<void> {
  await citizen.chooses("Où la naissance", "Dans cette commune");
  await citizen.chooses("Quel document", "Extrait sans filiation");
  await citizen.writes("Nombre d’exemplaires", "1");
  await citizen.presses("Continuer");
  await citizen.writes("Nom de naissance", "Schoenauer");
  await citizen.writes("Prénoms", "Louis Antoine");
  await citizen.writesDate("Date de naissance", "27 3 1955");
  await citizen.presses("Continuer");
  await citizen.writes("Prénom", "Marie", "Votre identité");
  await citizen.writes("Nom", "Schoenauer", "Votre identité");
  await citizen.presses("Continuer");
  await writesHerAddress(citizen, address);
}

async function writesHerAddress(citizen: Person, address: string): Promise<void> {
  await citizen.writes("Numéro et voie", "12 rue du Sauvage");
  await citizen.writes("Code postal", "68100");
  await citizen.writes("Commune", "Mulhouse");
  await citizen.writes("Votre adresse électronique", address);
  await citizen.ticks("Je certifie");
  await citizen.presses("Continuer");
}
