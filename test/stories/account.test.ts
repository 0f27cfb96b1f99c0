import { describe, expect, test } from "vitest";
import { fillsTheForm } from "./helpers/birth-certificate.ts";
import type { Person } from "./helpers/person.ts";
import { town } from "./helpers/town.ts";

const the = town();
const PASSWORD = "grenouille sous la pluie";

/** From the empty form to the confirmed account. */
async function createsAccount(citizen: Person, address: string, javascript: boolean): Promise<void> {
  await citizen.presses("Créer mon compte");
  await citizen.sees("Indiquez votre prénom.");
  await citizen.looksAgain();
  await citizen.writes("Prénom", "Nora");
  await citizen.writes("Nom", "Klein");
  await citizen.writes("Adresse électronique", address);
  await citizen.writes("Mot de passe", PASSWORD);
  if (javascript) {
    await citizen.presses("Afficher le mot de passe");
    await citizen.finds("Mot de passe", PASSWORD);
  }
  await citizen.presses("Créer mon compte");
  await citizen.isAt("Consultez votre messagerie");
  await citizen.opens("/demo/messages");
  await citizen.opens(await citizen.opensMail(address, "Confirmez votre adresse"));
  await citizen.isAt("Confirmer la création du compte");
  await citizen.presses("Confirmer");
}

describe.each([
  { title: "with a script-running browser on a wide screen", javascript: true, width: 1280 },
  { title: "with no script at all on a telephone", javascript: false, width: 360 },
])("an account created $title", ({ javascript, width }) => {
  const address = `nora.${javascript}.${width}@exemple.fr`;
  const screen = { javascript, width };

  test("is confirmed by mail, and the request begun before is there to be filed", async () => {
    const citizen = await the().visitor("Nora", screen);
    await citizen.opens("/mulhouse");
    await citizen.follows("Demander un acte de naissance");
    await citizen.presses("Commencer la demande");
    await citizen.chooses("Où la naissance", "Dans cette commune");

    await citizen.follows("Se connecter");
    await citizen.follows("Créer un compte");
    await createsAccount(citizen, address, javascript);
    await citizen.sees("Nora Klein");
    await citizen.follows("Reprendre");
    await fillsTheForm(citizen, address);
    await citizen.presses("Envoyer la demande");
    await citizen.isAt("Votre demande est envoyée");
    await citizen.opens("/mulhouse");
    await citizen.sees("Demander un acte de naissance");
    await citizen.leaves();

    const elsewhere = await the().visitor("Nora", screen);
    await elsewhere.opens("/connexion?retour=/mulhouse");
    await elsewhere.writes("Adresse électronique", address);
    await elsewhere.writes("Mot de passe", PASSWORD);
    await elsewhere.presses("Se connecter");
    await elsewhere.follows("Demander un acte de naissance");
    await elsewhere.sees("Votre demande est bien arrivée");
    await elsewhere.leaves();
  });

  test("is kept, taken away and closed by its holder alone", async () => {
    const mine = `garance.${javascript}.${width}@exemple.fr`;
    const next = `garance.neuve.${javascript}.${width}@exemple.fr`;
    const citizen = await the().visitor("Garance", screen);
    await citizen.opens("/inscription?retour=/mon-espace/compte");
    await createsAccount(citizen, mine, javascript);
    await citizen.isAt("Mon compte");

    await citizen.follows(/^Modifier : Prénom et nom/);
    await citizen.writes("Prénom et nom", "Garance Klein");
    await citizen.presses("Enregistrer");
    await citizen.sees("Votre nom est enregistré.");

    await citizen.follows(/^Modifier : Adresse/);
    await citizen.writes("Nouvelle adresse électronique", next);
    await citizen.presses("Envoyer les courriels");
    await citizen.sees("attend d’être confirmé");
    await citizen.opens("/demo/messages");
    await citizen.opens(await citizen.opensMail(mine, "Confirmez le changement d’adresse"));
    await citizen.presses("Confirmer");
    await citizen.isAt("C’est confirmé pour cette adresse");
    await citizen.opens("/demo/messages");
    await citizen.opens(await citizen.opensMail(next, "Confirmez votre nouvelle adresse"));
    await citizen.presses("Confirmer");
    await citizen.isAt("Votre adresse est changée");

    await citizen.opens("/mon-espace/compte");
    await citizen.follows(/^Modifier : Mot de passe/);
    await citizen.writes("Mot de passe actuel", PASSWORD);
    await citizen.writes("Nouveau mot de passe", "azertyuiop123");
    await citizen.presses("Enregistrer");
    await citizen.sees("trop facile à deviner");
    await citizen.looksAgain();
    await citizen.writes("Mot de passe actuel", PASSWORD);
    await citizen.writes("Nouveau mot de passe", `${PASSWORD} fine`);
    await citizen.presses("Enregistrer");
    await citizen.sees("Vos autres appareils sont déconnectés");
    await citizen.follows(/^Voir : Connexions/);
    await citizen.isAt("Mes connexions");
    const everywhere = citizen.page.locator("summary", { hasText: "Se déconnecter partout" });
    await everywhere.focus();
    await citizen.page.keyboard.press("Enter");
    await citizen.sees("celui-ci compris");
    await citizen.looksAgain();
    await citizen.page.keyboard.press("Tab");
    expect(await citizen.page.locator(":focus").innerText()).toBe("Oui, tout déconnecter");
    await everywhere.focus();
    await citizen.page.keyboard.press("Enter");
    expect(await citizen.page.getByRole("button", { name: "Oui, tout déconnecter" }).isVisible()).toBe(false);

    await citizen.opens("/mon-espace/compte/donnees");
    const download = citizen.page.waitForEvent("download");
    await citizen.page.getByRole("button", { name: "Télécharger mes données" }).click();
    expect((await download).suggestedFilename()).toMatch(/^mes-donnees-.*\.json$/);

    await citizen.opens("/mon-espace/compte/fermeture");
    await citizen.writes("Mot de passe", `${PASSWORD} fine`);
    await citizen.presses("Fermer mon compte");
    await citizen.isAt("Votre compte est fermé");
    await citizen.opens("/mot-de-passe");
    await citizen.writes("Adresse électronique", next);
    await citizen.presses("Recevoir un lien");
    await citizen.isAt("Consultez votre messagerie");
    await citizen.opens("/demo/messages");
    await citizen.opensMail(next, "Aucun compte à cette adresse");
    await citizen.leaves();
  });
});
