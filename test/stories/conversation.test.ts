import { expect, test } from "vitest";
import { pngOf } from "../helpers/pictures.ts";
import { fillsTheShortForm } from "./helpers/birth-certificate.ts";
import type { Person } from "./helpers/person.ts";
import { town } from "./helpers/town.ts";

const the = town();
const SERVICE = "/mulhouse/etat-civil/acte-naissance";

/** Asks for a birth certificate by the shortest way; answers its reference. */
async function files(person: Person, address: string): Promise<string> {
  await person.opens(SERVICE);
  await person.presses("Commencer la demande");
  await fillsTheShortForm(person, address);
  await person.presses("Envoyer la demande");
  return /[0-9A-Z]{4}-[0-9A-Z]{4}/.exec(await person.reads())?.[0] ?? "";
}

/** An administrator writes what agents insert in their messages. */
async function preparesAnAnswer(): Promise<void> {
  const admin = await the().agent("mulhouse", "admin-fonctionnel", { width: 360 });
  await admin.opens("/mulhouse/agent/administration/reponses/nouvelle");
  await admin.writes("Titre", "Prénom à confirmer");
  await admin.writes("Texte", "Bonjour,\n\nPouvez-vous confirmer un prénom ?");
  await admin.presses("Ajouter la réponse");
  await admin.sees("La réponse est ajoutée.");
  await admin.opens("/mulhouse/agent/administration/courriels/etat-civil/acte-naissance");
  await admin.sees("1 partie avec ces réponses");
  await admin.leaves();
}

/** Joins a picture to a message, which leaves as soon as it is chosen; a program is refused beside the field. */
async function joins(agent: Person): Promise<void> {
  const picker = agent.page.getByLabel("Fichiers à joindre");
  await picker.setInputFiles([
    { name: "registre.png", mimeType: "image/png", buffer: pngOf(640, 480, [], 0x80) },
    { name: "facture.pdf", mimeType: "application/pdf", buffer: Buffer.from(`MZ\x90\0${"\0".repeat(90)}`) },
  ]);
  await agent.page.locator(".file-stored").filter({ hasText: "registre.png" }).waitFor();
  await agent.sees("facture.pdf : Ce fichier est un programme");
  expect(await agent.page.getByLabel("Votre message au demandeur").inputValue()).toContain("bien Antoine");
  await agent.looksAgain();
}

test("an agent asks, a citizen answers from her telephone without scripts, the agent reads and tells a colleague", async () => {
  const address = "marie.schoenauer@exemple.fr";
  const citizen = await the().visitor("Marie", { javascript: false, width: 360 });
  const reference = await files(citizen, address);
  expect(reference).not.toBe("");

  await preparesAnAnswer();
  const agent = await the().agent("mulhouse", "agent", { width: 1280 });
  await agent.writes("Ouvrir un dossier par sa référence", reference);
  await agent.presses("Ouvrir");
  await agent.sees(reference);
  const path = new URL(agent.page.url()).pathname;
  await agent.page.locator("summary").filter({ hasText: "Écrire au demandeur" }).click();
  await agent.page.getByLabel("Réponse prête").selectOption({ label: "Prénom à confirmer" });
  await agent.page.getByRole("button", { name: "Insérer" }).click();
  const words = agent.page.getByLabel("Votre message au demandeur");
  await expect.poll(() => words.inputValue()).toBe("Bonjour,\n\nPouvez-vous confirmer un prénom ?");
  await agent.writes("Votre message au demandeur", `${await words.inputValue()} Le second est-il bien Antoine ?`);
  await joins(agent);
  await agent.presses("Envoyer le message");
  await agent.sees("Le message est envoyé.");
  await agent.sees("Pas encore vu par le demandeur");

  await citizen.opens("/demo/messages");
  // The demonstration's own mails leave first.
  for (let tries = 0; tries < 60 && !(await citizen.reads()).includes(address); tries += 1) {
    await citizen.page.waitForTimeout(1000);
    await citizen.page.reload();
  }
  await citizen.opens(await citizen.opensMail(address, "Vous avez un message"));
  await citizen.isAt("Messages");
  await citizen.sees("Le second est-il bien Antoine ?");
  await citizen.sees("registre.png");
  await citizen.presses("Envoyer le message");
  await citizen.sees("Écrivez votre message.");
  await citizen.writes("Votre message", "Oui, Antoine.");
  await citizen.takesPicture("messages-citizen.png");
  await citizen.presses("Envoyer le message");
  await citizen.sees("Votre message est envoyé.");
  await citizen.sees("Pas encore vu par le service");
  await citizen.follows("Revenir à la demande");
  await citizen.sees("Lire les 2 messages");

  await agent.opens("/mulhouse/agent");
  await agent.follows(/réponses? reçues?/);
  await agent.isAt("Messages et courriels à traiter");
  await agent.follows(reference);
  await agent.sees("Oui, Antoine.");
  await agent.sees("Vu par le demandeur le");
  await agent.page.locator("summary").filter({ hasText: "Ajouter une note" }).click();
  await agent.writes("Votre note", "Prénom confirmé par message.");
  await agent.takesPicture("messages-agent.png");
  await agent.presses("Enregistrer la note");
  await agent.sees("La note est enregistrée.");
  await agent.presses("C’est traité");
  await agent.sees("il n’y a plus rien à faire");
  await agent.leaves();

  const colleague = await the().agent("mulhouse", "lecteur", { width: 360 });
  await colleague.opens(path);
  await colleague.sees("Prénom confirmé par message.");
  await colleague.leaves();
  await citizen.follows("Lire les 2 messages");
  await citizen.sees("Vu par le service le");
  await citizen.doesNotSee("Prénom confirmé");
  await citizen.leaves();
}, 300_000);
